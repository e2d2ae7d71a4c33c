"""A visitor starts work with an invitation before any coordinator has approved the laptop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from icv_app.bootstrap.doors import VaultDoors
from icv_app.bootstrap.wiring import sync_with_server
from icv_app.domain.ids import MemberId
from icv_app.errors import BadInput, NotYetEnrolled, RuleBroken, Unreachable
from icv_app.seal.invitations import SETTINGS_LIMIT, Invitation, open_details
from icv_app.services.documents import settings_from_json, to_json
from icv_app.services.ports import RecordState
from icv_app.services.set_up import join_scheme
from sync.client.channel import HttpChannel
from sync.client.enrol import find_invitation
from tests.builders import a_visit
from tests.fakes.memory_store import MemoryStore
from tests.functional.scheme_in_life import CHEAP, RealClock, SchemeInLife
from tests.servers import running_server


@pytest.fixture
def scheme(tmp_path: Path) -> Iterator[SchemeInLife]:
    with running_server(tmp_path / "server") as running:
        life = SchemeInLife(tmp_path, running)
        life.found()
        yield life
        life.close()


def test_a_visit_recorded_before_the_approval_is_kept_and_sent_after_it(scheme: SchemeInLife) -> None:
    office = scheme.desks["C-001"]
    invitation = Invitation.from_bytes(scheme.invite("V-001").to_bytes())
    visitor = scheme.a_new_laptop("V-001", invitation)
    scheme.clock.forward(hours=3)

    # Nothing has been sent or fetched: the invitation was enough.
    assert visitor.scheme.settings() == office.scheme.settings()
    draft = visitor.visits.start(office.scheme.settings().suites[0].suite_id)
    made = a_visit(author=MemberId("V-001"), visitors=(MemberId("V-001"), MemberId("V-002")))
    recorded = visitor.visits.change(
        draft.visit_id,
        lambda visit: replace(
            made,
            visit_id=visit.visit_id,
            checklist=visit.checklist,
            settings_version=visit.settings_version,
            created_at=visit.created_at,
        ),
    )
    [problem] = visitor.visits.problems(recorded.visit_id)
    assert "when your coordinator approves this laptop" in problem.text
    with pytest.raises(RuleBroken):
        visitor.visits.submit(recorded.visit_id)

    # Meanwhile the settings change; what was recorded stays under those it was made under.
    office.settings.change(lambda now: replace(now, force="Another force"))
    with pytest.raises(NotYetEnrolled):
        sync_with_server(visitor)
    sync_with_server(office)
    office.scheme.approve(invitation.locator)
    sync_with_server(office)
    sync_with_server(visitor)
    assert visitor.scheme.settings().version == recorded.settings_version + 1
    assert visitor.visits.get(recorded.visit_id) == recorded
    filed = visitor.visits.submit(recorded.visit_id)
    assert filed.settings_version == recorded.settings_version
    sync_with_server(visitor)
    sync_with_server(office)
    assert office.reviews.read(filed.visit_id).visit == replace(filed, stage=filed.stage)
    with office.open_unit() as unit:
        assert not unit.records.in_states((RecordState.REFUSED, RecordState.QUARANTINED))


def test_the_words_bring_the_settings_too_and_say_what_they_need_without_a_network(
    scheme: SchemeInLife, tmp_path: Path
) -> None:
    office = scheme.desks["C-001"]
    invitation = scheme.invite("V-001")
    with HttpChannel(scheme.server.url) as channel:
        found = find_invitation(channel, invitation.locator)
    fetched = open_details(invitation.code, found.details)
    assert settings_from_json(fetched.settings) == office.scheme.settings()

    with pytest.raises(Unreachable) as refused:
        VaultDoors(tmp_path / "bare", kdf_cost=CHEAP).read_spoken_invitation(
            invitation.words(), "http://127.0.0.1:9"
        )
    assert "ask for the invitation as a file" in refused.value.user_text


def test_settings_too_large_for_an_invitation_come_with_the_approval(scheme: SchemeInLife) -> None:
    office = scheme.desks["C-001"]
    office.settings.change(lambda now: replace(now, policing_body="x" * SETTINGS_LIMIT))

    assert office.scheme.invite(MemberId("V-001")).settings == b""


def test_an_invitation_with_the_settings_of_another_scheme_is_refused(scheme: SchemeInLife) -> None:
    invitation = scheme.invite("V-001")
    own = settings_from_json(invitation.settings)
    foreign = replace(own, scheme_id=type(own.scheme_id)("0190a1f0-0000-7000-8000-000000000009"))

    with pytest.raises(BadInput) as refused:
        join_scheme(
            MemoryStore().open_unit, RealClock(), bytes(32), replace(invitation, settings=to_json(foreign))
        )
    assert "another scheme" in refused.value.user_text
