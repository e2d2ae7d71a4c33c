"""Consent first, then what came of the visit for one person, and how the talk was held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QWidget

from icv_app.domain.person import Consent, Contact, DetainedPerson
from icv_app.words import _
from ui.visit.bound_form import BoundForm
from ui.visit.people import contact_rules as rules
from ui.visit.view_model import VisitViewModel
from ui.visit.wording import options
from ui.widgets.choice import Choice
from ui.widgets.choice_buttons import ChoiceButtons
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.labels import Heading
from ui.widgets.text_field import NoteField, TextField
from ui.widgets.tick_box import TickBox

Edit = Callable[[Callable[[DetainedPerson], DetainedPerson]], None]
_REFUSED = frozenset({Consent.NO, Consent.UNABLE})


class TalkForm(BoundForm[DetainedPerson]):
    """What was agreed, what came of it, and where."""

    def __init__(self, view_model: VisitViewModel, edit: Edit, parent: QWidget | None = None) -> None:
        super().__init__(edit, parent=parent)
        self.keys_go_on = True
        self._checklist = view_model.checklist
        self._view_model = view_model
        self._offered: tuple[str, ...] = ()
        self._add_consent_to_talk()
        self._add_outcome()
        self._add_refusal()
        self._add_consent_to_record()
        self._add_talk()
        note = NoteField(_("Note"), least_lines=2)
        self.bind("note", _("Note"), note, hint=_("No names, nothing about the offence."))

    def show_record(self, record: DetainedPerson) -> None:
        """Show a person; the reasons offered follow the outcome."""
        offered = rules.reasons(record, self._checklist)
        codes = tuple(choice.choice_id for choice in offered)
        reason = self.control("contact_reason")
        if codes != self._offered and isinstance(reason, Choice):
            self._offered = codes
            reason.set_value(None)
            reason.set_options([(choice.choice_id, choice.label) for choice in offered])
        super().show_record(record)
        self._talk_heading.setVisible(_spoken(record))

    def _after_key(self, field: str) -> None:
        """Once nothing more has to be said about the talk, go on to the questions."""
        last = "interpreter" if self.offers("interpreter") else "in_sight"
        private = (
            isinstance(bar := self.control("in_sight"), ChoiceFlow) and bar.value() == _privacies()[0][0]
        )
        if field == last and private:
            self.ended.emit()
        else:
            super()._after_key(field)

    def _add_consent_to_talk(self) -> None:
        known = TickBox(_("Known to one of us: declared, not contacted"))
        self.bind("known_to_visitor", "", known, write=rules.with_known)
        self.bind(
            "consent_talk",
            _("Did they agree to talk?"),
            ChoiceButtons(_("Did they agree to talk?"), options(self._checklist, "consent_answers")),
            hint=_("Ask before anything else. A child's own agreement is enough."),
            write=rules.with_consent,
            shown=lambda person: not person.known_to_visitor,
        )
        self._add_why("consent_talk_reason", lambda person: person.consent_talk in _REFUSED)

    def _add_why(self, field: str, shown: Callable[[DetainedPerson], bool]) -> None:
        line = TextField(_("Why"))
        words = [choice.label for choice in self._checklist.reasons["consent_unable_reasons"]]
        completer = QCompleter(words, line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        line.setCompleter(completer)
        self.bind(
            field,
            _("Why?"),
            line,
            hint=_("In a few words, such as: asleep, unwell."),
            # What was written stays in sight: it would be filed.
            shown=lambda person: shown(person) or bool(getattr(person, field)),
        )

    def _add_outcome(self) -> None:
        outcome = ChoiceFlow(_("What came of it"), options(self._checklist, "contact_outcomes"))
        self.bind("contact", _("What came of it"), outcome, write=rules.with_contact, required=True)
        self.bind(
            "contact_reason",
            _("Why were they not spoken to?"),
            Choice(_("Why were they not spoken to?"), []),
            write=lambda person, reason: rules.with_reason(person, reason, self._checklist),
            shown=lambda person: bool(rules.reasons(person, self._checklist)),
        )

    def _add_refusal(self) -> None:
        self.bind(
            "refusal.rank",
            _("Who refused access?"),
            ChoiceFlow(_("Who refused access?"), options(self._checklist, "refusal_ranks")),
            hint=_("Only an inspector or above may."),
            read=lambda person: person.refusal.rank if person.refusal else None,
            write=lambda person, rank: rules.with_refusal(person, rank=rank or ""),
            shown=self._refused,
        )
        self.bind(
            "refusal.ground",
            _("On what ground?"),
            ChoiceFlow(_("On what ground?"), options(self._checklist, "refusal_grounds")),
            read=lambda person: person.refusal.ground if person.refusal else None,
            write=lambda person, ground: rules.with_refusal(person, ground=ground or ""),
            shown=self._refused,
        )
        self.bind(
            "passed_over_reason",
            _("Why was somebody of a priority group left out?"),
            Choice(
                _("Why was somebody of a priority group left out?"),
                options(self._checklist, "priority_passed_over_reasons"),
            ),
            shown=self._passed_over,
        )

    def _passed_over(self, person: DetainedPerson) -> bool:
        visit = self._view_model.visit
        long = self._view_model.context.settings.over_24h
        return rules.passed_over(person, visit.began_at or visit.created_at, long)

    def _refused(self, person: DetainedPerson) -> bool:
        return rules.refusal_asked(person.contact_reason, self._checklist)

    def _add_consent_to_record(self) -> None:
        self.bind(
            "consent_record",
            _("May we see the custody record?"),
            ChoiceButtons(_("May we see the custody record?"), options(self._checklist, "consent_answers")),
            hint=_("Asked apart from the talk. Medical notes are never seen."),
            write=lambda person, consent: replace(
                person, consent_record=Consent(consent) if consent else None
            ),
            shown=rules.record_consent_asked,
        )
        self._add_why(
            "consent_record_reason",
            lambda person: rules.record_consent_asked(person) and person.consent_record in _REFUSED,
        )

    def _add_talk(self) -> None:
        heading = Heading(_("The talk"), 3)
        self.column.addWidget(heading)
        for field, words, list_name in (
            ("introduced_by", _("Introduced by"), "introduced_by"),
            ("place", _("Where"), "places"),
        ):
            self.bind(field, words, ChoiceFlow(words, options(self._checklist, list_name)), shown=_spoken)
        private = ChoiceFlow(_("Was it private?"), _privacies())
        self.bind(
            "in_sight",
            _("Was it private?"),
            private,
            hint=_("In sight of staff for safety, out of their hearing."),
            read=_read_privacy,
            write=_put_privacy,
            shown=_spoken,
        )
        self.also("out_of_hearing", "in_sight")
        self.bind(
            "not_private_reason",
            _("Why was it overheard or out of sight?"),
            Choice(_("Why was it overheard or out of sight?"), options(self._checklist, "earshot_reasons")),
            shown=rules.not_private,
        )
        interpreter = ChoiceFlow(_("Interpreter"), options(self._checklist, "interpreter_kinds"))
        self.bind(
            "interpreter",
            _("Interpreter"),
            interpreter,
            hint=_("Leave it open if none was needed."),
            shown=lambda person: _spoken(person) and (person.non_english or person.interpreter is not None),
        )
        self._talk_heading = heading


def _spoken(person: DetainedPerson) -> bool:
    return person.contact is Contact.SPOKEN_TO


def _privacies() -> list[tuple[str, str]]:
    """In sight of staff and out of their hearing, each yes or no, as one question."""
    return [
        (_privacy(in_sight=True, out_of_hearing=True), _("In sight, not overheard")),
        (_privacy(in_sight=True, out_of_hearing=False), _("Overheard")),
        (_privacy(in_sight=False, out_of_hearing=True), _("Out of sight")),
        (_privacy(in_sight=False, out_of_hearing=False), _("Overheard and out of sight")),
    ]


def _privacy(*, in_sight: bool, out_of_hearing: bool) -> str:
    return f"{in_sight}/{out_of_hearing}"


def _read_privacy(person: DetainedPerson) -> str | None:
    if person.in_sight is None or person.out_of_hearing is None:
        return None
    return _privacy(in_sight=person.in_sight, out_of_hearing=person.out_of_hearing)


def _put_privacy(person: DetainedPerson, code: str | None) -> DetainedPerson:
    if code is None:
        return replace(person, in_sight=None, out_of_hearing=None)
    in_sight, out_of_hearing = (part == str(True) for part in code.split("/"))
    return replace(person, in_sight=in_sight, out_of_hearing=out_of_hearing)
