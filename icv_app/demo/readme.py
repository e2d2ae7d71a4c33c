"""The words that go with a demo."""

from __future__ import annotations

from icv_app.demo.folder import DemoFolder
from icv_app.demo.scheme import YEAR
from icv_app.domain.ids import MemberId
from icv_app.words import _

PASSPHRASE = "kettle orchard lantern quarry"  # noqa: S105 - printed on purpose: a demo holds invented visits
"""Opens both kept vaults. It protects nothing: it is the same for every demo."""


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
