"""The columns of the inbox."""

from __future__ import annotations

from icv_app.domain.concern import Severity
from icv_app.domain.review import ReviewState
from icv_app.domain.visit import Outcome, VisitKind
from icv_app.services.ports_visits import VisitSummary
from icv_app.words import _
from ui.report_reader.times import ago, say_short_moment
from ui.reports.view_model import ReportRow
from ui.theme import Hue
from ui.visit.wording import SEVERITY_HUES
from ui.widgets.table_model import Cell, Column
from ui.widgets.tag import Tagged


def report_columns() -> tuple[Column[ReportRow], ...]:
    """Return suite and date, visitors, what it says and where it stands."""
    return (
        Column(_("Suite"), _suite, sort_key=lambda row: (row.suite_name, row.summary.began_at), stretch=2),
        Column(_("Visitors"), _visitors, sort_key=lambda row: row.summary.visitors, stretch=1),
        Column(_("Concerns and state"), _state, sort_key=lambda row: row.summary.began_at, stretch=3),
    )


def _suite(row: ReportRow) -> Cell:
    return Cell(row.suite_name, say_short_moment(row.summary.began_at), bold=True)


def _visitors(row: ReportRow) -> Cell:
    return Cell(", ".join(row.summary.visitors))


def _state(row: ReportRow) -> Cell:
    unsigned = (row.agreement,) if row.agreement is not None else ()
    marked: tuple[Tagged, ...] = ((_("Marked"), Hue.BLUE),) if row.marked else ()
    return Cell(second=age_words(row), tags=(*marked, *summary_tags(row.summary), *unsigned))


def summary_tags(summary: VisitSummary) -> tuple[Tagged, ...]:
    """Return what stands out about a report: concerns by severity, praise, abandoned, late."""
    words = {Severity.RED: _("{n} red"), Severity.AMBER: _("{n} amber"), Severity.GREEN: _("{n} green")}
    new: list[Tagged] = [(_("New"), Hue.BLUE)] if summary.review is ReviewState.FILED else []
    tags: list[Tagged] = [
        (words[severity].format(n=count), SEVERITY_HUES[severity])
        for severity in Severity
        if (count := summary.severities.get(severity, 0))
    ]
    if summary.good_practice:
        tags.append((_("Good practice"), Hue.GREEN))
    if summary.kind is VisitKind.TACT:
        tags.append((_("Terrorism visit"), Hue.PURPLE))
    if summary.outcome is Outcome.ABANDONED:
        tags.append((_("Abandoned"), Hue.GREY))
    elif not summary.good_practice and not any(summary.severities.values()):
        tags.append((_("No concern"), Hue.GREY))
    if summary.late:
        tags.append((_("Filed late"), Hue.YELLOW))
    return (*new, *tags)


def age_words(row: ReportRow) -> str:
    """Return where a report stands and since when."""
    summary = row.summary
    filed, changed = summary.submitted_at, summary.review_changed_at
    if summary.review is None or filed is None or changed is None:
        return ""
    words = {
        ReviewState.FILED: _("Received {ago}"),
        ReviewState.RECEIVED: _("Received {ago}"),
        ReviewState.RETURNED: _("Returned {ago}, waiting"),
        ReviewState.ANSWERED: _("Answered {ago}"),
        ReviewState.APPROVED: _("Approved {ago}"),
    }[summary.review]
    since = filed if summary.review in {ReviewState.FILED, ReviewState.RECEIVED} else changed
    return words.format(ago=ago(since, row.now))
