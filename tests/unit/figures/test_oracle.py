from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icv_app.domain.census import Census, Tally
from icv_app.domain.concern import Severity
from icv_app.domain.ids import ConcernId, MemberId, SuiteId, VisitId
from icv_app.domain.person import Contact
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit import Outcome, Visit, VisitKind
from icv_app.domain.visit_facts import visit_facts
from icv_app.errors import RuleBroken
from icv_app.exchange.visit_columns import COLUMNS
from icv_app.figures import people
from icv_app.figures.annual import computed
from icv_app.figures.annual_counts import Sources
from icv_app.figures.figure_lines import Status, figure_lines
from icv_app.services.archive import ExportedVisit
from tests.facts_builders import a_member, a_scheme, a_suite, a_visit_facts, contacts
from tests.unit.figures.oracle import OurMember, OurSuite, Row, worked_out
from tests.visit_builders import a_census, a_concern, a_filed_visit, an_abandoned_visit

YEAR = FinancialYear(2023)
DETAINED = 51_602
LIMIT = 10
EDGES = (
    datetime(2023, 3, 31, 22, 59, tzinfo=UTC),  # the last minute of the year before, in London
    datetime(2023, 3, 31, 23, 0, tzinfo=UTC),  # the first of this one
    datetime(2023, 10, 29, 0, 30, tzinfo=UTC),  # half past one, twice that night
    datetime(2023, 10, 29, 1, 30, tzinfo=UTC),
    datetime(2024, 2, 29, 23, 50, tzinfo=UTC),  # the leap day, over midnight
    datetime(2024, 3, 31, 0, 59, tzinfo=UTC),  # the hour that is missing follows
    datetime(2024, 3, 31, 1, 0, tzinfo=UTC),
    datetime(2024, 3, 31, 22, 59, tzinfo=UTC),
    datetime(2024, 3, 31, 23, 0, tzinfo=UTC),  # the next year
)
begins = st.sampled_from(EDGES) | st.integers(0, 366 * 24 * 60 - 1).map(
    lambda minute: YEAR.starts_at + timedelta(minutes=minute)
)
days = st.none() | st.dates(date(2022, 12, 1), date(2024, 6, 30))


@st.composite
def tallies(draw: st.DrawFn) -> tuple[Tally, ...]:
    """People by outcome and reason."""
    found = []
    for contact in Contact:
        count = draw(st.integers(0, 9))
        if count:
            children, women = draw(st.integers(0, count)), draw(st.integers(0, count))
            reason = "" if contact in {Contact.SPOKEN_TO, Contact.DECLINED} else draw(REASONS)
            found.append(Tally(contact=contact, reason=reason, count=count, children=children, women=women))
    return tuple(found)


REASONS = st.sampled_from(["asleep", "interview", "judgement"])


@st.composite
def visits(draw: st.DrawFn, number: int) -> Visit:
    """A filed visit of any kind and outcome, at any time of the year or just outside."""
    began = draw(begins)
    visitors = draw(st.lists(st.sampled_from(range(1, 7)), min_size=1, max_size=3, unique=True))
    changes: dict[str, Any] = {
        "visit_id": VisitId(f"visit-{number:03d}"),
        "suite": SuiteId(draw(st.sampled_from(["leeds", "halifax", "pudsey"]))),
        "visitors": tuple(MemberId(f"V-{one:03d}") for one in visitors),
        "arrived_at": began,
        "travel_minutes": draw(st.none() | st.integers(0, 120)),
    }
    if draw(st.integers(0, 5)) == 0:
        left = began + timedelta(minutes=30)
        return replace(an_abandoned_visit(**changes), left_station_at=left, **filed(left))
    inside = began + timedelta(minutes=draw(st.integers(0, 40)))
    left = inside + timedelta(minutes=draw(st.integers(5, 150)))
    people_there = draw(tallies())
    codes = draw(st.lists(st.tuples(st.sampled_from(["A2", "C1", "F1", "P"]), st.booleans()), max_size=3))
    concerns = tuple(
        a_concern(
            concern_id=ConcernId(f"concern-{number}-{place}"),
            category=code,
            severity=draw(st.sampled_from(list(Severity))),
            put_right=put_right,
            person_id=None,
        )
        for place, (code, put_right) in enumerate(codes)
    )
    kind = draw(st.sampled_from([VisitKind.IN_PERSON] * 4 + [VisitKind.TELEPHONE, VisitKind.TACT]))
    outcome = draw(st.sampled_from([Outcome.COMPLETED] * 4 + [Outcome.PART]))
    return a_filed_visit(
        **changes,
        **filed(left),
        kind=kind,
        outcome=outcome,
        entered_at=inside,
        left_suite_at=left,
        left_station_at=left,
        people=(),
        tallies=people_there,
        census=a_census((), people_there),
        concerns=concerns,
    )


def filed(left: datetime) -> dict[str, Any]:
    """What filing adds."""
    from icv_app.domain.visit import Stage

    return {"stage": Stage.SUBMITTED, "submitted_at": left + timedelta(hours=2)}


@st.composite
def schemes(draw: st.DrawFn) -> tuple[SchemeSettings, list[Visit], list[Member]]:
    """Two suites that may open and close within the year, a contingency one, visitors who come and go."""
    suites = tuple(
        a_suite(name, opened=draw(days), closed=draw(days), contingency=name == "Pudsey")
        for name in ("Leeds", "Halifax", "Pudsey")
    )
    scheme = a_scheme(suites=suites, people_detained={YEAR.label: DETAINED})
    filed_visits = [draw(visits(number)) for number in range(draw(st.sampled_from([0, 1, 1, 2, 6])))]
    members = [
        a_member(place, joined=draw(days), left=draw(days)) for place in range(draw(st.integers(0, 5)))
    ]
    return scheme, filed_visits, members


def rows_of(scheme: SchemeSettings, filed_visits: list[Visit]) -> list[Row]:
    """The rows of an export, as a spreadsheet has them."""
    exported = [
        ExportedVisit(visit, visit_facts(visit), scheme.suite_name(visit.suite)) for visit in filed_visits
    ]
    return [{column.name: column.value(one) for column in COLUMNS} for one in exported]


@settings(max_examples=60, deadline=None)
@given(schemes())
def test_every_figure_is_the_one_worked_out_from_the_exported_rows(
    generated: tuple[SchemeSettings, list[Visit], list[Member]],
) -> None:
    scheme, filed_visits, members = generated
    sources = Sources(facts=map(visit_facts, filed_visits), steps=(), settings=scheme, members=members)
    found = computed(sources, YEAR, as_of=YEAR.last_day)
    expected = worked_out(
        rows_of(scheme, filed_visits),
        [OurSuite(s.suite_id, s.name, s.contingency, s.opened, s.closed) for s in scheme.suites],
        [OurMember(one.joined, one.left) for one in members],
        YEAR.first_day,
        YEAR.last_day,
        detained=DETAINED,
        per_week=Fraction(1),
        limit=LIMIT,
    )
    lines = figure_lines(found.figures)
    assert expected.keys() <= {line.key for line in lines}
    shown = {line.key: line.value for line in lines if line.status is not Status.WITHHELD}
    compared = shown.keys() & expected.keys()
    assert {key: shown[key] for key in compared} == {key: expected[key] for key in compared}
    # What was withheld is right, too: the office keeps the counts themselves.
    for key, count in found.counts.items():
        value = expected.get(key)
        if value is not None and key.startswith(("concerns.letter", "concerns.code", "people.in_custody")):
            assert count.value == value


def test_what_the_oracle_does_not_tell_is_told_elsewhere() -> None:
    """Figures that no export holds: answers to checks, replies, beds, costs."""
    found = computed(
        Sources(facts=[a_visit_facts()], steps=(), settings=a_scheme(), members=[]),
        YEAR,
        as_of=YEAR.last_day,
    )
    expected = worked_out(
        [], [OurSuite("leeds", "Leeds", False, None, None)], [], YEAR.first_day, YEAR.last_day,
        detained=1, per_week=Fraction(1), limit=LIMIT,
    )  # fmt: skip
    untold = {line.key.split(".")[0] for line in figure_lines(found.figures) if line.key not in expected}
    assert untold <= {"people", "visits", "concerns", "costs"}


SCOTLAND = {
    Contact.SPOKEN_TO: 853,
    Contact.OBSERVED_ONLY: 28,
    Contact.DECLINED: 375,
    Contact.NOT_AVAILABLE: 498,
    Contact.NOT_OFFERED: 697,
}


def test_the_published_figures_of_scotland_give_48_and_69_per_cent() -> None:
    sums = people.sum_outcomes([a_visit_facts(by_contact=SCOTLAND, in_custody=2553)])
    offered, accepted = people.offered(sums).value, people.acceptance(sums).value
    assert offered is not None
    assert accepted is not None
    assert (round(offered * 100), round(accepted * 100)) == (48, 69)
    assert sums.offered == 1228


def test_the_total_of_scotland_that_does_not_reconcile_is_refused() -> None:
    visit = a_visit_facts(by_contact=SCOTLAND, in_custody=2553)
    sources = Sources(facts=[visit], steps=(), settings=a_scheme(), members=[])
    with pytest.raises(RuleBroken):
        computed(sources, YEAR, as_of=YEAR.last_day)
    with pytest.raises(RuleBroken, match="2553 held, 2451"):
        people.publishable(people.sum_outcomes([visit]))


def test_a_census_that_was_not_taken_counts_nobody() -> None:
    visit = a_filed_visit(people=(), tallies=(), census=Census())
    assert visit_facts(visit).in_custody == 0
    assert contacts() == dict.fromkeys(Contact, 0)
