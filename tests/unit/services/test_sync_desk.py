"""The vault as synchronising sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from icv_app.domain.ids import RecordId, VisitId
from icv_app.domain.review import ReviewEvent, ReviewState
from icv_app.domain.visit import Visit
from icv_app.errors import NotFound, StoreError
from icv_app.seal.envelope import read_envelope
from icv_app.services import folding
from icv_app.services.ports import RESTORED, RecordState, StoredRecord
from icv_app.services.ports_sync import EnrolmentReceived, PulledRecord, Receipt, Refusal
from icv_app.services.report_records import event_of
from tests.memory_scheme import SCHEME_ID, Device, MemoryScheme, a_scheme

PENDING, SEALED, ACCEPTED, REFUSED = (
    RecordState.PENDING,
    RecordState.SEALED,
    RecordState.ACCEPTED,
    RecordState.REFUSED,
)


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def visitor(scheme: MemoryScheme) -> Device:
    return scheme["V-001"]


@pytest.fixture
def filed(scheme: MemoryScheme) -> Visit:
    return scheme.filed_by("V-001")


def only(device: Device, kind: str = "visit.report") -> str:
    [record] = device.records(kind)
    return record.record_id


def refusal(name: str, *, retryable: bool) -> Refusal:
    return Refusal(record_id=name, code="no", message="The server says no.", retryable=retryable)


def test_who_synchronises_and_with_what(scheme: MemoryScheme, visitor: Device) -> None:
    assert visitor.desk.sync.scheme_id() == SCHEME_ID
    assert not visitor.desk.sync.is_coordinator()
    assert scheme["C-001"].desk.sync.is_coordinator()


def test_a_record_is_sealed_once_and_sent_with_the_same_bytes_until_acknowledged(
    scheme: MemoryScheme, visitor: Device, filed: Visit
) -> None:
    name = only(visitor)
    sync = visitor.desk.sync
    assert sync.pending() == [name]
    assert sync.standing().waiting == 1

    sealed = sync.seal_pending(name)

    assert sync.seal_pending(name) == sealed
    assert visitor.opened_again().desk.sync.seal_pending(name) == sealed
    assert (visitor.state(name), sync.pending()) == (SEALED, [name])
    assert name not in sync.held()
    receipt = scheme.courier.file(sealed)
    for _again in range(2):
        sync.mark_accepted([receipt])
        assert (visitor.state(name), sync.pending()) == (ACCEPTED, [])
    assert visitor.record(name).position == receipt.position
    assert sync.held()[name] == read_envelope(sealed).hash
    assert (sync.standing().waiting, sync.standing().accepted) == (0, 1)


def test_a_receipt_proves_only_what_it_names(scheme: MemoryScheme, visitor: Device, filed: Visit) -> None:
    name = only(visitor)

    def receipt(digest: str) -> Receipt:
        return Receipt(record_id=name, digest=digest, position=9, received_at=scheme.clock.now())

    visitor.desk.sync.mark_accepted([receipt("0" * 64)])
    assert (visitor.state(name), visitor.desk.sync.pending()) == (PENDING, [name])
    visitor.desk.sync.seal_pending(name)
    visitor.desk.sync.mark_accepted([receipt("0" * 64), replace(receipt("0"), record_id="nothing here")])
    assert (visitor.state(name), visitor.desk.sync.pending()) == (SEALED, [name])


def test_a_refusal_that_may_pass_keeps_the_record_pending(visitor: Device, filed: Visit) -> None:
    name, sync = only(visitor), visitor.desk.sync
    sync.seal_pending(name)

    sync.mark_refused(refusal(name, retryable=True))
    assert (visitor.state(name), sync.pending()) == (SEALED, [name])
    assert visitor.record(name).reason == "The server says no."

    sync.mark_refused(refusal(name, retryable=False))
    assert (visitor.state(name), sync.pending()) == (REFUSED, [])
    assert sync.standing().apart == 1
    sync.mark_refused(refusal("nothing here", retryable=False))
    assert name not in sync.held()  # else both sides would be taken to differ for ever
    assert visitor.desk.visits.get(filed.visit_id) == filed


def test_no_refusal_undoes_what_the_server_has_taken(
    scheme: MemoryScheme, visitor: Device, filed: Visit
) -> None:
    scheme.exchange()
    name = only(visitor)
    visitor.desk.sync.mark_refused(refusal(name, retryable=False))
    scheme["C-001"].desk.sync.mark_refused(refusal(name, retryable=False))

    assert visitor.state(name) is ACCEPTED
    assert scheme["C-001"].state(name) is RecordState.RECEIVED


def test_statements_go_first_and_each_chain_in_its_order(scheme: MemoryScheme) -> None:
    office = scheme["C-001"]
    for number in (1, 2):
        member = office.desk.scheme.members()[number]
        office.desk.scheme.put_member(replace(member, surname="New"))
    profiles = office.desk.sync.pending()
    office.desk.sync.seal_pending(profiles[1])
    office.desk.sync.seal_pending(profiles[0])
    invitation = scheme.invite("V-001")
    _device, request = scheme.joining("V-001", invitation, "spare")
    scheme.answered(invitation, request)
    office.desk.scheme.approve(invitation.locator)

    kinds = [office.record(name).kind for name in office.desk.sync.pending()]
    assert kinds[0] == "roster.device_added"
    assert kinds[-3:] == ["audit.entry", "office.key_grant", "audit.entry"]  # sealed when it is their turn
    assert list(office.desk.sync.pending())[1:3] == [profiles[1], profiles[0]]


def test_a_record_that_cannot_be_sealed_stays_pending(scheme: MemoryScheme) -> None:
    device, _request = scheme.joining("V-003", scheme.invite("V-003"), "new laptop")
    with pytest.raises(NotFound):
        device.desk.sync.seal_pending("nothing here")
    assert device.desk.sync.pending() == []


def test_a_page_and_its_cursor_are_kept_together_or_not_at_all(scheme: MemoryScheme, filed: Visit) -> None:
    scheme.courier.send(scheme["V-001"])
    scheme.join("V-002", "third laptop")
    office = scheme["C-002"]
    after = int(office.desk.sync.cursor() or 0)
    page = [
        one for one in scheme.courier.for_device(office) if one.position is not None and one.position > after
    ]
    before = dict(office.store.saved_records)
    devices = len(office.roster.active_devices())
    office.store.fail_next_commit = True

    with pytest.raises(StoreError):
        office.desk.sync.save_pull(page, "99")

    assert (dict(office.store.saved_records), office.desk.sync.cursor()) == (before, str(after))
    assert office.desk.reviews.list() == []
    [standing] = [one for one in office.desk.scheme.standings() if one.member.member_id == "V-002"]
    assert standing.devices == 1  # what was kept of the roster is the vault's again
    office.desk.sync.save_pull(page, "99")
    assert office.desk.sync.cursor() == "99"
    assert len(office.roster.active_devices()) == devices + 1
    [standing] = [one for one in office.desk.scheme.standings() if one.member.member_id == "V-002"]
    assert standing.devices == 2


def test_a_forgotten_cursor_pulls_everything_again_and_changes_nothing(
    scheme: MemoryScheme, filed: Visit
) -> None:
    scheme.exchange()
    office = scheme["C-001"]
    before = dict(office.store.saved_records)
    office.desk.sync.forget_cursor()
    assert office.desk.sync.cursor() is None

    outcome = scheme.courier.fetch(office)

    assert (outcome.new, outcome.quarantined) == (0, 0)
    assert dict(office.store.saved_records) == before


def test_what_the_server_lost_is_sent_again_and_stays_what_it_is_here(
    scheme: MemoryScheme, filed: Visit
) -> None:
    scheme.exchange()
    office, laptop = scheme["C-001"], scheme.joining("V-003", scheme.invite("V-003"), "laptop")[0]
    scheme.courier.send(office)
    refused = scheme.forged("V-003", "review.decision", filed.visit_id, {"report": b"{}"})
    office.take(refused)
    laptop.desk.sync.save_pull(
        [
            PulledRecord(position=place, record_id=read_envelope(data).record_id, envelope=data)
            for place, data in enumerate(scheme.courier.filed, 1)
            if read_envelope(data).kind in {"roster.root", "scheme.settings"}
            or read_envelope(data).kind.startswith("roster.")
        ],
        "1",
    )
    locked = [record.record_id for record in laptop.records("scheme.settings")]
    assert [laptop.state(name) for name in locked] == [RecordState.LOCKED]
    states = {name: record.state for name, record in office.store.saved_records.items()}

    for device in (office, laptop):
        everything = device.desk.sync.held()
        device.desk.sync.send_again([*everything, "nothing here"])
        assert set(device.desk.sync.pending()) == set(everything)
        assert device.desk.sync.held() == {}
        device.desk.sync.mark_refused(refusal(read_envelope(refused).record_id, retryable=False))
        scheme.courier.send(device)
        assert device.desk.sync.pending() == []

    assert {name: record.state for name, record in office.store.saved_records.items()} == states
    assert [laptop.state(name) for name in locked] == [RecordState.LOCKED]
    assert office.desk.reviews.read(filed.visit_id).review.state is not ReviewState.APPROVED


def test_what_a_restored_server_will_not_take_back_counts_here_and_not_as_held_there(
    scheme: MemoryScheme, filed: Visit
) -> None:
    """Otherwise both sides would differ for ever, and mend that at every synchronisation."""
    scheme.exchange()
    office = scheme["C-001"]
    [report] = office.records("visit.report")
    office.desk.sync.send_again([report.record_id])
    office.desk.sync.mark_refused(refusal(report.record_id, retryable=False))

    assert report.record_id not in office.desk.sync.held()
    assert office.state(report.record_id) is RecordState.RECEIVED
    assert [line.visit_id for line in office.desk.reviews.list()] == [filed.visit_id]


def test_a_locked_record_opens_when_its_key_is_granted_whichever_comes_first(scheme: MemoryScheme) -> None:
    invitation = scheme.invite("V-003")
    late, request = scheme.joining("V-003", invitation, "late")
    scheme.answered(invitation, request)
    scheme["C-001"].desk.scheme.approve(invitation.locator)
    scheme.courier.send(scheme["C-001"])
    early = late.copy()
    scheme.courier.fetch(late)
    page = scheme.courier.for_device(late)

    grants_last = sorted(page, key=lambda one: read_envelope(one.envelope).kind == "office.key_grant")
    half = late.opened_again()
    early.desk.sync.save_pull(grants_last[:-1], "1")
    assert {record.state for record in early.records("scheme.settings")} == {RecordState.LOCKED}
    assert list(early.desk.scheme.members()) == []
    early.desk.sync.save_pull(grants_last[-1:], "2")

    assert early.desk.scheme.settings() == half.desk.scheme.settings()
    assert early.desk.scheme.members() == half.desk.scheme.members()
    assert early.desk.sync.standing().apart == 0


def test_a_restored_vault_gets_its_own_report_back_and_signs_into_a_new_chain(
    scheme: MemoryScheme, visitor: Device
) -> None:
    draft = scheme.draft_by("V-001")
    backup = visitor.copy()
    filed = visitor.desk.visits.submit(draft.visit_id)
    scheme.exchange()
    with backup.store.open_unit() as unit:
        unit.meta.put(RESTORED, "yes")
        unit.commit()
    again = backup.desk.visits.submit(draft.visit_id)
    assert again.visit_id == filed.visit_id

    scheme.courier.fetch(backup)
    assert backup.desk.visits.get(filed.visit_id) == filed
    scheme.courier.send(backup)
    backup.desk.reviews.add_addendum(filed.visit_id, "Written after the restore.")
    scheme.devices["V-001"] = backup
    scheme.exchange()

    chains = {record.chain_id for record in backup.store.saved_records.values() if record.author == "V-001"}
    assert len(chains) == 2
    for name in ("C-001", "C-002", "V-001", "V-002"):
        read = scheme[name].desk.reviews.read(filed.visit_id)
        assert read.record.record_id == only(visitor)
        assert "addendum" in {event.kind.value for event in read.review.events}
        assert scheme[name].desk.verification.verify().first_break is None


def test_words_that_come_before_their_report_wait_for_it(scheme: MemoryScheme, filed: Visit) -> None:
    scheme.exchange("V-001", "C-001")
    scheme["C-001"].desk.reviews.return_with_question(filed.visit_id, "Why?")
    scheme.courier.send(scheme["C-001"])
    second = scheme["V-002"]
    page = scheme.courier.for_device(second)
    reports = [one for one in page if read_envelope(one.envelope).kind == "visit.report"]
    words = [one for one in page if one not in reports]

    second.desk.sync.save_pull(words, "1")
    assert second.desk.reviews.list() == []
    second.desk.sync.save_pull(reports, "2")

    [line] = second.desk.reviews.list()
    assert line.review is ReviewState.RETURNED


def test_invitations_are_published_and_withdrawn_once(scheme: MemoryScheme) -> None:
    sync, invitation = scheme["C-001"].desk.sync, scheme.invite("V-001")
    [published] = [one for one in sync.invitations_to_publish() if one.locator == invitation.locator]
    assert published.expires_at == invitation.expires_at
    for _again in range(2):
        sync.invitation_published(invitation.locator)
    assert invitation.locator not in {one.locator for one in sync.invitations_to_publish()}
    assert invitation.locator not in sync.invitations_to_withdraw()

    _device, request = scheme.joining("V-001", invitation, "spare")
    scheme.answered(invitation, request)
    scheme["C-001"].desk.scheme.approve(invitation.locator)

    assert invitation.locator in sync.invitations_to_withdraw()
    sync.invitation_withdrawn(invitation.locator)
    assert invitation.locator not in sync.invitations_to_withdraw()
    sync.invitation_published("nothing here")


def test_an_invitation_nobody_can_use_any_more_is_not_published(scheme: MemoryScheme) -> None:
    by_file, out_of_date = scheme.invite("V-001"), scheme.invite("V-002")
    _device, request = scheme.joining("V-001", by_file, "spare")
    scheme.answered(by_file, request)
    scheme["C-001"].desk.scheme.approve(by_file.locator)
    scheme.clock.forward(days=15)

    locators = {one.locator for one in scheme["C-001"].desk.sync.invitations_to_publish()}
    assert not locators & {by_file.locator, out_of_date.locator}


def test_no_false_answer_keeps_the_real_one_out(scheme: MemoryScheme) -> None:
    sync, invitation = scheme["C-001"].desk.sync, scheme.invite("V-001")
    _device, request = scheme.joining("V-001", invitation, "spare")
    _other, not_its_own = scheme.joining("V-002", scheme.invite("V-002"), "other")

    def received(data: bytes, locator: str = invitation.locator) -> EnrolmentReceived:
        return EnrolmentReceived(locator=locator, request=data, received_at=scheme.clock.now())

    sync.save_enrolments([received(b"{}"), received(not_its_own), received(request, "unknown")])
    assert scheme["C-001"].desk.scheme.waiting_to_join() == []
    sync.save_enrolments([received(request), received(request), received(b"{}")])
    sync.save_enrolments([])

    [waiting] = scheme["C-001"].desk.scheme.waiting_to_join()
    assert (waiting.locator, waiting.request) == (invitation.locator, request)


def test_the_foot_of_the_window_tells_how_long_ago_the_last_sync_was(
    scheme: MemoryScheme, visitor: Device
) -> None:
    assert visitor.desk.sync.standing().since_last_sync is None
    visitor.desk.sync.note_sync_ended()
    scheme.clock.forward(hours=2)
    visitor.desk.visits.start()

    standing = visitor.desk.sync.standing()
    assert (standing.since_last_sync, standing.drafts) == (timedelta(hours=2), 1)


def test_a_full_disk_changes_nothing_of_what_is_to_be_sent(visitor: Device, filed: Visit) -> None:
    sync, name = visitor.desk.sync, only(visitor)
    visitor.store.fail_next_commit = True
    with pytest.raises(StoreError):
        sync.seal_pending(name)
    assert (visitor.state(name), visitor.record(name).envelope) == (PENDING, None)
    sealed = sync.seal_pending(name)
    visitor.store.fail_next_commit = True
    with pytest.raises(StoreError):
        sync.mark_refused(refusal(name, retryable=False))
    assert (visitor.state(name), sync.seal_pending(name)) == (SEALED, sealed)


def test_a_hundred_words_about_one_visit_are_settled_once_a_page(
    scheme: MemoryScheme, filed: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme.exchange()
    for number in range(100):
        scheme["V-001"].desk.reviews.add_addendum(filed.visit_id, f"More {number}.")
    scheme.courier.send(scheme["V-001"])
    read: list[RecordId] = []

    def counted(record: StoredRecord) -> ReviewEvent:
        read.append(record.record_id)
        return event_of(record)

    monkeypatch.setattr(folding, "event_of", counted)

    scheme.courier.fetch(scheme["C-001"])

    assert len(read) == 200  # once when it comes, once when the visit is settled
    found = scheme["C-001"].desk.reviews.read(VisitId(filed.visit_id)).review.events
    assert sum(event.kind.value == "addendum" for event in found) == 100
