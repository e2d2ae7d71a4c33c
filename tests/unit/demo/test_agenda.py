"""Who does what when: nothing waits for what comes later, and nothing is done before its time."""

from __future__ import annotations

from datetime import timedelta

from icv_app.demo.agenda import Agenda, Deed, Key, action_of, actions_of
from icv_app.demo.run import draw_plan
from icv_app.demo.scheme import PRESENT, SMALL, YEAR
from icv_app.domain.ids import ConcernId
from icv_app.domain.times import start_of_london_day

END = PRESENT + timedelta(seconds=1)


def test_nothing_waits_for_what_comes_later() -> None:
    plan, _members = draw_plan(5, SMALL)
    about_visits = (action for one in plan.visits for action in actions_of(one))
    actions = [*about_visits, *map(action_of, plan.errands)]
    at = {action.key: action.at for action in actions}

    assert len(at) == len(actions)
    assert all(at[need] < action.at for action in actions for need in action.needs)


def test_every_step_on_a_concern_waits_for_the_one_before_and_the_first_for_the_reading() -> None:
    for one in draw_plan(5, SMALL)[0].visits:
        before: dict[ConcernId, Key] = {}
        for action in actions_of(one):
            if action.step is not None:
                opening: Key = (Deed.OPEN, one.visit.visit_id, 0)
                assert action.needs == (before.get(action.step.concern_id, opening),)
                before[action.step.concern_id] = action.key


def test_what_has_to_wait_stays_until_it_has_been_done() -> None:
    agenda = Agenda.of(draw_plan(5, SMALL)[0])
    coordinators = [member for member in agenda.left if member.startswith("C")]
    visitors = [member for member in agenda.left if member.startswith("V")]

    at_once = agenda.take(coordinators, END)
    assert {action.deed for actions in at_once.values() for action in actions} == {Deed.ERRAND}
    filed = agenda.take(visitors, END)
    deeds = {action.deed for actions in filed.values() for action in actions}
    assert {Deed.FILE, Deed.ERRAND} <= deeds <= {Deed.FILE, Deed.ADD, Deed.ERRAND}
    for actions in filed.values():
        agenda.note_done(actions)
    opened = agenda.take(coordinators, END)
    deeds = {action.deed for actions in opened.values() for action in actions}
    assert {Deed.OPEN, Deed.ASK, Deed.APPROVE} <= deeds


def test_nothing_is_taken_before_its_time_and_all_is_done_in_the_end() -> None:
    agenda = Agenda.of(draw_plan(5, SMALL)[0])
    members = list(agenda.left)
    summer = start_of_london_day(YEAR.months[3])

    for until in (summer, END):
        while agenda.waiting(until):
            taken = agenda.take(members, until)
            assert taken
            for actions in taken.values():
                assert all(action.at < until for action in actions)
                assert [action.at for action in actions] == sorted(action.at for action in actions)
                agenda.note_done(actions)
    assert not any(agenda.left.values())
