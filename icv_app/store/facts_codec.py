"""`VisitFacts` as compact bytes: msgpack of a list, made to be read by the hundred thousand.

Pairs such as (check, answer) come again in every visit. They are stored as one
text each, and all visits in memory share the same pair.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final

import msgpack

from icv_app.domain.concern import Severity
from icv_app.domain.ids import ConcernId, SuiteId, VisitId
from icv_app.domain.person import Contact
from icv_app.domain.visit import Outcome, VisitKind
from icv_app.domain.visit_facts import ConcernFacts, VisitFacts

FORMAT: Final = 1
_BETWEEN: Final = "\x1f"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# Looking a value up in a dict is several times quicker than calling the enum, and there are a dozen a visit.
_CONTACTS = {contact.value: contact for contact in Contact}
_SEVERITIES = {severity.value: severity for severity in Severity}
_KINDS = {kind.value: kind for kind in VisitKind}
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}


def pack_facts(facts: VisitFacts) -> bytes:
    """Return the facts as bytes."""
    packed: bytes = msgpack.packb(
        [
            FORMAT,
            facts.visit_id,
            facts.suite,
            facts.kind.value,
            facts.outcome.value,
            list(facts.visitors),
            _number(facts.began_at),
            _number(facts.submitted_at),
            _number(facts.left_station_at) if facts.left_station_at else None,
            facts.in_custody,
            {contact.value: count for contact, count in facts.by_contact.items()},
            {
                f"{contact.value}{_BETWEEN}{reason}": count
                for (contact, reason), count in facts.reasons.items()
            },
            dict(facts.group_in_custody),
            dict(facts.group_spoken),
            {f"{check}{_BETWEEN}{answer}": count for (check, answer), count in facts.checks.items()},
            [_packed_concern(concern) for concern in facts.concerns],
            facts.wait_minutes,
            facts.visit_minutes,
            facts.travel_minutes,
            facts.expenses_pence,
            facts.abandoned_reason,
            facts.beds_asked,
            facts.beds_given,
        ]
    )
    return packed


def unpack_facts(packed: bytes) -> VisitFacts:
    """Return the facts `pack_facts` was given.

    Raises:
        ValueError: The bytes are of a later format (a defect: a newer schema is never opened).
    """
    row: list[Any] = msgpack.unpackb(packed)
    if row[0] != FORMAT:
        raise ValueError(f"facts of format {row[0]}")
    left = row[8]
    return VisitFacts(
        visit_id=VisitId(row[1]),
        suite=SuiteId(row[2]),
        kind=_KINDS[row[3]],
        outcome=_OUTCOMES[row[4]],
        visitors=tuple(row[5]),
        began_at=_moment(row[6]),
        submitted_at=_moment(row[7]),
        left_station_at=None if left is None else _moment(left),
        in_custody=row[9],
        by_contact={_CONTACTS[contact]: count for contact, count in row[10].items()},
        reasons={_reason(text): count for text, count in row[11].items()},
        group_in_custody=row[12],
        group_spoken=row[13],
        checks=dict(zip(map(_CHECKS.__getitem__, row[14]), row[14].values(), strict=True)),
        concerns=tuple(_concern(concern) for concern in row[15]),
        wait_minutes=row[16],
        visit_minutes=row[17],
        travel_minutes=row[18],
        expenses_pence=row[19],
        abandoned_reason=row[20],
        beds_asked=row[21],
        beds_given=row[22],
    )


@cache
def _reason(text: str) -> tuple[Contact, str]:
    contact, _, reason = text.partition(_BETWEEN)
    return _CONTACTS[contact], reason


class _Checks(dict[str, tuple[str, str]]):
    """Check and answer by how they are packed: there are sixty on a visit."""

    def __missing__(self, text: str) -> tuple[str, str]:
        # From the right, where the word is one of a closed list and cannot hold the separator.
        check, _, answer = text.rpartition(_BETWEEN)
        self[text] = check, answer
        return check, answer


_CHECKS = _Checks()


def _number(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _moment(number: int) -> datetime:
    return _EPOCH + timedelta(microseconds=number)


def _packed_concern(concern: ConcernFacts) -> list[object]:
    return [
        concern.concern_id,
        concern.category,
        concern.severity.value,
        concern.put_right,
        concern.opcat,
        concern.group,
    ]


def _concern(packed: list[Any]) -> ConcernFacts:
    concern_id, category, severity, put_right, opcat, group = packed
    return ConcernFacts(
        concern_id=ConcernId(concern_id),
        category=category,
        severity=_SEVERITIES[severity],
        put_right=put_right,
        opcat=opcat,
        group=group,
    )
