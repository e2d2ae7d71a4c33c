"""The quality framework: readiness and a table of criteria, and the one chosen beside it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from icv_app.domain.quality import CriterionStanding, Evidence, Level, Standing
from icv_app.figures.quality_words import level_sentence, level_words, standing_words
from icv_app.words import _, plural
from ui.quality.criterion_card import CriterionCard
from ui.quality.view_model import QualityInSight, QualityViewModel
from ui.shell.page import Page
from ui.theme import Hue
from ui.theme.tokens import SPACE_M, SPACE_S
from ui.widgets.busy_overlay import BusyOverlay
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.data_table import DataTable
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Muted, Text
from ui.widgets.sides import Panes
from ui.widgets.table_model import Cell, Column, RowsModel
from ui.workplace import Workplace

_HUES = {Standing.MET: Hue.GREEN, Standing.PARTLY: Hue.ORANGE, Standing.MISSING: Hue.RED}


class QualityPage(Page):
    """What is met, what is lacking, and the files."""

    def __init__(
        self, view_model: QualityViewModel, workplace: Workplace, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Quality"), parent=parent)
        self._view_model = view_model
        self._workplace = workplace
        self._seen: QualityInSight | None = None
        self._wanted = ""
        self.pack_button = Button(_("Write the evidence pack"), "main")
        self.year = Choice(_("Financial year"), ())
        self.levels = {level: Text() for level in Level}
        self.rows: RowsModel[CriterionStanding] = RowsModel(
            self._columns(), key=lambda row: row.criterion.criterion_id
        )
        self.table = DataTable(_("Criteria"), self.rows, _("The framework in use has no criteria."))
        self.note = Muted()
        self.import_button = Button(_("Import a framework"))
        self.export_button = Button(_("Export the framework"))
        self.criterion = CriterionCard()
        panes = Panes(self._board(), self.criterion, shares=(56, 44))
        panes.stacked_changed.connect(self.criterion.area.set_whole)
        self.body.addWidget(panes, 1)
        self.set_actions(self.pack_button)
        self.busy = BusyOverlay(self)
        self._connect()

    def shown(self) -> None:
        """Compute the figures again."""
        self._view_model.load()
        self._view_model.load_guard()

    def choose(self, criterion_id: str) -> None:
        """Show one criterion, now or as soon as the figures are computed."""
        self._wanted = criterion_id
        self._choose_wanted()

    def _choose_wanted(self) -> None:
        if self._wanted and self.table.choose(self._wanted):
            self._wanted = ""

    def _board(self) -> Card:
        board = Card(padded=False)
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addWidget(LabelledField(_("Financial year"), self.year))
        for line in self.levels.values():
            column.addWidget(line)
        board.body.addWidget(head)
        board.body.addWidget(self.table, 1)
        foot = QWidget()
        lower = QVBoxLayout(foot)
        lower.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        lower.addWidget(self.note)
        buttons = Flow(gap=SPACE_M, line_gap=SPACE_S)
        for button in (self.import_button, self.export_button):
            buttons.addWidget(button)
        lower.addLayout(buttons)
        board.add_foot(foot)
        return board

    def _connect(self) -> None:
        model, workplace = self._view_model, self._workplace
        self.year.value_changed.connect(self._on_year)
        self.pack_button.clicked.connect(self._on_pack)
        self.import_button.clicked.connect(self._on_import)
        self.export_button.clicked.connect(self._on_export)
        self.table.row_chosen.connect(lambda _row: self._show_chosen())
        self.criterion.note_written.connect(model.add_note)
        self.criterion.document_wanted.connect(self._on_document)
        self.criterion.withdrawn.connect(model.withdraw)
        self.criterion.visit_opened.connect(self._on_visit)
        self.criterion.copy_wanted.connect(self._on_copy)
        model.guard_ready.connect(
            lambda guard, reasons: self.criterion.texts.use(guard, reasons, workplace.tasks)
        )
        model.loaded.connect(self._on_loaded)
        model.kept.connect(lambda name, document: self.criterion.forget(name, document=document))
        model.busy_changed.connect(self._on_busy)
        model.done.connect(workplace.tell_done)
        model.failed.connect(workplace.tell)
        model.changed.connect(workplace.data_changed)
        workplace.data_changed.connect(self._on_data_changed)

    def _on_data_changed(self) -> None:
        if self.isVisible():
            self._view_model.load()

    def _on_loaded(self, seen: QualityInSight) -> None:
        self._seen = seen
        standing = seen.standing
        self.set_heading(_("Quality"), standing.framework.title)
        self.year.set_options([(year.label, year.label.replace("-", "\u2013")) for year in seen.years])
        self.year.set_value(standing.year.label)
        found = {one.level: one for one in standing.levels}
        for level, line in self.levels.items():
            line.setVisible(level in found)
            if level in found:
                line.setText(
                    _("{level}: {standing}. {sentence}").format(
                        level=level_words(level),
                        standing=standing_words(found[level].standing),
                        sentence=level_sentence(found[level]),
                    )
                )
        self.rows.show(standing.criteria)
        self._choose_wanted()
        self.note.setText(_note(seen))
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen: CriterionStanding | None = self.table.chosen()
        if self._seen is not None:
            standing = self._seen.standing
            area = standing.framework.area_title(chosen.criterion.area) if chosen is not None else ""
            self.criterion.show_criterion(chosen, standing.figures, standing.visits, area)

    def _on_year(self, label: str | None) -> None:
        if label is not None:
            self._view_model.choose_year(label)

    def _on_pack(self) -> None:
        if self._seen is None:
            return
        named = f"evidence-{self._seen.standing.year.label}.zip"
        kinds = _("Everything (*.zip);;Summary (*.pdf)")
        name, kind = QFileDialog.getSaveFileName(self, _("Write the evidence pack"), named, kinds)
        if name:
            self._view_model.write_pack(_with_ending(name, ".pdf" if ".pdf" in kind else ".zip"))

    def _on_import(self) -> None:
        kinds = _("Framework (*.yaml *.yml)")
        name, _kind = QFileDialog.getOpenFileName(self, _("Import a framework"), "", kinds)
        if name:
            self._view_model.import_framework(Path(name))

    def _on_export(self) -> None:
        kinds = _("Framework (*.yaml)")
        name, _kind = QFileDialog.getSaveFileName(self, _("Export the framework"), "framework.yaml", kinds)
        if name:
            self._view_model.export_framework(_with_ending(name, ".yaml"))

    def _on_document(self, criterion_id: str, title: str, justified: object) -> None:
        kinds = _("Documents (*.pdf *.png *.docx)")
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose the document"), "", kinds)
        if name:
            self._view_model.attach(criterion_id, title, Path(name), justified)  # type: ignore[arg-type]

    def _on_visit(self, visit_id: str) -> None:
        self._workplace.open_report(visit_id)

    def _on_copy(self, evidence: Evidence) -> None:
        kinds = f"{evidence.ending.upper()} (*.{evidence.ending})"
        named = f"{evidence.criterion_id}.{evidence.ending}"
        name, _kind = QFileDialog.getSaveFileName(self, _("Save a copy of the document"), named, kinds)
        if name:
            self._view_model.save_document(evidence, _with_ending(name, f".{evidence.ending}"))

    def _on_busy(self, words: str) -> None:
        if words:
            self.busy.start(words)
        else:
            self.busy.stop()

    def _columns(self) -> tuple[Column[CriterionStanding], ...]:
        levels, standings = list(Level), list(Standing)
        return (
            Column(
                _("Criterion"),
                lambda row: Cell(row.criterion.words, self._area(row)),
                sort_key=lambda row: row.criterion.words.casefold(),
                stretch=3,
            ),
            Column(
                _("Level"),
                lambda row: Cell(level_words(row.criterion.level)),
                sort_key=lambda row: levels.index(row.criterion.level),
            ),
            Column(
                _("Standing"),
                lambda row: Cell(tags=((standing_words(row.standing), _HUES[row.standing]),)),
                sort_key=lambda row: standings.index(row.standing),
            ),
        )

    def _area(self, row: CriterionStanding) -> str:
        return self._seen.standing.framework.area_title(row.criterion.area) if self._seen is not None else ""


def _note(seen: QualityInSight) -> str:
    standing = seen.standing
    if standing.in_use is None:
        words = [_("This is ICV’s neutral template. Export it, put your own wording in, and import it.")]
    else:
        words = [_("Version {version} of the framework.").format(version=standing.framework.version)]
    if standing.unplaced:
        words.append(
            plural(
                "{n} piece of evidence belongs to a criterion that is not in it.",
                "{n} pieces of evidence belong to criteria that are not in it.",
                standing.unplaced,
            )
        )
    return " ".join(words)


def _with_ending(name: str, ending: str) -> Path:
    file = Path(name)
    return file if file.suffix else file.with_name(file.name + ending)
