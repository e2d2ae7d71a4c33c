"""Everything travels on a USB stick, both ways, with no server at all."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from icv_app.domain.ids import MemberId
from icv_app.domain.records import RecordKind
from icv_app.domain.review import ReviewState
from icv_app.errors import BadInput, IcvError, SealError
from icv_app.exchange.bundles import check_bundle, load_bundle, save_bundle
from icv_app.seal.bundle import BundleReader, Carried, FrameKind, Manifest, write_bundle
from icv_app.seal.devices import DeviceKeys
from icv_app.seal.envelope import read_envelope
from icv_app.services.bundles import BundleTaken
from icv_app.services.ports import RecordState
from tests.memory_scheme import SCHEME_ID, Device, MemoryScheme, a_scheme


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick.icvbundle"


def carry(stick: Path, sender: Device, *readers: Device, for_member: str | None = None) -> list[BundleTaken]:
    save_bundle(sender.desk.bundles, stick, MemberId(for_member) if for_member else None)
    return [load_bundle(reader.desk.bundles, stick) for reader in readers]


def manifest_of(device: Device, keys: DeviceKeys | None = None, scheme_id: str = SCHEME_ID) -> Manifest:
    return Manifest(
        scheme_id=scheme_id,
        scheme_name="West Yorkshire",
        maker=(keys or device.keys).public,
        member=device.desk.identity.member_id,
        made_at=device.clock.now(),
    )


def a_bundle(device: Device, carried: Iterable[Carried], keys: DeviceKeys | None = None) -> BundleReader:
    data = io.BytesIO()
    write_bundle(data, manifest_of(device, keys), carried, keys or device.keys)
    return BundleReader(io.BytesIO(data.getvalue()))


def an_envelope(data: bytes) -> Carried:
    return Carried(FrameKind.ENVELOPE, data, read_envelope(data).record_id)


def test_a_report_goes_to_the_office_and_its_answer_comes_back_without_a_server(
    scheme: MemoryScheme, stick: Path
) -> None:
    visitor, office = scheme["V-001"], scheme["C-001"]
    report = scheme.filed_by("V-001")

    [there] = carry(stick, visitor, office)
    office.desk.reviews.return_with_question(report.visit_id, "Was the kitchen open?")
    [back] = carry(stick, office, visitor, for_member="V-001")

    assert (there.member, there.new, there.apart) == ("V-001", 1, 0)
    assert office.desk.reviews.read(report.visit_id).visit == report
    assert back.new >= 1
    assert visitor.desk.reviews.read(report.visit_id).review.state is ReviewState.RETURNED


def test_reading_a_bundle_again_changes_nothing(scheme: MemoryScheme, stick: Path) -> None:
    office = scheme["C-001"]
    scheme.filed_by("V-001")
    [first] = carry(stick, scheme["V-001"], office)
    before = dict(office.store.saved_records)

    again = load_bundle(office.desk.bundles, stick)

    assert (again.new, again.known) == (0, first.new + first.known)
    assert office.store.saved_records == before


def test_a_new_laptop_joins_by_bundle_alone(scheme: MemoryScheme, stick: Path) -> None:
    office = scheme["C-001"]
    laptop, _request = scheme.joining("V-002", scheme.invite("V-002"), "second laptop")

    [asked] = carry(stick, laptop, office)
    assert asked.enrolments == 1
    [waiting] = office.desk.scheme.waiting_to_join()
    office.desk.scheme.approve(waiting.locator)
    assert not laptop.desk.scheme.enrolled()
    carry(stick, office, laptop, for_member="V-002")

    assert laptop.desk.scheme.enrolled()
    assert laptop.desk.scheme.settings().scheme_id == SCHEME_ID
    assert laptop.desk.bundles.prepare().enrolment is None  # it need not ask again


def test_a_bundle_for_one_member_holds_nothing_that_is_only_for_others(
    scheme: MemoryScheme, stick: Path
) -> None:
    report = scheme.filed_by("V-001")  # of V-001 and V-002
    carry(stick, scheme["V-001"], scheme["C-001"])

    save_bundle(scheme["C-001"].desk.bundles, stick, MemberId("V-003"))

    with stick.open("rb") as opened:
        kinds = {read_envelope(one.data).kind for one in BundleReader(opened).carried()}
    assert RecordKind.VISIT_REPORT not in kinds
    assert {RecordKind.ROSTER_ROOT, RecordKind.SCHEME_SETTINGS} <= kinds
    load_bundle(scheme["V-003"].desk.bundles, stick)
    assert report.visit_id not in {one.visit_id for one in scheme["V-003"].desk.visits.list()}


def test_what_is_not_for_a_laptop_is_passed_over_and_not_kept(scheme: MemoryScheme, stick: Path) -> None:
    scheme.filed_by("V-001")
    carry(stick, scheme["V-001"], scheme["C-001"])

    [taken] = carry(stick, scheme["C-001"], scheme["V-003"])

    assert taken.passed_over >= 1
    assert scheme["V-003"].records(RecordKind.VISIT_REPORT) == []


def test_one_bad_envelope_is_set_apart_and_blocks_nothing(scheme: MemoryScheme) -> None:
    visitor, office = scheme["V-001"], scheme["C-001"]
    report = scheme.filed_by("V-001")
    [name] = visitor.desk.sync.pending()
    good = visitor.desk.sync.seal_pending(name)
    no_envelope = Carried(FrameKind.ENVELOPE, b"no envelope", "0190a1f0-0000-7000-8000-00000000dead")
    stranger = scheme.forged(DeviceKeys.generate(), RecordKind.VISIT_REPORT, "x", {"report": b"{}"})

    taken = office.desk.bundles.take(
        a_bundle(visitor, [no_envelope, an_envelope(stranger), an_envelope(good)])
    )

    assert (taken.new, taken.apart) == (3, 2)
    assert office.desk.reviews.read(report.visit_id).visit == report
    assert office.state(no_envelope.record_id) is RecordState.QUARANTINED
    assert no_envelope.record_id not in office.desk.sync.pending()


@pytest.mark.parametrize("at", [0.05, 0.5, 0.999])
def test_a_bundle_cut_off_anywhere_changes_nothing(scheme: MemoryScheme, stick: Path, at: float) -> None:
    office = scheme["C-001"]
    scheme.filed_by("V-001")
    save_bundle(scheme["V-001"].desk.bundles, stick)
    data = stick.read_bytes()
    before = office.store.commits

    stick.write_bytes(data[: int(len(data) * at)])
    with pytest.raises(SealError) as refused:
        load_bundle(office.desk.bundles, stick)

    assert "nothing was read" in refused.value.user_text
    assert office.store.commits == before


def test_a_bundle_that_turns_out_damaged_while_it_is_taken_changes_nothing(scheme: MemoryScheme) -> None:
    visitor, office = scheme["V-001"], scheme["C-001"]
    scheme.filed_by("V-001")
    [name] = visitor.desk.sync.pending()
    data = io.BytesIO()
    carried = [an_envelope(visitor.desk.sync.seal_pending(name))]
    write_bundle(data, manifest_of(visitor), carried, visitor.keys)
    altered = data.getvalue()[:-1] + bytes([data.getvalue()[-1] ^ 1])
    before = dict(office.store.saved_records)

    with pytest.raises(SealError):
        office.desk.bundles.take(BundleReader(io.BytesIO(altered)))

    assert office.store.saved_records == before


def test_whoever_takes_something_out_on_the_way_is_noticed(scheme: MemoryScheme) -> None:
    visitor = scheme["V-001"]
    everything = visitor.desk.bundles.prepare()
    carried = list(visitor.desk.bundles.carried(everything))
    whole, less = io.BytesIO(), io.BytesIO()
    write_bundle(whole, everything.manifest, carried, everything.signer)
    write_bundle(less, everything.manifest, carried[1:], everything.signer)
    end = 64
    spliced = less.getvalue()[:-end] + whole.getvalue()[-end:]

    with pytest.raises(SealError):
        list(BundleReader(io.BytesIO(spliced)).carried())


def test_a_bundle_of_another_scheme_is_refused_in_one_sentence(scheme: MemoryScheme) -> None:
    visitor = scheme["V-001"]
    data = io.BytesIO()
    other = replace(
        manifest_of(visitor, scheme_id="0190a1f0-0000-7000-8000-0000000000ff"), scheme_name="Kent"
    )
    write_bundle(data, other, [], visitor.keys)

    with pytest.raises(BadInput) as refused:
        scheme["C-001"].desk.bundles.take(BundleReader(io.BytesIO(data.getvalue())))

    assert refused.value.user_text == (
        "This file belongs to another scheme, Kent, so nothing was read from it."
    )


def test_what_a_stranger_put_together_is_refused(scheme: MemoryScheme) -> None:
    office = scheme["C-001"]
    scheme.filed_by("V-001")
    [name] = scheme["V-001"].desk.sync.pending()
    good = scheme["V-001"].desk.sync.seal_pending(name)
    before = office.store.commits

    with pytest.raises(BadInput) as refused:
        office.desk.bundles.take(a_bundle(office, [an_envelope(good)], DeviceKeys.generate()))

    assert "not made on a laptop of your scheme" in refused.value.user_text
    assert office.store.commits == before


def test_where_a_record_is_said_to_be_is_in_a_bundle_and_not_at_the_server(
    scheme: MemoryScheme, stick: Path
) -> None:
    visitor = scheme["V-001"]
    scheme.filed_by("V-001")

    save_bundle(visitor.desk.bundles, stick)

    standing = visitor.desk.bundles.standing()
    assert (standing.saved_at, standing.waiting_in_it) == (scheme.clock.now(), 1)
    assert visitor.desk.sync.standing().waiting == 1
    scheme.courier.send(visitor)
    assert visitor.desk.bundles.standing().waiting_in_it == 0


def test_what_came_by_bundle_is_handed_on_to_the_server(scheme: MemoryScheme, stick: Path) -> None:
    visitor, office = scheme["V-001"], scheme["C-001"]
    report = scheme.filed_by("V-001")
    [name] = visitor.desk.sync.pending()
    carry(stick, visitor, office)
    assert name in office.desk.sync.pending()
    assert name not in office.desk.sync.held()

    scheme.exchange()

    assert name not in office.desk.sync.pending()
    assert office.desk.sync.held()[name] == visitor.record(name).envelope_hash
    assert scheme["C-002"].desk.reviews.read(report.visit_id).visit == report
    assert visitor.state(name) is RecordState.ACCEPTED


def test_a_stick_that_is_pulled_out_while_writing_leaves_the_old_file(
    scheme: MemoryScheme, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = scheme["V-001"]
    save_bundle(visitor.desk.bundles, stick)
    before, standing = stick.read_bytes(), visitor.desk.bundles.standing()
    scheme.filed_by("V-001")

    def gone(*_arguments: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("icv_app.exchange.whole_files.os.fsync", gone)
    with pytest.raises(IcvError):
        save_bundle(visitor.desk.bundles, stick)

    assert stick.read_bytes() == before
    assert list(stick.parent.iterdir()) == [stick]
    assert visitor.desk.bundles.standing() == standing


def test_a_file_that_is_no_bundle_is_said_to_be_none(scheme: MemoryScheme, stick: Path) -> None:
    stick.write_bytes(b"%PDF-1.7")
    with pytest.raises(SealError) as refused:
        check_bundle(stick)
    assert "not a file that ICV saved" in refused.value.user_text

    with pytest.raises(BadInput):
        load_bundle(scheme["C-001"].desk.bundles, stick.with_name("missing.icvbundle"))


def test_a_laptop_that_was_never_approved_says_that_it_has_nothing_but_its_request(
    scheme: MemoryScheme, stick: Path
) -> None:
    laptop, _request = scheme.joining("V-002", scheme.invite("V-002"), "second laptop")

    save_bundle(laptop.desk.bundles, stick)

    with stick.open("rb") as opened:
        assert [one.kind for one in BundleReader(opened).carried()] == [FrameKind.ENROLMENT]
