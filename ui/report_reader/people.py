"""The people in custody, each with what came of the visit and the checks answered."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.person import Answer, DetainedPerson
from icv_app.domain.priority import Placed, in_priority_order
from icv_app.words import _, plural
from ui.report_reader import people_wording
from ui.report_reader.comments import notes_at
from ui.report_reader.parts import Flowed, Fold, Section, Words, tags
from ui.report_reader.view_model import ReportInHand
from ui.theme import Hue
from ui.theme.tokens import SPACE_M, SPACE_S, SPACE_XS
from ui.visit.wording import label, lower_first, person_name
from ui.widgets.labels import Line, Muted, Text
from ui.widgets.tag import Tag

_PRIORITY_HUES = {
    "child": Hue.RED,
    "vulnerable": Hue.PURPLE,
    "woman": Hue.YELLOW,
    "over_24h": Hue.ORANGE,
    "held_longest": Hue.GREY,
}


def people_section(in_hand: ReportInHand) -> Section | None:
    """Return everybody in the scheme's order, and the tallies."""
    visit = in_hand.report.visit
    if not visit.people and not visit.tallies and not notes_at(in_hand, "tallies"):
        return None
    moment = visit.left_suite_at or visit.began_at or visit.created_at
    placed = in_priority_order(visit.people, moment, in_hand.report.settings.over_24h)
    aside = _("children · vulnerable · women · longest held") if len(placed) > 1 else ""
    section = Section(_("People in custody"), aside)
    for at, row in enumerate(placed):
        if at:
            section.add(Line())
        section.add(PersonBlock(row, in_hand))
    if visit.tallies:
        section.add(Line(), Text(tally_line(in_hand)))
    return section.add(*notes_at(in_hand, "tallies"))


def tally_line(in_hand: ReportInHand) -> str:
    """Return the people without rows: "Tally: asleep 4 (1 woman) · in interview 2"."""
    parts = []
    for tally in in_hand.report.visit.tallies:
        reason = label(in_hand.checklist, "not_seen_reasons", tally.reason)
        words = reason or label(in_hand.checklist, "contact_outcomes", tally.contact)
        groups = [
            text
            for count, text in (
                (tally.children, plural("{n} child", "{n} children", tally.children)),
                (tally.vulnerable, _("{n} vulnerable").format(n=tally.vulnerable)),
                (tally.women, plural("{n} woman", "{n} women", tally.women)),
            )
            if count
        ]
        of = f" ({', '.join(groups)})" if groups else ""
        parts.append(f"{lower_first(words)} {tally.count}{of}")
    return _("Tally: {tallies}").format(tallies=" · ".join(parts))


class PersonBlock(QWidget):
    """One person: number, groups, outcome; what fell short at once, every answer when asked for."""

    def __init__(self, placed: Placed, in_hand: ReportInHand) -> None:
        super().__init__()
        person, checklist = placed.person, in_hand.checklist
        self.person_id = person.person_id
        path = f"people.{person.person_id}"
        name = person_name(person, placed.place)
        self.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_XS, 0, SPACE_XS)
        column.setSpacing(SPACE_XS)
        groups = [
            (label(checklist, "priority_reasons", reason), _PRIORITY_HUES[reason])
            for reason in placed.reasons
        ]
        if person.neurodivergent:
            groups.append((label(checklist, "priority_reasons", "neurodivergent"), Hue.GREY))
        outcome = people_wording.contact_tag(person, checklist)
        column.addWidget(Flowed(Words(name, weight="bold"), *tags([*groups, outcome])))
        for line in (
            people_wording.person_line(person, in_hand),
            people_wording.talk_line(person, checklist),
        ):
            if line:
                column.addWidget(Muted(line))
        for answer in _short(person, in_hand):
            column.addWidget(AnswerLine(answer, in_hand))
            for note in notes_at(in_hand, f"{path}.answers.{answer.check_id}"):
                column.addWidget(note)
        if person.note:
            column.addWidget(Text(person.note))
        for note in notes_at(in_hand, path):
            column.addWidget(note)
        self.fold: AnswersFold | None = None
        if person.answers:
            self.fold = AnswersFold(person, name, in_hand)
            column.addWidget(self.fold)


class AnswersFold(Fold):
    """All answers about one person, in the checklist's order."""

    def __init__(self, person: DetainedPerson, name: str, in_hand: ReportInHand) -> None:
        self._person = person
        self._in_hand = in_hand
        count = len(person.answers)
        super().__init__(plural("the one answer", "all {n} answers", count), name=name)

    def make(self) -> QWidget:
        """Make a line for each answer."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE_M, 0, 0, 0)
        column.setSpacing(SPACE_S)
        order = {check.check_id: at for at, check in enumerate(self._in_hand.checklist.checks)}
        known = len(order)
        for answer in sorted(self._person.answers, key=lambda one: order.get(one.check_id, known)):
            column.addWidget(AnswerLine(answer, self._in_hand))
        return inside


class AnswerLine(QWidget):
    """The answer as a word, the question, and how it is known."""

    def __init__(self, answer: Answer, in_hand: ReportInHand) -> None:
        super().__init__()
        check = in_hand.checklist.check(answer.check_id)
        word, hue = people_wording.answer_value(answer, check, in_hand)
        question = check.text if check else answer.check_id
        self.setAccessibleName(f"{question}: {word}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        long = len(word) > 40
        column.addWidget(Flowed(Words(question)) if long else Flowed(Tag(word, hue), Words(question)))
        if long:
            column.addWidget(Text(word, weight="semibold"))
        known = people_wording.answer_line(answer, in_hand)
        if known:
            column.addWidget(Muted(known))


def _short(person: DetainedPerson, in_hand: ReportInHand) -> list[Answer]:
    """What fell short, and what somebody commented on."""
    commented = {comment.path for comment in in_hand.comments_shown}
    found = []
    for answer in person.answers:
        check = in_hand.checklist.check(answer.check_id)
        spoken_of = f"people.{person.person_id}.answers.{answer.check_id}" in commented
        if (
            spoken_of
            or answer.resolution is not None
            or (check is not None and check.falls_short(answer.value))
        ):
            found.append(answer)
    return found
