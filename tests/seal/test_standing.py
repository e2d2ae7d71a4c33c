"""Which records count: by their author's role, and up to where after a removal or a change of role."""

from __future__ import annotations

from icv_app.domain.scheme import Role
from icv_app.seal.envelope import Envelope, read_envelope
from icv_app.seal.roster import Standing
from icv_app.seal.statements import ChainPosition, LateDecided
from tests.seal.builders import a_device, a_draft, a_scheme, an_id, sealed


def a_report(device: str, sequence: int = 1, chain: int = 8, kind: str = "visit.report") -> Envelope:
    previous = None if sequence == 1 else "ab" * 32
    draft = a_draft(sequence=sequence, previous=previous, chain_id=an_id(chain), kind=kind)
    return read_envelope(sealed(draft, a_device(device)))


def position(envelope: Envelope) -> ChainPosition:
    header = envelope.header
    return ChainPosition(chain_id=header.chain_id, sequence=header.sequence, hash=envelope.hash)


def test_records_of_members_are_accepted_as_the_table_says() -> None:
    roster = a_scheme().fold()

    assert roster.standing(a_report("V1")) is Standing.ACCEPTED
    assert roster.standing(a_report("V1", kind="review.decision")) is Standing.NOT_ALLOWED
    assert roster.standing(a_report("C1", kind="review.decision")) is Standing.ACCEPTED
    assert roster.standing(a_report("C1")) is Standing.NOT_ALLOWED
    assert roster.standing(a_report("stranger")) is Standing.UNKNOWN_DEVICE
    assert roster.standing(a_report("V1", kind="visit.hologram")) is Standing.UPDATE_NEEDED


def test_what_a_removed_device_sent_up_to_its_removal_counts_and_the_rest_waits() -> None:
    maker = a_scheme()
    last = a_report("V1", sequence=2)
    maker.remove_device(a_device("C1"), "V1", accepted=(position(last),))
    roster = maker.fold()

    assert roster.standing(a_report("V1", sequence=1)) is Standing.ACCEPTED
    assert roster.standing(last) is Standing.ACCEPTED
    assert roster.standing(a_report("V1", sequence=2)) is Standing.WAITS_FOR_COORDINATOR  # another second one
    assert roster.standing(a_report("V1", sequence=3)) is Standing.WAITS_FOR_COORDINATOR
    assert roster.standing(a_report("V1", chain=9)) is Standing.WAITS_FOR_COORDINATOR


def test_reports_written_before_a_visitor_became_coordinator_still_count() -> None:
    maker = a_scheme()
    last = a_report("V1", sequence=2)
    maker.member("C1", "V-001", Role.COORDINATOR, accepted=(position(last),))
    roster = maker.fold()

    assert roster.standing(last) is Standing.ACCEPTED
    assert roster.standing(a_report("V1", sequence=3)) is Standing.WAITS_FOR_COORDINATOR
    assert roster.standing(a_report("V1", kind="review.decision")) is Standing.ACCEPTED


def test_the_last_decision_on_what_a_removed_device_sent_late_stands() -> None:
    maker, late = a_scheme(), a_report("V1", sequence=3)
    maker.remove_device(a_device("C1"), "V1")
    for taken, wanted in ((True, Standing.ACCEPTED), (False, Standing.REFUSED_BY_COORDINATOR)):
        hashes = (late.hash,)
        maker.say(
            a_device("C1"),
            LateDecided(
                after=(maker.statements[-1].hash,),
                device=a_device("V1").key_id,
                accepted=hashes if taken else (),
                refused=() if taken else hashes,
            ),
        )
        assert maker.fold().standing(late) is wanted
        assert maker.fold().standing(a_report("V1", sequence=4)) is Standing.WAITS_FOR_COORDINATOR
