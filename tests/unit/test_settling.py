from __future__ import annotations

from icv_app.domain.ids import MemberId
from icv_app.domain.person import Answer
from icv_app.domain.settling import settled
from icv_app.domain.visit import FurtherWord, SecondVisitor, SignOff
from tests.builders import a_checklist, a_person, a_visit, answered, somebody_asleep, somebody_who_declined


def test_answers_whose_question_no_longer_applies_are_dropped_on_filing() -> None:
    follow_up = Answer(check_id="solicitor_wanted", value="yes")
    kept = answered(a_person()).with_answer(follow_up)
    hidden = answered(a_person(), solicitor_offered="nk").with_answer(follow_up)
    visit = settled(a_visit(people=(kept, hidden)), a_checklist())
    assert visit.people[0] == kept
    assert visit.people[1] == hidden.without_answer("solicitor_wanted")


def test_of_somebody_asleep_only_what_can_be_seen_is_filed() -> None:
    person = somebody_asleep(
        answers=(Answer(check_id="cell_fit", value="yes"), Answer(check_id="solicitor_offered", value="yes"))
    )
    visit = settled(a_visit(people=(person,)), a_checklist())
    assert [answer.check_id for answer in visit.people[0].answers] == ["cell_fit"]


def test_nothing_is_filed_about_somebody_who_declined_and_nobody_is_still_talking() -> None:
    answer = Answer(check_id="cell_fit", value="yes")
    person = somebody_who_declined(answers=(answer,), talking_now=True)
    assert settled(a_visit(people=(person,)), a_checklist()).people == (somebody_who_declined(),)


def test_the_word_of_somebody_who_is_no_longer_a_visitor_is_dropped() -> None:
    words = tuple(
        FurtherWord(member_id=MemberId(member), word=SecondVisitor.DISSENTS_HERE, dissent_note="No")
        for member in ("V-003", "V-004")
    )
    visitors = (MemberId("V-001"), MemberId("V-002"), MemberId("V-003"))
    visit = a_visit(visitors=visitors, sign_off=SignOff(further=words))
    assert settled(visit, a_checklist()).sign_off.further == words[:1]
