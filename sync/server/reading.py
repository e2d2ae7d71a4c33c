"""Handing out: pages, heads and the summary of what one device may see.

A cursor is `incarnation.position.history.scope`. `history` is a running hash over everything
filed up to that position, so a server that went on from an old backup is found out even if
nobody told it so; `scope` says whether the device saw as a member or as the office, and a
device whose scope has changed begins again from the start.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Select, func, select

from icv_app.seal.header import OPEN_KIND_PREFIX
from icv_app.seal.keys import KeyId
from sync.server import tables
from sync.server.problems import Refused
from sync.server.rosters import Asker, SchemeView
from sync.wire import Code, Head, HeadsPage, Item, Page, SummaryMessage, digest_of

BEGINNING = "0" * 32
MEMBER = "m"
OFFICE = "o"


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a device has pulled."""

    incarnation: str
    position: int
    history: str
    scope: str

    def __str__(self) -> str:
        return f"{self.incarnation}.{self.position}.{self.history}.{self.scope}"


def read_cursor(text: str) -> Cursor:
    """Return the cursor that was given to a client as `text`.

    Raises:
        Refused: It was never one of ours.
    """
    match text.split("."):
        case [incarnation, position, history, scope] if position.isascii() and position.isdecimal():
            if len(position) <= 18 and scope in (MEMBER, OFFICE):
                return Cursor(incarnation, int(position), history, scope)
    raise Refused(400, Code.BAD_CURSOR, "The place to read on from cannot be understood.")


def starting_point(connection: Connection, scheme: SchemeView, asker: Asker, text: str | None) -> Cursor:
    """Return where to read on from, having checked that this server's history still contains it.

    Raises:
        Refused: The server goes on from a backup, or its history is not the one the client saw.
    """
    incarnation = connection.execute(select(tables.server.c.incarnation)).scalar_one()
    scope = OFFICE if asker.is_coordinator else MEMBER
    if text is None:
        return Cursor(incarnation, 0, BEGINNING, scope)
    cursor = read_cursor(text)
    if cursor.incarnation != incarnation or history_at(connection, scheme, cursor.position) != cursor.history:
        raise Refused(
            409,
            Code.HISTORY_CHANGED,
            "This server goes on from a backup: everything is sent and fetched once more.",
            retryable=True,
        )
    if cursor.scope != scope:
        return Cursor(incarnation, 0, BEGINNING, scope)
    return cursor


def history_at(connection: Connection, scheme: SchemeView, position: int) -> str | None:
    """Return the running hash at `position`; `None` if the scheme has not got that far."""
    if position == 0:
        return BEGINNING
    if position == scheme.head_position:
        return scheme.head_history
    rows = tables.envelopes
    query = select(rows.c.history).where(rows.c.scheme_id == scheme.scheme_id, rows.c.position == position)
    return connection.execute(query).scalar_one_or_none()


def page_after(
    connection: Connection, scheme: SchemeView, asker: Asker, start: Cursor, *, limit: int, page_bytes: int
) -> Page:
    """Return the next envelopes after `start` that the asking device may see.

    `scheme` must have been read in this transaction, before the envelopes: everything up to its
    head position was committed by then, so nothing can appear behind the returned cursor.
    """
    rows = tables.envelopes
    visible = _visible(scheme, asker, start.position).limit(limit + 1).subquery()
    sizes = connection.execute(
        select(rows.c.position, rows.c.size_bytes)
        .join(visible, visible.c.position == rows.c.position)
        .where(rows.c.scheme_id == scheme.scheme_id)
        .order_by(rows.c.position)
    ).all()
    chosen: list[int] = []
    total = 0
    for position, size in sizes[:limit]:
        total += size
        if chosen and total > page_bytes:
            break
        chosen.append(position)
    more = len(chosen) < len(sizes)
    found = connection.execute(
        select(rows.c.position, rows.c.record_id, rows.c.envelope)
        .where(rows.c.scheme_id == scheme.scheme_id, rows.c.position.in_(chosen))
        .order_by(rows.c.position)
    ).all()
    end = chosen[-1] if more else scheme.head_position
    history = history_at(connection, scheme, end)
    if history is None:
        raise RuntimeError(f"scheme {scheme.scheme_id} has no history at {end}")
    return Page(
        items=[Item(position=row.position, record_id=row.record_id, envelope=row.envelope) for row in found],
        next_cursor=str(Cursor(start.incarnation, end, history, start.scope)),
        more=more,
        left=_count_after(connection, scheme, asker, end) if more else 0,
    )


def _count_after(connection: Connection, scheme: SchemeView, asker: Asker, position: int) -> int:
    beyond = _visible(scheme, asker, position).order_by(None).subquery()
    return connection.execute(select(func.count()).select_from(beyond)).scalar_one()


def statements_after(connection: Connection, scheme: SchemeView, after: int, *, limit: int) -> Page:
    """Return the roster statements filed after a position: they are open to everybody of the scheme."""
    rows = tables.envelopes
    found = connection.execute(
        select(rows.c.position, rows.c.record_id, rows.c.envelope)
        .where(
            rows.c.scheme_id == scheme.scheme_id,
            rows.c.kind.startswith(OPEN_KIND_PREFIX, autoescape=True),
            rows.c.position > after,
            rows.c.position <= scheme.head_position,
        )
        .order_by(rows.c.position)
        .limit(limit + 1)
    ).all()
    items = [
        Item(position=row.position, record_id=row.record_id, envelope=row.envelope) for row in found[:limit]
    ]
    last = str(items[-1].position if items else after)
    return Page(items=items, next_cursor=last, more=len(found) > limit)


def heads_after(
    connection: Connection, scheme: SchemeView, asker: Asker, after: int, *, limit: int
) -> HeadsPage:
    """Return the names of what the asking device may see, without the envelopes."""
    rows = tables.envelopes
    visible = _visible(scheme, asker, after).limit(limit).subquery()
    found = connection.execute(
        select(rows.c.position, rows.c.record_id, rows.c.digest)
        .join(visible, visible.c.position == rows.c.position)
        .where(rows.c.scheme_id == scheme.scheme_id)
        .order_by(rows.c.position)
    ).all()
    return HeadsPage(
        heads=[Head(record_id=row.record_id, digest=row.digest) for row in found],
        next_after=found[-1].position if len(found) == limit else None,
    )


def summary_up_to(connection: Connection, scheme: SchemeView, asker: Asker, upto: Cursor) -> SummaryMessage:
    """Return count and digest of what the asking device may see up to a cursor."""
    rows = tables.envelopes
    visible = _visible(scheme, asker, 0, upto=upto.position).subquery()
    found = connection.execute(
        select(rows.c.record_id, rows.c.digest)
        .join(visible, visible.c.position == rows.c.position)
        .where(rows.c.scheme_id == scheme.scheme_id)
    ).all()
    return SummaryMessage(count=len(found), digest=digest_of({row.record_id: row.digest for row in found}))


def _visible(scheme: SchemeView, asker: Asker, after: int, *, upto: int | None = None) -> Select[tuple[int]]:
    """Select the positions the asking device may see: see `tables.audience`."""
    rows = tables.audience
    return (
        select(rows.c.position)
        .distinct()
        .where(
            rows.c.scheme_id == scheme.scheme_id,
            rows.c.key_id.in_(sorted(audience_of(scheme, asker))),
            rows.c.position > after,
            rows.c.position <= (scheme.head_position if upto is None else upto),
        )
        .order_by(rows.c.position)
    )


def audience_of(scheme: SchemeView, asker: Asker) -> frozenset[str]:
    """Return under which names in `tables.audience` an envelope is for this device.

    Its own key, those of the devices its member had before it (a coordinator grants it the keys of
    what was sealed to them), what is open to everybody and, on a coordinator's device, the office's
    keys of every epoch.
    """
    devices = scheme.roster.devices
    device = devices.get(KeyId(asker.device_id))
    earlier = {
        one.key_id
        for one in devices.values()
        if device and one.member_id == device.member_id and one.added_at < device.added_at
    }
    own = frozenset({asker.device_id, tables.EVERYBODY, *earlier})
    return own | scheme.office_key_ids if asker.is_coordinator else own
