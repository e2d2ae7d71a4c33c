"""`icv --self-test`: every part of an installation does its work once, where nothing can be lost."""

from __future__ import annotations

import io
import pkgutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import icv_app
import resources
import sync
import ui
from icv_app.bootstrap.window_test import draw_first_window, draw_icons, draw_places
from icv_app.bootstrap.wiring import SystemClock, SystemIds, checklists, open_desk
from icv_app.cli.opening import opened
from icv_app.demo.scheme import COORDINATORS, FACTS, YEAR, read_facts, scheme_settings
from icv_app.demo.sentences import SENTENCES, Sentences
from icv_app.domain.ids import SchemeId
from icv_app.domain.publication import PublicationKind
from icv_app.domain.visit import ChecklistRef
from icv_app.errors import StoreError
from icv_app.figures.working_days import bank_holidays
from icv_app.report import fonts
from icv_app.report.annual import write_annual_report
from icv_app.seal.passphrases import LEAST_MEMORY_KIB, KdfCost
from icv_app.services.desk import Desk
from icv_app.services.set_up import found_scheme
from icv_app.store.unlocking import create_vault, unlock
from icv_app.words import _

_PASSPHRASE = "a passphrase for one minute"  # noqa: S105 - of a vault that is removed at once
_COST = KdfCost(memory_kib=LEAST_MEMORY_KIB, iterations=1)

_IN_THE_LAST_FONT = "سلام"
"""Drawn by none of the fonts but the last one asked, so that all are read."""

_PARTS = (icv_app, ui, sync)
_NOT_LOADED = ("sync.server", "icv_app.store.migrations.")
"""A program of its own, and what Alembic loads."""

Say = Callable[[str], None]


def run_self_test(vault: Path | None, passphrase_file: Path | None, say: Say) -> None:
    """Load every resource, open a vault, draw a window and write a PDF page; say what was done.

    Args:
        vault: One to open besides a new one.
        passphrase_file: Of that vault.
        say: Prints a sentence.

    Raises:
        IcvError: A part does not work; the sentence says which.
    """
    say(_("Loaded {n} parts of the program.").format(n=_load_everything()))
    _resources(say)
    with tempfile.TemporaryDirectory(prefix="icv-self-test-") as folder:
        made = Path(folder) / "vault"
        _make(made)
        desk = open_desk(unlock(made, _PASSPHRASE, now=SystemClock().now()))
        try:
            say(_("Made, locked and opened a vault of {scheme}.").format(scheme=desk.scheme.settings().name))
            _pdf(desk, say)
        finally:
            desk.lock()
        width, height = draw_first_window(made)
        say(_("Drew a window of {width} × {height} pixels.").format(width=width, height=height))
        say(_("Drew {n} pages of the coordinator.").format(n=draw_places(made, _PASSPHRASE)))
        say(_("Drew {n} icons.").format(n=draw_icons()))
    if vault is not None:
        with opened(vault, passphrase_file) as (_doors, desk):
            number = len(desk.reviews.list())
            say(_("Opened the vault in {vault}: {n} filed visits.").format(vault=vault, n=number))
    say(_("Everything works."))


def _load_everything() -> int:
    """Load every module, also those that are otherwise loaded when first needed; return how many there are.

    Raises:
        StoreError: One of them, or what it stands on, is missing.
    """
    names = [
        module.name
        for package in _PARTS
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if not module.name.startswith(_NOT_LOADED) and not module.name.endswith(".__main__")
    ]
    for name in names:
        try:
            import_module(name)
        except ImportError as error:
            raise StoreError(
                f"{name}: {error}",
                user_text=_("The part {name} of ICV does not load. Install ICV again.").format(name=name),
            ) from error
    return len(names)


def _resources(say: Say) -> None:
    read = checklists().all()
    say(_("Read {n} checklists.").format(n=len(read)))
    for face in fonts.Face:
        fonts.width_of(_IN_THE_LAST_FONT, face, size=10)
    say(_("Read the fonts."))
    for name in resources.names("styles", ".qss"):
        resources.path(name).read_text(encoding="utf-8")
    read_facts(resources.path(FACTS))
    Sentences.read(resources.path(SENTENCES))
    say(_("Read the style sheets and the demo scheme."))
    holidays = bank_holidays(datetime.now(UTC).year)
    say(_("Read {n} bank holidays of this year.").format(n=len(holidays)))


def _make(folder: Path) -> None:
    """A vault with a scheme in it, locked again."""
    clock = SystemClock()
    ids = SystemIds(clock)
    newest = checklists().newest("custody-visit")
    vault, _code = create_vault(folder, _PASSPHRASE, kdf_parameters=_COST, now=clock.now())
    with vault:
        found_scheme(
            vault.open_unit,
            clock,
            ids,
            vault.identity_key,
            coordinator=COORDINATORS[0],
            settings=scheme_settings(
                read_facts(resources.path(FACTS)),
                SchemeId(ids.new()),
                ChecklistRef(checklist_id=newest.checklist_id, version=newest.version),
            ),
            server_url=None,
            kit_cost=_COST,
        )


def _pdf(desk: Desk, say: Say) -> None:
    data = io.BytesIO()
    report = desk.publications.publication(PublicationKind.ANNUAL, YEAR)
    write_annual_report(report, data, produced_on=datetime.now(UTC).date())
    say(_("Wrote a report of {size} KB.").format(size=len(data.getvalue()) // 1024))
