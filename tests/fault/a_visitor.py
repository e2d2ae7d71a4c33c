"""A visitor's vault that needs no server: one suite, four members, a passphrase that is cheap to try."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from icv_app.bootstrap.wiring import SystemClock, SystemIds, open_desk
from icv_app.domain.ids import MemberId, SchemeId
from icv_app.seal.passphrases import KdfCost
from icv_app.services.set_up import found_scheme, join_scheme
from icv_app.store.unlocking import create_vault
from icv_app.store.vault import Vault
from tests.builders import a_coordinator, a_member, settings

PASSPHRASE = "kettle orchard lantern quarry"
CHEAP = KdfCost(iterations=1)
SCHEME_ID = SchemeId("0190a1f0-0000-7000-8000-000000000001")


def a_visitors_vault(folder: Path) -> Path:
    """Make a coordinator's vault and, from an invitation of theirs, a visitor's; return the visitor's."""
    clock = SystemClock()
    office, visitor = _vault(folder / "office"), _vault(folder / "visitor")
    scheme = replace(settings(), scheme_id=SCHEME_ID)
    found_scheme(
        office.open_unit,
        clock,
        SystemIds(clock),
        office.identity_key,
        coordinator=a_coordinator(),
        settings=scheme,
        server_url=None,
        kit_cost=CHEAP,
    )
    desk = open_desk(office)
    members = [a_member(number, **_NEVER_LAPSES) for number in (1, 2)]
    for member in members:
        desk.scheme.put_member(member)
    join_scheme(visitor.open_unit, clock, visitor.identity_key, desk.scheme.invite(MemberId("V-001")))
    desk.lock()
    with visitor.open_unit() as unit:
        unit.settings.put(scheme)
        for member in members:
            unit.members.put(member)
        unit.commit()
    visitor.close()
    return folder / "visitor"


_NEVER_LAPSES = dict.fromkeys(("term_ends", "vetting_expires", "id_card_expires"), date(9999, 12, 31))


def _vault(folder: Path) -> Vault:
    vault, _code = create_vault(folder, PASSPHRASE, kdf_parameters=CHEAP, now=SystemClock().now())
    return vault
