"""Papers of the office go whole some years after they were done with; what stands stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from icv_app.domain.expenses import ExpenseKind
from icv_app.domain.ids import MemberId
from icv_app.domain.member_file import FileGroup
from icv_app.domain.retention import Erased
from icv_app.domain.rota import WEEK, Window, monday_of
from icv_app.domain.scheme import Retention
from icv_app.domain.times import FinancialYear
from icv_app.seal.erasures import PAPER_KINDS
from icv_app.services.notices import NoticeWords
from icv_app.services.report_records import says
from icv_app.services.retention_preview import Preview
from tests.builders import NOON
from tests.memory_scheme import Device, MemoryScheme, a_scheme
from tests.rota_builders import ANY_TIME

V1, V2 = MemberId("V-001"), MemberId("V-002")
TODAY = NOON.date()
FIRST = monday_of(TODAY) + WEEK
SIX_YEARS = datetime(FinancialYear.containing(TODAY).first_calendar_year + 7, 4, 2, 9, tzinfo=UTC)
"""After six years from the end of the financial year of everything here, and before seven."""
LONGER = timedelta(days=366)


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


def exchanged(scheme: MemoryScheme) -> None:
    scheme.exchange()
    scheme.exchange()


def a_year_of_papers(scheme: MemoryScheme) -> None:
    """Availability, duties, a swap, a claim and its answer, a file noted twice, a read notice."""
    own, office = scheme["V-001"].desk, scheme["C-001"].desk
    own.duties.say({FIRST: ANY_TIME}, ())
    claim = own.expenses.claim(TODAY, ExpenseKind.PARKING, 250)
    notice = office.notices.tell(
        NoticeWords(title="New form", text="Use it.", first_day=TODAY, last_day=TODAY, must_read=True)
    )
    for spoken in ("Urdu", "Polish"):
        files = office.member_files
        files.note(files.all().file(V1), FileGroup.LANGUAGES, languages=[spoken])
        scheme.clock.forward(minutes=1)
    scheme.exchange()
    own.notices.say_read(notice)
    office.expenses.answer(next(one for one in office.expenses.all() if one.claim == claim))
    draft = office.rota.begin(FIRST, 1)
    office.rota.set_duty(draft.duties[0].place, pair=(V1, V2), window=Window.DAY)
    office.rota.publish()
    scheme.exchange()
    [duty] = own.duties.own()
    own.duties.ask_for_swap(duty.duty)
    exchanged(scheme)


def kept(device: Device) -> dict[str, int]:
    """How many papers of each kind still say something."""
    found = {kind.value: sum(says(one) for one in device.records(kind.value)) for kind in PAPER_KINDS}
    return {kind: n for kind, n in found.items() if n}


def erased(scheme: MemoryScheme, at: datetime) -> Preview:
    scheme.clock.moment = at
    retention = scheme["C-001"].desk.retention
    seen = retention.preview()
    retention.run(seen)
    exchanged(scheme)
    return seen


def test_papers_go_from_every_device_and_what_stands_stays(scheme: MemoryScheme) -> None:
    a_year_of_papers(scheme)
    assert set(kept(scheme["C-002"])) == {kind.value for kind in PAPER_KINDS}
    assert scheme["C-001"].desk.retention.preview().papers == ()

    [due] = erased(scheme, SIX_YEARS).papers

    assert (due.visits, due.samples, due.papers) == (0, 0, True)
    for name in ("C-001", "C-002"):
        assert kept(scheme[name]) == {"member.file": 1}
        assert scheme[name].desk.member_files.all().file(V1).languages == ("Polish",)
        assert scheme[name].desk.expenses.all() == ()
        assert scheme[name].desk.rota.published() == ()
        assert scheme[name].desk.today.office().swaps == ()
    for name in ("V-001", "V-002"):
        assert kept(scheme[name]) == {}
        assert list(scheme[name].desk.duties.own()) == []
    for device in scheme:
        assert device.desk.verification.verify().first_break is None
    assert not scheme["C-001"].desk.retention.preview().records


def test_what_was_read_once_is_forgotten_when_it_is_erased(scheme: MemoryScheme) -> None:
    a_year_of_papers(scheme)
    desk = scheme["C-001"].desk
    [before] = desk.notices.all()
    assert any(one.read_at for one in before.readers)
    erased(scheme, SIX_YEARS)
    [after] = desk.notices.all()
    assert not any(one.read_at for one in after.readers)


def test_the_run_says_that_papers_went_and_no_visits(scheme: MemoryScheme) -> None:
    a_year_of_papers(scheme)
    erased(scheme, SIX_YEARS)
    [line] = scheme["C-002"].desk.retention.log()
    assert (line.papers, dict(line.visits), line.records) == (True, {}, 8)


def test_figures_of_a_year_stay_as_they_were(scheme: MemoryScheme) -> None:
    scheme.filed_by("V-001", expenses_pence=1270, travel_minutes=40)
    a_year_of_papers(scheme)
    year = FinancialYear.containing(TODAY)
    before = scheme["C-001"].desk.publications.annual(year)
    assert {one.how_much for one in erased(scheme, SIX_YEARS).due} == {Erased.PAPERS, Erased.VISIT}
    scheme.clock.moment = NOON + timedelta(minutes=5)
    assert (before.costs.approved, before.costs.noted) == (250, 1270)
    for name in ("C-001", "C-002"):
        assert scheme[name].desk.publications.annual(year) == before
        assert scheme[name].desk.expenses.all() == ()


def test_a_legal_hold_on_a_visit_keeps_the_visit_and_no_papers(scheme: MemoryScheme) -> None:
    visit = scheme.filed_by("V-001")
    a_year_of_papers(scheme)
    scheme["C-001"].desk.retention.hold(visit.visit_id, "Asked for by the inquest.")
    seen = erased(scheme, SIX_YEARS)
    assert {one.how_much for one in seen.due} == {Erased.PAPERS}
    assert scheme["C-001"].store.saved[visit.visit_id] == visit


def test_the_scheme_says_how_long() -> None:
    scheme = a_scheme(retention=Retention(office_years=7))
    a_year_of_papers(scheme)
    scheme.clock.moment = SIX_YEARS
    assert scheme["C-001"].desk.retention.preview().papers == ()
    scheme.clock.moment = SIX_YEARS + LONGER
    assert scheme["C-001"].desk.retention.preview().papers


def test_leave_to_come_stays_with_all_that_was_said_after_it(scheme: MemoryScheme) -> None:
    own = scheme["V-001"].desk.duties
    far = SIX_YEARS.date()
    own.say({}, [(far, far + timedelta(days=20))])
    scheme.clock.forward(days=1)
    own.say({FIRST: ANY_TIME}, [])
    exchanged(scheme)
    scheme.clock.moment = SIX_YEARS
    assert scheme["C-001"].desk.retention.preview().papers == ()
    assert scheme["C-001"].desk.member_files.all().leave == ()
