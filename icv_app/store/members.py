"""Members: one document each."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select

from icv_app.domain.ids import MemberId
from icv_app.domain.scheme import Member
from icv_app.services.documents import from_json, to_json
from icv_app.store import tables
from icv_app.store.statements import upsert

_MEMBERS = tables.members.c
_PUT = upsert(tables.members, "member_id")


class SqlMemberRepository:
    """`MemberRepository` over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, member: Member) -> None:
        """Insert or replace by scheme number."""
        self._connection.execute(_PUT, {"member_id": member.member_id, "document": to_json(member)})

    def find(self, member_id: MemberId) -> Member | None:
        """Return one member, or `None`."""
        document = self._connection.scalar(select(_MEMBERS.document).where(_MEMBERS.member_id == member_id))
        return None if document is None else from_json(Member, document)

    def all(self) -> Sequence[Member]:
        """Every member, by scheme number."""
        query = select(_MEMBERS.document).order_by(_MEMBERS.member_id)
        return [from_json(Member, document) for document in self._connection.scalars(query)]

    def remove(self, member_id: MemberId) -> None:
        """Take a member away of whom no profile counts any more; nothing where there is none."""
        self._connection.execute(delete(tables.members).where(_MEMBERS.member_id == member_id))
