"""Which publication, about which quarter; looking at it and writing it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from icv_app.domain.publication import PublicationKind
from icv_app.words import _
from ui.publications.words import about_words, kind_words, quarter_words
from ui.theme.tokens import SPACE_S
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Muted, Text
from ui.widgets.tick_box import TickBox


class PublicationCard(Card):
    """Choose a publication; write it, or look at it first."""

    chosen = Signal(object, int)
    """The kind, and the quarter."""
    preview_wanted = Signal()
    write_wanted = Signal(bool)
    """With `True` it goes out."""

    def __init__(self) -> None:
        super().__init__(_("Publication"))
        self.kind = Choice(_("Publication"), [(kind.value, kind_words(kind)) for kind in PublicationKind])
        self.kind.set_value(PublicationKind.ANNUAL.value)
        self.quarter = Choice(_("Quarter"), [(str(number), quarter_words(number)) for number in range(1, 5)])
        self.quarter.set_value("1")
        self.quarter_field = LabelledField(_("Quarter"), self.quarter)
        self.words = Text()
        self.about = Muted()
        self.publish = TickBox(
            _("It goes out now: note what readers know, and withhold what would give small counts back later")
        )
        self.write_button = Button(_("Write it"), "main", icon="file-text")
        self.preview_button = Button(_("Look at it first"), icon="eye")
        buttons = Flow(gap=SPACE_S)
        buttons.addWidget(self.write_button)
        buttons.addWidget(self.preview_button)
        self.body.addWidget(LabelledField(_("Publication"), self.kind))
        self.body.addWidget(self.quarter_field)
        self.body.addWidget(self.words)
        self.body.addWidget(self.about)
        self.body.addWidget(self.publish, alignment=Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(buttons)
        self.body.addWidget(
            Muted(
                _("A PDF, and beside it every figure as JSON and CSV. Small counts of people are withheld.")
            )
        )
        self.kind.value_changed.connect(self._on_chosen)
        self.quarter.value_changed.connect(self._on_chosen)
        self.preview_button.clicked.connect(self.preview_wanted)
        self.write_button.clicked.connect(lambda: self.write_wanted.emit(self.publish.isChecked()))
        self._show_kind(PublicationKind.ANNUAL)

    def _on_chosen(self, _value: object) -> None:
        kind = PublicationKind(self.kind.value() or PublicationKind.ANNUAL.value)
        self._show_kind(kind)
        self.chosen.emit(kind, int(self.quarter.value() or 1))

    def _show_kind(self, kind: PublicationKind) -> None:
        self.quarter_field.setVisible(kind is not PublicationKind.ANNUAL)
        self.about.setText(about_words(kind))
