"""What coordinators said beside a report, at the places it speaks of."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from icv_app.domain.comment import CommentKind, ReportComment, answers_of, places_in
from icv_app.domain.comment_wording import field_words
from icv_app.domain.ids import ConcernId, PersonId
from icv_app.domain.person import DetainedPerson
from icv_app.words import _, plural
from ui.report_reader import times
from ui.report_reader.concern_wording import concern_title
from ui.report_reader.parts import Note
from ui.report_reader.view_model import ReportInHand
from ui.theme import Hue
from ui.visit.wording import person_name, who_words
from ui.widgets.labels import Muted, Text
from ui.widgets.tag import Tagged


class CommentNote(Note):
    """One comment: who said it when, and the words."""

    def __init__(self, comment: ReportComment, place: str) -> None:
        said = said_words(comment, place)
        super().__init__("green" if comment.kind is CommentKind.THANKS else "blue", said)
        self.record_id = comment.record_id
        self.body.addWidget(Muted(f"{said} · {comment.by} · {times.say_moment(comment.at)}"))
        self.body.addWidget(Text(comment.text or _("The words were erased.")))


def notes_at(in_hand: ReportInHand, *paths: str) -> list[QWidget]:
    """Return the comments at these places, oldest first."""
    return [
        CommentNote(comment, place_words(comment.path, in_hand))
        for comment in in_hand.comments_shown
        if comment.kind is CommentKind.COMMENT and comment.path in paths
    ]


def said_words(comment: ReportComment, place: str) -> str:
    """Return what was said beside a report, without the text itself."""
    if comment.kind is CommentKind.THANKS:
        return _("Thanks to the visitors")
    return _("Comment on {place}").format(place=place)


def left_out_words(in_hand: ReportInHand) -> str:
    """Return how many comments are not shown, or nothing."""
    left_out = len(in_hand.report.comments) - len(in_hand.comments_shown)
    if not left_out:
        return ""
    return plural(
        "{n} older comment on this report is not shown.",
        "{n} older comments on this report are not shown.",
        left_out,
    )


def comment_tags(in_hand: ReportInHand) -> tuple[Tagged, ...]:
    """Return that there are thanks and comments, for the head of a report."""
    comments = in_hand.report.comments
    count = sum(one.kind is CommentKind.COMMENT for one in comments)
    tags: list[Tagged] = []
    if count < len(comments):
        tags.append((_("Thanks to the visitors"), Hue.GREEN))
    if count:
        tags.append((plural("{n} comment", "{n} comments", count), Hue.BLUE))
    return tuple(tags)


def place_options(in_hand: ReportInHand) -> list[tuple[str, str]]:
    """Return every place that can be commented on but single answers, with its words; each differs."""
    return _told_apart(places_in(in_hand.report.visit), lambda path: place_words(path, in_hand))


def answer_options(in_hand: ReportInHand, path: str) -> list[tuple[str, str]]:
    """Return the answers about the person at a place; none where it is no person's."""
    first, _dot, name = path.partition(".")
    person = in_hand.report.visit.person(PersonId(name)) if first == "people" else None
    if person is None:
        return []
    return _told_apart(answers_of(person), lambda answer: _question(answer, in_hand))


def place_words(path: str, in_hand: ReportInHand) -> str:
    """Return what a place of the report is called."""
    visit, checklist = in_hand.report.visit, in_hand.checklist
    first, _dot, rest = path.partition(".")
    if first == "people":
        name, _dot, field = rest.partition(".")
        words = _person_words(visit.person(PersonId(name)), in_hand)
        return f"{words}: {_question(path, in_hand)}" if field else words
    if first == "concerns":
        concern = visit.concern(ConcernId(rest))
        return _("the concern {title}").format(title=concern_title(concern, checklist)) if concern else rest
    if first in {"areas", "stocks"}:
        items = checklist.areas if first == "areas" else checklist.stocks
        return next((item.title for item in items if item.item_id == rest), rest)
    return field_words().get(path, path)


def _person_words(person: DetainedPerson | None, in_hand: ReportInHand) -> str:
    if person is None:
        return _("a person")
    place = in_hand.report.visit.people.index(person) + 1
    return f"{person_name(person, place)}, {who_words(person, in_hand.checklist)}"


def _question(path: str, in_hand: ReportInHand) -> str:
    check_id = path.rpartition(".")[2]
    check = in_hand.checklist.check(check_id)
    return check.text if check is not None else check_id


def _told_apart(paths: tuple[str, ...], words_of: Callable[[str], str]) -> list[tuple[str, str]]:
    """Number words that stand for several places: a person chooses by the words."""
    found: list[tuple[str, str]] = []
    times_used: dict[str, int] = {}
    for path in paths:
        words = words_of(path)
        words = words[:1].upper() + words[1:]
        times_used[words] = times_used.get(words, 0) + 1
        found.append((path, f"{words} ({times_used[words]})" if times_used[words] > 1 else words))
    return found
