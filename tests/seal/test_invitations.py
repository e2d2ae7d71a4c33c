"""How a new device is invited, by file and by spoken words, and how it answers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.scheme import Role
from icv_app.errors import BadInput, SealError
from icv_app.seal.encoding import canonical_json, from_base64, to_base64
from icv_app.seal.invitations import (
    SETTINGS_LIMIT,
    Invitation,
    check_enrolment,
    enrolment_locator,
    make_enrolment,
    open_details,
    read_words,
    seal_details,
)
from icv_app.seal.spoken import from_words, to_words
from tests.seal.builders import NOON, SCHEME, a_device


def an_invitation(**changes: Any) -> Invitation:
    invitation = Invitation(
        secret=bytes(range(16)),
        root_fingerprint="ab" * 32,
        scheme_id=SCHEME,
        scheme_name="West Yorkshire",
        server_url="https://icv.example.org",
        member_id="V-004",
        role=Role.VISITOR,
        expires_at=NOON,
    )
    return replace(invitation, **changes)


def test_an_invitation_file_reads_back() -> None:
    assert Invitation.from_bytes(an_invitation().to_bytes()) == an_invitation()
    by_bundle = an_invitation(server_url=None)
    assert Invitation.from_bytes(by_bundle.to_bytes()) == by_bundle


def test_an_invitation_takes_the_settings_along_up_to_a_limit() -> None:
    whole = an_invitation(settings=b"x" * SETTINGS_LIMIT)
    assert Invitation.from_bytes(whole.to_bytes()) == whole
    assert open_details(whole.code, seal_details(whole)) == whole
    assert len(seal_details(whole)) < 65_536  # what a server takes

    with pytest.raises(BadInput):
        Invitation.from_bytes(an_invitation(settings=b"x" * (SETTINGS_LIMIT + 1)).to_bytes())


def test_an_invitation_of_an_earlier_version_carries_no_settings() -> None:
    file = json.loads(an_invitation().to_bytes())
    del file["settings"]

    assert Invitation.from_bytes(canonical_json(file)) == an_invitation()


def test_an_invitation_expires() -> None:
    assert not an_invitation().expired(NOON - timedelta(seconds=1))
    assert an_invitation().expired(NOON)


def test_fresh_secrets_differ() -> None:
    assert len(Invitation.fresh_secret()) == 16
    assert Invitation.fresh_secret() != Invitation.fresh_secret()


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"no JSON", an_invitation().to_bytes()[:-5], an_invitation(secret=b"").to_bytes()]
)
def test_a_damaged_invitation_file_is_explained(data: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        Invitation.from_bytes(data)
    assert "not an invitation" in caught.value.user_text


def test_an_invitation_of_a_newer_version_asks_for_an_update() -> None:
    file = json.loads(an_invitation().to_bytes()) | {"version": 2}

    with pytest.raises(BadInput) as caught:
        Invitation.from_bytes(canonical_json(file))
    assert "Update ICV" in caught.value.user_text


def test_the_secret_does_not_show_in_messages() -> None:
    assert "secret" not in repr(an_invitation())
    assert "secret" not in repr(an_invitation().code)


def test_words_hold_the_secret_and_the_beginning_of_the_fingerprint() -> None:
    words = an_invitation().words()

    assert len(words.split()) == 24
    assert read_words(words) == an_invitation().code


@given(secret=st.binary(min_size=16, max_size=16) | st.binary(min_size=32, max_size=32))
def test_any_secret_survives_being_read_aloud(secret: bytes) -> None:
    words = to_words(secret).split()
    as_typed = "\n".join(f"{place}. {word[:4].upper()}," for place, word in enumerate(words, start=1))

    assert from_words(as_typed, count=len(words)) == secret


def test_a_wrong_word_is_named_by_its_number_and_not_written_to_the_log() -> None:
    words = an_invitation().words().split()
    words[6] = "peculiarly"

    with pytest.raises(BadInput) as caught:
        read_words(" ".join(words))
    assert "Word 7" in caught.value.user_text
    assert "peculiarly" not in str(caught.value) + caught.value.user_text


def test_too_few_words_are_counted() -> None:
    with pytest.raises(BadInput) as caught:
        read_words(" ".join(an_invitation().words().split()[:23]))
    assert "24" in caught.value.user_text
    assert "23" in caught.value.user_text


def test_words_in_another_order_are_refused() -> None:
    words = an_invitation().words().split()
    words[0], words[1] = words[1], words[0]

    with pytest.raises(BadInput) as caught:
        read_words(" ".join(words))
    assert "order" in caught.value.user_text


def test_whoever_has_the_words_reads_the_details_from_the_server() -> None:
    invitation = an_invitation()
    kept_by_server = seal_details(invitation)

    assert open_details(read_words(invitation.words()), kept_by_server) == invitation
    assert invitation.secret not in kept_by_server
    assert b"West Yorkshire" not in kept_by_server


def test_details_of_another_invitation_are_refused() -> None:
    with pytest.raises(SealError):
        open_details(an_invitation().code, seal_details(an_invitation(secret=bytes(16))))


def test_details_naming_another_root_than_the_words_are_refused() -> None:
    with pytest.raises(SealError, match="root"):
        open_details(an_invitation().code, seal_details(an_invitation(root_fingerprint="cd" * 32)))


@given(place=st.integers(min_value=0), flip=st.integers(1, 255))
def test_changed_details_are_refused(place: int, flip: int) -> None:
    details = bytearray(seal_details(an_invitation()))
    details[place % len(details)] ^= flip

    with pytest.raises(SealError):
        open_details(an_invitation().code, bytes(details))


def test_the_locator_tells_nothing_of_the_secret_and_differs_by_invitation() -> None:
    one, other = an_invitation(), an_invitation(secret=bytes(16))

    assert one.locator != other.locator
    assert one.secret.hex() not in one.locator
    assert len(one.locator) == 64


def test_an_enrolment_brings_the_public_keys() -> None:
    keys = a_device("new")
    enrolment = make_enrolment(an_invitation().secret, keys)

    assert enrolment_locator(enrolment) == an_invitation().locator
    assert check_enrolment(an_invitation().secret, enrolment) == keys.public


def test_an_enrolment_under_another_secret_is_refused() -> None:
    with pytest.raises(SealError, match="not made with this invitation"):
        check_enrolment(bytes(16), make_enrolment(an_invitation().secret, a_device("new")))


ENROLMENT = make_enrolment(an_invitation().secret, a_device("new"))


@given(place=st.integers(0, len(ENROLMENT) - 1), flip=st.integers(1, 255))
def test_a_changed_enrolment_is_refused(place: int, flip: int) -> None:
    changed = bytearray(ENROLMENT)
    changed[place] ^= flip

    with pytest.raises(SealError):
        check_enrolment(an_invitation().secret, bytes(changed))


def test_whoever_knows_only_the_locator_enrols_no_device() -> None:
    """The server knows the locator; it could sign with keys of its own, but makes no MAC."""
    own = json.loads(make_enrolment(bytes(16), a_device("stranger")))
    thief = a_device("stranger")
    invitation = an_invitation()
    covered = b"".join(
        [
            b"icv-invitation-v1/enrolment\0",
            bytes.fromhex(invitation.locator),
            thief.public.to_bytes(),
            from_base64(own["nonce"]),
        ]
    )
    forged = own | {"locator": invitation.locator, "signature": to_base64(thief.sign(covered))}

    with pytest.raises(SealError, match="not made with this invitation"):
        check_enrolment(invitation.secret, canonical_json(forged))


def test_nobody_enrols_a_device_whose_signing_key_they_do_not_hold() -> None:
    class Impostor:
        public = a_device("V1").public

        def sign(self, message: bytes) -> bytes:
            return a_device("stranger").sign(message)

    enrolment = make_enrolment(an_invitation().secret, Impostor())  # type: ignore[arg-type]

    with pytest.raises(SealError, match="signature"):
        check_enrolment(an_invitation().secret, enrolment)


def test_keys_of_a_wrong_length_are_refused() -> None:
    file = json.loads(ENROLMENT) | {"device": to_base64(b"short")}

    with pytest.raises(SealError):
        check_enrolment(an_invitation().secret, canonical_json(file))
