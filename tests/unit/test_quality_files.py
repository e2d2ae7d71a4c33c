"""Framework files: read strictly, written so that they read back the same, hostile ones refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from icv_app.domain.quality import Area, Bound, Criterion, EvidenceKind, Framework, Level, Target
from icv_app.errors import BadInput
from icv_app.exchange.attached_files import read_document
from icv_app.exchange.quality_files import (
    load_framework,
    read_framework,
    save_framework,
    written,
)
from icv_app.figures.quality import FIGURES
from icv_app.figures.quality_words import figure_words
from tests.quality_builders import PDF, our_framework

GOOD = written(our_framework())


def test_the_template_has_every_area_and_level_and_asks_only_for_known_figures() -> None:
    template = load_framework(resources.path("quality/neutral-v2.yaml"))
    assert template.sound
    assert {one.level for one in template.criteria} == set(Level)
    assert {one.area for one in template.criteria} == {one.area_id for one in template.areas}
    assert len(template.areas) == 11


def test_every_figure_a_framework_may_name_has_words() -> None:
    assert all(figure_words(name) != name for name in FIGURES)


_WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=60)


@given(_WORDS.map(lambda text: " ".join(text.split())).filter(bool), st.integers(0, 100_000))
def test_what_is_written_reads_back_the_same_whatever_the_words(words: str, value: int) -> None:
    criterion = Criterion(
        criterion_id="no",
        area="yes",
        level=Level.GOLD,
        words=words,
        targets=(
            Target(figure="longest_gap", bound=Bound.AT_MOST, value=value),
            Target(figure="median_wait"),
        ),
        evidence=(EvidenceKind.DOCUMENT,),
    )
    framework = Framework(
        framework_id="ours", version=3, title=words, areas=(Area("yes", words),), criteria=(criterion,)
    )
    assert read_framework(written(framework), name="f.yaml") == framework


def test_a_saved_framework_loads_again(tmp_path: Path) -> None:
    save_framework(our_framework(), tmp_path / "ours.yaml")
    assert load_framework(tmp_path / "ours.yaml") == our_framework()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("level: silver", "level: tin", "code_compliant, silver"),
        ("area: conduct", "area: elsewhere", "conduct, holding"),
        ("name: visits_in_pairs", "name: moonlight", "visits_in_pairs"),
        ("at_least: 95", "at_least: many", "whole number"),
        ("at_least: 95", "at_least: 95\n    at_most: 3", "do not go together"),
        ("- document", "- bribe", "note, document"),
        ("id: talks", "id: pairs", "there twice"),
        ("id: talks", "id: ../../talks", "identifier"),
        ("evidence:\n  - note", "", "asks for nothing"),
        ("version: 1", "version: 0", "from 1 to"),
        ("title: Our framework", "title: " + "x" * 2001, "shorten"),
        ("title: Our framework", "title: !!python/object/apply:os.system [ls]", "tags"),
        ("title: Our framework", "title: &a x\nmore: *a", "anchors"),
        ("areas:", "authors: me\nareas:", "not known here"),
    ],
)
def test_a_fault_is_told_with_its_line_and_nothing_is_taken(old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(BadInput) as refused:
        read_framework(GOOD.replace(old, new), name="ours.yaml")
    assert said in refused.value.user_text
    assert "Line " in refused.value.user_text


_BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"{new}: &{new} [{', '.join(['*' + old] * 9)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        _BOMB.encode(),
        b"[" * 100_000,
        b"a: " * 5000,
        b"\xff\xfe\x00",
        b"\x00\x01\x02",
        b"%PDF-1.7",
        b"just words",
        b"- 1\n- 2",
        b"x" * 1_000_001,
        GOOD.encode() + b"---\nmore: 1\n",
        b"criteria: 5\nareas: {}\n",
    ],
    ids=range(12),
)
def test_hostile_files_are_refused_in_sentences(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "hostile.yaml"
    file.write_bytes(content)
    with pytest.raises(BadInput) as refused:
        load_framework(file)
    assert "hostile.yaml" in refused.value.user_text


def test_more_criteria_than_anybody_reads_are_refused() -> None:
    one = "- {id: c%d, area: conduct, level: gold, words: x, evidence: [note]}"
    lines = "\n".join(one % number for number in range(1001))
    text = f"framework: f\nversion: 1\ntitle: t\nareas: [{{id: conduct, title: C}}]\ncriteria:\n{lines}\n"
    with pytest.raises(BadInput, match="1 faults"):
        read_framework(text, name="f.yaml")


def test_a_document_is_read_up_to_its_limit_and_no_further(tmp_path: Path) -> None:
    file = tmp_path / "minutes.pdf"
    file.write_bytes(PDF)
    assert read_document(file) == PDF
    file.write_bytes(PDF.ljust(4_000_001, b" "))
    with pytest.raises(BadInput, match="over 4000000"):
        read_document(file)


@pytest.mark.parametrize("name", ["missing.pdf", "folder"])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(BadInput):
        read_document(tmp_path / name)
