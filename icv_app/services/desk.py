"""Everything an unlocked vault offers to the screens and the tools."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from icv_app.services.concerns import ConcernService
from icv_app.services.identity import Identity
from icv_app.services.ports import Clock
from icv_app.services.publications import PublicationService
from icv_app.services.reviews import ReviewService
from icv_app.services.scheme import SchemeService
from icv_app.services.sync_desk import SyncDesk
from icv_app.services.verification import VerificationService
from icv_app.services.visits import VisitService


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The services of one member on one device, wired over one unlocked vault.

    Attributes:
        lock: Closes the vault and forgets its keys; nothing here can be used after.
    """

    identity: Identity
    clock: Clock
    visits: VisitService
    reviews: ReviewService
    concerns: ConcernService
    scheme: SchemeService
    publications: PublicationService
    verification: VerificationService
    sync: SyncDesk
    lock: Callable[[], None]
