"""The figures of the quality framework, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from icv_app.domain.concern import ConcernStep, ConcernStepKind
from icv_app.domain.fitness import Override, PairRule
from icv_app.domain.ids import ConcernId, MemberId, RecordId
from icv_app.domain.scheme import Member
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures.annual import annual_figures
from icv_app.figures.filing import filed_on_the_day
from icv_app.figures.quality import FIGURES, QualityFigure, YearOfWork, lapsed_visits, quality_figures
from icv_app.figures.quality_office import OfficeYear
from icv_app.figures.quality_words import value_words
from icv_app.figures.selection import filed
from tests.facts_builders import (
    a_concern_facts,
    a_concern_step,
    a_member,
    a_scheme,
    a_visit_facts,
    contacts,
)

YEAR = FinancialYear(2023)
ENDS = date(2026, 1, 1)
PAIR = (MemberId("V-001"), MemberId("V-002"))


def by_concern(steps: tuple[ConcernStep, ...]) -> dict[ConcernId, list[ConcernStep]]:
    found: dict[ConcernId, list[ConcernStep]] = {}
    for step in steps:
        found.setdefault(step.concern_id, []).append(step)
    return found


def in_date(number: int, **changes: object) -> Member:
    made = a_member(number, term_ends=ENDS, vetting_expires=ENDS, id_card_expires=ENDS)
    return replace(made, **changes)  # type: ignore[arg-type]


def the_figures(*visits: VisitFacts, steps: tuple[object, ...] = ()) -> dict[str, QualityFigure]:
    members = (in_date(1), in_date(2))
    annual = annual_figures(
        visits,
        steps,  # type: ignore[arg-type]
        a_scheme(),
        members,
        year=YEAR,
        as_of=YEAR.last_day,
    )
    work = YearOfWork(
        annual=annual,
        filed=filed(visits, YEAR),
        members={one.member_id: one for one in members},
        overrides=(),
        office=OfficeYear(
            year=YEAR,
            as_of=YEAR.last_day,
            members=members,
            steps=by_concern(steps),  # type: ignore[arg-type]
        ),
    )
    return quality_figures(work, FIGURES)


def values(*visits: VisitFacts) -> dict[str, Fraction | None]:
    return {name: figure.value for name, figure in the_figures(*visits).items()}


def test_of_nothing_no_figure_is_given() -> None:
    found = values()
    assert found.pop("visits_against_target") == 0
    assert found.pop("visitors_kept") == 100
    assert found.pop("visitors_talked_with") == 0
    assert found.pop("records_reviewed") == 0
    assert found == dict.fromkeys(found)


def test_the_spread_is_that_of_the_visits_by_london_time() -> None:
    days = (
        datetime(2023, 6, 14, 8, tzinfo=UTC),
        datetime(2023, 6, 17, 8, tzinfo=UTC),
        datetime(2023, 6, 20, 13, tzinfo=UTC),
        datetime(2023, 6, 21, 23, 30, tzinfo=UTC),
    )
    found = values(*(a_visit_facts(began_at=day, visitors=PAIR) for day in days))
    assert found["weekend_visits"] == 25
    assert found["night_visits"] == 25
    assert found["least_visited_quarter"] == 0
    assert found["longest_gap"] == 3


def test_visits_in_pairs_are_those_of_two_different_visitors() -> None:
    found = values(
        a_visit_facts(visitors=PAIR),
        a_visit_facts(visitors=PAIR[:1]),
        a_visit_facts(visitors=(PAIR[0], PAIR[0])),
    )
    assert found["visits_in_pairs"] == Fraction(100, 3)


def test_waits_are_the_median_and_those_over_the_limit() -> None:
    found = values(*(a_visit_facts(visitors=PAIR, wait_minutes=minutes) for minutes in (2, 10, 11, 30)))
    assert found["median_wait"] == Fraction(21, 2)
    assert found["long_waits"] == 50


@pytest.mark.parametrize(
    ("left", "filed_at", "on_the_day"),
    [
        (datetime(2023, 6, 14, 20, tzinfo=UTC), datetime(2023, 6, 14, 22, 59, tzinfo=UTC), 1),
        (datetime(2023, 6, 14, 20, tzinfo=UTC), datetime(2023, 6, 14, 23, 0, tzinfo=UTC), 0),
        (datetime(2023, 6, 14, 23, 10, tzinfo=UTC), datetime(2023, 6, 15, 22, tzinfo=UTC), 1),
        (datetime(2024, 3, 31, 0, 30, tzinfo=UTC), datetime(2024, 3, 31, 22, 30, tzinfo=UTC), 1),
        (datetime(2024, 3, 31, 0, 30, tzinfo=UTC), datetime(2024, 3, 31, 23, 0, tzinfo=UTC), 0),
    ],
)
def test_a_report_is_filed_on_the_day_until_the_midnight_of_london(
    left: datetime, filed_at: datetime, on_the_day: int
) -> None:
    share = filed_on_the_day([a_visit_facts(left_station_at=left, submitted_at=filed_at)])
    assert (share.part, share.of) == (on_the_day, 1)


def test_replies_are_judged_by_the_targets_of_the_scheme() -> None:
    concern = a_concern_facts(category="F2")
    sent = datetime(2023, 6, 15, 9, tzinfo=UTC)
    steps = (
        a_concern_step(concern, ConcernStepKind.SENT, sent),
        a_concern_step(concern, ConcernStepKind.REPLIED, sent + timedelta(days=1)),
    )
    found = the_figures(a_visit_facts(visitors=PAIR, concerns=(concern,)), steps=steps)
    assert found["median_reply"].value == 1
    assert found["replies_in_target"].value == 100
    assert found["replies_in_target"].n == 1


def test_counts_of_too_few_people_are_withheld_and_meet_nothing() -> None:
    found = the_figures(
        a_visit_facts(visitors=PAIR, by_contact=contacts(spoken=1, not_available=60), in_custody=61)
    )
    spoken = found["people_spoken_to"]
    assert (spoken.value, spoken.withheld) == (None, True)
    assert value_words("people_spoken_to", spoken) == "Withheld to protect people"


def test_a_visit_counts_as_lapsed_by_any_rule_that_stood_against_a_visitor_on_its_day() -> None:
    visit = a_visit_facts(visitors=PAIR)
    other = in_date(2)

    def lapsed(*overrides: Override, **changes: object) -> bool:
        members = {one.member_id: one for one in (in_date(1, **changes), other)}
        return bool(lapsed_visits([visit], members, overrides))

    eve, day = date(2023, 6, 13), date(2023, 6, 14)
    assert not lapsed()
    for name in ("term_ends", "vetting_expires", "id_card_expires"):
        assert lapsed(**{name: eve})
        assert lapsed(**{name: None})
        assert not lapsed(**{name: day})
    allowed = Override(
        record_id=RecordId("1"),
        member_id=PAIR[0],
        rules=(PairRule.VETTING,),
        first=day,
        last=day,
        at=datetime(2023, 6, 14, tzinfo=UTC),
        by=MemberId("C-001"),
    )
    assert not lapsed(allowed, vetting_expires=eve)
    assert lapsed(allowed, term_ends=eve)
    assert not lapsed(probation_until=day)
    other = in_date(2, probation_until=day)
    assert lapsed(probation_until=day)


def test_a_figure_that_is_not_known_is_left_out() -> None:
    assert "moonlight" not in quality_figures(
        YearOfWork(
            annual=annual_figures((), (), a_scheme(), (), year=YEAR, as_of=YEAR.last_day),
            filed=(),
            members={},
            overrides=(),
            office=OfficeYear(year=YEAR, as_of=YEAR.last_day),
        ),
        ["moonlight"],
    )


@pytest.mark.parametrize(
    ("name", "figure", "words"),
    [
        ("visits_in_pairs", QualityFigure(Fraction(1999, 20), 40), "100\u00a0% (n = 40)"),
        ("visits_in_pairs", QualityFigure(Fraction(200, 3), 3), "66.7\u00a0% (n = 3)"),
        ("median_reply", QualityFigure(Fraction(5, 2), 4), "2.5 working days (n = 4)"),
        ("longest_gap", QualityFigure(None, 0), "Nothing to compute it from yet"),
        ("moonlight", None, "This version of ICV does not know this figure"),
    ],
)
def test_a_figure_is_said_with_its_unit_and_what_it_was_computed_from(
    name: str, figure: QualityFigure | None, words: str
) -> None:
    assert value_words(name, figure) == words
