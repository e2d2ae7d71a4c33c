"""Rule 13 through the windows: the second visitor's word from their own laptop, over a real server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from icv_app.bootstrap.wiring import sync_with_server
from icv_app.domain.agreement import Agreement
from icv_app.domain.ids import MemberId, VisitId
from icv_app.domain.visit import SecondVisitor, SignOff, Visit
from icv_app.services.desk import Desk
from tests.builders import a_member, a_visit
from tests.functional.hands import Hands
from tests.functional.readable import readable_in
from tests.functional.scheme_in_life import PASSPHRASE, SchemeInLife
from tests.functional.two_laptops import Laptop, laptop
from tests.servers import running_server

NOTE = "The yard was open all evening when we were there"
MORE = "The yard on the east side was meant"
FAR = date(2099, 12, 31)
LATER = SignOff(no_names_used=True, nobody_known=True, second=SecondVisitor.LATER)


@pytest.fixture
def scheme(tmp_path: Path) -> Iterator[SchemeInLife]:
    with running_server(tmp_path / "server") as server:
        life = SchemeInLife(tmp_path, server)
        life.clock.moment = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=6)
        members = [
            a_member(number, term_ends=FAR, vetting_expires=FAR, id_card_expires=FAR) for number in (1, 2)
        ]
        life.found(members)
        yield life


def filed(scheme: SchemeInLife, desk: Desk) -> Visit:
    """A report that V-001 filed two hours after the visit, and whose second word is to come."""
    draft = desk.visits.start()
    came = scheme.clock.now()
    scheme.clock.forward(hours=3)
    moments = {
        "arrived_at": came,
        "entered_at": came + timedelta(minutes=4),
        "left_suite_at": came + timedelta(minutes=64),
        "left_station_at": came + timedelta(minutes=70),
    }
    made = a_visit(
        author=MemberId("V-001"),
        visitors=(MemberId("V-001"), MemberId("V-002")),
        sign_off=LATER,
        people=(),
        **moments,
    )
    desk.visits.change(
        draft.visit_id,
        lambda visit: replace(
            made,
            visit_id=visit.visit_id,
            checklist=visit.checklist,
            settings_version=visit.settings_version,
            created_at=visit.created_at,
        ),
    )
    return desk.visits.submit(VisitId(draft.visit_id))


def unlocked(at: Laptop) -> Hands:
    at.hands.come_to_front()
    at.hands.fill("Passphrase", PASSPHRASE)
    at.hands.press("Unlock")
    return at.hands


def sync(hands: Hands, place: str) -> None:
    hands.come_to_front()
    hands.go_to(place)
    hands.press("Sync now")
    hands.wait_to_see("Synced: ")


@pytest.mark.parametrize("dissents", [False, True], ids=["agrees", "dissents"])
def test_the_second_visitor_reads_the_report_on_their_own_laptop_and_says_their_word(
    qapp: QApplication, tmp_path: Path, scheme: SchemeInLife, dissents: bool
) -> None:
    author = scheme.join("V-001")
    scheme.join("V-002")
    report = filed(scheme, author)
    sync_with_server(author)
    scheme.close()

    with laptop(qapp, tmp_path / "V-002") as theirs:
        second = unlocked(theirs)
        sync(second, "Home")
        second.wait_to_see("A report waits for your agreement.")
        assert "Waits for your agreement" in second.rows("Waits for you")[0]
        second.open_row("Waits for you", "Wakefield")
        second.wait_to_see("V-001 filed it.")
        if dissents:
            second.press("Agree with a note of dissent")
            second.fill("What you do not agree with", NOTE)
            second.press("Keep my note")
            second.wait_to_see(NOTE)
        else:
            second.press("Agree")
        second.wait_to_see("signed on their own device")
        second.press("Write an addendum")
        second.fill("Addendum", MORE)
        second.press("Add to the report")
        second.wait_to_see(MORE)
        second.press("Back")
        sync(second, "Home")
        assert not second.sees("A report waits for your agreement.")
        assert (theirs.defects, theirs.strays) == ([], [])

    with laptop(qapp, tmp_path / "C-001") as at_office:
        office = unlocked(at_office)
        sync(office, "Settings")
        office.go_to("Reports")
        office.go_to_row("Reports", "Wakefield")
        office.wait_to_see("V-002 added a note of dissent on" if dissents else "V-002 agreed on")
        office.wait_to_see("Note of dissent" if dissents else "All visitors agree")
        office.wait_to_see(MORE)
        sync(office, "Settings")
        assert (at_office.defects, at_office.strays) == ([], [])

    with laptop(qapp, tmp_path / "V-001") as mine:
        first = unlocked(mine)
        sync(first, "Home")
        first.open_row("Your reports", "Wakefield")
        first.wait_to_see("signed on their own device")
        if dissents:
            first.wait_to_see(NOTE)
        assert not first.sees("Do you agree with this report?")
        assert mine.application.workplace is not None
        read = mine.application.workplace.desk.reviews.read(report.visit_id)
        assert read.visit == report, "the report itself stays as it was filed"
        assert read.agreements.state is (Agreement.DISSENTED if dissents else Agreement.AGREED)

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    found = {str(path): readable_in(path.read_bytes(), (NOTE, MORE, PASSPHRASE)) for path in files}
    assert {path: words for path, words in found.items() if words} == {}
