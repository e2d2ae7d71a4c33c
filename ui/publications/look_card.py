"""How the annual report is put together and looks: sections, name, colour, logo."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from icv_app.domain.publication import LEAST_CONTRAST, LONGEST_NAME, Section, Wording, contrast_with_white
from icv_app.words import _
from ui.publications.typed import TypedTexts
from ui.publications.words import section_words, sections_read
from ui.theme.tokens import SPACE_S
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Line, Muted
from ui.widgets.text_field import NoteField, TextField


class LookCard(Card):
    """Sections as lines: a line taken out is left out, lines may be put in another order."""

    sections_chosen = Signal(object)
    """The sections, in order."""
    look_chosen = Signal(str, str, bool)
    """Name, colour, and whether a logo is still to be chosen."""

    def __init__(self) -> None:
        super().__init__(_("Sections and look"))
        self._typed = TypedTexts()
        self.sections = NoteField(_("Sections"), least_lines=5)
        self.sections_field = LabelledField(
            _("Sections"),
            self.sections,
            hint=_("One a line, in their order; take a line out to leave the section out. The method stays."),
        )
        self.sections_button = Button(_("Keep the sections"))
        self.name = TextField(_("Name on the cover"), most=LONGEST_NAME)
        self.name_field = LabelledField(
            _("Name on the cover"), self.name, hint=_("The scheme’s name where it is empty.")
        )
        self.colour = TextField(_("Colour of the cover"), most=7)
        self.colour_field = LabelledField(
            _("Colour of the cover"),
            self.colour,
            hint=_("Written like #1d3557, dark enough for white text; the usual one where it is empty."),
        )
        self.logo = Muted()
        self.look_button = Button(_("Keep name and colour, without a logo"))
        self.logo_button = Button(_("Choose a logo and keep all"))
        buttons = Flow(gap=SPACE_S)
        buttons.addWidget(self.look_button)
        buttons.addWidget(self.logo_button)
        self.body.addWidget(self.sections_field)
        self.body.addWidget(self.sections_button, alignment=Qt.AlignmentFlag.AlignLeft)
        for widget in (Line(), self.name_field, self.colour_field, self.logo):
            self.body.addWidget(widget)
        self.body.addLayout(buttons)
        self.sections_button.clicked.connect(self._on_sections)
        self.look_button.clicked.connect(lambda: self._on_look(logo=False))
        self.logo_button.clicked.connect(lambda: self._on_look(logo=True))

    def show_wording(self, wording: Wording) -> None:
        """Show what was chosen for a period; what is being typed stays."""
        sections = "\n".join(section_words(section) for section in wording.sections)
        self._typed.show(self.sections, wording.period, sections)
        self._typed.show(self.name, wording.period, wording.look.scheme)
        self._typed.show(self.colour, wording.period, wording.look.colour)
        self.logo.setText(_("There is a logo.") if wording.look.logo else _("There is no logo."))
        self.sections_field.set_problem("")
        self.colour_field.set_problem("")

    def _on_sections(self) -> None:
        chosen = sections_read(self.sections.value())
        problem = ""
        if chosen is None:
            problem = _("One line is no section. Write them as they stood: {names}.").format(
                names=", ".join(section_words(section) for section in Section)
            )
        elif Section.METHOD not in chosen or len(set(chosen)) < len(chosen):
            problem = _("The method stays in, and no section is there twice.")
        self.sections_field.set_problem(problem)
        if problem:
            self.sections_field.set_focus()
        else:
            self._typed.give(self.sections)
            self.sections_chosen.emit(chosen)

    def _on_look(self, *, logo: bool) -> None:
        colour = self.colour.value().strip().lower()
        light = bool(colour) and contrast_with_white(colour) < LEAST_CONTRAST
        self.colour_field.set_problem(
            _("White text cannot be read on this colour. Choose a darker one, written like #1d3557.")
            if light
            else ""
        )
        if light:
            self.colour_field.set_focus()
        else:
            self._typed.give(self.name)
            self._typed.give(self.colour)
            self.look_chosen.emit(self.name.value(), colour, logo)
