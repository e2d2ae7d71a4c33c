"""The extract for the scrutiny panel: what it says of children, and what nobody can work out from it."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from icv_app.domain.ids import PersonId
from icv_app.domain.periods import Quarter, QuarterOfYear
from icv_app.domain.person import AgeBand, Answer, DetainedPerson, Value
from icv_app.domain.publication import PublicationKind
from icv_app.domain.times import FinancialYear, london_day
from icv_app.domain.visit import Outcome, Stage, Visit
from icv_app.domain.visit_facts import visit_facts
from icv_app.figures.annual import computed
from icv_app.figures.annual_counts import Sources
from icv_app.figures.children import YES_NO, ChildFigures, child_figures, count_children
from icv_app.figures.printed import printed_by
from icv_app.figures.published import PeopleShare
from tests.builders import NOON, a_person, a_visit
from tests.facts_builders import a_scheme
from tests.solving import worked_out

QUARTER = QuarterOfYear(FinancialYear.containing(london_day(NOON)), Quarter.JANUARY)
RESULTS = ("moved", "no_bed", "no_answer")


def a_child(place: int, **answers: str) -> DetainedPerson:
    return a_person(
        person_id=PersonId(f"child-{place}"),
        age_band=AgeBand.A14_17,
        charged_refused_bail="la_bed_asked" in answers,
        strip_searched="strip_aa_present" in answers,
        answers=tuple(Answer(check_id=check, value=value) for check, value in answers.items()),
    )


def a_visit_to(children: list[DetainedPerson]) -> Visit:
    census = replace(a_visit().census, total=len(children), children_14_17=len(children))
    return replace(
        a_visit(),
        people=tuple(children),
        tallies=(),
        census=census,
        outcome=Outcome.COMPLETED,
        stage=Stage.SUBMITTED,
        submitted_at=NOON,
    )


def printed(visit: Visit) -> tuple[ChildFigures, PeopleShare]:
    """The extract, and the beds that the same publication prints."""
    found = count_children([visit])
    sources = Sources(facts=[visit_facts(visit)], steps=[], settings=a_scheme(), members=[])
    told = computed(
        sources,
        QUARTER,
        as_of=QUARTER.last_day,
        printed=printed_by(PublicationKind.SCRUTINY),
        children=found.table,
    )
    gone = {key for key, count in told.apart.items() if not count.shown}
    return child_figures(found, gone), told.figures.people.beds


def some_children(seed: int) -> list[DetainedPerson]:
    dice = random.Random(seed)
    often = {check: dice.choice((0.3, 0.6, 0.9)) for check in ("called", "came", "due", "asked", "known")}

    def says(yes: str) -> str:
        return dice.choice(("yes", "no", Value.NOT_KNOWN.value)) if dice.random() > often[yes] else "yes"

    children = []
    for place in range(dice.randint(0, 24)):
        answers = {}
        if dice.random() < often["known"]:
            answers["child_aa_called"] = says("called")
        if answers.get("child_aa_called") == "yes":
            answers["child_aa_came"] = dice.choice((says("came"), Value.NOT_KNOWN.value))
        if dice.random() < often["due"]:
            answers["la_bed_asked"] = says("asked")
        if answers.get("la_bed_asked") == "yes" and dice.random() < 0.9:
            answers["la_bed_result"] = dice.choice(RESULTS)
        if answers.get("la_bed_asked") == "no" or answers.get("la_bed_result", "moved") != "moved":
            answers["la_certificate"] = says("known")
        if dice.random() < 0.3:
            answers["strip_aa_present"] = says("came")
        children.append(a_child(place, **answers))
    return children


def test_a_bed_is_counted_of_those_due_and_an_answer_with_its_n() -> None:
    asked = [a_child(at, la_bed_asked="yes", la_bed_result="moved") for at in range(6)]
    told = [a_child(at + 6, parent_told="yes" if at < 7 else "no") for at in range(14)]
    figures, beds = printed(a_visit_to(asked + told))
    assert (figures.met, figures.bed_due) == (20, 6)
    assert figures.bed_results == {"moved": 6}
    assert (beds.part, beds.of) == (6, 6)
    assert figures.answers["parent_told"].yes == PeopleShare(7, 14, Fraction(1, 2))


@pytest.mark.parametrize("seed", range(150))
def test_no_small_count_of_children_can_be_worked_out_from_the_extract(seed: int) -> None:
    children = some_children(seed)
    figures, beds = printed(a_visit_to(children))
    known: dict[str, int | None] = {
        "met": figures.met,
        "due": beds.of if beds.of is not None else figures.bed_due,
        "searched": figures.searched,
        "result.moved": beds.part,
    }
    for code, count in figures.bed_results.items():
        if known.get(f"result.{code}") is None:
            known[f"result.{code}"] = count
    whole = {"aa_came": "aa_called.yes", "bed_asked": "due", "certificate": "due", "search_aa": "searched"}
    sums: list[tuple[str, tuple[str, ...]]] = [
        ("met", ("due", "not due")),
        ("met", ("searched", "not searched")),
    ]
    for name in YES_NO:
        answer = figures.answers[name]
        known |= {f"{name}.n": answer.yes.of, f"{name}.yes": answer.yes.part}
        known[f"{name}.not_known"] = answer.not_known
        sums.append((f"{name}.n", (f"{name}.yes", f"{name}.no")))
        sums.append((whole.get(name, "met"), (f"{name}.n", f"{name}.not_known", f"{name} unsaid")))
    results = tuple(f"result.{code}" for code in figures.bed_results)
    if results:
        sums.append(("bed_asked.yes", (*results, "no result")))

    found = worked_out(known, sums, bounds=True)
    assert {key for key, count in found.items() if known[str(key)] is None and 0 < count < 5} == set()
