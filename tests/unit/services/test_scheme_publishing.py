"""Publishing settings: field by field, beside another coordinator, and what a visit keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from icv_app.domain.ids import SuiteId
from icv_app.domain.scheme import Suite
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit import ChecklistRef
from icv_app.errors import BadInput, RuleBroken, StoreError
from icv_app.services.coverage import CoverageChoice
from icv_app.services.scheme_publishing import SettingsPreview, SettingsService, VersionState
from tests.memory_scheme import MemoryScheme, a_scheme

TODAY = date(2024, 3, 14)


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


def edited(desk: SettingsService, **changed: object) -> SettingsPreview:
    """What publishing some changed fields would do."""
    base = desk.current()
    return desk.preview(base, replace(base, **changed), TODAY)  # type: ignore[arg-type]


def test_several_changes_become_one_version_that_says_which(scheme: MemoryScheme) -> None:
    office = scheme["C-001"].desk.settings

    shown = edited(office, name="West Yorkshire ICV", pence_a_mile=50)
    published = office.publish(shown)
    scheme.exchange()

    assert [(one.field, one.before, one.after) for one in shown.changes] == [
        ("name", "West Yorkshire", "West Yorkshire ICV"),
        ("pence_a_mile", 45, 50),
    ]
    assert published.version == 2
    for device in scheme:
        assert device.desk.scheme.settings() == published
    newest, first = scheme["C-002"].desk.settings.history()
    assert (newest.state, newest.by, newest.changes) == (VersionState.IN_USE, "C-001", shown.changes)
    assert (first.state, first.changes) == (VersionState.EARLIER, ())


@pytest.mark.parametrize("later", ["C-001", "C-002"])
def test_of_two_published_at_once_the_later_stands_and_the_other_is_shown(
    scheme: MemoryScheme, later: str
) -> None:
    sooner = {"C-001": "C-002", "C-002": "C-001"}[later]
    for member in (sooner, later):
        desk = scheme[member].desk.settings
        desk.publish(edited(desk, name=f"of {member}"))
        scheme.clock.forward(minutes=1)
    scheme.exchange()

    for device in scheme:
        assert device.desk.scheme.settings().name == f"of {later}"
        newest, other, _first = device.desk.settings.history()
        assert (newest.state, newest.by) == (VersionState.IN_USE, later)
        assert (other.state, other.by) == (VersionState.OVERTAKEN, sooner)
        assert [one.after for one in other.changes] == [f"of {sooner}"]


def test_what_was_overtaken_is_not_taken_for_part_of_a_later_version(scheme: MemoryScheme) -> None:
    first, second = scheme["C-001"].desk.settings, scheme["C-002"].desk.settings
    first.publish(edited(first, force="Another force"))
    scheme.clock.forward(minutes=1)
    second.publish(edited(second, pence_a_mile=60))  # the later written second version
    scheme.clock.forward(minutes=1)
    first.publish(edited(first, repeat_months=12))  # a third, made over the first one's second
    scheme.exchange()

    for device in scheme:
        history = device.desk.settings.history()
        assert [(one.by, one.state) for one in history] == [
            ("C-001", VersionState.IN_USE),
            ("C-002", VersionState.OVERTAKEN),
            ("C-001", VersionState.EARLIER),
            ("C-001", VersionState.EARLIER),
        ]
        assert [one.field for one in history[0].changes] == ["repeat_months"]
        assert [one.field for one in history[1].changes] == ["pence_a_mile"]
    # Its change can be put into the form again, and published.
    current = second.current()
    again = second.taken_up(second.history()[1], current)
    second.publish(second.preview(current, again, TODAY))
    assert (second.current().pence_a_mile, second.current().force) == (60, "Another force")


def test_a_form_filled_before_another_version_came_does_not_take_it_back(scheme: MemoryScheme) -> None:
    first, second = scheme["C-001"].desk.settings, scheme["C-002"].desk.settings
    base = second.current()
    first.publish(edited(first, force="Another force", pence_a_mile=50))
    scheme.exchange()

    shown = second.preview(base, replace(base, repeat_months=12), TODAY)
    published = second.publish(shown)

    assert [one.field for one in shown.changes] == ["repeat_months"]
    assert (published.force, published.pence_a_mile, published.repeat_months) == ("Another force", 50, 12)


def test_where_both_changed_one_field_the_other_stays_unless_the_own_is_asked_for(
    scheme: MemoryScheme,
) -> None:
    first, second = scheme["C-001"].desk.settings, scheme["C-002"].desk.settings
    base = second.current()
    suites = (replace(base.suites[0], name="Leeds Elland Road"), *base.suites[1:])
    first.publish(edited(first, pence_a_mile=50, suites=suites))
    scheme.exchange()
    renamed = (replace(base.suites[0], closed=date(2024, 6, 30)), *base.suites[1:])
    wanted = replace(base, pence_a_mile=55, suites=renamed, name="New")

    shown = second.preview(base, wanted, TODAY)

    assert [(mine.field, mine.after, other.after) for mine, other in shown.clashes] == [
        ("pence_a_mile", 55, 50)
    ]
    assert {(one.field, one.part) for one in shown.changes} == {("name", ""), ("suites", "closed")}
    mine = second.preview(base, wanted, TODAY, mine=[shown.clashes[0][0].place])
    assert mine.wanted.pence_a_mile == 55
    published = second.publish(mine)
    assert published.suites[0].name == "Leeds Elland Road"


def test_what_another_published_after_the_preview_stops_it(scheme: MemoryScheme) -> None:
    first, second = scheme["C-001"].desk.settings, scheme["C-002"].desk.settings
    shown = edited(second, name="New")
    first.publish(edited(first, force="Another force"))
    scheme.exchange()

    with pytest.raises(RuleBroken, match="came meanwhile"):
        second.publish(shown)
    assert second.current().name == "West Yorkshire"


def test_bad_values_are_named_and_nothing_is_published(scheme: MemoryScheme) -> None:
    office = scheme["C-001"].desk.settings
    shown = edited(office, name=" ", custody_number_pattern="(a+)+", pence_a_mile=-1, suites=())

    assert {one.place[0] for one in shown.problems} == {
        "name",
        "custody_number_pattern",
        "pence_a_mile",
        "suites",
    }
    with pytest.raises(BadInput):
        office.publish(shown)
    with pytest.raises(RuleBroken, match="no change"):
        office.publish(edited(office))
    assert len(office.history()) == 1


def test_a_change_says_from_which_day_it_counts_beside_one_that_is_to_come(scheme: MemoryScheme) -> None:
    office = scheme["C-001"].desk.settings
    base = office.current()
    spring = date(2024, 6, 1)
    office.publish(office.preview(base, replace(base, visits_per_suite_and_week=2.0), spring))

    shown = edited(office, delay_threshold=timedelta(minutes=15))

    assert shown.since == TODAY
    assert [one.until for one in shown.wanted.earlier] == [TODAY, spring]
    assert edited(office, pence_a_mile=50).since is None


def test_a_checklist_that_nobody_has_is_not_put_in_use(scheme: MemoryScheme) -> None:
    office = scheme["C-001"].desk.settings
    shown = edited(office, checklist=ChecklistRef(checklist_id="custody-visit", version=7))
    with pytest.raises(RuleBroken, match="not here"):
        office.publish(shown)
    assert len(office.history()) == 1


def test_another_screen_changes_one_thing_of_what_is_in_use(scheme: MemoryScheme) -> None:
    office = scheme["C-001"].desk.settings
    first = office.change(lambda settings: replace(settings, people_detained={"2023-24": 51603}))
    assert (first.version, office.change(lambda settings: settings).version) == (2, 2)
    with pytest.raises(BadInput):
        office.change(lambda settings: replace(settings, night_share=2.0))
    with pytest.raises(RuleBroken, match="not a coordinator"):
        scheme["V-001"].desk.settings.change(lambda settings: replace(settings, name="Mine"))
    assert len(office.history()) == 2


def test_a_full_disk_publishes_nothing(scheme: MemoryScheme) -> None:
    office = scheme["C-001"].desk.settings
    shown = edited(office, name="New")
    scheme["C-001"].store.fail_next_commit = True
    with pytest.raises(StoreError):
        office.publish(shown)
    assert len(office.history()) == 1


def test_only_a_coordinator_publishes(scheme: MemoryScheme) -> None:
    visitor, office = scheme["V-001"].desk.settings, scheme["C-001"].desk.settings
    with pytest.raises(RuleBroken, match="not a coordinator"):
        edited(visitor, name="Mine")
    with pytest.raises(RuleBroken, match="not a coordinator"):
        visitor.publish(edited(office, name="Mine"))


def test_a_visit_keeps_the_settings_it_was_begun_under(scheme: MemoryScheme) -> None:
    visitor, office = scheme["V-001"].desk, scheme["C-001"].desk
    draft = scheme.draft_by("V-001")
    office.settings.publish(
        edited(
            office.settings,
            custody_number_pattern="[0-9]{9}",
            delay_threshold=timedelta(minutes=1),
            filed_late_after=timedelta(minutes=1),
        )
    )
    scheme.exchange()

    visitor.visits.submit(draft.visit_id)
    scheme.exchange()

    for desk in (visitor, office):
        [line] = [one for one in desk.reviews.list() if one.visit_id == draft.visit_id]
        assert not line.late
    report = office.reviews.read(draft.visit_id)
    assert report.settings.version == 1
    assert report.settings.custody_number_pattern != "[0-9]{9}"


@pytest.mark.parametrize("later", ["C-001", "C-002"])
def test_a_visit_made_under_settings_that_were_overtaken_keeps_them(scheme: MemoryScheme, later: str) -> None:
    sooner = {"C-001": "C-002", "C-002": "C-001"}[later]
    for member, hours in ((sooner, 1), (later, 9)):
        desk = scheme[member].desk.settings
        desk.publish(edited(desk, filed_late_after=timedelta(hours=hours)))
        scheme.clock.forward(minutes=1)
    scheme.exchange(sooner, "V-001")
    draft = scheme.draft_by("V-001")
    assert draft.settings_record
    scheme.clock.forward(hours=4)
    scheme["V-001"].desk.visits.submit(draft.visit_id)
    scheme.exchange("V-001", later)
    scheme.exchange()

    for member in ("V-001", "C-001", "C-002"):
        theirs = scheme[member].desk
        assert theirs.scheme.settings().filed_late_after == timedelta(hours=9)
        [line] = [one for one in theirs.reviews.list() if one.visit_id == draft.visit_id]
        assert line.late, member
        assert theirs.reviews.read(draft.visit_id).settings.filed_late_after == timedelta(hours=1)


def test_a_suite_that_closes_keeps_its_past(scheme: MemoryScheme) -> None:
    office = scheme["C-001"].desk
    suite = office.scheme.settings().suites[0]
    closed = replace(suite, closed=TODAY - timedelta(days=7))
    before = office.scheme.settings()
    added = Suite(suite_id=SuiteId("new"), name="New", district="New", opened=TODAY)
    published = office.settings.publish(edited(office.settings, suites=(closed, *before.suites[1:], added)))

    first, last = TODAY - timedelta(days=27), TODAY
    assert before.target_between(suite, first, last) == 4
    assert published.target_between(closed, first, last) == 3
    assert published.target_between(added, first, last) == before.rules.weekly(added) / 7
    assert published.suite_name(suite.suite_id) == suite.name


def test_coverage_of_a_closed_suite_ends_with_its_last_day(scheme: MemoryScheme) -> None:
    office = scheme["C-001"].desk
    first, *rest = office.scheme.settings().suites
    year = CoverageChoice(year=FinancialYear(2023))

    def shown() -> tuple[bool, Fraction]:
        row = next(one for one in office.coverage.coverage(year).suites if one.suite == first.suite_id)
        return row.overdue, Fraction(row.visits.share.of)

    before = shown()
    closed = replace(first, closed=TODAY - timedelta(days=7))
    office.settings.publish(edited(office.settings, suites=(closed, *rest)))

    assert (before[0], shown()[0]) == (True, False)
    assert before[1] - shown()[1] == 1


def test_a_kind_of_training_that_was_stopped_is_asked_of_nobody(scheme: MemoryScheme) -> None:
    office = scheme["C-001"].desk
    kinds = office.scheme.settings().training
    stopped = tuple(replace(one, stopped=one.kind == "tact") for one in kinds)
    office.settings.publish(edited(office.settings, training=stopped))

    assert [one.kind for one in office.member_files.training().kinds] == [
        one.kind for one in kinds if one.kind != "tact"
    ]
    # What somebody was trained in is still called by its name.
    assert "tact" in {one.kind for one in office.member_files.all().training}
