"""Tables of the scheme itself: settings, quality framework, audit log, erasing, and what else there is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from icv_app.domain.concern import GOOD_PRACTICE, Severity
from icv_app.domain.person import Contact
from icv_app.domain.quality import Criterion, Evidence, PublishedFramework
from icv_app.domain.retention import HoldStep
from icv_app.domain.scheme import Suite
from icv_app.exchange.everything.columns import (
    Column,
    Kind,
    Table,
    day,
    flag,
    identifying,
    moment,
    number,
    spaced,
    text,
)
from icv_app.exchange.everything.visits import CONTACTS
from icv_app.services.audit_log import LoggedLine
from icv_app.services.documents import to_json
from icv_app.services.erasure_records import NumberedRun
from icv_app.services.ports import StoredRecord
from icv_app.services.report_records import PERSON, REPORT
from icv_app.services.whole_scheme import ErasedVisit, PublishedSettings, WholeScheme

Setting = tuple[PublishedSettings, str, str]
OfVersion = tuple[PublishedSettings, Suite]
OfFramework = tuple[PublishedFramework, Criterion]


def _of(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, name)


def _version() -> Column[Any]:
    return number("version", "of the settings", lambda row: row[0].settings.version, filled=True)


def _published_in() -> Column[Any]:
    return text("record_id", "the record they were published in", lambda row: row[0].record_id, filled=True)


def _settings(scheme: WholeScheme) -> Iterator[Setting]:
    """Whatever there is to set, so that a setting of a later ICV is never left out."""
    for published in scheme.settings_versions():
        found = json.loads(to_json(published.settings))
        for name in found:
            if name not in {"suites", "version", "record_id"}:
                for path, value in _leaves(name, found[name]):
                    yield published, path, value


def _leaves(path: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for name, part in value.items():
            yield from _leaves(f"{path}.{name}", part)
    elif isinstance(value, list) and value:
        for place, part in enumerate(value, 1):
            yield from _leaves(f"{path}.{place}", part)
    elif value not in (None, {}, []):
        yield path, value if isinstance(value, str) else json.dumps(value)


SETTINGS: Table[Setting] = Table(
    name="settings",
    meaning="one setting in one version of the scheme's settings, oldest version first; suites are apart",
    of_scheme=_settings,
    columns=(
        _version(),
        _published_in(),
        moment("published_at", "when", lambda row: row[0].at, filled=True),
        text("published_by", "the coordinator's scheme number", lambda row: row[0].by),
        text("setting", "its name, with dots where it has parts", lambda row: row[1], filled=True),
        text("value", "as it was set; spans of time as ISO 8601", lambda row: row[2]),
    ),
)

SUITES: Table[OfVersion] = Table(
    name="suites",
    meaning="one custody suite in one version of the settings",
    of_scheme=lambda scheme: (
        (published, suite) for published in scheme.settings_versions() for suite in published.settings.suites
    ),
    columns=(
        _version(),
        _published_in(),
        text("suite", "short name", lambda row: row[1].suite_id, filled=True),
        text("name", "of the suite", lambda row: row[1].name),
        text("district", "the police district it serves", lambda row: row[1].district),
        flag("contingency", "opened only when needed", lambda row: row[1].contingency),
        day("opened", "first day", lambda row: row[1].opened),
        day("closed", "last day", lambda row: row[1].closed),
        text("police_codes", "with blanks between", lambda row: " ".join(row[1].police_codes)),
        text("panel", "that visits it, as the settings name it", lambda row: row[1].panel),
    ),
)


def _fact(name: str) -> Callable[[ErasedVisit], Any]:
    return lambda row: getattr(row.facts, name)


def _erased_contact(contact: Contact) -> Column[ErasedVisit]:
    return number(
        contact.value, CONTACTS[contact], lambda row: row.facts.by_contact.get(contact, 0), filled=True
    )


def _erased_severity(severity: Severity) -> Column[ErasedVisit]:
    def count(row: ErasedVisit) -> int:
        raised = [one for one in row.facts.concerns if one.category != GOOD_PRACTICE]
        return sum(one.severity is severity for one in raised)

    return number(f"concerns_{severity.value}", f"concerns of {severity.value} severity", count, filled=True)


def _minutes(name: str) -> Column[ErasedVisit]:
    return Column(name, Kind.DECIMAL, "as it was counted", _fact(name))


ERASED_VISITS: Table[ErasedVisit] = Table(
    name="erased_visits",
    meaning="what is kept of a visit that was erased whole, oldest first",
    of_scheme=lambda scheme: scheme.erased_visits(),
    columns=(
        text("visit_id", "identifier of the visit", _fact("visit_id"), filled=True),
        text("suite", "short name of the suite", _fact("suite"), filled=True),
        text("suite_name", "its name in the present settings", _of("suite_name"), filled=True),
        text("kind", "in_person, telephone, tact or contingency", _fact("kind"), filled=True),
        text("outcome", "completed, part or abandoned", _fact("outcome"), filled=True),
        text("abandoned_reason", "reason code of the checklist", _fact("abandoned_reason")),
        text("visitors", "scheme numbers", lambda row: spaced(row.facts.visitors)),
        moment("began_at", "entered, or arrived where nobody got in", _fact("began_at"), filled=True),
        moment("left_station_at", "left the station", _fact("left_station_at")),
        moment("filed_at", "report filed", _fact("submitted_at"), filled=True),
        number("in_custody", "people in custody at entry", _fact("in_custody"), filled=True),
        *(_erased_contact(contact) for contact in Contact),
        *(_erased_severity(severity) for severity in Severity),
        _minutes("wait_minutes"),
        _minutes("visit_minutes"),
        number("travel_minutes", "both ways, one visitor", _fact("travel_minutes")),
        number("expenses_pence", "claimed in the report", _fact("expenses_pence")),
        text("erased", "under which run", _of("erased"), filled=True),
    ),
)


def _published(name: str) -> Callable[[PublishedFramework], Any]:
    return lambda row: getattr(row.framework, name)


QUALITY_FRAMEWORKS: Table[PublishedFramework] = Table(
    name="quality_frameworks",
    meaning="a quality framework that was put in use, oldest first; the last one is in use",
    of_scheme=lambda scheme: scheme.frameworks(),
    columns=(
        number("edition", "from 1", _of("edition"), filled=True),
        text("framework", "its identifier", _published("framework_id"), filled=True),
        number("version", "of its file", _published("version"), filled=True),
        text("title", "in its words", _published("title")),
        moment("at", "when", _of("at"), filled=True),
        text("by", "the coordinator's scheme number", _of("by"), filled=True),
    ),
)


def _criteria(scheme: WholeScheme) -> Iterator[OfFramework]:
    for published in scheme.frameworks():
        for criterion in published.framework.criteria:
            yield published, criterion


def _targets(row: OfFramework) -> str:
    return "; ".join(
        f"{one.figure} {one.bound} {one.value}" if one.bound is not None else one.figure
        for one in row[1].targets
    )


QUALITY_CRITERIA: Table[OfFramework] = Table(
    name="quality_criteria",
    meaning="a criterion of a quality framework, in the framework's order",
    of_scheme=_criteria,
    columns=(
        number("edition", "of the framework", lambda row: row[0].edition, filled=True),
        text("criterion", "its identifier", lambda row: row[1].criterion_id, filled=True),
        text("area", "its heading", lambda row: row[0].framework.area_title(row[1].area), filled=True),
        text("level", "of award", lambda row: row[1].level, filled=True),
        text("words", "in the framework's words", lambda row: row[1].words),
        text("targets", "figures it asks for, with their bounds", _targets),
        text("evidence", "kinds of evidence it asks for", lambda row: spaced(row[1].evidence)),
    ),
)

QUALITY_EVIDENCE: Table[Evidence] = Table(
    name="quality_evidence",
    meaning="evidence for a criterion, or its withdrawal, oldest first; documents are in the evidence pack",
    of_scheme=lambda scheme: scheme.evidence(),
    columns=(
        text("record_id", "identifier", _of("record_id"), filled=True),
        text("criterion", "its identifier", _of("criterion_id"), filled=True),
        text("kind", "note or document", _of("kind"), filled=True),
        text("title", "of a document", _of("title")),
        text("text", "of a note", _of("text")),
        text("ending", "of a document's file name", _of("ending")),
        number("size", "of a document, bytes", _of("size"), filled=True),
        text("digest", "SHA-256 of a document", _of("digest")),
        text("withdraws", "the evidence that counts no more", _of("withdraws")),
        moment("at", "when", _of("at"), filled=True),
        text("by", "the coordinator's scheme number", _of("by"), filled=True),
    ),
)


def _line(name: str) -> Callable[[tuple[int, LoggedLine]], Any]:
    return lambda row: getattr(row[1].entry, name)


AUDIT_LOG: Table[tuple[int, LoggedLine]] = Table(
    name="audit_log",
    meaning="a line of the audit log, in its order; `icv audit export` writes it so that it can be checked",
    of_scheme=lambda scheme: enumerate(scheme.audit_log(), 1),
    columns=(
        number("number", "its place", lambda row: row[0], filled=True),
        text("record_id", "identifier", _line("record_id"), filled=True),
        text("act", "what was done", _line("act"), filled=True),
        text("subject", "the member it is about", _line("subject")),
        text("about", "the record, or the SHA-256 of a file", _line("about")),
        moment("at", "when", _line("at"), filled=True),
        text("by", "scheme number", _line("by"), filled=True),
        text("reason", "in words", _line("reason")),
        text("digest", "of the line", lambda row: row[1].link.digest, filled=True),
    ),
)


def _years(row: NumberedRun) -> str:
    return "; ".join(f"{one.year}={one.visits}" for one in row.erasure.visits)


ERASURE_RUNS: Table[NumberedRun] = Table(
    name="erasure_runs",
    meaning="an erasure run, oldest first",
    of_scheme=lambda scheme: scheme.erasure_runs(),
    columns=(
        number("run", "its number", _of("number"), filled=True),
        text("record_id", "identifier", lambda row: row.record.record_id, filled=True),
        moment("at", "when", lambda row: row.erasure.at, filled=True),
        text("by", "scheme number", lambda row: row.record.author),
        flag(
            "whole_visits",
            "erased whole visits, too",
            lambda row: row.erasure.whole and not row.erasure.papers,
        ),
        flag("papers", "erased papers of the office, and no visits", lambda row: row.erasure.papers),
        text("visits", "year=visits; …", _years),
    ),
)

HOLDS: Table[HoldStep] = Table(
    name="holds",
    meaning="a legal hold that was set, or lifted, oldest first",
    of_scheme=lambda scheme: scheme.holds(),
    columns=(
        text("record_id", "identifier", _of("record_id"), filled=True),
        text("visit_id", "identifier of the visit", _of("visit_id"), filled=True),
        text("lifts", "the holds that end; empty where it sets one", lambda row: spaced(row.lifts)),
        moment("at", "when", _of("at"), filled=True),
        text("by", "the coordinator's scheme number", _of("by"), filled=True),
    ),
)


Other = tuple[StoredRecord, str]


def _record(name: str) -> Callable[[Other], Any]:
    return lambda row: getattr(row[0], name)


def _part(row: Other, name: str) -> str:
    body = row[0].parts.get(name)
    return "" if body is None else body.decode("utf-8", "replace")


OTHER_RECORDS: Table[Other] = Table(
    name="other_records",
    meaning="a record of a kind without a table of its own: notices, custody record reviews, …; oldest first",
    of_scheme=lambda scheme: scheme.other_records(),
    columns=(
        text("record_id", "identifier", _record("record_id"), filled=True),
        text("kind", "of record, see docs/formats.md", _record("kind"), filled=True),
        text("subject", "what it is about", _record("subject")),
        text("by", "scheme number", _record("author")),
        moment("at", "when", _record("written_at"), filled=True),
        text("kept", "what it says, JSON", lambda row: _part(row, REPORT)),
        identifying("person", "what identifies people in it, JSON", lambda row: row[1] or _part(row, PERSON)),
    ),
)

OF_SCHEME: tuple[Table[Any], ...] = (
    SETTINGS,
    SUITES,
    ERASED_VISITS,
    QUALITY_FRAMEWORKS,
    QUALITY_CRITERIA,
    QUALITY_EVIDENCE,
    AUDIT_LOG,
    ERASURE_RUNS,
    HOLDS,
    OTHER_RECORDS,
)
