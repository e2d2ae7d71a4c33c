"""Settings compared and put together field by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.concern import Severity
from icv_app.domain.ids import SuiteId
from icv_app.domain.scheme import HeadTimes, Panel, ReplyTarget, Retention, SchemeSettings, Suite
from icv_app.domain.scheme_changes import ORDER, changes, clashes, with_changes
from icv_app.domain.scheme_problems import problems
from icv_app.domain.training import usual_training
from icv_app.domain.visit import ChecklistRef
from tests.builders import settings

_suites = st.lists(
    st.builds(
        Suite,
        suite_id=st.sampled_from("abcd").map(SuiteId),
        name=st.sampled_from(["Leeds", "Bradford"]),
        district=st.just("Leeds"),
        closed=st.sampled_from([None, date(2024, 3, 1)]),
        contingency=st.booleans(),
        panel=st.sampled_from(["", "north"]),
    ),
    unique_by=lambda suite: suite.suite_id,
    max_size=4,
).map(tuple)
_any_settings = st.builds(
    lambda changed: replace(settings(), **changed),
    st.fixed_dictionaries(
        {},
        optional={
            "name": st.sampled_from(["A", "B"]),
            "suites": _suites,
            "panels": st.sampled_from([(), (Panel(panel_id="north", name="North"),)]),
            "training": st.permutations(usual_training()).map(lambda kinds: tuple(kinds[:4])),
            "reply_targets": st.dictionaries(
                st.sampled_from(Severity), st.integers(1, 9).map(lambda hours: ReplyTarget(hours=hours))
            ),
            "retention": st.builds(Retention, visits_years=st.integers(6, 9)),
            "heads": st.builds(HeadTimes, every=st.just(timedelta(days=2))),
            "people_detained": st.dictionaries(st.just("2023-24"), st.integers(1, 9)),
            "suite_targets": st.dictionaries(st.sampled_from("ab").map(SuiteId), st.just(2.0)),
            "checklist": st.builds(ChecklistRef, checklist_id=st.just("c"), version=st.integers(1, 3)),
        },
    ),
)


@given(_any_settings, _any_settings)
def test_what_is_different_put_into_the_one_gives_the_other(a: SchemeSettings, b: SchemeSettings) -> None:
    found = changes(a, b)
    assert with_changes(a, found) == b
    assert (found == ()) == (a == b)


@given(_any_settings, _any_settings, _any_settings)
def test_changes_without_a_clash_are_both_in_what_comes_of_them(
    base: SchemeSettings, mine: SchemeSettings, theirs: SchemeSettings
) -> None:
    own, others = changes(base, mine), changes(base, theirs)
    met = {one.place for one, _other in clashes(own, others)}
    together = with_changes(theirs, [one for one in own if one.place not in met])

    for one in changes(theirs, together):
        assert one.part == ORDER or any(one.touches(wanted) for wanted in own)


def with_suites(base: SchemeSettings, *suites: Suite) -> SchemeSettings:
    return replace(base, suites=suites)


def test_two_parts_of_one_suite_do_not_clash() -> None:
    base = settings()
    first, *rest = base.suites
    mine = with_suites(base, replace(first, closed=date(2024, 5, 1)), *rest)
    theirs = with_suites(base, replace(first, name="Renamed"), *rest)

    own, others = changes(base, mine), changes(base, theirs)
    assert clashes(own, others) == ()
    assert with_changes(theirs, own).suites[0] == replace(first, name="Renamed", closed=date(2024, 5, 1))


def test_two_suites_added_at_once_are_both_there() -> None:
    base = settings()
    north, south = (Suite(suite_id=SuiteId(name), name=name, district=name) for name in ("north", "south"))
    own = changes(base, with_suites(base, *base.suites, north))
    theirs = with_suites(base, *base.suites, south)
    assert clashes(own, changes(base, theirs)) == ()
    assert with_changes(theirs, own).suites == (*base.suites, south, north)


def test_the_same_change_made_twice_is_no_clash() -> None:
    base = settings()
    own = changes(base, replace(base, pence_a_mile=50))
    assert clashes(own, own) == ()


def test_bad_values_each_have_their_field_and_one_sentence() -> None:
    base = settings()
    first, *rest = base.suites

    def places(**changed: Any) -> list[tuple[str, str, str]]:
        found = problems(replace(base, **changed))
        assert all(one.sentence.endswith(".") for one in found)
        return [one.place for one in found]

    assert places() == []
    assert places(contact_email="nobody") == [("contact_email", "", "")]
    assert places(night_share=1.2) == [("night_share", "", "")]
    assert places(filed_late_after=timedelta(0)) == [("filed_late_after", "", "")]
    assert places(reply_targets={Severity.RED: ReplyTarget()}) == [("reply_targets", "red", "")]
    assert places(retention=Retention(visits_years=1)) == [("retention", "", "visits_years")]
    assert places(heads=HeadTimes(silent_after=timedelta(0)))[0] == ("heads", "", "silent_after")
    closed = replace(first, opened=date(2024, 5, 1), closed=date(2024, 4, 1), panel="nowhere")
    assert places(suites=(closed, *rest)) == [
        ("suites", first.suite_id, "closed"),
        ("suites", first.suite_id, "panel"),
    ]
    twice = replace(first, name=rest[0].name.upper())
    assert [place[2] for place in places(suites=(twice, *rest))] == ["name", "name"]
    only = (replace(first, contingency=True),)
    assert places(suites=only) == [("suites", "", "")]
    assert places(suite_targets={first.suite_id: -1.0}) == [("suite_targets", first.suite_id, "")]
    assert places(people_detained={"2023-24": 0}) == [("people_detained", "2023-24", "")]
