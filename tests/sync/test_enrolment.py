"""A new device's way into a scheme, over real HTTP, on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from icv_app.domain.scheme import Role
from icv_app.seal.devices import DeviceKeys
from icv_app.seal.invitations import (
    Invitation,
    check_enrolment,
    make_enrolment,
    open_details,
    read_words,
    seal_details,
)
from icv_app.services.ports_sync import PublishedInvitation
from sync.client.enrol import find_invitation, is_enrolled, send_enrolment
from sync.client.failures import ServerRefused
from sync.server import tables
from sync.wire import Code
from tests.sync.conftest import SchemeOnServer, code_of
from tests.sync.scheme_at_hand import Chain


def an_invitation(scheme: SchemeOnServer) -> Invitation:
    return Invitation(
        secret=Invitation.fresh_secret(),
        root_fingerprint=scheme.fingerprint,
        scheme_id=scheme.scheme_id,
        scheme_name="West Yorkshire",
        server_url=scheme.url,
        member_id="V-001",
        role=Role.VISITOR,
        expires_at=datetime.now(UTC).replace(microsecond=0) + timedelta(days=14),
    )


def publish(scheme: SchemeOnServer, invitation: Invitation) -> PublishedInvitation:
    published = PublishedInvitation(
        locator=invitation.locator, details=seal_details(invitation), expires_at=invitation.expires_at
    )
    scheme.transport(scheme.coordinator).publish(published)
    return published


def expire(scheme: SchemeOnServer, locator: str) -> None:
    with scheme.server.database.writing() as connection:
        connection.execute(
            update(tables.invitations).where(tables.invitations.c.locator == locator).values(expires_s=1)
        )


def test_a_device_comes_in_by_spoken_words(scheme: SchemeOnServer) -> None:
    scheme.add_member("V-001")
    scheme.publish_roster()
    invitation = an_invitation(scheme)
    publish(scheme, invitation)
    keys = DeviceKeys.generate()

    code = read_words(invitation.words())
    found = find_invitation(scheme.channel(None), code.locator)
    opened = open_details(code, found.details)
    send_enrolment(scheme.channel(None), code.locator, make_enrolment(code.secret, keys))
    newcomer = scheme.channel(Chain(keys))
    assert opened == invitation
    assert found.scheme_id == scheme.scheme_id
    assert not is_enrolled(newcomer, scheme.scheme_id)

    (waiting,) = scheme.transport(scheme.coordinator).enrolments()
    assert check_enrolment(invitation.secret, waiting.request).key_id == keys.key_id
    scheme.add_device("V-001", keys)
    scheme.publish_roster()
    scheme.transport(scheme.coordinator).withdraw(waiting.locator)

    assert is_enrolled(newcomer, scheme.scheme_id)
    assert scheme.transport(scheme.coordinator).enrolments() == []
    with pytest.raises(ServerRefused) as refused:
        find_invitation(scheme.channel(None), code.locator)
    assert code_of(refused) == Code.INVITATION_UNKNOWN


def test_the_same_answer_may_be_repeated_but_a_second_device_is_refused(scheme: SchemeOnServer) -> None:
    invitation = an_invitation(scheme)
    publish(scheme, invitation)
    answer = make_enrolment(invitation.secret, DeviceKeys.generate())
    send_enrolment(scheme.channel(None), invitation.locator, answer)
    send_enrolment(scheme.channel(None), invitation.locator, answer)

    with pytest.raises(ServerRefused) as refused:
        send_enrolment(
            scheme.channel(None), invitation.locator, make_enrolment(invitation.secret, DeviceKeys.generate())
        )

    assert code_of(refused) == Code.INVITATION_USED
    assert "already used" in refused.value.user_text
    assert find_invitation(scheme.channel(None), invitation.locator).used
    assert [one.request for one in scheme.transport(scheme.coordinator).enrolments()] == [answer]


def test_an_invitation_out_of_date_is_refused_in_a_sentence(scheme: SchemeOnServer) -> None:
    invitation = an_invitation(scheme)
    publish(scheme, invitation)
    expire(scheme, invitation.locator)

    with pytest.raises(ServerRefused) as looked_up:
        find_invitation(scheme.channel(None), invitation.locator)
    with pytest.raises(ServerRefused) as answered:
        send_enrolment(scheme.channel(None), invitation.locator, b"keys")

    assert code_of(looked_up) == code_of(answered) == Code.INVITATION_EXPIRED
    assert "out of date" in looked_up.value.user_text


def test_an_invitation_may_be_published_again_but_not_replaced(scheme: SchemeOnServer) -> None:
    invitation = an_invitation(scheme)
    published = publish(scheme, invitation)
    scheme.transport(scheme.coordinator).publish(published)

    with pytest.raises(ServerRefused) as refused:
        publish(scheme, invitation)  # sealed anew, so other bytes

    assert code_of(refused) == Code.CONFLICT


def test_an_invitation_cannot_last_for_ever(scheme: SchemeOnServer) -> None:
    forever = PublishedInvitation(
        locator="a" * 64, details=b"d", expires_at=datetime.now(UTC) + timedelta(days=365)
    )

    with pytest.raises(ServerRefused) as refused:
        scheme.transport(scheme.coordinator).publish(forever)

    assert code_of(refused) == Code.BAD_REQUEST


def test_another_schemes_coordinator_cannot_withdraw_an_invitation(scheme: SchemeOnServer) -> None:
    invitation = an_invitation(scheme)
    publish(scheme, invitation)
    other = SchemeOnServer(scheme.server)

    other.transport(other.coordinator).withdraw(invitation.locator)

    assert find_invitation(scheme.channel(None), invitation.locator).details
    other.close()


def test_the_log_never_holds_a_whole_locator(scheme: SchemeOnServer) -> None:
    invitation = an_invitation(scheme)
    publish(scheme, invitation)
    find_invitation(scheme.channel(None), invitation.locator)

    text = scheme.server.running.log.read_text()

    assert invitation.locator not in text
    assert f"{invitation.locator[:6]}" in text


def test_a_device_that_was_let_in_learns_of_other_failures(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    scheme.remove_device(visitor)
    scheme.publish_roster()

    with pytest.raises(ServerRefused) as refused:
        is_enrolled(scheme.channel(visitor), scheme.scheme_id)

    assert code_of(refused) == Code.DEVICE_REMOVED
