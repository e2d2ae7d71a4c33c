"""Rules 2 and 19 over a real server: a terrorism visit that a coordinator had to allow, and its copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from icv_app.bootstrap.wiring import sync_with_server
from icv_app.domain.copies import CopyTo
from icv_app.domain.fitness import PairRule
from icv_app.domain.ids import MemberId
from icv_app.domain.times import london_day
from icv_app.domain.visit import VisitKind
from icv_app.errors import RuleBroken
from tests.builders import NOON, a_member, a_visit
from tests.functional.readable import readable_in
from tests.functional.scheme_in_life import SchemeInLife
from tests.servers import running_server

DAY = london_day(NOON)
WHY = "The new card is at the printer and was seen by the office"
HOW = "By secure e-mail to the office of the Reviewer"


@pytest.fixture
def scheme(tmp_path: Path) -> Iterator[SchemeInLife]:
    with running_server(tmp_path / "server") as server:
        life = SchemeInLife(tmp_path, server)
        life.found(
            [
                a_member(1, tact_trained=True),
                a_member(2, tact_trained=True, id_card_expires=DAY - timedelta(days=1)),
            ]
        )
        yield life
        life.close()


def test_a_visit_is_allowed_filed_and_copied_to_the_reviewer(tmp_path: Path, scheme: SchemeInLife) -> None:
    office, visitor = scheme.desks["C-001"], scheme.join("V-001")
    draft = visitor.visits.start(kind=VisitKind.TACT)
    scheme.clock.forward(hours=3)
    made = a_visit(kind=VisitKind.TACT)
    visitor.visits.change(
        draft.visit_id,
        lambda visit: replace(
            made,
            visit_id=visit.visit_id,
            checklist=visit.checklist,
            settings_version=visit.settings_version,
            created_at=visit.created_at,
        ),
    )
    with pytest.raises(RuleBroken, match="1 problems"):
        visitor.visits.submit(draft.visit_id)
    with pytest.raises(RuleBroken, match="always has a report"):
        visitor.visits.discard(draft.visit_id)

    office.overrides.allow(MemberId("V-002"), (PairRule.ID_CARD,), DAY, DAY, reason=WHY)
    sync_with_server(office)
    sync_with_server(visitor)
    filed = visitor.visits.submit(draft.visit_id)
    sync_with_server(visitor)
    sync_with_server(office)

    assert [line.visit_id for line in office.agenda.waiting().reviewer_copies] == [filed.visit_id]
    [told] = office.reviews.read(filed.visit_id).lapses
    assert told.reason == WHY
    office.copies.note(filed.visit_id, CopyTo.REVIEWER, how=HOW)
    sync_with_server(office)
    sync_with_server(visitor)

    assert office.agenda.waiting().reviewer_copies == ()
    [copy] = visitor.reviews.read(filed.visit_id).copies
    assert (copy.to, copy.how, copy.by) == (CopyTo.REVIEWER, HOW, "C-001")
    [allowed] = visitor.overrides.all()
    assert (allowed.override.member_id, allowed.reason) == ("V-002", "")
    files = [path for path in (tmp_path / "server").rglob("*") if path.is_file()]
    assert not any(readable_in(path.read_bytes(), (WHY, HOW)) for path in files)
