"""When a criterion and a level of the quality framework are met."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from itertools import permutations

import pytest

from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.quality import (
    Area,
    Bound,
    Criterion,
    Evidence,
    EvidenceKind,
    Framework,
    Level,
    PublishedFramework,
    Standing,
    Target,
    counting,
    framework_in_use,
    judge,
    level_standings,
)
from tests.builders import NOON

PAIRS = Target(figure="visits_in_pairs", bound=Bound.AT_LEAST, value=95)


def a_criterion(name: str = "pairs", **changes: object) -> Criterion:
    made = Criterion(criterion_id=name, area="conduct", level=Level.SILVER, words="In pairs.")
    return replace(made, **changes)  # type: ignore[arg-type]


def a_note(name: str = "1", criterion: str = "pairs", **changes: object) -> Evidence:
    made = Evidence(
        record_id=RecordId(name), criterion_id=criterion, at=NOON, by=MemberId("C-001"), text="Seen."
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def a_framework(*criteria: Criterion) -> Framework:
    return Framework(
        framework_id="ours", version=1, title="Ours", areas=(Area("conduct", "Conduct"),), criteria=criteria
    )


@pytest.mark.parametrize(
    ("bound", "value", "kept"),
    [
        (Bound.AT_LEAST, Fraction(95), True),
        (Bound.AT_LEAST, Fraction(949, 10), False),
        (Bound.AT_MOST, Fraction(95), True),
        (Bound.AT_MOST, Fraction(951, 10), False),
        (None, Fraction(0), True),
        (Bound.AT_LEAST, None, False),
        (Bound.AT_MOST, None, False),
        (None, None, False),
    ],
)
def test_a_target_is_kept_by_the_exact_figure_and_never_by_one_that_is_missing(
    bound: Bound | None, value: Fraction | None, kept: bool
) -> None:
    assert replace(PAIRS, bound=bound).kept_by(value) is kept


def test_a_criterion_is_met_only_when_all_it_asks_for_is_there() -> None:
    criterion = a_criterion(targets=(PAIRS,), evidence=(EvidenceKind.NOTE,))
    good, bad = {"visits_in_pairs": Fraction(97)}, {"visits_in_pairs": Fraction(90)}

    assert judge(criterion, [], bad).standing is Standing.MISSING
    assert judge(criterion, [], good).standing is Standing.PARTLY
    assert judge(criterion, [a_note()], bad).standing is Standing.PARTLY
    assert judge(criterion, [a_note()], good).standing is Standing.MET
    assert judge(criterion, [a_note(criterion="other")], bad).standing is Standing.MISSING


def test_what_is_lacking_is_named() -> None:
    found = judge(a_criterion(targets=(PAIRS,), evidence=(EvidenceKind.DOCUMENT,)), [a_note()], {})
    assert (found.unkept, found.wanted) == ((PAIRS,), (EvidenceKind.DOCUMENT,))


def test_a_level_is_met_only_with_all_levels_before_it() -> None:
    first = a_criterion("first", level=Level.CODE_COMPLIANT, evidence=(EvidenceKind.NOTE,))
    second = a_criterion("second", level=Level.GOLD, evidence=(EvidenceKind.NOTE,))

    def levels(*evidence: Evidence) -> list[tuple[Level, Standing, Level | None]]:
        judged = [judge(one, evidence, {}) for one in (first, second)]
        return [(one.level, one.standing, one.waits_for) for one in level_standings(judged)]

    one, other = a_note("1", "first"), a_note("2", "second")
    assert levels() == [
        (Level.CODE_COMPLIANT, Standing.MISSING, None),
        (Level.GOLD, Standing.MISSING, None),
    ]
    assert levels(other)[1] == (Level.GOLD, Standing.PARTLY, Level.CODE_COMPLIANT)
    assert levels(one)[0] == (Level.CODE_COMPLIANT, Standing.MET, None)
    assert [standing for _level, standing, _waits in levels(one, other)] == [Standing.MET] * 2


def test_evidence_adds_up_and_what_was_withdrawn_is_gone_in_any_order_of_arrival() -> None:
    first = a_note("1")
    later = a_note("2", at=NOON + timedelta(hours=1))
    gone = a_note("3", text="", withdraws=RecordId("1"))
    for order in permutations([first, later, gone, later]):
        assert counting(order) == (later,)


def test_the_last_framework_stands_in_any_order_of_arrival() -> None:
    published = [
        PublishedFramework(
            record_id=RecordId(name),
            edition=edition,
            framework=a_framework(),
            at=NOON + timedelta(hours=hours),
            by=MemberId("C-001"),
        )
        for name, edition, hours in (("a", 1, 9), ("b", 2, 1), ("c", 2, 2))
    ]
    for order in permutations(published):
        assert framework_in_use(order) == published[2]
    assert framework_in_use([]) is None


@pytest.mark.parametrize(
    "framework",
    [
        a_framework(),
        a_framework(a_criterion()),
        a_framework(a_criterion(targets=(PAIRS,)), a_criterion(targets=(PAIRS,))),
        a_framework(a_criterion(targets=(PAIRS,), area="elsewhere")),
    ],
)
def test_a_framework_with_nothing_asked_names_twice_or_without_an_area_is_not_sound(
    framework: Framework,
) -> None:
    assert not framework.sound
    assert a_framework(a_criterion(targets=(PAIRS,))).sound


@pytest.mark.parametrize(
    "changes",
    [
        {"text": ""},
        {"text": "x" * 4001},
        {"title": "Minutes"},
        {"withdraws": RecordId("2")},
        {"kind": EvidenceKind.DOCUMENT},
        {"kind": EvidenceKind.DOCUMENT, "text": "", "title": "Minutes", "digest": "ab", "size": 4_000_001},
    ],
)
def test_evidence_says_what_its_kind_says_and_nothing_else(changes: dict[str, object]) -> None:
    assert a_note().sound
    assert not replace(a_note(), **changes).sound  # type: ignore[arg-type]
