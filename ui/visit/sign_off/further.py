"""The word of a third or later visitor, in the form of the second one's."""

from __future__ import annotations

from dataclasses import replace

from icv_app.domain.ids import MemberId
from icv_app.domain.visit import FurtherWord, SecondVisitor, Visit
from icv_app.words import _
from ui.visit.visit_form import VisitForm
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.text_field import NoteField


def word_options() -> list[tuple[str, str]]:
    """Return how a visitor who does not file the report may stand to it."""
    return [
        (SecondVisitor.AGREED_HERE.value, _("Agrees here")),
        (SecondVisitor.DISSENTS_HERE.value, _("Does not agree")),
        (SecondVisitor.LATER.value, _("Later, on their own laptop")),
    ]


def further_visitors(visit: Visit) -> tuple[MemberId, ...]:
    """Return the visitors after the second."""
    return tuple(member for member in visit.visitors if member != visit.author)[1:]


def add_further_word(form: VisitForm, member: MemberId) -> None:
    """Add the word of one further visitor to a form, and what they do not agree with."""
    words = _("Visitor {member}").format(member=member)
    form.bind(
        f"sign_off.further.{member}",
        words,
        ChoiceFlow(words, word_options()),
        read=lambda visit: visit.sign_off.further_word(member).word,
        write=lambda visit, value: _with(visit, member, word=SecondVisitor(value or SecondVisitor.LATER)),
        shown=lambda visit: member in further_visitors(visit),
    )
    note = _("What {member} does not agree with").format(member=member)
    form.bind(
        f"sign_off.further_note.{member}",
        note,
        NoteField(note, least_lines=2),
        read=lambda visit: visit.sign_off.further_word(member).dissent_note,
        write=lambda visit, value: _with(visit, member, dissent_note=value or ""),
        shown=lambda visit: (
            member in further_visitors(visit) and _dissents(visit.sign_off.further_word(member))
        ),
    )


def _dissents(word: FurtherWord) -> bool:
    """What was written stays in sight: it would be filed."""
    return word.word is SecondVisitor.DISSENTS_HERE or bool(word.dissent_note)


def _with(visit: Visit, member: MemberId, **changes: object) -> Visit:
    word: FurtherWord = replace(visit.sign_off.further_word(member), **changes)  # type: ignore[arg-type]
    return replace(visit, sign_off=visit.sign_off.with_further(word))
