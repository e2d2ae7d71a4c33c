"""Who may say what to whom: one table, enforced when records are folded.

`docs/formats.md` prints the same table; a test keeps the two alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import Role


class AuthorIs(StrEnum):
    """Which member of the role may author a record."""

    COORDINATOR = "a coordinator"
    VISITOR_OF_VISIT = "a visitor of the visit"
    THAT_VISITOR = "the visitor it speaks for"
    ANY_DEVICE = "every device"


class SealedTo(StrEnum):
    """Who is among a record's recipients; the author's own device always is where parts are sealed."""

    OPEN = "nobody: readable by the server"
    OFFICE = "the office"
    OFFICE_AND_VISITORS = "the office and the devices of the visit's visitors"
    OFFICE_OUTCOME_TO_VISITORS = "the office; an outcome also to the visit's visitors"
    OFFICE_AND_MEMBER = "the office and the devices of the member it is for"
    GRANTED_DEVICES = "the devices it grants to"
    EVERYBODY = "the office and every active device"


class Kept(StrEnum):
    """How long a record is kept; the periods are scheme settings."""

    ALWAYS = "always"
    LATEST = "latest only"
    REPORT = "person part 2 years, rest 6 years"
    WITH_REPORT = "with the report"
    SIX_YEARS = "6 years"
    SCHEME_SETTING = "scheme setting"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table.

    Attributes:
        roles: Roles of which a member may author the record.
        author: Which of them; `VISITOR_OF_VISIT` and `THAT_VISITOR` are checked where the
            visit is known, not here.
    """

    roles: frozenset[Role]
    author: AuthorIs
    sealed_to: SealedTo
    kept: Kept


_COORDINATOR = frozenset({Role.COORDINATOR})
_VISITOR = frozenset({Role.VISITOR})
_ANYBODY = frozenset(Role)

_OPEN_BOOK = Rule(_COORDINATOR, AuthorIs.COORDINATOR, SealedTo.OPEN, Kept.ALWAYS)
_TO_ALL = Rule(_COORDINATOR, AuthorIs.COORDINATOR, SealedTo.EVERYBODY, Kept.ALWAYS)
_REPORT = Rule(_VISITOR, AuthorIs.VISITOR_OF_VISIT, SealedTo.OFFICE_AND_VISITORS, Kept.REPORT)
_BY_VISITOR = Rule(_VISITOR, AuthorIs.VISITOR_OF_VISIT, SealedTo.OFFICE_AND_VISITORS, Kept.WITH_REPORT)
_REVIEW = Rule(_COORDINATOR, AuthorIs.COORDINATOR, SealedTo.OFFICE_AND_VISITORS, Kept.WITH_REPORT)
_OFFICE_BOOK = Rule(_COORDINATOR, AuthorIs.COORDINATOR, SealedTo.OFFICE, Kept.ALWAYS)
_RECORD_REVIEW = Rule(_COORDINATOR, AuthorIs.COORDINATOR, SealedTo.OFFICE, Kept.SIX_YEARS)

AUTHORITY = MappingProxyType(
    {
        RecordKind.ROSTER_ROOT: _OPEN_BOOK,
        RecordKind.ROSTER_MEMBER_ADDED: _OPEN_BOOK,
        RecordKind.ROSTER_DEVICE_ADDED: _OPEN_BOOK,
        RecordKind.ROSTER_DEVICE_REMOVED: _OPEN_BOOK,
        RecordKind.ROSTER_MEMBER_REMOVED: _OPEN_BOOK,
        RecordKind.ROSTER_EPOCH_STARTED: _OPEN_BOOK,
        RecordKind.ROSTER_STANDBY_CHANGED: _OPEN_BOOK,
        RecordKind.ROSTER_LATE_DECIDED: _OPEN_BOOK,
        RecordKind.OFFICE_KEY_GRANT: Rule(
            _COORDINATOR, AuthorIs.COORDINATOR, SealedTo.GRANTED_DEVICES, Kept.ALWAYS
        ),
        RecordKind.SCHEME_SETTINGS: _TO_ALL,
        RecordKind.SCHEME_CHECKLIST: _TO_ALL,
        RecordKind.SCHEME_NOTICE: _TO_ALL,
        RecordKind.MEMBER_PROFILE: Rule(
            _COORDINATOR, AuthorIs.COORDINATOR, SealedTo.EVERYBODY, Kept.SCHEME_SETTING
        ),
        RecordKind.MEMBER_OVERRIDE: _TO_ALL,
        RecordKind.VISIT_REPORT: _REPORT,
        RecordKind.VISIT_IMPORTED: Rule(_COORDINATOR, AuthorIs.COORDINATOR, SealedTo.OFFICE, Kept.REPORT),
        RecordKind.VISIT_ADDENDUM: _REPORT,
        RecordKind.VISIT_AGREEMENT: Rule(
            _VISITOR, AuthorIs.THAT_VISITOR, SealedTo.OFFICE_AND_VISITORS, Kept.WITH_REPORT
        ),
        RecordKind.VISIT_ANSWER: _BY_VISITOR,
        RecordKind.VISIT_POLICE_COPY: _BY_VISITOR,
        RecordKind.REVIEW_RECEIPT: _REVIEW,
        RecordKind.REVIEW_DECISION: _REVIEW,
        RecordKind.REVIEW_COMMENT: _REVIEW,
        RecordKind.REPORT_COPY: _REVIEW,
        RecordKind.CONCERN_STEP: Rule(
            _COORDINATOR, AuthorIs.COORDINATOR, SealedTo.OFFICE_OUTCOME_TO_VISITORS, Kept.SIX_YEARS
        ),
        RecordKind.ROTA_DUTIES: Rule(
            _COORDINATOR, AuthorIs.COORDINATOR, SealedTo.OFFICE_AND_MEMBER, Kept.SCHEME_SETTING
        ),
        RecordKind.ROTA_SWAP: Rule(_VISITOR, AuthorIs.THAT_VISITOR, SealedTo.OFFICE, Kept.SCHEME_SETTING),
        RecordKind.MEMBER_AVAILABILITY: Rule(
            _VISITOR, AuthorIs.THAT_VISITOR, SealedTo.OFFICE, Kept.SCHEME_SETTING
        ),
        RecordKind.MEMBER_FILE: Rule(
            _COORDINATOR, AuthorIs.COORDINATOR, SealedTo.OFFICE, Kept.SCHEME_SETTING
        ),
        RecordKind.MEMBER_NOTICE_READ: Rule(
            _VISITOR, AuthorIs.THAT_VISITOR, SealedTo.OFFICE, Kept.SCHEME_SETTING
        ),
        RecordKind.MEMBER_EXPENSES: Rule(
            _VISITOR, AuthorIs.THAT_VISITOR, SealedTo.OFFICE, Kept.SCHEME_SETTING
        ),
        RecordKind.MEMBER_EXPENSES_ANSWER: Rule(
            _COORDINATOR, AuthorIs.COORDINATOR, SealedTo.OFFICE_AND_MEMBER, Kept.SCHEME_SETTING
        ),
        RecordKind.QUALITY_FRAMEWORK: _OFFICE_BOOK,
        RecordKind.QUALITY_EVIDENCE: _OFFICE_BOOK,
        RecordKind.PUBLICATION_WORD: _OFFICE_BOOK,
        RecordKind.PUBLICATION_ISSUED: _OFFICE_BOOK,
        RecordKind.RECORD_REVIEW_SAMPLE: _RECORD_REVIEW,
        RecordKind.RECORD_REVIEW_ASSIGNMENT: Rule(
            _COORDINATOR, AuthorIs.COORDINATOR, SealedTo.OFFICE_AND_MEMBER, Kept.SIX_YEARS
        ),
        RecordKind.RECORD_REVIEW_READING: Rule(
            _VISITOR, AuthorIs.THAT_VISITOR, SealedTo.OFFICE, Kept.SIX_YEARS
        ),
        RecordKind.RECORD_REVIEW_CONCERN: _RECORD_REVIEW,
        RecordKind.RECORD_REVIEW_CLOSED: _RECORD_REVIEW,
        RecordKind.DEVICE_HEAD: Rule(_ANYBODY, AuthorIs.ANY_DEVICE, SealedTo.OPEN, Kept.LATEST),
        RecordKind.DEVICE_SIGNED_AGAIN: Rule(
            _ANYBODY, AuthorIs.ANY_DEVICE, SealedTo.OFFICE_AND_MEMBER, Kept.ALWAYS
        ),
        RecordKind.ERASURE_RUN: _OPEN_BOOK,
        RecordKind.ERASURE_FACTS: _OFFICE_BOOK,
        RecordKind.ERASURE_HOLD: Rule(
            _COORDINATOR, AuthorIs.COORDINATOR, SealedTo.OFFICE_AND_VISITORS, Kept.ALWAYS
        ),
        RecordKind.AUDIT_ENTRY: _OFFICE_BOOK,
    }
)


def may_author(kind: str, role: Role) -> bool:
    """Tell whether a member of this role may author records of this kind; `False` for an unknown kind."""
    rule = rule_of(kind)
    return rule is not None and role in rule.roles


def rule_of(kind: str) -> Rule | None:
    """Return the table's line for a kind, or `None` where a newer ICV made the kind."""
    try:
        return AUTHORITY[RecordKind(kind)]
    except ValueError:
        return None
