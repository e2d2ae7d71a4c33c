"""One yes-or-no check about a person, with source, note, and what a poor answer leads to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent

from icv_app.domain.checklist import Check, Checklist
from icv_app.domain.concern import Concern
from icv_app.domain.free_texts import answer_path
from icv_app.domain.ids import PersonId
from icv_app.domain.person import Answer, Resolution, Resolved
from icv_app.words import _
from ui.visit.moving_on import is_go_on
from ui.visit.people.answer_strips import ConcernStrip, ReasonStrip, SourceStrip
from ui.visit.wording import label
from ui.widgets.answer_buttons import NOT_KNOWN
from ui.widgets.date_time_field import DateTimeField
from ui.widgets.question_row import QuestionRow, usual_ways
from ui.widgets.wrapped_link import WrappedLink

_TO_DOMAIN: dict[str, str] = {NOT_KNOWN: "nk"}
_FROM_DOMAIN = {"nk": NOT_KNOWN}
_WAYS = {Resolved.CONCERN: "concern", Resolved.PUT_RIGHT: "put_right", Resolved.NOT_RAISED: "other"}


@dataclass(frozen=True, slots=True)
class CheckActions:
    """What a row may do with the check it asks; every call names the check.

    Attributes:
        give: Answer with a value of the domain.
        change: Change source or note of the answer.
        raise_concern: Raise a concern, put right during the visit or not.
        change_concern: Change the concern the answer led to.
        moment_field: Makes a field for a moment of the visit.
    """

    give: Callable[[str, str], None]
    take_back: Callable[[str], None]
    change: Callable[[str, Callable[[Answer], Answer]], None]
    resolve: Callable[[str, Resolution | None], None]
    raise_concern: Callable[[str, bool], None]
    change_concern: Callable[[str, Callable[[Concern], Concern]], None]
    moment_field: Callable[[str], DateTimeField]


@dataclass(frozen=True, slots=True)
class CheckState:
    """What stands at one check of the person shown."""

    person_id: PersonId
    answer: Answer | None
    concern: Concern | None
    sources: tuple[str, ...]


class CheckRow(QuestionRow):
    """Keys: Y N A K answer, S says how it is known, W writes a note, R F O after a poor answer.

    S and W speak of the answer before where this one is not answered yet: the keyboard has gone on from it.
    """

    def __init__(self, check: Check, checklist: Checklist, actions: CheckActions) -> None:
        category = checklist.category(check.concern_category) if check.concern_category else None
        ways = usual_ways(category.full_title if category else "") if check.good_answer else ()
        super().__init__(check.text, "", ways, good=check.good_answer)
        self.check = check
        self.held_by = frozenset({"concern", "put_right", "other"})
        self._checklist = checklist
        self._actions = actions
        self._state: CheckState | None = None
        self._source_strip: SourceStrip | None = None
        self._source_goes_on = False
        self._concern_strip: ConcernStrip | None = None
        self._reason_strip: ReasonStrip | None = None
        self.known_by = WrappedLink("", quiet=True)
        self.words.addWidget(self.known_by)
        self._open_known_by = QTimer(self, singleShot=True, interval=0)
        self._open_known_by.timeout.connect(self._show_known_by)
        self.setToolTip(f"{check.guidance}\n{check.source_of_law}")
        self.answers.setAccessibleDescription(check.guidance)
        self.known_by.clicked.connect(lambda _checked: self.open_source())
        self.answered.connect(self._on_answer)
        self.cleared.connect(lambda: actions.take_back(check.check_id))
        self.way_taken.connect(self._on_way)

    def show_state(self, state: CheckState) -> None:
        """Show what stands at the check; nothing is touched where nothing changed."""
        if state == self._state:
            return
        same_person = self._state is not None and state.person_id == self._state.person_id
        if self._state is not None and not same_person:
            self._start_over()
        self._state = state
        self._name_texts()
        answer = state.answer
        value = _FROM_DOMAIN.get(answer.value, answer.value) if answer else None
        known = value if value in {button.segment.value for button in self.answers.buttons} else None
        resolved = answer.resolution.resolved if answer and answer.resolution else None
        self.set_answer(known, _WAYS.get(resolved) if resolved else None)
        self.known_by.setText(self._known_by_words(answer))
        self.known_by.setAccessibleName(
            _("How you know, and a note: {words}").format(words=self.known_by.text())
        )
        if same_person and answer is not None and self.known_by.isHidden():
            # A line more has everything below laid out anew: the answer itself is painted first.
            self._open_known_by.start()
        else:
            self._show_known_by()
        if answer is None and self._source_strip is not None:
            self._source_strip.hide()
        if self._source_strip is not None:
            self._source_strip.show_answer(answer, state.sources)
        self._show_outcome(resolved, state)

    def finish(self) -> None:
        """Take what was typed under the check."""
        for strip in (self._source_strip, self._concern_strip, self._reason_strip):
            if strip is not None:
                strip.finish()

    def open_source(self, *, note: bool = False, go_on: bool = False) -> None:
        """Ask how the answer is known, or for a note.

        Args:
            note: Put the keyboard on the note.
            go_on: The keyboard was on the next check already and goes back there.
        """
        state = self._state
        if state is None or state.answer is None:
            return
        self._source_goes_on = go_on
        if self._source_strip is None:
            self._source_strip = self._make_source_strip()
        self._source_strip.show_answer(state.answer, state.sources)
        self._source_strip.show()
        self._source_strip.set_focus(note=note)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Open source and note by their keys."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        key = event.text().upper() if plain else ""
        if event.key() == Qt.Key.Key_Escape and self._close_source():
            return
        if key in {"S", "W"} and self._state is not None and self._state.answer is not None:
            self.open_source(note=key == "W")
            return
        if is_go_on(event):
            self.finished.emit()
            return
        super().keyPressEvent(event)

    def focus_text(self, part: str) -> None:
        """Put the keyboard on a text at the answer: its `note` or that of its `resolution`."""
        if part == "note":
            self.open_source(note=True)
        elif self._reason_strip is None or not self._reason_strip.focus_field("note"):
            self.focus_open_question()

    def focus_open_question(self) -> None:
        """Put the keyboard on what is still open here: what became of it, or the answer."""
        answer = self._state.answer if self._state else None
        short = answer is not None and self.check.falls_short(answer.value)
        if short and answer is not None and answer.resolution is None and self.what_next is not None:
            self.what_next.set_focus()
        else:
            self.set_focus()

    def settled(self) -> bool:
        """Return whether it is answered, and said what became of a poor answer."""
        answer = self._state.answer if self._state else None
        return answer is not None and not (self.check.falls_short(answer.value) and answer.resolution is None)

    def _show_known_by(self) -> None:
        self.known_by.setVisible(self._state is not None and self._state.answer is not None)

    def _known_by_words(self, answer: Answer | None) -> str:
        if answer is None:
            return ""
        source = label(self._checklist, "answer_sources", answer.source)
        return " · ".join(part for part in (source, answer.note.strip()) if part) or _("Source not said")

    def _make_source_strip(self) -> SourceStrip:
        strip = SourceStrip(self._checklist, lambda change: self._actions.change(self.check.check_id, change))
        self.below.addWidget(strip)
        strip.done.connect(self._close_source)
        strip.stand_at(self._text_path("note"))
        return strip

    def _name_texts(self) -> None:
        """Say which texts of the visit stand under the check."""
        if self._source_strip is not None:
            self._source_strip.stand_at(self._text_path("note"))
        if self._reason_strip is not None:
            self._reason_strip.stand_at(self._text_path("resolution"))

    def _text_path(self, part: str) -> str:
        return answer_path(self._state.person_id, self.check.check_id, part) if self._state else ""

    def _close_source(self) -> bool:
        if self._source_strip is None or self._source_strip.isHidden():
            return False
        self.set_focus()
        self._source_strip.hide()
        if self._source_goes_on:
            self._source_goes_on = False
            self.finished.emit()
        return True

    def _start_over(self) -> None:
        if self._source_strip is not None:
            self._source_strip.hide()
            self._source_strip.start_over()
        for strip in (self._concern_strip, self._reason_strip):
            if strip is not None:
                strip.start_over()

    def _on_answer(self, value: str) -> None:
        self._actions.give(self.check.check_id, _TO_DOMAIN.get(value, value))

    def _on_way(self, way: str) -> None:
        check_id = self.check.check_id
        if way == "other":
            self._actions.resolve(check_id, Resolution(resolved=Resolved.NOT_RAISED))
            if self._reason_strip is not None:
                self._reason_strip.set_focus()
            return
        self._actions.raise_concern(check_id, way == "put_right")
        if self._concern_strip is not None:
            self._concern_strip.set_focus()

    def _show_outcome(self, resolved: Resolved | None, state: CheckState) -> None:
        raised = resolved in {Resolved.CONCERN, Resolved.PUT_RIGHT} and state.concern is not None
        if raised and self._concern_strip is None:
            self._concern_strip = ConcernStrip(
                self._checklist,
                lambda change: self._actions.change_concern(self.check.check_id, change),
                self._actions.moment_field,
            )
            self._concern_strip.done.connect(self.finished)
            self.below.addWidget(self._concern_strip)
        if self._concern_strip is not None:
            self._concern_strip.setVisible(raised)
            if state.concern is not None:
                self._concern_strip.show_record(state.concern)
        other = resolved is Resolved.NOT_RAISED
        if other and self._reason_strip is None:
            self._reason_strip = ReasonStrip(self._checklist, self._change_resolution)
            self._reason_strip.done.connect(self.finished)
            self._reason_strip.stand_at(self._text_path("resolution"))
            self.below.addWidget(self._reason_strip)
        if self._reason_strip is not None:
            self._reason_strip.setVisible(other)
            if other and state.answer is not None and state.answer.resolution is not None:
                self._reason_strip.show_record(state.answer.resolution)

    def _change_resolution(self, change: Callable[[Resolution], Resolution]) -> None:
        def edit(answer: Answer) -> Answer:
            return replace(answer, resolution=answer.resolution and change(answer.resolution))

        self._actions.change(self.check.check_id, edit)


def headings_for(checks: Sequence[Check], checklist: Checklist) -> dict[str, str]:
    """Return the check that each section begins with, and the section's title."""
    titles = {section.section_id: section.title for section in checklist.sections}
    first: dict[str, str] = {}
    seen: set[str] = set()
    for check in checks:
        if check.section not in seen:
            seen.add(check.section)
            first[check.check_id] = titles.get(check.section, "")
    return first
