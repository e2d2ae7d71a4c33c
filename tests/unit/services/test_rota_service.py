"""Availability, the rota in the making, duties told to each visitor alone, and swaps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from icv_app.domain.duties import MemberDuties, SaidAvailability, SwapAsked
from icv_app.domain.fitness import PairRule
from icv_app.domain.ids import MemberId, RecordId, SuiteId
from icv_app.domain.rota import WEEK, Availability, Duty, RotaRule, Window, monday_of
from icv_app.errors import BadInput, IcvError, NotFound, RuleBroken
from icv_app.services.ports import RecordState
from icv_app.services.rota_planner import draw
from icv_app.services.rota_records import rota_parts
from tests.builders import NOON
from tests.memory_scheme import VISITORS, MemoryScheme, SeededIds, a_scheme
from tests.rota_builders import ANY_TIME
from tests.unit.services.by_own_hand import taken

V1, V2, V3 = (MemberId(name) for name in VISITORS)
FIRST = monday_of(NOON.date()) + WEEK
WEEKS = tuple(FIRST + number * WEEK for number in range(3))


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


def everybody_says(scheme: MemoryScheme, windows: frozenset[Window] = ANY_TIME) -> None:
    for name in VISITORS:
        scheme[name].desk.duties.say(dict.fromkeys(WEEKS, windows), ())
    scheme.exchange()


def drawn(scheme: MemoryScheme, seed: int = 1) -> tuple[Duty, ...]:
    """A rota that was begun, drawn and kept."""
    rota = scheme["C-001"].desk.rota
    rota.begin(FIRST, len(WEEKS))
    return rota.keep_drawn(draw(rota.task(), seed).duties, seed).duties


@pytest.fixture
def published(scheme: MemoryScheme) -> tuple[Duty, ...]:
    """One visit a week, made by hand so that each visitor has two duties."""
    everybody_says(scheme)
    rota = scheme["C-001"].desk.rota
    draft = rota.begin(FIRST, len(WEEKS))
    places = [duty.place for duty in draft.duties][::2][:3]
    for place, pair in zip(places, ((V1, V2), (V2, V3), (V1, V3)), strict=True):
        rota.set_duty(place, pair=pair, window=Window.DAY)
    rota.publish()
    scheme.exchange()
    return rota.published()


def test_what_visitors_say_reaches_the_office_and_nobody_else(scheme: MemoryScheme) -> None:
    scheme["V-001"].desk.duties.say({FIRST: frozenset({Window.NIGHT})}, [(FIRST, FIRST + WEEK)])
    scheme.exchange()
    rota = scheme["C-002"].desk.rota
    rota.begin(FIRST, 2)

    [said] = rota.task().availability
    assert (said.member_id, said.week, said.windows) == (V1, FIRST, frozenset({Window.NIGHT}))
    assert [one.member_id for one in rota.task().leave] == [V1]
    assert scheme["V-002"].records("member.availability") == []


def test_the_last_word_on_each_week_stands(scheme: MemoryScheme) -> None:
    duties = scheme["V-001"].desk.duties
    duties.say({WEEKS[0]: ANY_TIME, WEEKS[1]: ANY_TIME}, [(FIRST, FIRST)])
    scheme.clock.forward(minutes=1)
    duties.say({WEEKS[1]: frozenset()}, [])

    weeks, leave = duties.availability()
    assert {one.week: one.windows for one in weeks} == {WEEKS[0]: ANY_TIME, WEEKS[1]: frozenset()}
    assert leave == ()


@pytest.mark.parametrize(
    ("weeks", "leave"),
    [
        ({FIRST + timedelta(days=1): ANY_TIME}, []),
        ({FIRST: ANY_TIME}, [(FIRST + WEEK, FIRST)]),
        ({FIRST + number * WEEK: ANY_TIME for number in range(60)}, []),
    ],
)
def test_dates_that_cannot_be_are_refused_and_nothing_is_kept(
    scheme: MemoryScheme, weeks: dict[date, frozenset[Window]], leave: list[tuple[date, date]]
) -> None:
    with pytest.raises(BadInput):
        scheme["V-001"].desk.duties.say(weeks, leave)
    assert scheme["V-001"].records("member.availability") == []


def test_a_rota_is_drawn_changed_by_hand_and_drawn_again_around_it(scheme: MemoryScheme) -> None:
    everybody_says(scheme)
    first = drawn(scheme)
    assert all(len(duty.pair) in {0, 2} for duty in first)
    rota = scheme["C-001"].desk.rota

    rota.set_duty(first[0].place, pair=(V1, V3), window=Window.NIGHT)
    again = rota.keep_drawn(draw(rota.task(), 2).duties, 2)

    assert (again.duties[0].pair, again.duties[0].window, again.duties[0].locked) == ((V1, V3), "night", True)
    desk = rota.on_the_desk()
    assert desk is not None
    assert (desk.draft.seed, desk.silent) == (2, ())
    assert [one for one in desk.breaches if one.rule is not RotaRule.AVAILABLE] == []


def test_a_duty_that_is_made_by_hand_while_the_planner_draws_is_not_lost(scheme: MemoryScheme) -> None:
    everybody_says(scheme)
    rota = scheme["C-001"].desk.rota
    rota.begin(FIRST, len(WEEKS))
    found = draw(rota.task(), 1).duties
    rota.set_duty(found[0].place, pair=(V2, V3), window=Window.WEEKEND)
    assert rota.keep_drawn(found, 1).duties[0].pair == (V2, V3)


def test_what_a_hand_made_duty_does_not_keep_is_said_and_left_to_the_coordinator(
    scheme: MemoryScheme,
) -> None:
    rota = scheme["C-001"].desk.rota
    place = rota.begin(FIRST, 1).duties[0].place
    told = rota.set_duty(place, pair=(V1, V2), window=Window.DAY)
    assert {one.rule for one in told} == {RotaRule.AVAILABLE}
    with pytest.raises(BadInput):
        rota.set_duty(place, pair=(V1, V1), window=Window.DAY)


def test_visitors_who_have_said_nothing_are_named(scheme: MemoryScheme) -> None:
    scheme["V-002"].desk.duties.say({FIRST: ANY_TIME}, ())
    scheme.exchange()
    rota = scheme["C-001"].desk.rota
    rota.begin(FIRST, 1)
    desk = rota.on_the_desk()
    assert desk is not None
    assert desk.silent == (V1, V3)


def test_each_visitor_sees_their_own_duties_alone(scheme: MemoryScheme, published: tuple[Duty, ...]) -> None:
    for name in VISITORS:
        own = [one.duty for one in scheme[name].desk.duties.own()]
        assert [duty.place for duty in own] == [duty.place for duty in published if name in duty.pair]
        assert {record.subject for record in scheme[name].records("rota.duties")} == {name}
    assert scheme["C-002"].desk.rota.published() == published


def test_no_record_of_the_rota_holds_an_hour(scheme: MemoryScheme, published: tuple[Duty, ...]) -> None:
    assert published
    [told, *_more] = scheme["C-001"].records("rota.duties")
    duty = (told.parts["report"] or b"").split(b'"duties":')[1].split(b'"at":')[0]
    assert b":00" not in duty
    assert b"T1" not in duty


def test_a_duty_whose_week_is_over_is_no_longer_shown(
    scheme: MemoryScheme, published: tuple[Duty, ...]
) -> None:
    before = len(scheme["V-001"].desk.duties.own())
    scheme.clock.forward(days=(published[0].week + WEEK - NOON.date()).days)
    assert len(scheme["V-001"].desk.duties.own()) == before - 1


def test_publishing_again_takes_the_place_of_what_was_told_before(
    scheme: MemoryScheme, published: tuple[Duty, ...]
) -> None:
    rota = scheme["C-001"].desk.rota
    taken_from = next(duty for duty in published if V1 in duty.pair)
    rota.set_duty(taken_from.place, pair=(V2, V3), window=Window.DAY)
    rota.publish()
    scheme.exchange()

    assert taken_from.place not in [one.duty.place for one in scheme["V-001"].desk.duties.own()]
    assert taken_from.place in [one.duty.place for one in scheme["V-003"].desk.duties.own()]


def test_nobody_whose_status_has_lapsed_is_sent_without_a_recorded_override(
    scheme: MemoryScheme, published: tuple[Duty, ...]
) -> None:
    office = scheme["C-001"].desk
    member = next(one for one in office.scheme.members() if one.member_id == V1)
    office.scheme.put_member(replace(member, vetting_expires=FIRST - timedelta(days=1)))
    with pytest.raises(RuleBroken) as refused:
        office.rota.publish()
    assert refused.value.user_text.startswith("V-001 may not visit in that week")

    office.overrides.allow(
        V1, [PairRule.VETTING], FIRST, FIRST + timedelta(days=30), reason="Renewal is under way."
    )
    assert office.rota.publish() == 3


def test_a_swap_is_asked_for_seen_settled_and_told_to_all_three(
    scheme: MemoryScheme, published: tuple[Duty, ...]
) -> None:
    mine = scheme["V-001"].desk.duties.own()[0].duty
    scheme["V-001"].desk.duties.ask_for_swap(mine)
    scheme.exchange()
    [asked] = scheme["C-002"].desk.rota.swaps()
    assert scheme["V-001"].desk.duties.own()[0].swap is not None
    other = next(name for name in (V2, V3) if name not in mine.pair)

    scheme["C-002"].desk.rota.settle_swap(asked, other)
    scheme.exchange()

    assert mine.place not in [one.duty.place for one in scheme["V-001"].desk.duties.own()]
    assert mine.place in [one.duty.place for one in scheme[other].desk.duties.own()]
    assert scheme["C-001"].desk.rota.swaps() == ()
    changed = next(one for one in scheme["C-001"].desk.rota.published() if one.place == mine.place)
    assert changed.pair == tuple(sorted({*mine.pair, other} - {V1}))
    assert changed not in published


def test_a_swap_settled_on_another_computer_is_taken_over_before_publishing_again(
    scheme: MemoryScheme, published: tuple[Duty, ...]
) -> None:
    mine = scheme["V-001"].desk.duties.own()[0].duty
    scheme["V-001"].desk.duties.ask_for_swap(mine)
    scheme.exchange()
    [asked] = scheme["C-002"].desk.rota.swaps()
    scheme["C-002"].desk.rota.settle_swap(asked, next(name for name in (V2, V3) if name not in mine.pair))
    scheme.exchange()
    rota = scheme["C-001"].desk.rota
    after = rota.published()

    with pytest.raises(RuleBroken, match="not the last"):
        rota.publish()
    assert rota.published() == after
    rota.take_over_published()
    rota.publish()
    assert rota.published() == after != published


def test_a_swap_on_the_computer_that_made_the_rota_stays_when_it_is_published_again(
    scheme: MemoryScheme, published: tuple[Duty, ...]
) -> None:
    mine = scheme["V-001"].desk.duties.own()[0].duty
    scheme["V-001"].desk.duties.ask_for_swap(mine)
    scheme.exchange()
    rota = scheme["C-001"].desk.rota
    other = next(name for name in (V2, V3) if name not in mine.pair)
    rota.settle_swap(rota.swaps()[0], other)
    before = rota.published()
    rota.publish()
    assert rota.published() == before != published


def test_a_swap_may_be_taken_back(scheme: MemoryScheme, published: tuple[Duty, ...]) -> None:
    duties = scheme["V-001"].desk.duties
    mine = duties.own()[0].duty
    assert mine in published
    duties.ask_for_swap(mine, V3 if V3 not in mine.pair else V2)
    scheme.clock.forward(minutes=1)
    duties.withdraw_swap(mine)
    scheme.exchange()
    assert duties.own()[0].swap is None
    assert scheme["C-001"].desk.rota.swaps() == ()


def test_what_cannot_be_swapped_is_said(scheme: MemoryScheme, published: tuple[Duty, ...]) -> None:
    not_mine = next(duty for duty in published if V1 not in duty.pair)
    duties = scheme["V-001"].desk.duties
    mine = duties.own()[0].duty
    with pytest.raises(NotFound):
        duties.ask_for_swap(not_mine)
    with pytest.raises(RuleBroken):
        duties.ask_for_swap(mine, V1)
    duties.ask_for_swap(mine)
    scheme.exchange()
    rota = scheme["C-001"].desk.rota
    partner = next(name for name in mine.pair if name != V1)
    with pytest.raises(BadInput):
        rota.settle_swap(rota.swaps()[0], partner)
    scheme.clock.forward(days=60)
    with pytest.raises(RuleBroken):
        duties.ask_for_swap(mine)


@pytest.mark.parametrize(
    "act",
    [
        lambda scheme: scheme["V-001"].desk.rota.begin(FIRST),
        lambda scheme: scheme["V-001"].desk.rota.publish(),
        lambda scheme: scheme["C-001"].desk.duties.say({FIRST: ANY_TIME}, ()),
        lambda scheme: scheme["C-001"].desk.rota.begin(FIRST, 0),
        lambda scheme: scheme["C-001"].desk.rota.publish(),
    ],
)
def test_what_is_not_theirs_to_do_is_refused_in_a_sentence(
    scheme: MemoryScheme, act: Callable[[MemoryScheme], object]
) -> None:
    with pytest.raises(IcvError) as refused:
        act(scheme)
    assert refused.value.user_text.endswith(".")


def test_no_member_says_anything_about_the_rota_in_anothers_name(scheme: MemoryScheme) -> None:
    ids = SeededIds(scheme.clock, "forged")
    said = SaidAvailability(
        record_id=RecordId(ids.new()),
        member_id=V1,
        at=NOON,
        weeks=(Availability(member_id=V1, week=FIRST, windows=ANY_TIME),),
    )
    of_another = replace(said, record_id=RecordId(ids.new()), member_id=V2)
    swap = SwapAsked(
        record_id=RecordId(ids.new()), member_id=V1, week=FIRST, suite_id=SuiteId("leeds"), number=1, at=NOON
    )
    duties = MemberDuties(
        record_id=RecordId(ids.new()),
        rota=ids.new(),
        version=1,
        first_week=FIRST,
        last_week=FIRST,
        seed=1,
        member_id=V1,
        duties=(),
        at=NOON,
        by=V2,
    )
    for kind, one in (
        ("member.availability", said),
        ("member.availability", of_another),
        ("rota.swap", swap),
        ("rota.duties", duties),
    ):
        data = scheme.forged("V-002", kind, one.member_id, rota_parts(one), record_id=one.record_id)
        assert taken(scheme, data)[0] is RecordState.REFUSED


def test_a_week_at_the_end_of_all_days_breaks_nothing(scheme: MemoryScheme) -> None:
    ids, far = SeededIds(scheme.clock, "far"), date(9999, 12, 27)
    for kind, one in (
        (
            "member.availability",
            SaidAvailability(
                record_id=RecordId(ids.new()),
                member_id=V2,
                at=NOON,
                weeks=(Availability(member_id=V2, week=far, windows=ANY_TIME),),
            ),
        ),
        (
            "rota.swap",
            SwapAsked(
                record_id=RecordId(ids.new()),
                member_id=V2,
                week=far,
                suite_id=SuiteId("leeds"),
                number=1,
                at=NOON,
            ),
        ),
    ):
        data = scheme.forged("V-002", kind, V2, rota_parts(one), record_id=one.record_id)
        assert taken(scheme, data)[0] is RecordState.REFUSED
    assert scheme["C-001"].desk.retention.preview().due == ()
    assert scheme["C-001"].desk.today.office().swaps == ()
