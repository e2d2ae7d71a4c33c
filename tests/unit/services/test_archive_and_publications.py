"""Visits out of the vault and into it, and the figures made from them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from icv_app.domain.ids import VisitId
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit import Visit
from icv_app.domain.visit_facts import visit_facts
from icv_app.errors import NotFound, RuleBroken, SealError, StoreError
from tests.builders import NOON, a_concern, a_filed_visit
from tests.memory_scheme import MemoryScheme, a_scheme

YEAR = FinancialYear(2023)


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


def past(number: int) -> Visit:
    return a_filed_visit(visit_id=VisitId(f"past-{number}"), settings_version=1)


def test_every_filed_visit_is_given_out_oldest_first(scheme: MemoryScheme) -> None:
    first = scheme.filed_by("V-001")
    scheme["V-001"].desk.visits.start()
    archive = scheme["V-001"].desk.archive

    [one] = archive.filed_visits()

    assert (one.visit, one.facts, one.suite_name) == (first, visit_facts(first), "Wakefield")


def test_the_vault_stays_usable_while_visits_are_given_out(scheme: MemoryScheme) -> None:
    scheme.filed_by("V-001")
    scheme.filed_by("V-001")
    desk = scheme["V-001"].desk
    given = desk.archive.filed_visits()
    next(given)

    draft = desk.visits.start()

    assert len(list(given)) == 1
    assert desk.visits.get(draft.visit_id) == draft


def test_nothing_is_given_out_before_the_settings_have_arrived(scheme: MemoryScheme) -> None:
    too_large_to_travel_along = replace(scheme.invite("V-003"), settings=b"")
    device, _request = scheme.joining("V-003", too_large_to_travel_along, "new")
    for attempt in (lambda: list(device.desk.archive.filed_visits()), device.desk.bringing_in.checklist):
        with pytest.raises(NotFound):
            attempt()
    with pytest.raises(NotFound):
        device.desk.publications.annual(YEAR)


def test_past_visits_are_taken_in_for_the_office_all_or_none(scheme: MemoryScheme) -> None:
    archive = scheme["C-001"].desk.archive
    with pytest.raises(RuleBroken):
        scheme["V-001"].desk.archive.take_in([past(1)])
    with pytest.raises(SealError):
        archive.take_in([past(1), past(2), past(1)])
    scheme["C-001"].store.fail_next_commit = True
    with pytest.raises(StoreError):
        archive.take_in([past(1)])
    assert scheme["C-001"].records("visit.imported") == []

    assert archive.take_in([past(1), past(2)]) == 2
    with pytest.raises(SealError) as refused:
        archive.take_in([past(3), past(2)])
    assert refused.value.user_text
    scheme.exchange()

    for name in ("C-001", "C-002"):
        assert {one.visit.visit_id for one in scheme[name].desk.archive.filed_visits()} == {
            "past-1",
            "past-2",
        }
    assert scheme["V-001"].desk.visits.list() == []


def test_the_figures_are_those_of_the_year_and_of_the_steps(scheme: MemoryScheme) -> None:
    filed = scheme.filed_by("V-001", concerns=(a_concern(),))
    scheme["C-001"].desk.archive.take_in(
        [replace(past(1), arrived_at=NOON.replace(year=2022), entered_at=NOON.replace(year=2022))]
    )
    scheme.exchange()
    office = scheme["C-001"].desk
    office.concerns.send(filed.visit_id, filed.concerns[0].concern_id, to_role="inspector")

    figures = office.publications.annual(YEAR)

    assert figures.year == YEAR
    [facts] = [one.facts for one in office.archive.filed_visits() if one.visit.visit_id == filed.visit_id]
    assert facts.concerns[0].concern_id == filed.concerns[0].concern_id


def test_every_signature_and_chain_is_checked_on_every_device(scheme: MemoryScheme) -> None:
    filed = scheme.filed_by("V-001")
    scheme.exchange()
    scheme["C-001"].desk.reviews.approve(filed.visit_id)
    scheme.exchange()

    for device in scheme:
        report = device.desk.verification.verify()
        assert (report.first_break, report.breaks) == (None, ())
        assert report.checked == len(device.store.saved_records)


def test_a_missing_record_shows_at_the_office_and_in_ones_own_chain(scheme: MemoryScheme) -> None:
    scheme.filed_by("V-001")
    scheme.filed_by("V-001")
    scheme.exchange()
    for name in ("C-001", "V-001"):
        device = scheme[name]
        [first, _second] = device.records("visit.report")
        del device.store._contents.records[first.record_id]
        assert "missing" in (device.desk.verification.verify().first_break or "")


def test_without_a_roster_nothing_can_be_checked(scheme: MemoryScheme) -> None:
    device, _request = scheme.joining("V-003", scheme.invite("V-003"), "new")
    with pytest.raises(NotFound):
        device.desk.verification.verify()
