"""Erasing parts of stored envelopes: what a coordinator's signed run names goes, and stays away.

Header and signature are kept, so every chain still verifies. The server reads nothing but record
ids and part names, which a run carries in the open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from icv_app.domain.records import RecordKind
from icv_app.errors import SealError
from icv_app.seal.envelope import read_envelope
from icv_app.seal.erasures import ERASABLE_KINDS, Erasure, read_erasure, without_parts
from icv_app.seal.roster import Roster, Standing
from sync.server import tables
from sync.server.database import Database
from sync.server.rosters import Rosters

AT_ONCE = 200

_ENVELOPES, _ERASED = tables.envelopes.c, tables.erased_parts.c
_NAMED = select(_ERASED.record_id, _ERASED.part).where(
    _ERASED.scheme_id == bindparam("scheme"), _ERASED.record_id.in_(bindparam("records", expanding=True))
)
_STORED = select(_ENVELOPES.position, _ENVELOPES.record_id, _ENVELOPES.envelope).where(
    _ENVELOPES.scheme_id == bindparam("scheme"),
    _ENVELOPES.record_id.in_(bindparam("records", expanding=True)),
    _ENVELOPES.kind.in_(sorted(ERASABLE_KINDS)),
)
_REPLACE = (
    update(tables.envelopes)
    .where(_ENVELOPES.scheme_id == bindparam("scheme"), _ENVELOPES.position == bindparam("place"))
    .values(envelope=bindparam("rest"), size_bytes=bindparam("size"))
)
_RUNS = (
    select(_ENVELOPES.envelope)
    .where(_ENVELOPES.scheme_id == bindparam("scheme"), _ENVELOPES.kind == RecordKind.ERASURE_RUN)
    .order_by(_ENVELOPES.position)
)


def erased_parts(
    connection: Connection, scheme_id: str, record_ids: Sequence[str]
) -> dict[str, frozenset[str]]:
    """Return record id → names of the parts that runs on this server have erased."""
    found: dict[str, frozenset[str]] = {}
    for record_id, part in connection.execute(_NAMED, {"scheme": scheme_id, "records": record_ids}):
        found[record_id] = found.get(record_id, frozenset()) | {part}
    return found


def carry_out(connection: Connection, scheme_id: str, run_id: str, erasure: Erasure, now_s: int) -> int:
    """Erase what a run names, stored or yet to come; return how many stored envelopes lost a part."""
    parts_of = erasure.parts_of()
    _note(connection, scheme_id, run_id, parts_of)
    changed = 0
    names = list(parts_of)
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        rows = connection.execute(_STORED, {"scheme": scheme_id, "records": some}).all()
        for row in rows:
            rest = without_parts(row.envelope, parts_of[row.record_id])
            if rest != row.envelope:
                place = {"scheme": scheme_id, "place": row.position}
                connection.execute(_REPLACE, {**place, "rest": rest, "size": len(rest)})
                changed += 1
    if changed:
        connection.execute(update(tables.server).values(traces_s=now_s))
    return changed


def carry_out_again(connection: Connection, rosters: Rosters, now_s: int) -> int:
    """Carry out every stored run of every scheme once more, as after a restore; return what was changed."""
    changed = 0
    for scheme_id in connection.scalars(select(tables.schemes.c.scheme_id)).all():
        roster = rosters.view(connection, scheme_id).roster
        changed += carry_out_stored(connection, scheme_id, roster, now_s)
    return changed


def carry_out_stored(connection: Connection, scheme_id: str, roster: Roster, now_s: int) -> int:
    """Carry out every stored run that counts by this roster; return how many envelopes lost a part."""
    changed = 0
    for data in connection.scalars(_RUNS, {"scheme": scheme_id}).all():
        run = read_envelope(data)
        if roster.standing(run) is not Standing.ACCEPTED:
            continue
        try:
            erasure = read_erasure(run)
        except SealError:
            continue  # of a newer ICV: kept for the server that can read it
        changed += carry_out(connection, scheme_id, run.record_id, erasure, now_s)
    return changed


def has_traces(connection: Connection) -> bool:
    """Whether files of the database may hold traces of what was erased."""
    return connection.execute(select(tables.server.c.traces_s)).scalar_one_or_none() is not None


def clear_traces(database: Database) -> bool:
    """Write the database anew where something was erased; return whether no trace is left.

    Raises:
        Refused: The database cannot be reached, or its disk is full.
    """
    with database.reading() as connection:
        before = connection.execute(select(tables.server.c.traces_s)).scalar_one_or_none()
    if not database.write_anew():
        return False
    traces = tables.server.c.traces_s
    with database.writing() as connection:
        # What was erased meanwhile keeps its mark.
        connection.execute(update(tables.server).where(traces == before).values(traces_s=None))
    return True


def _note(connection: Connection, scheme_id: str, run_id: str, parts_of: Mapping[str, Iterable[str]]) -> None:
    rows = [
        {"scheme_id": scheme_id, "record_id": record_id, "part": part, "run_id": run_id}
        for record_id, parts in parts_of.items()
        for part in sorted(parts)
    ]
    if connection.dialect.name == "sqlite":
        connection.execute(sqlite.insert(tables.erased_parts).on_conflict_do_nothing(), rows)
    else:
        connection.execute(postgresql.insert(tables.erased_parts).on_conflict_do_nothing(), rows)
