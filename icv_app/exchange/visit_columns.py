"""The columns of exported visits, each with what it means; documented in docs/formats.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from icv_app.domain.concern import Severity
from icv_app.domain.person import Contact
from icv_app.domain.times import in_london
from icv_app.services.archive import ExportedVisit

MARKING = "OFFICIAL-SENSITIVE"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        meaning: For people, one line.
        value: Empty text where nothing is known.
        imported: Whether an import reads it; the others are computed.
    """

    name: str
    meaning: str
    value: Callable[[ExportedVisit], str | int | float]
    imported: bool = True


def _time(read: Callable[[ExportedVisit], datetime | None]) -> Callable[[ExportedVisit], str]:
    def value(row: ExportedVisit) -> str:
        moment = read(row)
        return in_london(moment).isoformat(timespec="minutes") if moment else ""

    return value


def _minutes(read: Callable[[ExportedVisit], timedelta | None]) -> Callable[[ExportedVisit], str | int]:
    def value(row: ExportedVisit) -> str | int:
        time = read(row)
        return round(time.total_seconds() / 60) if time is not None else ""

    return value


def _count(name: str) -> Column:
    def value(row: ExportedVisit) -> str | int:
        number: int | None = getattr(row.visit.census, name)
        return "" if number is None else number

    return Column(name if name != "total" else "in_custody", _CENSUS[name], value)


_CENSUS = {
    "total": "people in custody at entry",
    "men": "of them men",
    "women": "of them women",
    "other": "of them of another or unknown gender",
    "children_10_13": "of them aged 10 to 13",
    "children_14_17": "of them aged 14 to 17",
    "vulnerable": "of them vulnerable, or needing an appropriate adult",
    "arrived_during": "arrived during the visit, counted apart",
}


def _contact(contact: Contact, meaning: str) -> Column:
    return Column(contact.value, meaning, lambda row: row.facts.by_contact.get(contact, 0))


def _group(group: str) -> Column:
    return Column(
        f"{group}_spoken_to", f"{group} spoken to", lambda row: row.facts.group_spoken.get(group, 0)
    )


def _severity(severity: Severity) -> Column:
    return Column(
        f"concerns_{severity.value}",
        f"concerns of {severity.value} severity",
        lambda row: sum(1 for one in row.facts.concerns if one.severity is severity and one.category != "P"),
        imported=False,
    )


def _reasons(row: ExportedVisit) -> str:
    """People counted without a reason are in the column of their outcome alone."""
    stated = [(contact, reason, n) for (contact, reason), n in row.facts.reasons.items() if reason]
    ordered = sorted(stated, key=lambda item: (item[0].value, item[1]))
    return "; ".join(f"{contact.value}/{reason}={count}" for contact, reason, count in ordered)


def _concerns(row: ExportedVisit) -> str:
    return "; ".join(
        f"{one.category}/{one.severity.value}{'/put_right' if one.put_right else ''}"
        for one in row.facts.concerns
    )


COLUMNS: tuple[Column, ...] = (
    Column("marking", "handling of every row", lambda _row: MARKING, imported=False),
    Column("visit_id", "identifier; a new one is made where empty", lambda row: row.visit.visit_id),
    Column("suite", "name of the custody suite", lambda row: row.suite_name),
    Column("kind", "in_person, telephone, tact or contingency", lambda row: row.visit.kind.value),
    Column("outcome", "completed, part or abandoned", lambda row: row.facts.outcome.value),
    Column("abandoned_reason", "reason code of the checklist", lambda row: row.visit.abandoned_reason or ""),
    Column("visitors", "scheme numbers, with spaces between", lambda row: " ".join(row.visit.visitors)),
    Column("arrived_at", "at the counter, London time", _time(lambda row: row.visit.arrived_at)),
    Column("entered_at", "entered the suite", _time(lambda row: row.visit.entered_at)),
    Column("left_suite_at", "left the suite", _time(lambda row: row.visit.left_suite_at)),
    Column("left_station_at", "left the station", _time(lambda row: row.visit.left_station_at)),
    Column("filed_at", "report filed", _time(lambda row: row.visit.submitted_at)),
    Column("wait_minutes", "from counter to suite", _minutes(lambda row: row.visit.wait), imported=False),
    Column("visit_minutes", "in the suite", _minutes(lambda row: row.visit.duration), imported=False),
    *(_count(name) for name in _CENSUS),
    _contact(Contact.SPOKEN_TO, "people spoken to"),
    _contact(Contact.OBSERVED_ONLY, "people observed only"),
    _contact(Contact.DECLINED, "people who declined"),
    _contact(Contact.NOT_AVAILABLE, "people not available"),
    _contact(Contact.NOT_OFFERED, "people not offered a visit"),
    *(_group(group) for group in ("children", "vulnerable", "women")),
    Column("reasons", "outcome/reason=people; … for those not spoken to", _reasons),
    *(_severity(severity) for severity in Severity),
    Column(
        "good_practice",
        "good practice noted",
        lambda row: sum(1 for one in row.facts.concerns if one.category == "P"),
        imported=False,
    ),
    Column("concerns", "category/severity[/put_right]; …", _concerns, imported=False),
    Column("travel_minutes", "both ways, one visitor", lambda row: _or_empty(row.visit.travel_minutes)),
    Column("expenses_pence", "claimed", lambda row: _or_empty(row.visit.expenses_pence)),
)


def _or_empty(number: int | None) -> str | int:
    return "" if number is None else number
