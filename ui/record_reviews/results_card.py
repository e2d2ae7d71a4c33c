"""What all the records read say: a table of waits, and one of scores."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.record_review import step_words
from icv_app.domain.record_review_scores import Score
from icv_app.domain.record_review_waits import wait_words
from icv_app.figures.record_reviews import RecordReviewFigures, StepFigure, SuiteScores, WaitFigure
from icv_app.figures.rounding import percentage, rounded
from icv_app.words import _, plural
from ui.record_reviews.view_model import ReviewsSeen
from ui.record_reviews.wording import minutes_words, records_words
from ui.theme.tokens import SPACE_M, SPACE_S
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.data_table import DataTable
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Muted
from ui.widgets.table_model import Cell, Column, RowsModel

ALL_YEARS = "all"
_WAITS, _SCORES, _STEPS = "waits", "scores", "steps"


class ResultsCard(Card):
    """The figures of a year, or of all, in three tables of which one is in sight."""

    year_chosen = Signal(object)
    """A label such as 2023-24, or None for all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Results"), padded=False, parent=parent)
        self._names: Mapping[str, str] = {}
        self.year = Choice(_("Financial year"), [(ALL_YEARS, _("All years"))])
        self.year.set_value(ALL_YEARS)
        self.parts = ChoiceFlow(
            _("Show"), [(_WAITS, _("Waits")), (_SCORES, _("Scores")), (_STEPS, _("Safeguards"))]
        )
        nothing = _("No record was read. What visitors read is counted here at once.")
        self.wait_rows: RowsModel[WaitFigure] = RowsModel(_wait_columns(), key=lambda one: one.wait)
        self.score_rows: RowsModel[SuiteScores] = RowsModel(self._score_columns(), key=lambda one: one.suite)
        self.step_rows: RowsModel[StepFigure] = RowsModel(_step_columns(), key=lambda one: one.step)
        self.tables = {
            _WAITS: DataTable(_("Waits"), self.wait_rows, nothing),
            _SCORES: DataTable(_("Scores"), self.score_rows, nothing),
            _STEPS: DataTable(_("Safeguards"), self.step_rows, nothing),
        }
        self._lay_out()
        self.year.value_changed.connect(
            lambda label: self.year_chosen.emit(None if label in {None, ALL_YEARS} else label)
        )
        self.parts.chosen.connect(self._show_part)
        self.parts.set_value(_WAITS)
        self._show_part(_WAITS)

    def show_figures(self, seen: ReviewsSeen, year: str | None) -> None:
        """Show the figures; `year` is the label chosen."""
        self._names = seen.suite_names
        labels = [(one.label, one.label.replace("-", "\u2013")) for one in seen.years]
        self.year.set_options([(ALL_YEARS, _("All years")), *labels])
        self.year.set_value(year or ALL_YEARS)
        figures = seen.figures
        some = figures.everywhere.n > 0
        self.wait_rows.show(figures.waits if some else ())
        self.step_rows.show(figures.steps if some else ())
        self.score_rows.show(_scores(figures) if some else ())

    def _lay_out(self) -> None:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addWidget(
            LabelledField(_("Financial year"), self.year, hint=_("By the day a record was read."))
        )
        column.addWidget(self.parts)
        self.body.addWidget(head)
        for table in self.tables.values():
            self.body.addWidget(table, 1)
        foot = QWidget()
        below = QVBoxLayout(foot)
        below.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        below.addWidget(
            Muted(
                _(
                    "The clocks: a review after 6 hours and then 9 (terrorism: 12), charge within 24 hours. "
                    "A prompt to ask the force, never a verdict. What is not recorded counts as neither."
                )
            )
        )
        self.add_foot(foot)

    def _show_part(self, part: str) -> None:
        for name, table in self.tables.items():
            table.setVisible(name == part)

    def _score_columns(self) -> tuple[Column[SuiteScores], ...]:
        return (
            Column(
                _("Suite"),
                lambda one: Cell(self._name(one), records_words(one.n), bold=one.suite is None),
                sort_key=self._name,
                stretch=2,
            ),
            Column(_("Timeliness"), lambda one: score_cell(one.timeliness), sort_key=_share_of_time),
            Column(_("Safeguards"), lambda one: score_cell(one.safeguards), sort_key=_share_of_safety),
            Column(_("Record quality"), _quality, sort_key=lambda one: one.quality or Fraction(0)),
        )

    def _name(self, one: SuiteScores) -> str:
        return _("All suites") if one.suite is None else self._names.get(str(one.suite), str(one.suite))


def score_cell(score: Score) -> Cell:
    """Return "75 %" over "of 8, 2 not recorded"."""
    if not score.judged:
        words = _("{n} not recorded").format(n=score.not_recorded) if score.not_recorded else ""
        return Cell(_("Nothing to judge"), words)
    share = _("{share} %").format(share=percentage(Fraction(score.kept, score.judged)))
    if score.not_recorded:
        return Cell(
            share, _("of {n}, {unknown} not recorded").format(n=score.judged, unknown=score.not_recorded)
        )
    return Cell(share, _("of {n}").format(n=score.judged))


def _scores(figures: RecordReviewFigures) -> tuple[SuiteScores, ...]:
    return (*figures.suites, figures.everywhere) if len(figures.suites) > 1 else figures.suites


def _quality(one: SuiteScores) -> Cell:
    if one.quality is None:
        return Cell("")
    findings = plural("{n} finding", "{n} findings", one.findings)
    return Cell(_("{quality} of 5").format(quality=rounded(one.quality, 1)), findings)


def _share_of_time(one: SuiteScores) -> Fraction:
    return _share(one.timeliness)


def _share_of_safety(one: SuiteScores) -> Fraction:
    return _share(one.safeguards)


def _share(score: Score) -> Fraction:
    return Fraction(score.kept, score.judged) if score.judged else Fraction(-1)


def _wait_columns() -> tuple[Column[WaitFigure], ...]:
    words = wait_words()
    order = list(words)
    return (
        Column(
            _("Wait"),
            lambda one: Cell(words[one.wait], _not_measured(one)),
            sort_key=lambda one: order.index(one.wait),
            stretch=2,
        ),
        Column(_("Median"), _median, sort_key=lambda one: one.median or Fraction(-1)),
        Column(
            _("90th percentile"),
            lambda one: Cell(minutes_words(one.ninetieth)),
            sort_key=lambda one: one.ninetieth or Fraction(-1),
        ),
        Column(_("Within the clock"), _clock, sort_key=lambda one: _share(one.clock)),
    )


def _median(one: WaitFigure) -> Cell:
    return Cell(minutes_words(one.median), _("n = {n}").format(n=one.n))


def _clock(one: WaitFigure) -> Cell:
    return score_cell(one.clock) if one.clock.judged or one.clock.not_recorded else Cell("")


def _not_measured(one: WaitFigure) -> str:
    """Return "2 never, 1 not recorded", where there are such."""
    parts = (
        _("{n} never").format(n=one.never) if one.never else "",
        _("{n} not recorded").format(n=one.not_recorded) if one.not_recorded else "",
        _("{n} out of order").format(n=one.out_of_order) if one.out_of_order else "",
    )
    return ", ".join(part for part in parts if part)


def _step_columns() -> tuple[Column[StepFigure], ...]:
    words = step_words()
    order = list(words)
    return (
        Column(
            _("Safeguard"),
            lambda one: Cell(words[one.step]),
            sort_key=lambda one: order.index(one.step),
            stretch=2,
        ),
        Column(
            _("Done, by the record"),
            lambda one: score_cell(one.score),
            sort_key=lambda one: _share(one.score),
        ),
    )
