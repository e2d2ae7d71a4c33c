"""Checklist files: a good one loads, and a broken one says where and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from icv_app.errors import BadInput, NotFound
from icv_app.exchange import yaml_tree
from icv_app.exchange.checklists import (
    FAULTS_SHOWN,
    LARGEST_FILE_BYTES,
    ChecklistFolder,
    load_checklist,
    read_checklist,
)

SHIPPED = Path(__file__).parents[2] / "resources" / "checklists" / "custody-visit-v1.yaml"
TEXT = SHIPPED.read_text(encoding="utf-8")


def line_of(text: str, excerpt: str) -> int:
    return text.count("\n", 0, text.index(excerpt)) + 1


def refused(text: str) -> str:
    with pytest.raises(BadInput) as caught:
        read_checklist(text, name="mine.yaml")
    return caught.value.user_text


def broken(old: str, new: str) -> str:
    assert old in TEXT, old
    return TEXT.replace(old, new, 1)


WANTS = "        text: Wants a solicitor\n"
NOTICE = "{check: notice_given, is: yes}"
ENGLISH = "{non_english: true}"
KEPT = "        short_set: true\n        good: yes\n        concern: B5\n\n"


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ("        row: 3\n", "        rwo: 3\n", "rwo: 3", "“rwo” is not known here; use one of id, row"),
        ("        row: 3\n", "        row: three\n", "row: three", "“row” must be a whole number"),
        ("        row: 3\n", "        row: true\n", "row: true", "“row” must be a whole number"),
        ("        default: true\n", "        default: yes\n", "default: yes", "must be true or false"),
        ("        default: true\n", "", "id: rights_understood", "either “default: true” or “when”"),
        ("        good: yes\n", "", "id: rights_understood", "“good” is missing"),
        ("        good: yes\n", "        good: true\n", "good: true", "one of yes, no, neutral"),
        (
            "        concern: A2\n",
            "        concern: A9\n",
            "concern: A9",
            "“A9” is not a category of concern",
        ),
        ("        concern: A2\n", "        concern: P\n", "concern: P\n", "“P” is not a category of concern"),
        ("        concern: A2\n", "", "good: yes\n      - id: solicitor_wanted", "needs “concern”"),
        (
            "- id: notice_given",
            "- id: rights_understood",
            "- id: rights_understood\n        row: 2",
            "there twice",
        ),
        ("- id: notice_given", "- id: Notice given", "id: Notice given", "must be an identifier"),
        (ENGLISH, "{non_englsh: true}", "non_englsh", "the fact “non_englsh” is not known"),
        (ENGLISH, "{non_english: 1}", "{non_english: 1}", "“non_english” can be false, true"),
        ("{contact: observed_only}", "{contact: seen}", "{contact: seen}", "“contact” can be declined"),
        (ENGLISH, "{non_english: true, child: true}", "{non_english: true, child", "put several under"),
        (NOTICE, "{check: notice, is: yes}", "check: notice,", "not a check before"),
        (
            "{check: rights_understood, is",
            "{check: cell_fit, is",
            "check: cell_fit, is",
            "not a check before",
        ),
        (NOTICE, "{check: notice_given, is: oui}", "is: oui", "can be answered na"),
        (NOTICE, "{check: notice_given}", "{check: notice_given}", "“is” is missing"),
        (
            "          any:\n",
            "          any: true\n          was:\n",
            "when:\n          any: true",
            "a condition is one",
        ),
        ("kind: hours", "kind: ours", "kind: ours", "“kind” must be one of yes_no"),
        ("list: interpreter_kinds", "list: tongues", "list: tongues", "“list” must be one of"),
        (
            "script: {id: self_harm, at: yes}",
            "script: {id: panic, at: yes}",
            "id: panic",
            "“id” must be one of",
        ),
        (KEPT, KEPT.replace("true", "maybe"), "short_set: maybe", "true or false"),
        (
            "        row: 14\n",
            "        row: 24\n",
            "short_set: true\n        good: yes\n        concern: F4",
            "only rows 8 to 18",
        ),
        ("        identifying: true\n", "", "id: custody_officer_answer", "“identifying: true”"),
        ("version: 1\n", "version: 0\n", "version: 0", "whole number from 1"),
        (
            "{id: kitchen, title: Kitchen, concern: F7}",
            "{id: kitchen}",
            "{id: kitchen}",
            "“title” is missing",
        ),
        ("{id: showers,", "{id: toilets,", "{id: toilets, title: Showers", "is there twice"),
        (
            "{id: showers, title: Showers, concern: F4}",
            "{id: showers, title: '', concern: F4}",
            "title: ''",
            "some words",
        ),
        ("{id: A2, title: Solicitor", "{id: B9, title: Solicitor", "id: B9", "the letter of its group"),
        (
            "{id: A2, title: Solicitor, severity: amber}",
            "{id: A2, title: S, severity: pink}",
            "pink",
            "red, amber, green",
        ),
        ("  places:\n", "  plaices:\n", "lists:", "the list “places” is missing"),
        (
            "{id: woman, label: Woman or girl}",
            "{id: lady, label: Lady}",
            "  genders:",
            "must be exactly man, other",
        ),
        ("outcome: not_available}", "outcome: away}", "outcome: away", "one of not_available, not_offered"),
        (
            "{id: hatch, label: Through the hatch}",
            "{id: hatch, label: H, outcome: not_offered}",
            "id: hatch",
            "nowhere else",
        ),
        ("requires: [role, ground]", "requires: [rank]", "requires: [rank]", "may hold note, role, ground"),
        ("  - id: offence\n", "  - id: crime\n", "scripts:", "the script “offence” is missing"),
        (WANTS, "        text: [Wants, one]\n", "text: [Wants", "must be a text"),
        (WANTS, "        text: A\n        text: B\n", "text: B", "given twice, first on line"),
        (WANTS, "        text: *other\n", "text: *other", "aliases (*) are not used"),
        (WANTS, "        text: !!python/name:os.system x\n", "text: !!py", "tags (!) are not used"),
        (WANTS, "        text: &one Wants\n", "text: &one", "anchors (&) and"),
        (WANTS, '        text: "Wants\n', None, "not readable YAML"),
        (WANTS, "\ttext: Wants a solicitor\n", "\ttext", "not readable YAML"),
        (WANTS, "        text: Wants \x07\n", "text: Wants \x07", "cannot hold"),
    ],
)
def test_a_fault_is_named_with_its_line_and_what_to_do(old: str, new: str, at: str | None, said: str) -> None:
    text = broken(old, new)
    message = refused(text)
    assert message.startswith("The checklist mine.yaml cannot be used; correct these lines and try again.")
    assert said in message
    if at is not None:
        wanted = f"Line {line_of(text, at)}: "
        assert [line for line in message.splitlines() if line.startswith(wanted) and said in line], message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("# only a comment\n", "the file is empty"),
        ("just words", "a mapping is needed here"),
        ("- a\n- b\n", "a mapping is needed here"),
        ("a: 1\n---\nb: 2\n", "Line 2: a second document"),
        ("? [a, b]\n: c\n", "a key must be a word"),
        ("a: " + "[" * 5000, "nested too deeply"),
        ("checklist: x\n", "“sections” is missing"),
    ],
)
def test_what_is_no_checklist_at_all_is_refused_in_words(text: str, said: str) -> None:
    assert said in refused(text)


def test_several_faults_are_told_together_in_the_order_of_their_lines() -> None:
    text = broken("        concern: A2\n", "        concern: A9\n").replace("version: 1\n", "version: x\n")
    told = [int(number) for number in re.findall(r"^Line (\d+)", refused(text), re.MULTILINE)]
    assert len(told) == 2
    assert told == sorted(told)


def test_of_very_many_faults_the_first_twenty_are_told_and_the_rest_counted() -> None:
    lines = refused(TEXT.replace("        good: yes\n", "        good: maybe\n")).splitlines()
    assert sum(line.startswith("Line ") for line in lines) == FAULTS_SHOWN
    faults = TEXT.count("        good: yes\n")
    assert lines[-1] == f"And {faults - FAULTS_SHOWN} more."


def test_the_log_line_holds_no_text_of_the_file() -> None:
    with pytest.raises(BadInput) as caught:
        read_checklist(broken("concern: A2", "concern: secret"), name="mine.yaml")
    assert str(caught.value) == "checklist mine.yaml: 1 faults"


def test_a_missing_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        load_checklist(tmp_path / "gone.yaml")
    assert "gone.yaml cannot be opened" in caught.value.user_text


def test_a_file_in_another_encoding_is_explained_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes(b"checklist: x\ntitle: caf\xe9\n")
    with pytest.raises(BadInput) as caught:
        load_checklist(path)
    assert "Line 2: the text is not UTF-8" in caught.value.user_text


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    path.write_bytes(b"#" * (LARGEST_FILE_BYTES + 1))
    with pytest.raises(BadInput) as caught:
        load_checklist(path)
    assert "far too large" in caught.value.user_text


def test_the_fingerprint_follows_the_content_and_not_the_layout() -> None:
    original = read_checklist(TEXT, name="a").fingerprint
    assert re.fullmatch("[0-9a-f]{64}", original)
    relaid = "# another comment\n" + TEXT.replace("\n", "\r\n").replace(
        "- {id: cells, title: Cells", "- {title: Cells, id: cells"
    )
    assert read_checklist(relaid, name="b").fingerprint == original
    assert read_checklist(broken("Wants a solicitor", "Wants advice"), name="c").fingerprint != original


def test_without_libyaml_the_file_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = read_checklist(TEXT, name="a")
    monkeypatch.setattr(yaml_tree, "_Parser", yaml.SafeLoader)
    assert read_checklist(TEXT, name="a") == fast


def test_yes_and_no_are_words_and_not_truth_values() -> None:
    checklist = read_checklist(TEXT, name="a")
    assert {check.good_answer for check in checklist.checks} == {"yes", "no", None}


def test_a_folder_hands_out_the_version_a_visit_was_made_with_and_the_newest(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(TEXT, encoding="utf-8")
    # Version 10 comes after 1 by number, and file names play no part.
    (tmp_path / "a.yaml").write_text(broken("version: 1\n", "version: 10\n"), encoding="utf-8")
    folder = ChecklistFolder(tmp_path)
    assert folder.get("custody-visit", 1).version == 1
    assert folder.newest("custody-visit").version == 10
    assert [found.version for found in folder.all()] == [1, 10]


def test_a_version_that_is_not_there_is_explained() -> None:
    folder = ChecklistFolder(SHIPPED.parent)
    with pytest.raises(NotFound, match="custody-visit version 99"):
        folder.get("custody-visit", 99)
    with pytest.raises(NotFound):
        folder.newest("other")


def test_two_files_of_one_version_are_refused(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        ChecklistFolder(tmp_path).all()
    assert "a.yaml and b.yaml are the same version" in caught.value.user_text


@given(st.text(alphabet="abc:-[]{}!&*?#|>'\"%@, \n\t0\x00é", max_size=80))
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    assert refused(text)


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, len(TEXT.splitlines()) - 1), st.sampled_from(["", "x", "  - [", "    id: 5", "? ", "a: b"])
)
def test_one_damaged_line_of_a_good_file_either_still_loads_or_is_explained(place: int, damage: str) -> None:
    lines = TEXT.splitlines()
    lines[place] = damage
    told = "Line 1: "
    try:
        read_checklist("\n".join(lines), name="mine.yaml")
    except BadInput as error:
        told = error.user_text
    assert re.search(r"Line \d+: ", told)
