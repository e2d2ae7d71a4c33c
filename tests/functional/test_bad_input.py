"""What people and disks do wrong to the `icv` command: a plain sentence, a status, and nothing lost."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from icv_app.bootstrap.wiring import SystemClock, SystemIds, open_desk
from icv_app.domain.ids import MemberId, SchemeId, VisitId
from icv_app.domain.scheme import Role
from icv_app.domain.visit import Visit
from icv_app.domain.visit_facts import visit_facts
from icv_app.exchange.visits_out import export_visits
from icv_app.seal.invitations import Invitation
from icv_app.seal.passphrases import KdfCost
from icv_app.services.archive import ExportedVisit
from icv_app.services.set_up import found_scheme, join_scheme
from icv_app.store.unlocking import create_vault, unlock
from icv_app.store.vault import Vault
from tests.builders import NOON, a_coordinator, a_filed_visit, settings
from tests.functional.tools import Said, icv, small_disk

PASSPHRASE = "correct horse battery"
CHEAP = KdfCost(iterations=1)
NAME = "018e3cd5-5e00-7255-9a54-35e3ff83714{}"


@dataclass
class AtHand:
    """A locked vault with three past visits in it, and the file of its passphrase.

    Attributes:
        vault: Its folder.
        passphrase: The file.
        more: A CSV of three visits that are not in the vault yet.
    """

    vault: Path
    passphrase: Path
    more: Path

    def run(self, *arguments: str | Path, largest_file: int | None = None) -> Said:
        """Run a tool on this vault."""
        given: list[str | Path] = ["--vault", self.vault, "--passphrase-file", self.passphrase]
        return icv(*arguments, *given, largest_file=largest_file)

    def unlocked(self) -> Vault:
        """The vault, opened in this process."""
        return unlock(self.vault, PASSPHRASE, now=SystemClock().now())

    def visits(self) -> set[str]:
        """The visits that are in it, by looking."""
        desk = open_desk(self.unlocked())
        try:
            return {one.visit.visit_id for one in desk.archive.filed_visits()}
        finally:
            desk.lock()


def past_visits(file: Path, first: int) -> None:
    """Three visits on three days, told apart from those of other numbers by their day."""
    visits = [a_past_visit(n) for n in range(first, first + 3)]
    export_visits([ExportedVisit(visit, visit_facts(visit), "Wakefield") for visit in visits], file)


def a_past_visit(number: int) -> Visit:
    began = NOON - timedelta(days=number)
    return a_filed_visit(
        visit_id=VisitId(NAME.format(number)),
        arrived_at=began,
        entered_at=began + timedelta(minutes=4),
        left_suite_at=began + timedelta(minutes=64),
        left_station_at=began + timedelta(minutes=70),
        submitted_at=began + timedelta(hours=3),
    )


@pytest.fixture(scope="module")
def sound_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A coordinator's vault with three past visits, to be copied."""
    folder = tmp_path_factory.mktemp("sound") / "vault"
    clock = SystemClock()
    ids = SystemIds(clock)
    vault, _code = create_vault(folder, PASSPHRASE, kdf_parameters=CHEAP, now=clock.now())
    with vault:
        found_scheme(
            vault.open_unit,
            clock,
            ids,
            vault.identity_key,
            coordinator=a_coordinator(),
            settings=settings(scheme_id=SchemeId(ids.new())),
            server_url=None,
            kit_cost=CHEAP,
        )
        open_desk(vault).archive.take_in([a_past_visit(n) for n in range(3)])
    return folder


@pytest.fixture
def hand(sound_vault: Path, tmp_path: Path) -> AtHand:
    made = AtHand(tmp_path / "vault", tmp_path / "passphrase", tmp_path / "more.csv")
    shutil.copytree(sound_vault, made.vault)
    made.passphrase.write_text(f"{PASSPHRASE}\n")
    past_visits(made.more, 3)
    return made


@pytest.fixture
def visitor(tmp_path: Path) -> AtHand:
    """A visitor's vault before the coordinator has let it in."""
    made = AtHand(tmp_path / "visitor", tmp_path / "theirs", tmp_path / "more.csv")
    made.passphrase.write_text(PASSPHRASE)
    clock = SystemClock()
    invitation = Invitation(
        secret=Invitation.fresh_secret(),
        root_fingerprint="ab" * 32,
        scheme_id=SchemeId(SystemIds(clock).new()),
        scheme_name="West Yorkshire",
        server_url="http://127.0.0.1:9",
        member_id=MemberId("V-001"),
        role=Role.VISITOR,
        expires_at=clock.now().replace(microsecond=0) + timedelta(days=1),
    )
    vault, _code = create_vault(made.vault, PASSPHRASE, kdf_parameters=CHEAP, now=clock.now())
    with vault:
        join_scheme(vault.open_unit, clock, vault.identity_key, invitation)
    past_visits(made.more, 3)
    return made


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A disk with no room left on it; nothing where none can be mounted."""
    with small_disk(tmp_path / "disk", "64k") as disk:
        if disk is not None:
            with pytest.raises(OSError, match="No space"):
                (disk / "fill").write_bytes(bytes(1024 * 1024))
        yield disk


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_wrong_passphrase_opens_nothing_and_harms_nothing(hand: AtHand, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    for text in (b"correct horse", b""):
        wrong.write_bytes(text)
        said = icv("export", "visits", tmp_path / "o.csv", "--vault", hand.vault, "--passphrase-file", wrong)
        assert said.sentence == (
            "That passphrase does not open this vault. Try again, or use the recovery code."
        )
    assert not (tmp_path / "o.csv").exists()
    assert hand.run("verify").status == 0


def test_a_passphrase_file_that_is_missing_a_folder_or_no_text_is_named(hand: AtHand, tmp_path: Path) -> None:
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe\x00")
    for file in (tmp_path / "nowhere", binary):
        said = icv("verify", "--vault", hand.vault, "--passphrase-file", file)
        assert said.sentence == f"The passphrase file {file} cannot be read."


@pytest.mark.parametrize("length", [0, 1, 40_960, -1])
def test_a_vault_cut_off_anywhere_is_refused_and_left_as_it_is(hand: AtHand, length: int) -> None:
    database = hand.vault / "vault.db"
    kept = database.read_bytes()[:length]
    database.write_bytes(kept)

    assert "damaged or cut short" in hand.run("verify").sentence
    assert database.read_bytes() == kept


@pytest.mark.parametrize("damage", [b"", "one byte"])
def test_damaged_slots_are_refused_and_left_as_they_are(hand: AtHand, damage: bytes | str) -> None:
    file = hand.vault / "slots.json"
    whole = file.read_bytes()
    file.write_bytes(damage if isinstance(damage, bytes) else whole[:90] + b"?" + whole[91:])
    before = bytes_in(hand.vault)

    assert "damaged or cut short" in hand.run("verify").sentence

    assert bytes_in(hand.vault) == before
    file.write_bytes(whole)
    assert hand.run("verify").status == 0


def test_a_database_that_is_gone_is_not_made_anew(hand: AtHand) -> None:
    (hand.vault / "vault.db").unlink()

    assert "is missing" in hand.run("verify").sentence
    assert not (hand.vault / "vault.db").exists()


def test_a_vault_that_waits_for_the_coordinator_says_so(visitor: AtHand, tmp_path: Path) -> None:
    for tool in (["verify"], _export(tmp_path / "a.csv")):
        assert "not arrived" in visitor.run(*tool).sentence
    assert "Only a coordinator" in visitor.run(*_report(tmp_path / "a.pdf")).sentence
    assert (
        visitor.run("import", "visits", visitor.more).sentence == "Only a coordinator can import past visits."
    )
    assert not list(tmp_path.glob("a.*"))


def test_a_vault_open_in_another_process_is_left_to_it(hand: AtHand) -> None:
    with hand.unlocked() as vault:
        assert "already open" in hand.run("import", "visits", hand.more).sentence
        with vault.open_unit() as unit:
            unit.meta.put("still", "mine")
            unit.commit()
    assert len(hand.visits()) == 3


def _with_bad_date(data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join(lines[:-1]) + lines[-1].replace(b"2024-03-09T12:00", b"31 June", 1)


def _with_column_twice(data: bytes) -> bytes:
    first, *rows = data.splitlines()
    return b"\r\n".join([first + b",suite", *(row + b",Leeds" for row in rows)])


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (
            _with_bad_date,
            "Nothing was imported. Correct these rows and try again:\nrow 4, column arrived_at:",
        ),
        (lambda data: data.replace(b"Wakefield", b"W\xe4kefield"), "no suite of the scheme has this name"),
        (lambda data: data.decode("utf-8-sig").encode("utf-16-le"), "neither a spreadsheet (.xlsx) nor text"),
        (lambda data: data[:-60], "row 4, column marking: has"),
        (_with_column_twice, "row 1, column Custody suite: no column stands for it"),
        (lambda data: data[:-2] + b'"', "Row 4 is not proper CSV"),
    ],
)
def test_a_bad_csv_is_never_half_imported(hand: AtHand, spoil: object, words: str) -> None:
    assert callable(spoil)
    before = hand.visits()
    hand.more.write_bytes(spoil(hand.more.read_bytes()))

    assert words in hand.run("import", "visits", hand.more).sentence

    assert hand.visits() == before
    past_visits(hand.more, 3)
    assert hand.run("import", "visits", hand.more).out == "3 visits were imported.\n"


@pytest.mark.parametrize("year", ["next", "0000-01", "9999-00"])
def test_a_year_that_cannot_be_is_not_reported_on(hand: AtHand, tmp_path: Path, year: str) -> None:
    said = hand.run("report", "annual", f"--year={year}", "--out", tmp_path / "a.pdf")

    assert said.sentence == "Write the financial year like 2023-24; it begins in April."
    assert not (tmp_path / "a.pdf").exists()


def _report(out: Path) -> list[str | Path]:
    return ["report", "annual", "--year", "2023-24", "--out", out]


def _export(out: Path) -> list[str | Path]:
    return ["export", "visits", out]


WRITERS = [(_report, "a.pdf"), (_export, "a.xlsx")]


@pytest.mark.parametrize(("tool", "name"), WRITERS)
def test_nothing_is_written_into_a_missing_folder(
    hand: AtHand, tmp_path: Path, tool: object, name: str
) -> None:
    assert callable(tool)
    said = hand.run(*tool(tmp_path / "missing" / name))

    assert "could not be written" in said.sentence
    assert not (tmp_path / "missing").exists()


@pytest.mark.parametrize(("tool", "name"), WRITERS)
def test_a_full_disk_keeps_the_earlier_file(
    hand: AtHand, tmp_path: Path, full_disk: Path | None, tool: object, name: str
) -> None:
    assert callable(tool)
    place, allowance = (full_disk, None) if full_disk else (tmp_path, 10)
    (place / name).touch()

    said = hand.run(*tool(place / name), largest_file=allowance)

    assert "could not be written" in said.sentence or "disk" in said.sentence
    assert (place / name).read_bytes() == b""
    assert not list(place.glob("*.part"))
    assert len(hand.visits()) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of this kind are Unix's")
def test_a_link_stays_a_link_and_a_pipe_a_pipe(hand: AtHand, tmp_path: Path) -> None:
    kept, link, pipe = tmp_path / "kept.csv", tmp_path / "link.csv", tmp_path / "pipe.csv"
    link.symlink_to(kept)
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()

    assert hand.run(*_export(link)).status == 0
    assert hand.run(*_export(pipe)).status == 0

    reader.join(30)
    assert link.is_symlink()
    assert pipe.is_fifo()
    assert read == [kept.read_bytes()]


def test_a_demo_on_a_full_disk_ends_in_a_sentence_and_can_be_made_again_elsewhere(
    tmp_path: Path,
) -> None:
    with small_disk(tmp_path / "disk", "1m") as disk:
        out = (disk or tmp_path) / "demo"
        said = icv(
            *("demo", "--out", out, "--no-window", "--scale", "small"),
            largest_file=None if disk else 100_000,
        )
        assert (said.status, said.err.count("\n")) == (1, 1), said
        assert "disk" in said.err
        assert "Traceback" not in said.out
        assert not list(out.glob("*.pdf"))


def test_a_demo_where_no_folder_can_be_made_ends_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    said = icv("demo", "--out", tmp_path / "file" / "demo", "--no-window")

    assert said.sentence == f"The folder {tmp_path / 'file' / 'demo'} cannot be used: Not a directory."
