"""What the services need of the vault for the invitations issued from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from icv_app.domain.ids import DeviceId, MemberId
from icv_app.domain.scheme import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedInvitation:
    """An invitation a coordinator has issued.

    Attributes:
        locator: All the server knows of it.
        details: Sealed details for the server to hand to whoever knows the secret.
        published: The server has it.
        request: What the new device sent, once it has answered.
        used_by: The device that was signed in with it.
        withdrawn: The server has been told to forget it.
    """

    locator: str
    secret: bytes
    member_id: MemberId
    role: Role
    issued_at: datetime
    expires_at: datetime
    details: bytes
    published: bool = False
    request: bytes | None = None
    requested_at: datetime | None = None
    used_by: DeviceId | None = None
    withdrawn: bool = False


class InvitationRepository(Protocol):
    """Invitations issued from this vault."""

    def put(self, invitation: IssuedInvitation) -> None:
        """Insert or replace by locator."""
        ...

    def find(self, locator: str) -> IssuedInvitation | None:
        """Return one, or `None`."""
        ...

    def all(self) -> Sequence[IssuedInvitation]:
        """All of them, newest first."""
        ...
