"""The words that go with a demo."""

from __future__ import annotations

from icv_app.demo.folder import DemoFolder
from icv_app.demo.scheme import YEAR
from icv_app.domain.ids import MemberId
from icv_app.figures.annual import AnnualFigures
from icv_app.report.wording import count, number, per_cent
from icv_app.words import _

PASSPHRASE = "kettle orchard lantern quarry"  # noqa: S105 - printed on purpose: a demo holds invented visits
"""Opens both kept vaults. It protects nothing: it is the same for every demo."""


def summary(figures: AnnualFigures) -> str:
    """The year's published figures, as they came out of the records."""
    visits, people = figures.visits, figures.people
    return _(
        """{scheme} {year}, from the records:
  {completed} visits completed in person (and {part} in part, {abandoned} abandoned, {telephone} by phone)
  {visitors} visitors
  {detained} people detained in the year (the force's figure)
  {spoken} people spoken to
  {mean} of those in custody on average (mean of the visits; all people taken together {pooled})
"""
    ).format(
        scheme=figures.scheme,
        year=figures.year.label,
        completed=visits.completed,
        part=visits.part,
        abandoned=visits.abandoned,
        telephone=visits.telephone,
        visitors=figures.volunteers.turnover.end,
        detained=number(figures.people_detained or 0),
        spoken=count(people.spoken_pooled.part),
        mean=per_cent(people.spoken_mean.value),
        pooled=per_cent(people.spoken_pooled.value, 1),
    )


def readme(folder: DemoFolder, visitor: MemberId, port: int) -> str:
    """What lies where, and how to open it."""
    path = folder.path.resolve()
    return _(
        """ICV demo: a year of invented visits in the West Yorkshire scheme, with its published figures.
The demo lives on 31 March 2024. Nothing in it is real, so its passphrase may be written here.

Passphrase of both vaults:  {passphrase}

Coordinator C-001:  {coordinator}
Visitor {visitor}:      {visitor_vault}
Annual report:      {report}
Server data:        {data}
Server log:         {log}

Open the application as the coordinator, or as the visitor:
    icv --vault "{coordinator}"
    icv --vault "{visitor_vault}"
The application works without the server. To synchronise, start the demo's server again:
    icv-server serve --data "{data}" --port {port}
Making the demo again in this folder replaces it.
"""
    ).format(
        passphrase=PASSPHRASE,
        coordinator=path / folder.coordinator.relative_to(folder.path),
        visitor=visitor,
        visitor_vault=path / folder.visitor.relative_to(folder.path),
        report=path / folder.report(YEAR.label).name,
        data=path / folder.server_data.name,
        log=path / folder.server_log.name,
        port=port,
    )
