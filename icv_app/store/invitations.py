"""Invitations issued from this vault."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from icv_app.domain.ids import DeviceId, MemberId
from icv_app.domain.scheme import Role
from icv_app.services.ports_invitations import IssuedInvitation
from icv_app.store import tables
from icv_app.store.statements import upsert

_INVITATIONS = tables.invitations.c
_PUT = upsert(tables.invitations, "locator")


class SqlInvitationRepository:
    """`InvitationRepository` over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, invitation: IssuedInvitation) -> None:
        """Insert or replace by locator."""
        row = {
            "locator": invitation.locator,
            "secret": invitation.secret,
            "member_id": invitation.member_id,
            "role": invitation.role.value,
            "issued_at": invitation.issued_at,
            "expires_at": invitation.expires_at,
            "details": invitation.details,
            "published": invitation.published,
            "request": invitation.request,
            "requested_at": invitation.requested_at,
            "used_by": invitation.used_by,
            "withdrawn": invitation.withdrawn,
        }
        self._connection.execute(_PUT, row)

    def find(self, locator: str) -> IssuedInvitation | None:
        """Return one, or `None`."""
        query = select(tables.invitations).where(_INVITATIONS.locator == locator)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _invitation(row)

    def all(self) -> Sequence[IssuedInvitation]:
        """All of them, newest first."""
        query = select(tables.invitations).order_by(
            _INVITATIONS.issued_at.desc(), _INVITATIONS.locator.desc()
        )
        return [_invitation(row) for row in self._connection.execute(query)]


def _invitation(row: Row[Any]) -> IssuedInvitation:
    return IssuedInvitation(
        locator=row.locator,
        secret=row.secret,
        member_id=MemberId(row.member_id),
        role=Role(row.role),
        issued_at=row.issued_at,
        expires_at=row.expires_at,
        details=row.details,
        published=row.published,
        request=row.request,
        requested_at=row.requested_at,
        used_by=None if row.used_by is None else DeviceId(row.used_by),
        withdrawn=row.withdrawn,
    )
