"""What happens in the demo's last days, so that every screen has something to show.

Visitor V-004 files four reports and is in the middle of a visit; one report is
returned with a question, one that V-017 filed waits for V-004 to agree, and a new laptop
asks to join. Everything goes through the services and a real server, as in the demo itself.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from icv_app.bootstrap.wiring import StoppedClock, SystemClock, open_desk, sync_with_server
from icv_app.demo.readme import PASSPHRASE
from icv_app.domain.census import Tally
from icv_app.domain.fitness import PairRule
from icv_app.domain.ids import ConcernId, MemberId, SuiteId, VisitId
from icv_app.domain.person import Answer, Contact, DetainedPerson, Value
from icv_app.domain.review import ReviewState
from icv_app.domain.times import london_day
from icv_app.domain.visit import SecondVisitor, SignOff, Stage, Visit, VisitKind
from icv_app.errors import NotYetEnrolled
from icv_app.seal.passphrases import KdfCost
from icv_app.services.desk import Desk
from icv_app.services.set_up import join_scheme
from icv_app.store.unlocking import create_vault, unlock
from tests.builders import a_checklist, a_concern, answered
from tests.gui.offices import THURSDAY, the_report
from tests.screenshots.office_days import claim, note_training
from tests.servers import running_server

NOW = datetime(2024, 3, 31, 19, 0, tzinfo=UTC)
"""The moment on which the demo stands still."""
AUTHOR, SECOND, NEWCOMER = MemberId("V-004"), MemberId("V-017"), MemberId("V-026")
ALLOWED = MemberId("V-011")
"""Visits although the identity card has lapsed."""
CHEAP = KdfCost(iterations=1)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT")
_SECTIONS_ASKED = frozenset({"rights", "safeguards"})
"""How far the talk that is under way has come."""


def shifted(record: Any, by: timedelta) -> Any:
    """The record with every moment in it moved."""
    if isinstance(record, datetime):
        return record + by
    if isinstance(record, tuple):
        return tuple(shifted(part, by) for part in record)
    if isinstance(record, Answer) and _MOMENT.match(record.value):
        return replace(record, value=(datetime.fromisoformat(record.value) + by).isoformat())
    if is_dataclass(record) and not isinstance(record, type):
        return replace(
            record, **{field.name: shifted(getattr(record, field.name), by) for field in fields(record)}
        )
    return record


def a_report(began: datetime, suite: str, **changes: Any) -> Visit:
    """The report of the drawings, at another time and place."""
    made: Visit = shifted(the_report(), began - THURSDAY)
    *others, longest = made.people
    people = (*others, answered(replace(longest, contact=Contact.SPOKEN_TO, answers=())))
    made = replace(made, suite=SuiteId(suite), author=AUTHOR, visitors=(AUTHOR, SECOND), people=people)
    return replace(made, **changes)


def the_reports() -> list[tuple[Visit, datetime]]:
    """What V-004 filed of late, each with the moment of filing."""
    day = timedelta(days=1)
    last_night = NOW.replace(hour=21, minute=40) - day
    solicitors = a_concern(concern_id=ConcernId("c-2"), text="Two people waited over four hours.")
    food = a_concern(concern_id=ConcernId("c-3"), category="E1", text="No halal food after 18:00.")
    plans = (
        (last_night - 5 * day, "leeds", (solicitors,)),
        (last_night - 3 * day, "halifax", ()),
        (last_night - 2 * day, "bradford", (food,)),
    )
    plain = [(_plain(*plan), plan[0] + timedelta(hours=2)) for plan in plans]
    return [*plain, (a_report(last_night, "wakefield"), last_night + timedelta(minutes=110))]


def _plain(began: datetime, suite: str, concerns: tuple[Any, ...]) -> Visit:
    report = a_report(began, suite, concerns=())
    moved = tuple(replace(concern, raised_at=began) for concern in concerns)
    people = tuple(
        replace(person, answers=tuple(_fine(answer) for answer in person.answers)) for person in report.people
    )
    return replace(report, concerns=moved, people=people)


def _fine(answer: Answer) -> Answer:
    return answer if answer.resolution is None else replace(answer, value=Value.YES, resolution=None)


def the_draft(visit: Visit) -> Visit:
    """The visit of the drawings, twenty minutes after the visitors were let in."""
    began = NOW - timedelta(minutes=20)
    whole = a_report(began, "wakefield")
    girl, vulnerable, woman, declined, asleep, longest = whole.people
    answers = tuple(answer for answer in girl.answers if answer.check_id in _asked_so_far())
    talking = replace(girl, talking_now=True, contact=Contact.SPOKEN_TO, answers=answers)
    people = (
        talking,
        _not_yet(replace(vulnerable, last_review_at=NOW - timedelta(hours=9, minutes=20))),
        replace(woman, last_review_at=None),
        replace(declined, relevant_time=NOW - timedelta(hours=4, minutes=40)),
        asleep,
        replace(longest, last_review_at=NOW - timedelta(hours=5)),
    )
    kept = frozenset(answer.resolution.concern_id for answer in talking.answers if answer.resolution)
    return replace(
        whole,
        visit_id=visit.visit_id,
        checklist=visit.checklist,
        settings_version=visit.settings_version,
        created_at=visit.created_at,
        stage=Stage.DRAFT,
        submitted_at=None,
        left_suite_at=None,
        left_station_at=None,
        outcome=None,
        people=people,
        concerns=tuple(concern for concern in whole.concerns if concern.concern_id in kept),
        areas=(),
        stocks=(),
        observed=(),
        positive_practice="",
        force_comment="",
        raised_with_officer="",
        officer_response="",
        debrief_wanted=None,
        debrief_note="",
        expenses_pence=None,
        travel_minutes=None,
        sign_off=SignOff(),
        tallies=(
            Tally(contact=Contact.NOT_AVAILABLE, reason="interview", count=2),
            Tally(contact=Contact.NOT_AVAILABLE, reason="asleep", count=1),
        ),
    )


def ready_to_submit(visit: Visit) -> Visit:
    """A visit of this afternoon with nothing left to do."""
    report = _plain(NOW - timedelta(hours=3), "leeds", ())
    sign_off = replace(report.sign_off, both_agree=False, second=SecondVisitor.LATER)
    return _as_draft(replace(report, sign_off=sign_off), visit)


def a_terrorism_draft(visit: Visit) -> Visit:
    """The visit of the drawings, to somebody held for terrorism."""
    return replace(the_draft(visit), kind=VisitKind.TACT)


def an_allowed_draft(visit: Visit) -> Visit:
    """The visit of the drawings with somebody whose identity card has lapsed."""
    return replace(the_draft(visit), visitors=(AUTHOR, ALLOWED))


def _as_draft(report: Visit, visit: Visit) -> Visit:
    return replace(
        report,
        visit_id=visit.visit_id,
        stage=Stage.DRAFT,
        submitted_at=None,
        checklist=visit.checklist,
        settings_version=visit.settings_version,
        created_at=visit.created_at,
    )


def _asked_so_far() -> frozenset[str]:
    checks = a_checklist().checks
    return frozenset(check.check_id for check in checks if check.section in _SECTIONS_ASKED)


def _not_yet(person: DetainedPerson) -> DetainedPerson:
    return replace(
        person,
        contact=None,
        consent_talk=None,
        consent_record=None,
        introduced_by=None,
        place=None,
        in_sight=None,
        out_of_hearing=None,
        answers=(),
    )


def tell(demo: Path, into: Path) -> VisitId:
    """Copy the demo and let its last days happen in the copy; return the draft's identifier."""
    shutil.copytree(demo, into, ignore=shutil.ignore_patterns("*.lock"), dirs_exist_ok=True)
    with running_server(into / "server") as server:

        def at(name: str, moment: datetime = NOW) -> Desk:
            vault = unlock(into / "vaults" / name, PASSPHRASE, now=datetime.now(UTC))
            return replace(open_desk(vault, clock=StoppedClock(moment)), server_url=server.url)

        _train_and_allow(at("coordinator"))
        for report, filed_at in the_reports():
            _file(at("visitor", filed_at), report)
        _second_files(at("coordinator"), into / "second", server.url)
        draft = _begin(at("visitor", NOW - timedelta(minutes=20)))
        _with(at("visitor"), claim)
        _decide(at("coordinator"))
        _ask_to_join(at("coordinator"), into / "newcomer", server.url)
        for name in ("visitor", "coordinator"):
            _with(at(name), sync_with_server)
    return draft


def _with(desk: Desk, work: Callable[[Desk], object]) -> None:
    work(desk)
    desk.lock()


def _train_and_allow(coordinator: Desk) -> None:
    """Two are trained for terrorism visits; one visits with a card that is being renewed; office work."""
    today = london_day(NOW)
    for member in coordinator.scheme.members():
        if member.member_id in {AUTHOR, SECOND}:
            coordinator.scheme.put_member(replace(member, tact_trained=True))
        elif member.member_id == ALLOWED:
            coordinator.scheme.put_member(replace(member, id_card_expires=today - timedelta(days=1)))
    reason = "The new card is at the printer and was seen by the office"
    coordinator.overrides.allow(ALLOWED, (PairRule.ID_CARD,), today, today, reason=reason)
    note_training(coordinator)
    _with(coordinator, sync_with_server)


def _file(desk: Desk, report: Visit) -> None:
    visit_id = desk.visits.start().visit_id
    desk.visits.change(visit_id, partial(_as_draft, report))
    desk.visits.submit(visit_id)
    _with(desk, sync_with_server)


def _second_files(coordinator: Desk, folder: Path, server_url: str) -> None:
    """The second visitor joins with a laptop and files a report on which the first one's word is missing."""
    invitation = coordinator.scheme.invite(SECOND)
    sync_with_server(coordinator)
    vault, _code = create_vault(folder, PASSPHRASE, kdf_parameters=CHEAP, now=datetime.now(UTC))
    join_scheme(vault.open_unit, SystemClock(), vault.identity_key, invitation)
    desk = replace(open_desk(vault, clock=StoppedClock(NOW - timedelta(hours=5))), server_url=server_url)
    try:
        sync_with_server(desk)
    except NotYetEnrolled:
        sync_with_server(coordinator)
    coordinator.scheme.approve(invitation.locator)
    _with(coordinator, sync_with_server)
    sync_with_server(desk)
    report = _plain(NOW - timedelta(hours=8), "huddersfield", ())
    sign_off = replace(report.sign_off, both_agree=False, second=SecondVisitor.LATER)
    _file(desk, replace(report, author=SECOND, visitors=(SECOND, AUTHOR), sign_off=sign_off))


def _begin(desk: Desk) -> VisitId:
    visit_id = desk.visits.start().visit_id
    desk.visits.change(visit_id, the_draft)
    desk.lock()
    return visit_id


def _decide(desk: Desk) -> None:
    """The oldest report is returned; the others wait."""
    sync_with_server(desk)
    [leeds] = [line for line in desk.reviews.list(ReviewState.FILED) if line.suite == "leeds"]
    desk.reviews.read(leeds.visit_id)
    desk.reviews.return_with_question(leeds.visit_id, "How long did each of the two wait, and who told you?")
    _with(desk, sync_with_server)


def _ask_to_join(coordinator: Desk, folder: Path, server_url: str) -> None:
    invitation = coordinator.scheme.invite(NEWCOMER)
    sync_with_server(coordinator)
    vault, _code = create_vault(folder, PASSPHRASE, kdf_parameters=CHEAP, now=datetime.now(UTC))
    join_scheme(vault.open_unit, SystemClock(), vault.identity_key, invitation)
    desk = replace(open_desk(vault), server_url=server_url)
    try:
        sync_with_server(desk)
    except NotYetEnrolled:
        desk.lock()
    _with(coordinator, sync_with_server)
