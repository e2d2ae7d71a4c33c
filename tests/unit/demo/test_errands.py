"""What is done beside visits: notices, time, messages and custody records, as it was planned."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

import resources
from icv_app.bootstrap.wiring import guard_for
from icv_app.demo.errands import (
    CloseSample,
    DrawSample,
    RaiseFinding,
    ReadNotice,
    ReadRecord,
    SayTime,
    TellNotice,
    WriteWords,
)
from icv_app.demo.run import DEFAULT_SEED
from icv_app.demo.scheme import FACTS, PRESENT, YEAR, read_facts
from icv_app.domain.concern import ConcernStepKind, Severity
from icv_app.domain.ids import ReadingId, SuiteId
from icv_app.domain.record_review import lacking
from icv_app.domain.record_review_sample import Group
from icv_app.domain.record_review_scores import safeguards, timeliness
from icv_app.domain.record_review_waits import waits_of
from icv_app.domain.rota import Availability, Leave, RotaTask, weeks_from
from icv_app.domain.times import in_london
from icv_app.figures.published_reviews import published_reviews
from icv_app.figures.record_reviews import ReadingFacts, record_review_figures
from icv_app.services.rota_planner import draw
from tests.unit.demo.test_plan import OTHER_SEEDS, planned, the_settings

SEEDS = (DEFAULT_SEED, *OTHER_SEEDS)


@pytest.mark.parametrize("seed", SEEDS)
def test_everything_has_a_name_of_its_own_and_happens_before_the_demo_s_date(seed: int) -> None:
    plan = planned(seed)[0]

    assert len({one.name for one in plan.errands}) == len(plan.errands)
    assert all(one.at < PRESENT for one in plan.errands)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_text_of_an_errand_or_a_remark_names_anybody(seed: int) -> None:
    plan = planned(seed)[0]
    guard = guard_for(the_settings())
    texts = [remark.words.text for one in plan.visits for remark in one.aftermath.remarks]
    for one in plan.errands:
        if isinstance(one.does, TellNotice):
            texts += [one.does.title, one.does.text]
        if isinstance(one.does, ReadRecord):
            texts += [text for _path, text in one.does.read.texts()]
        if isinstance(one.does, WriteWords):
            texts += [one.does.text, *(words for it in one.does.changes for words in (it.said, it.did))]

    assert len(texts) > 60
    assert {text: guard.scan(text) for text in texts if guard.scan(text)} == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_draw_of_the_coming_month_fills_nearly_every_visit_from_what_was_said(seed: int) -> None:
    plan, members = planned(seed)
    said = {one.by: one.does for one in plan.errands if isinstance(one.does, SayTime)}
    task = RotaTask(
        weeks=weeks_from(date(2024, 4, 1), 4),
        suites=read_facts(resources.path(FACTS)).suites,
        members=members,
        availability=tuple(
            Availability(member_id=name, week=week, windows=frozenset(windows))
            for name, does in said.items()
            for week, windows in does.weeks
        ),
        leave=tuple(
            Leave(member_id=name, first=first, last=last)
            for name, does in said.items()
            for first, last in does.leave
        ),
    )

    drawn = draw(task, 1)

    assert set(said) == {member.member_id for member in members}
    assert len(drawn.duties) == 20
    assert sum(duty.filled for duty in drawn.duties) >= 18
    assert drawn.nights_missing == drawn.weekends_missing == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_reads_an_edition_that_has_been_replaced(seed: int) -> None:
    plan = planned(seed)[0]
    replaced = {one.does.instead_of: one for one in plan.errands if isinstance(one.does, TellNotice)}
    words = [one for one in plan.errands if isinstance(one.does, ReadNotice)]

    assert len(words) > 40
    for one in words:
        assert isinstance(one.does, ReadNotice)
        if one.does.told_at in replaced:
            assert one.at < replaced[one.does.told_at].at
            assert one.name in replaced[one.does.told_at].needs


@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_s_vault_is_kept_still_owes_a_word(seed: int) -> None:
    plan = planned(seed)[0]
    asked = [one for one in plan.errands if isinstance(one.does, TellNotice) and one.does.must_read]
    given = {
        one.does.told_at: one
        for one in plan.errands
        if isinstance(one.does, ReadNotice) and one.by == plan.kept
    }
    latest = max(asked, key=lambda one: one.at)

    assert latest.at not in given
    assert min(asked, key=lambda one: one.at).at in given


@pytest.mark.parametrize("seed", SEEDS)
def test_every_questionnaire_could_be_sent_and_findings_fit_what_was_read(seed: int) -> None:
    plan = planned(seed)[0]
    found: Counter[str] = Counter()
    for one in plan.errands:
        if isinstance(one.does, ReadRecord):
            assert list(lacking(one.does.read, one.at)) == [], one.name
            found.update(finding.category for finding in one.does.read.findings)

    assert {"C1", "A6"} <= set(found)
    assert 8 <= found.total() <= 40


@pytest.mark.parametrize("seed", SEEDS)
def test_samples_are_drawn_each_quarter_and_grave_findings_become_concerns(seed: int) -> None:
    plan = planned(seed)[0]
    by_name = {one.name: one for one in plan.errands}
    drawn = [one for one in plan.errands if isinstance(one.does, DrawSample)]
    closed = [one for one in plan.errands if isinstance(one.does, CloseSample)]

    assert [(in_london(one.at).year, (in_london(one.at).month - 1) // 3) for one in drawn] == [
        (2023, 2),
        (2023, 3),
        (2024, 0),
        (2024, 0),
    ]
    assert len(closed) == 3
    for one in plan.errands:
        if isinstance(one.does, RaiseFinding) and one.does.step is None:
            [needed] = one.needs
            read = by_name[needed].does
            assert isinstance(read, ReadRecord)
            assert read.read.findings[one.does.number].severity is not Severity.GREEN
    steps = [
        one.does.step.kind for one in plan.errands if isinstance(one.does, RaiseFinding) and one.does.step
    ]
    assert {ConcernStepKind.SENT, ConcernStepKind.REPLIED, ConcernStepKind.CLOSED} <= set(steps)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_read_is_enough_for_section_12_to_tell_how_many_waits_kept_to_the_clock(seed: int) -> None:
    reads = [(one, one.does.read) for one in planned(seed)[0].errands if isinstance(one.does, ReadRecord)]
    rows = [
        ReadingFacts(
            reading_id=ReadingId(one.name),
            suite=SuiteId("leeds"),
            read_at=one.at,
            group=read.group or Group.OTHER,
            waits=waits_of(read),
            steps={said.step: said.said for said in read.steps},
            timeliness=timeliness(read),
            safeguards=safeguards(read),
            quality=read.quality or 0,
        )
        for one, read in reads
    ]

    told = published_reviews(record_review_figures(rows), YEAR.label).figures

    assert told.read == len(reads) == 33
    assert not told.timeliness.withheld
    assert sum(wait.n is not None for wait in told.waits) >= len(told.waits) - 3
