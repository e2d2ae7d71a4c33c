"""Paper instead of a laptop in the suite: print it before, say that it is being typed up after."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

from icv_app.words import _
from ui.visit.visit_form import FormStep
from ui.widgets.button import Button
from ui.widgets.labels import Muted
from ui.widgets.tick_box import TickBox


@dataclass(frozen=True, slots=True)
class PaperControls:
    """The switch for the order of the paper, and the paper itself."""

    typing_up: TickBox
    print_button: Button


def add_paper_card(step: FormStep) -> PaperControls:
    """Add the card below what stands in the step's right column."""
    _card, form = step.add_card(step.right, _("On paper"))
    made = PaperControls(
        typing_up=TickBox(_("I am typing up from paper")),
        print_button=Button(_("Print an aide-memoire"), icon="printer"),
    )
    form.field("typed_from_paper", "", made.typing_up)
    words = _(
        "People and questions then follow the paper, with its numbers. The report says that it was typed up."
    )
    form.column.addWidget(Muted(words))
    form.column.addWidget(made.print_button, alignment=Qt.AlignmentFlag.AlignLeft)
    return made
