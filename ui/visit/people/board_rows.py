"""What the people board shows of each person, in words that prompt to ask and never judge."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import attrgetter

from icv_app.domain.census import Reconciliation
from icv_app.domain.checklist import Checklist
from icv_app.domain.detention_clocks import Clock, PromptKind
from icv_app.domain.ids import PersonId
from icv_app.domain.person import Contact, DetainedPerson
from icv_app.domain.priority import Placed, PriorityReason
from icv_app.domain.visit import Outcome, Visit
from icv_app.words import _, plural
from ui.entries.london import wall_clock
from ui.entries.moments import say_moment
from ui.entries.times import say_time
from ui.theme import Hue
from ui.visit.view_model import VisitViewModel
from ui.visit.wording import label, lower_first, person_name, say_duration, who_words

Tags = tuple[tuple[str, Hue], ...]

_REASON_HUES = {
    PriorityReason.CHILD: Hue.RED,
    PriorityReason.VULNERABLE: Hue.PURPLE,
    PriorityReason.WOMAN: Hue.YELLOW,
    PriorityReason.OVER_24H: Hue.ORANGE,
    PriorityReason.HELD_LONGEST: Hue.GREY,
}
_CONTACT_HUES = {
    Contact.SPOKEN_TO: Hue.GREEN,
    Contact.OBSERVED_ONLY: Hue.GREY,
    Contact.DECLINED: Hue.ORANGE,
    Contact.NOT_AVAILABLE: Hue.GREY,
    Contact.NOT_OFFERED: Hue.GREY,
}


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One row; two rows that look alike are equal, so that only a changed one is drawn anew."""

    person_id: PersonId
    place: int
    number: str
    who: str
    reasons: Tags
    why_here: str
    held: str
    clock: str
    prompts: Tags
    contact: tuple[str, Hue]
    reason: str


class BoardRows:
    """Everybody in the scheme's order; what is said of a person is made anew only where it can differ."""

    def __init__(self, view_model: VisitViewModel) -> None:
        self._view_model = view_model
        self._made: dict[PersonId, tuple[Placed, datetime, BoardRow]] = {}

    def now(self) -> list[BoardRow]:
        """Return the rows as they stand at this minute."""
        model = self._view_model
        moment = model.moment().replace(second=0, microsecond=0)
        before, self._made = self._made, {}
        for placed in model.board():
            known = before.get(placed.person.person_id)
            if known is None or known[1] != moment or not _same(known[0], placed):
                row = _row(placed, model.clock_of(placed.person), moment, model.checklist)
                known = (placed, moment, row)
            self._made[placed.person.person_id] = known
        return [row for _placed, _moment, row in self._made.values()]


def _same(one: Placed, other: Placed) -> bool:
    """Whether nobody changed the person: a changed one is another object."""
    return one.person is other.person and one.place == other.place and one.reasons == other.reasons


_COUNTED = attrgetter(
    "kind",
    "outcome",
    "arrived_at",
    "entered_at",
    "left_suite_at",
    "census",
    "tallies",
    "typed_from_paper",
)


def same_on_board(one: Visit, other: Visit) -> bool:
    """Whether two states of a visit look the same on the board, and its count: answers are not on it."""
    return (
        len(one.people) == len(other.people)
        and all(map(_same_but_answers, one.people, other.people))
        and bool(_COUNTED(one) == _COUNTED(other))
    )


def _same_but_answers(one: DetainedPerson, other: DetainedPerson) -> bool:
    return one is other or one == replace(other, answers=one.answers)


def priority_tags(placed: Placed, checklist: Checklist) -> Tags:
    """Return why somebody stands where they do, most pressing first."""
    person = placed.person
    tags: list[tuple[str, Hue]] = []
    for reason in placed.reasons:
        if reason is not PriorityReason.VULNERABLE or person.vulnerable:
            tags.append((label(checklist, "priority_reasons", reason), _REASON_HUES[reason]))
        if reason is PriorityReason.VULNERABLE and person.neurodivergent:
            tags.append((label(checklist, "priority_reasons", "neurodivergent"), Hue.GREY))
    return tuple(tags)


def why_here(placed: Placed, checklist: Checklist) -> str:
    """Return what the tags do not say about a place: how the others are ordered, and a passing over."""
    passed = placed.person.passed_over_reason
    if passed:
        reason = label(checklist, "priority_passed_over_reasons", passed)
        return _("Passed over: {reason}").format(reason=lower_first(reason))
    if placed.reasons:
        return ""
    return _("By time held") if placed.held is not None else _("Time held not noted")


def contact_tag(person: DetainedPerson, checklist: Checklist) -> tuple[str, Hue]:
    """Return what came of the visit for a person."""
    if person.talking_now:
        return _("Talking now"), Hue.BLUE
    if person.contact is None:
        return _("Not yet"), Hue.GREY
    return label(checklist, "contact_outcomes", person.contact), _CONTACT_HUES[person.contact]


def contact_second(person: DetainedPerson, checklist: Checklist) -> str:
    """Return the reason of an outcome, as it stands under it; nothing while they talk or it is open."""
    return label(checklist, "not_seen_reasons", person.contact_reason)


def clock_words(clock: Clock, at_review: timedelta | None, now: datetime) -> str:
    """Return the one line about reviews and limits that matters most now: a question, never a verdict."""
    prompts = {prompt.kind: prompt for prompt in clock.prompts}
    for kind, words in (
        (PromptKind.LIMIT_PASSED, _("{limit} limit was at {at} – ask what was decided")),
        (PromptKind.REVIEW_LATE, _("Review due at {at} – ask whether it was done")),
        (PromptKind.LIMIT_NEAR, _("{limit} limit at {at} – ask what is planned")),
        (PromptKind.REVIEW_DUE, _("Review due at {at} – ask if it is planned")),
    ):
        moment = prompts[kind].at if kind in prompts else None
        if moment is not None:
            return words.format(limit=_limit_word(clock), at=_say_at(moment, now))
    return "" if at_review is None else _("Review in {by}").format(by=say_duration(at_review))


def _say_at(moment: datetime, now: datetime) -> str:
    """The time alone today, with its date on another day."""
    same_day = wall_clock(moment)[0] == wall_clock(now)[0]
    return say_time(wall_clock(moment)[1]) if same_day else say_moment(moment)


def child_s136_words() -> str:
    """Return the red prompt about a child held in a police station under the Mental Health Act, s.136."""
    return _("Under 18, s.136: ask")


def _limit_word(clock: Clock) -> str:
    return {
        "24h": _("24 h"),
        "36h": _("36 h"),
        "96h": _("96 h"),
        "s136": _("s.136"),
        "s136_extended": _("s.136, 36 h"),
        "14d": _("14 day"),
    }.get(clock.limit_name or "", clock.limit_name or "")


def _row(placed: Placed, clock: Clock, moment: datetime, checklist: Checklist) -> BoardRow:
    person = placed.person
    until_review = clock.next_review_at - moment if clock.next_review_at else None
    child_136 = any(prompt.kind is PromptKind.CHILD_S136 for prompt in clock.prompts)
    return BoardRow(
        person_id=person.person_id,
        place=placed.place,
        number=person_name(person, placed.place),
        who=who_words(person, checklist),
        reasons=priority_tags(placed, checklist),
        why_here=why_here(placed, checklist),
        held=_("Not noted") if placed.held is None else say_duration(placed.held),
        clock=clock_words(clock, until_review, moment),
        prompts=((child_s136_words(), Hue.RED),) if child_136 else (),
        contact=contact_tag(person, checklist),
        reason=contact_second(person, checklist),
    )


@dataclass(frozen=True, slots=True)
class FootWords:
    """How the count stands."""

    accounted: str
    left: tuple[str, Hue]
    breakdown: str


def foot_words(visit: Visit, checklist: Checklist) -> FootWords:
    """Return how many are accounted for, how many are still to see, and what became of whom."""
    found = visit.reconciliation
    total = found.in_custody
    accounted = (
        _("{n} accounted for").format(n=found.accounted)
        if total is None
        else _("{n} of {total} accounted for").format(n=found.accounted, total=total)
    )
    parts = []
    for contact in Contact:
        number = sum(person.contact is contact for person in visit.people)
        if number:
            words = lower_first(label(checklist, "contact_outcomes", contact))
            parts.append(f"{words} {number}")
    tallied = sum(tally.count for tally in visit.tallies)
    if tallied:
        parts.append(_("tally {n}").format(n=tallied))
    return FootWords(accounted, _left(found), " · ".join(parts))


def _left(found: Reconciliation) -> tuple[str, Hue]:
    if found.difference is None:
        return _("In custody not counted yet"), Hue.GREY
    if found.difference > 0:
        return plural("{n} still to see", "{n} still to see", found.difference), Hue.ORANGE
    if found.difference < 0:
        return plural("{n} more than counted", "{n} more than counted", -found.difference), Hue.RED
    if found.undecided:
        return plural("{n} row undecided", "{n} rows undecided", found.undecided), Hue.ORANGE
    return _("All accounted for"), Hue.GREEN


def count_note(visit: Visit, checklist: Checklist) -> tuple[str, str, Hue]:
    """Return how far the count is from coming out, in two words and in full; nothing where it need not."""
    found = visit.reconciliation
    needed = visit.in_person and visit.outcome is not Outcome.ABANDONED
    if not needed or found.difference is None:
        return "", "", Hue.GREY
    foot = foot_words(visit, checklist)
    spoken = f"{foot.accounted}, {foot.left[0]}"
    if found.difference > 0:
        return plural("{n} to see", "{n} to see", found.difference), spoken, Hue.ORANGE
    if found.difference < 0:
        return plural("{n} over", "{n} over", -found.difference), spoken, Hue.RED
    if found.undecided:
        return plural("{n} open", "{n} open", found.undecided), spoken, Hue.ORANGE
    return _("{n} of {n}").format(n=found.accounted), spoken, Hue.GREEN


def tally_words(visit: Visit, checklist: Checklist) -> str:
    """Return the tally as "Tally: in interview 2 · asleep 1"."""
    parts = [
        f"{lower_first(tally_name(tally.contact, tally.reason, checklist))} {tally.count}"
        for tally in visit.tallies
    ]
    return _("Tally: {parts}").format(parts=" · ".join(parts)) if parts else _("Nobody counted by tally")


def tally_name(contact: Contact, reason: str, checklist: Checklist) -> str:
    """Return the reason, or the outcome where there is none."""
    if reason:
        return label(checklist, "not_seen_reasons", reason)
    return label(checklist, "contact_outcomes", contact)
