"""A scheme in whose office something is noted of everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from icv_app.domain.expenses import ExpenseKind, QueryReason
from icv_app.domain.ids import MemberId, SuiteId
from icv_app.domain.member_file import FileGroup, OneToOne, Recognition
from icv_app.domain.rota import Conflict
from icv_app.domain.times import london_day
from icv_app.domain.training import Trained
from tests.memory_scheme import MemoryScheme, a_scheme

V1, V2, V3 = (MemberId(f"V-00{number}") for number in (1, 2, 3))


def a_noted_scheme() -> MemoryScheme:
    """Vetting of V-002 ran out yesterday; V-003 has 20 days of it and 75 days of a term left.

    V-001 is away, has a training of every state, and two coordinators wrote about their languages at once.
    """
    scheme = a_scheme()
    today = london_day(scheme.clock.now())
    desk, other = scheme["C-001"].desk, scheme["C-002"].desk
    far = today + timedelta(days=1000)
    for member in desk.scheme.members():
        ends = {V2: (-1, 1000), V3: (20, 75)}.get(member.member_id, (1000, 1000))
        changed = replace(
            member,
            vetting_expires=today + timedelta(days=ends[0]),
            term_ends=today + timedelta(days=ends[1]),
            id_card_expires=far,
            probation_until=None,
        )
        desk.scheme.put_member(changed)
    scheme["V-001"].desk.duties.say({}, [(today, today + timedelta(days=6))])
    scheme.exchange()
    year = timedelta(days=365)
    trained = (
        Trained(kind="initial", day=today - 3 * year),
        Trained(kind="refresher", day=today - 2 * year, expires=today - year),
        Trained(kind="tact", day=today - year, expires=today + timedelta(days=60)),
    )
    files, theirs = desk.member_files, other.member_files
    seen = files.all().file(V1)
    files.note(seen, FileGroup.TRAINING, training=trained)
    files.note(seen, FileGroup.CONFLICTS, conflicts=[Conflict(member_id=V1, suite_id=SuiteId("leeds"))])
    files.note(seen, FileGroup.RECOGNITION, recognition=[Recognition(years=1, day=today - year)])
    files.note(seen, FileGroup.ONE_TO_ONES, one_to_ones=[OneToOne(day=today, by=MemberId("C-001"))])
    theirs.note(seen, FileGroup.LANGUAGES, languages=["Polish"])
    scheme.clock.forward(minutes=1)
    files.note(seen, FileGroup.LANGUAGES, languages=["Urdu"])
    scheme.exchange()
    _claims(scheme)
    return scheme


def _claims(scheme: MemoryScheme) -> None:
    """V-001 has driven and parked; the parking is queried."""
    expenses, office = scheme["V-001"].desk.expenses, scheme["C-001"].desk.expenses
    today = london_day(scheme.clock.now())
    expenses.claim(today - timedelta(days=1), ExpenseKind.MILEAGE, 22)
    parked = expenses.claim(today, ExpenseKind.PARKING, 650)
    scheme.exchange()
    seen = next(one for one in office.all() if one.claim.record_id == parked.record_id)
    office.answer(seen, QueryReason.RECEIPT)
    scheme.exchange()
