from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from icv_app.domain.concern import Concern
from icv_app.domain.ids import ConcernId, MemberId, PersonId
from icv_app.domain.person import Answer, Resolution, Resolved, Value
from icv_app.domain.times import LONDON, london_day
from icv_app.domain.visit import (
    AreaFinding,
    AreaState,
    FurtherWord,
    SecondVisitor,
    SignOff,
    StockFinding,
    Visit,
    VisitKind,
)
from tests.builders import NOON, a_concern, a_person, a_visit, an_abandoned_visit, an_empty_draft


def test_an_empty_draft_has_no_times() -> None:
    draft = an_empty_draft()
    assert (draft.wait, draft.duration, draft.began_at) == (None, None, None)


def test_the_wait_runs_from_the_counter_to_the_suite() -> None:
    assert a_visit().wait == timedelta(minutes=4)
    assert an_abandoned_visit().wait is None


def test_a_visit_counts_from_entry_or_from_arrival_where_nobody_got_in() -> None:
    assert a_visit().began_at == NOON + timedelta(minutes=4)
    assert an_abandoned_visit().began_at == NOON


@pytest.mark.parametrize(
    ("entered", "left", "hours"),
    [
        (datetime(2024, 3, 31, 0, 30, tzinfo=LONDON), datetime(2024, 3, 31, 2, 30, tzinfo=LONDON), 1),
        (datetime(2023, 10, 29, 0, 30, tzinfo=LONDON), datetime(2023, 10, 29, 2, 30, tzinfo=LONDON), 3),
    ],
)
def test_a_visit_across_a_clock_change_is_as_long_as_it_was(
    entered: datetime, left: datetime, hours: int
) -> None:
    visit = a_visit(entered_at=entered, left_suite_at=left)
    assert visit.duration == timedelta(hours=hours)


def test_a_visit_across_midnight_counts_on_the_day_it_began() -> None:
    entered = datetime(2024, 6, 14, 22, 30, tzinfo=LONDON)
    visit = a_visit(entered_at=entered, left_suite_at=entered + timedelta(hours=2))
    assert visit.began_at is not None
    assert london_day(visit.began_at).day == 14


@pytest.mark.parametrize("kind", list(VisitKind))
def test_only_a_call_is_not_in_person(kind: VisitKind) -> None:
    assert a_visit(kind=kind).in_person is (kind is not VisitKind.TELEPHONE)


def test_a_person_is_put_in_at_the_end_and_changed_in_place() -> None:
    one, two = a_person(person_id=PersonId("1")), a_person(person_id=PersonId("2"))
    visit = a_visit(people=()).with_person(one).with_person(two)
    assert visit.people == (one, two)
    changed = replace(one, cell="F2")
    assert visit.with_person(changed).people == (changed, two)
    assert visit.person(PersonId("3")) is None


def test_a_person_is_taken_out_with_their_concerns() -> None:
    own = a_concern(concern_id=ConcernId("own"), person_id=PersonId("person-1"))
    other = a_concern(concern_id=ConcernId("other"))
    visit = a_visit(people=(a_person(),), concerns=(own, other)).without_person(PersonId("person-1"))
    assert visit.people == ()
    assert visit.concerns == (other,)


def test_a_concern_is_put_in_at_the_end_and_changed_in_place() -> None:
    one, two = a_concern(concern_id=ConcernId("1")), a_concern(concern_id=ConcernId("2"))
    visit = a_visit().with_concern(one).with_concern(two)
    changed = replace(one, text="Changed.")
    assert visit.with_concern(changed).concerns == (changed, two)
    assert visit.concern(ConcernId("3")) is None


def raised(concern: Concern) -> Visit:
    resolution = Resolution(resolved=Resolved.CONCERN, concern_id=concern.concern_id)
    person = a_person(answers=(Answer(check_id="drink_given", value="no", resolution=resolution),))
    return a_visit(
        people=(person,),
        areas=(AreaFinding(area="cells", state=AreaState.POOR, concern_id=concern.concern_id),),
        stocks=(StockFinding(stock="blankets", value=Value.NO, concern_id=concern.concern_id),),
        concerns=(concern,),
    )


def test_taking_a_concern_out_opens_again_whatever_led_to_it() -> None:
    visit = raised(a_concern()).without_concern(ConcernId("concern-1"))
    assert visit.concerns == ()
    assert visit.people[0].answers[0].resolution is None
    assert visit.areas[0].concern_id is None
    assert visit.stocks[0].concern_id is None


def test_taking_another_concern_out_leaves_it_as_it_was() -> None:
    visit = raised(a_concern())
    other = a_concern(concern_id=ConcernId("other"))
    assert visit.with_concern(other).without_concern(ConcernId("other")) == visit


def test_a_finding_takes_the_place_of_the_earlier_one() -> None:
    poor = AreaFinding(area="cells", state=AreaState.POOR)
    gone = StockFinding(stock="blankets", value=Value.NO)
    visit = a_visit().with_area(poor).with_stock(gone)
    assert visit.areas == (poor,)
    assert visit.stocks == (gone,)
    assert len(visit.with_area(AreaFinding(area="toilets", state=AreaState.GOOD)).areas) == 2


V1, V2, V3 = (MemberId(f"V-00{number}") for number in (1, 2, 3))
AGREED = SignOff(second=SecondVisitor.AGREED_HERE, both_agree=True)


def test_a_word_is_never_taken_over_by_whoever_is_named_instead() -> None:
    visit = a_visit(author=V1, visitors=(V1, V2), sign_off=AGREED)

    changed = visit.with_visitors((V1, V3))

    assert changed.sign_off.word_of(V3, 0) == (None, "")
    assert not changed.sign_off.both_agree


def test_a_word_comes_back_with_its_visitor() -> None:
    dissent = SignOff(second=SecondVisitor.DISSENTS_HERE, dissent_note="The yard was open.")
    visit = a_visit(author=V1, visitors=(V1, V2), sign_off=dissent)

    there_and_back = visit.with_visitors((V1,)).with_visitors((V1, V3)).with_visitors((V1, V2))

    assert there_and_back.sign_off.second is SecondVisitor.DISSENTS_HERE
    assert there_and_back.sign_off.dissent_note == "The yard was open."
    assert there_and_back.sign_off.further == ()


def test_a_third_visitor_who_becomes_the_second_keeps_their_own_word() -> None:
    third = FurtherWord(member_id=V3, word=SecondVisitor.LATER)
    visit = a_visit(author=V1, visitors=(V1, V2, V3), sign_off=replace(AGREED, further=(third,)))

    assert visit.with_visitors((V1, V3)).sign_off.second is SecondVisitor.LATER
    swapped = visit.with_visitors((V1, V3, V2)).sign_off
    assert (swapped.word_of(V3, 0)[0], swapped.word_of(V2, 1)[0]) == (
        SecondVisitor.LATER,
        SecondVisitor.AGREED_HERE,
    )


def test_what_was_said_before_anybody_was_named_is_of_whoever_is_named_then() -> None:
    assert a_visit(author=V1, visitors=(V1,), sign_off=AGREED).with_visitors((V1, V2)).sign_off == AGREED


def test_a_further_visitor_changes_nothing_for_the_second() -> None:
    visit = a_visit(author=V1, visitors=(V1, V2), sign_off=AGREED)

    assert visit.with_visitors((V1, V2, V3)).sign_off == AGREED
