"""A scheme's office in memory: the real services over `MemoryStore`, and a window to work in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import cast

from icv_app.bootstrap.wiring import SystemClock, SystemIds, open_desk
from icv_app.domain.ids import SchemeId
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.seal.devices import OfficePublicKey
from icv_app.seal.invitations import Invitation
from icv_app.seal.passphrases import KdfCost
from icv_app.services.desk import Desk
from icv_app.services.membership import ENROLMENT_REQUEST
from icv_app.services.ports import UnitOfWork
from icv_app.services.ports_sync import EnrolmentReceived
from icv_app.services.set_up import found_scheme, join_scheme
from icv_app.store.vault import Vault
from tests.builders import NOON, a_coordinator, a_member
from tests.builders import settings as some_settings
from tests.fakes.memory_store import MemoryStore, MemoryUnit

SCHEME_ID = SchemeId("0190a1f0-0000-7000-8000-000000000001")
IDENTITY_KEY = bytes(32)


@dataclass
class SettableClock:
    """The time of the story, moved by the test."""

    moment: datetime = NOON + timedelta(hours=9)

    def now(self) -> datetime:
        return self.moment


@dataclass
class MemoryVault:
    """As much of a vault as the desk is wired over."""

    store: MemoryStore = field(default_factory=MemoryStore)
    identity_key: bytes = IDENTITY_KEY
    missing_changes: int = 0
    ended_uncleanly: bool = False
    closed: bool = False
    office_key: str = ""

    def open_unit(self) -> MemoryUnit:
        return self.store()

    def open_reading(self) -> MemoryUnit:
        return self.store.open_reading()

    def missing_changes_were_told(self) -> None:
        self.missing_changes = 0

    def check(self) -> None:
        """Memory has no pages."""

    def clear_traces(self, erase: Callable[[UnitOfWork], None]) -> bool:
        return True

    def close(self) -> None:
        self.closed = True

    def destroy(self) -> None:
        self.closed = True

    def keep_office_slot(self, office: OfficePublicKey, *, scheme_id: str, device_id: str) -> bool:
        due = self.office_key != office.key_id
        self.office_key = office.key_id
        return due

    def asking_device(self) -> str | None:
        return None


@dataclass
class Office:
    """A coordinator's vault.

    Attributes:
        desk: The coordinator's services.
        clock: What they go by, the transport too.
    """

    desk: Desk
    store: MemoryStore
    clock: SettableClock

    def answer_invitation(self, invitation: Invitation) -> None:
        """A new device of the invited member asks to join."""
        joining = MemoryStore()
        _identity, request = join_scheme(joining.open_unit, self.clock, IDENTITY_KEY, invitation)
        with joining() as unit:
            assert unit.meta.get(ENROLMENT_REQUEST) == request.hex()
        self.answered(invitation, request)

    def answered(self, invitation: Invitation, request: bytes) -> None:
        """The office hears of an answer."""
        self.desk.sync.save_enrolments(
            [EnrolmentReceived(locator=invitation.locator, request=request, received_at=self.clock.now())]
        )


def an_office(
    members: Sequence[Member] = (), settings: SchemeSettings | None = None, server_url: str | None = None
) -> Office:
    """The office of West Yorkshire with a coordinator and V-001 to V-004."""
    clock = SettableClock()
    vault = MemoryVault()
    found_scheme(
        vault.store.open_unit,
        clock,
        SystemIds(SystemClock()),
        IDENTITY_KEY,
        coordinator=a_coordinator(given_name="Ruth", surname="Ellis"),
        settings=replace(settings or some_settings(), scheme_id=SCHEME_ID),
        server_url=server_url,
        kit_cost=KdfCost(iterations=1),
    )
    desk = open_desk(cast(Vault, vault), clock=clock, transport_clock=clock, ids=SystemIds(SystemClock()))
    for member in members or [a_member(number) for number in range(1, 5)]:
        desk.scheme.put_member(member)
    return Office(desk, vault.store, clock)
