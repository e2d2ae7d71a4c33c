"""The laptops of one member, and what came from removed ones afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.services.devices import WhyRemoved
from icv_app.words import _, plural
from ui.people.detail import say_moment
from ui.theme.tokens import SPACE_S
from ui.widgets.ask_in_place import AskInPlace
from ui.widgets.button import Button
from ui.widgets.choice_buttons import ChoiceButtons
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Heading, Line, Muted, Text
from ui.widgets.scroll_card import ScrollCard

if TYPE_CHECKING:
    from icv_app.services.devices import DeviceStanding, LateRecord


class LaptopsCard(ScrollCard):
    """Which laptops a member has or had, and a way to take one out of the scheme."""

    remove_asked = Signal(str, str)
    """The device's identifier, and a `WhyRemoved`."""
    decided = Signal(object, bool)
    """Records that came late (their identifiers), and whether they are taken."""
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._chosen = ""
        self._late: tuple[str, ...] = ()
        self.late_words = Text()
        self.take_button = Button(_("Take them in"), "main")
        self.refuse_button = Button(_("Refuse them"))
        self.why = ChoiceButtons(
            _("Why the laptop leaves"),
            [
                (WhyRemoved.LOST.value, _("Lost")),
                (WhyRemoved.STOLEN.value, _("Stolen")),
                (WhyRemoved.REPLACED.value, _("Replaced")),
                (WhyRemoved.HANDED_BACK.value, _("Handed back")),
            ],
        )
        self.why_field = LabelledField(_("Why the laptop leaves"), self.why, hint=_("Kept in the audit log."))
        self.ask = AskInPlace()
        self.close_button = Button(_("Close"))
        self.remove_buttons: list[Button] = []
        self._holder = QWidget()
        self.body.addWidget(self.late_words)
        for button in (self.take_button, self.refuse_button):
            self.body.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        for widget in (self.why_field, self._holder, self.ask):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.add_buttons(self.close_button)
        self.ask.confirmed.connect(self._on_confirmed)
        self.take_button.clicked.connect(lambda: self.decided.emit(self._late, True))
        self.refuse_button.clicked.connect(lambda: self.decided.emit(self._late, False))
        self.close_button.clicked.connect(self.left)

    def show_laptops(
        self, member_id: str, laptops: Sequence[DeviceStanding], late: Sequence[LateRecord]
    ) -> None:
        """Show those of one member, newest first, and what they sent after they were removed."""
        title = _("Laptops of {member}").format(member=member_id)
        self.title.setText(title)
        self.setAccessibleName(title)
        self.ask.hide()
        self._late = tuple(one.record_id for one in late)
        for widget in (self.late_words, self.take_button, self.refuse_button):
            widget.setVisible(bool(late))
        self.late_words.setText(
            plural(
                "{n} record came from a removed laptop after its removal. It counts only if you take it in: "
                "ask the member whether they wrote it.",
                "{n} records came from a removed laptop after its removal. They count only if you take them "
                "in: ask the member whether they wrote them.",
                len(late),
            )
        )
        self.why.set_value(WhyRemoved.LOST.value)
        self._show_list(list(reversed(laptops)))

    def _show_list(self, laptops: Sequence[DeviceStanding]) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        self.remove_buttons = []
        if not laptops:
            column.addWidget(Text(_("No laptop has joined for this member yet.")))
        for at, laptop in enumerate(laptops):
            if at:
                column.addWidget(Line())
            column.addWidget(Heading(_("Joined {when}").format(when=say_moment(laptop.added_at)), 3))
            for words in _facts(laptop):
                column.addWidget(Muted(words))
            if laptop.removed_at is None and not laptop.here:
                column.addWidget(self._remove_button(laptop), alignment=Qt.AlignmentFlag.AlignLeft)
        self.why_field.setVisible(bool(self.remove_buttons))
        self.body.replaceWidget(self._holder, holder)
        holder.show()
        self._holder.hide()
        self._holder.deleteLater()
        self._holder = holder

    def _remove_button(self, laptop: DeviceStanding) -> Button:
        button = Button(_("Remove this laptop"))
        button.setAccessibleDescription(_("Joined {when}").format(when=say_moment(laptop.added_at)))
        button.clicked.connect(lambda: self._on_remove(laptop.device_id))
        self.remove_buttons.append(button)
        return button

    def _on_remove(self, device_id: str) -> None:
        self._chosen = device_id
        self.ask.ask(
            _(
                "From your next sync the server refuses this laptop, and nobody seals anything to it. "
                "When it next reaches the server it hands over what it had not sent and destroys its keys; "
                "drafts on it are lost. This cannot be taken back: the member needs a new invitation."
            ),
            _("Remove it"),
        )

    def _on_confirmed(self) -> None:
        self.remove_asked.emit(self._chosen, self.why.value() or WhyRemoved.LOST.value)


def _facts(laptop: DeviceStanding) -> list[str]:
    facts = []
    if laptop.here:
        facts.append(_("The laptop you are working on"))
    if laptop.removed_at is not None:
        facts.append(_("Removed {when}").format(when=say_moment(laptop.removed_at)))
    if laptop.heard_at is not None and not laptop.here:
        facts.append(_("Last sign of life: {when}").format(when=say_moment(laptop.heard_at)))
    if laptop.last_from is not None:
        facts.append(_("Last record from it: {when}").format(when=say_moment(laptop.last_from)))
    return facts
