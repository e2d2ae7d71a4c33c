"""Where in a report something can be said."""

from __future__ import annotations

import pytest

from icv_app.domain.comment import WHOLE, CommentKind, answers_of, is_place, places_in
from icv_app.domain.identifying import split_visit
from icv_app.domain.visit import AreaFinding, AreaState, Visit
from tests.builders import a_checklist, a_concern, a_filed_visit, a_person, answered

COMMENT, THANKS = CommentKind.COMMENT, CommentKind.THANKS


@pytest.fixture
def visit() -> Visit:
    return a_filed_visit(
        people=(answered(a_person(note="Cold.")),),
        areas=(AreaFinding(area="cells", state=AreaState.POOR, note="Dirty."),),
        concerns=(a_concern(),),
    )


def test_every_place_that_is_offered_is_one(visit: Visit) -> None:
    [person] = visit.people
    offered = (*places_in(visit), *answers_of(person))
    assert len(set(offered)) == len(offered)
    assert offered[0] == WHOLE
    assert {"areas.cells", f"people.{person.person_id}", f"concerns.{visit.concerns[0].concern_id}"} <= set(
        offered
    )
    assert all(is_place(visit, COMMENT, path) for path in offered)


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "people",
        "people.",
        "people.nobody",
        "areas.",
        "areas.roof",
        "concerns.x",
        "nowhere",
        "visit.x",
    ],
)
def test_what_is_not_in_the_report_is_no_place(visit: Visit, path: str) -> None:
    assert not is_place(visit, COMMENT, path)


def test_a_person_has_only_the_answers_that_were_given(visit: Visit) -> None:
    person = f"people.{visit.people[0].person_id}"
    assert not is_place(visit, COMMENT, f"{person}.answers.unheard_of")
    assert not is_place(visit, COMMENT, f"{person}.answers")
    assert not is_place(visit, COMMENT, f"{person}.custody_number")


def test_thanks_are_for_the_whole_report(visit: Visit) -> None:
    assert is_place(visit, THANKS, WHOLE)
    assert not is_place(visit, THANKS, "census")


def test_places_stay_when_what_identifies_people_is_gone(visit: Visit) -> None:
    rest, _identifying = split_visit(visit, a_checklist())
    assert places_in(rest) == places_in(visit)
    assert all(is_place(rest, COMMENT, path) for path in answers_of(visit.people[0]))
