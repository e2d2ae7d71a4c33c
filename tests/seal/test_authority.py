"""The table of who may say what to whom is complete, and printed as it is enforced."""

from __future__ import annotations

from pathlib import Path

import pytest

from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import Role
from icv_app.seal.authority import AUTHORITY, SealedTo, may_author, rule_of
from icv_app.seal.header import may_be_open

FORMATS = Path(__file__).parents[2] / "docs" / "formats.md"


def test_every_kind_of_record_has_a_rule() -> None:
    assert set(AUTHORITY) == set(RecordKind)


@pytest.mark.parametrize("kind", RecordKind)
def test_what_the_server_may_read_is_what_the_table_calls_open(kind: RecordKind) -> None:
    assert may_be_open(kind) == (AUTHORITY[kind].sealed_to is SealedTo.OPEN)


@pytest.mark.parametrize(
    ("kind", "visitor", "coordinator"),
    [
        (RecordKind.VISIT_REPORT, True, False),
        (RecordKind.VISIT_AGREEMENT, True, False),
        (RecordKind.MEMBER_AVAILABILITY, True, False),
        (RecordKind.MEMBER_FILE, False, True),
        (RecordKind.MEMBER_EXPENSES, True, False),
        (RecordKind.MEMBER_EXPENSES_ANSWER, False, True),
        (RecordKind.REVIEW_DECISION, False, True),
        (RecordKind.CONCERN_STEP, False, True),
        (RecordKind.ROSTER_DEVICE_ADDED, False, True),
        (RecordKind.OFFICE_KEY_GRANT, False, True),
        (RecordKind.ERASURE_RUN, False, True),
        (RecordKind.DEVICE_HEAD, True, True),
    ],
)
def test_the_role_decides(kind: RecordKind, visitor: bool, coordinator: bool) -> None:
    assert may_author(kind, Role.VISITOR) is visitor
    assert may_author(kind, Role.COORDINATOR) is coordinator


@pytest.mark.parametrize("kind", ["visit.hologram", "", "roster."])
def test_nobody_may_author_a_kind_that_is_not_in_the_table(kind: str) -> None:
    assert rule_of(kind) is None
    assert not any(may_author(kind, role) for role in Role)


def test_the_documented_table_is_the_enforced_one() -> None:
    lines = FORMATS.read_text(encoding="utf-8").splitlines()
    printed = {line for line in lines if line.startswith("| `") and line.count("|") == 5}
    enforced = {
        f"| `{kind}` | {rule.author} | {rule.sealed_to} | {rule.kept} |" for kind, rule in AUTHORITY.items()
    }

    assert enforced <= printed, "\n".join(sorted(enforced - printed))
