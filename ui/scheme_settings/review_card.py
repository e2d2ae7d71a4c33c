"""What publishing would change, in plain words, before it happens."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.scheme_changes import Place
from icv_app.domain.times import day_in_words
from icv_app.services.scheme_publishing import SettingsPreview
from icv_app.words import _, plural
from ui.scheme_settings.wording import change_place, change_words, value_words
from ui.widgets.button import Button
from ui.widgets.facts import Facts
from ui.widgets.labels import Heading, Muted, Text
from ui.widgets.scroll_card import ScrollCard
from ui.widgets.tick_box import TickBox


class ReviewCard(ScrollCard):
    """Changes, field by field; where another coordinator changed the same field, which one is to stand."""

    publish_asked = Signal()
    drop_asked = Signal()
    left = Signal()
    mine_changed = Signal()
    """Another choice of whose change is to stand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What will change"), parent)
        self.preview: SettingsPreview | None = None
        self.words = Text()
        self.facts = Facts()
        self.since = Text()
        self.clash_head = Heading(_("Changed by another coordinator meanwhile"), 3)
        self.clash_words = Muted(_("Theirs stays, unless you tick yours."))
        self._ticks: dict[Place, TickBox] = {}
        self._clashes = QVBoxLayout()
        self.publish_button = Button(_("Publish to everybody"), "main")
        self.back_button = Button(_("Go on changing"))
        self.drop_button = Button(_("Take everything back"))
        for widget in (self.words, self.facts, self.since, self.clash_head, self.clash_words):
            self.body.addWidget(widget)
        self.body.addLayout(self._clashes)
        self.body.addStretch(1)
        self.add_buttons(self.publish_button, self.back_button, self.drop_button)
        self.publish_button.clicked.connect(self.publish_asked)
        self.back_button.clicked.connect(self.left)
        self.drop_button.clicked.connect(self.drop_asked)

    def mine(self) -> frozenset[Place]:
        """Fields in which the own change is to stand."""
        return frozenset(place for place, tick in self._ticks.items() if tick.isChecked())

    def begin(self) -> None:
        """Begin without any such choice."""
        self._forget(self._ticks.keys())

    def wait(self) -> None:
        """What would change is being found out: what was shown before is not published any more."""
        self.preview = None
        self.publish_button.setEnabled(False)

    def show_preview(self, preview: SettingsPreview) -> None:
        """Say what would change."""
        self.preview = preview
        count = len(preview.changes)
        self.words.setText(
            plural(
                "{n} change, published as one new version. A visit keeps the settings it was begun under.",
                "{n} changes, published as one new version. A visit keeps the settings it was begun under.",
                count,
            )
            if count
            else _("Nothing would change.")
        )
        self.facts.show_facts(
            [
                (change_place(one, preview.wanted), change_words(one, preview.wanted))
                for one in preview.changes
            ]
        )
        self.since.setText(_since_words(preview))
        self.since.setVisible(bool(self.since.text()))
        self._show_clashes(preview)
        self.publish_button.setEnabled(bool(count) and not preview.problems)

    def _show_clashes(self, preview: SettingsPreview) -> None:
        met = {mine.place: (mine, theirs) for mine, theirs in preview.clashes}
        self._forget([place for place in self._ticks if place not in met])
        for place, (mine, theirs) in met.items():
            words = _("{field}: use mine, {mine}, and not {theirs}").format(
                field=change_place(mine, preview.wanted),
                mine=value_words(mine, mine.after, preview.wanted),
                theirs=value_words(theirs, theirs.after, preview.wanted),
            )
            if place in self._ticks:
                self._ticks[place].setText(words)
                continue
            tick = TickBox(words)
            tick.toggled.connect(lambda _on: self.mine_changed.emit())
            self._clashes.addWidget(tick)
            self._ticks[place] = tick
        order = [*self._ticks.values(), self.publish_button, self.back_button, self.drop_button]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        for label in (self.clash_head, self.clash_words):
            label.setVisible(bool(met))

    def _forget(self, places: Iterable[Place]) -> None:
        for place in list(places):
            tick = self._ticks.pop(place)
            self._clashes.removeWidget(tick)
            tick.hide()
            tick.deleteLater()


def _since_words(preview: SettingsPreview) -> str:
    """From which day changed targets and limits count; nothing where none was changed."""
    if preview.since is None or preview.problems:
        return ""
    words = _("In figures, changed targets and limits count from {day} on.")
    return words.format(day=day_in_words(preview.since))
