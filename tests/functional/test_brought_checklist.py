"""A checklist that a coordinator loads from a file is put in use for everybody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import resources
from icv_app.domain.checklist_changes import ChecklistPart
from icv_app.domain.visit import ChecklistRef
from icv_app.errors import BadInput, RuleBroken
from tests.memory_scheme import MemoryScheme, a_scheme

OLD = "Knows why they are held and understands their rights"
NEW = "Can say why they are held and what their rights are"
SECOND = ChecklistRef(checklist_id="custody-visit", version=2)


def a_file(version: int = 2, new: str = NEW) -> str:
    first = Path(str(resources.path("checklists/custody-visit-v1.yaml"))).read_text(encoding="utf-8")
    return first.replace("\nversion: 1\n", f"\nversion: {version}\n").replace(OLD, new)


def put_in_use(scheme: MemoryScheme, member: str = "C-001", text: str = "") -> None:
    desk = scheme[member].desk
    brought = desk.checklists.bring(text or a_file())
    base = desk.settings.current()
    shown = desk.settings.preview(base, replace(base, checklist=brought.ref), desk.settings.today())
    desk.settings.publish(shown, brought)


def test_what_a_file_changes_is_said_before_anything_is_published() -> None:
    scheme = a_scheme()
    brought = scheme["C-001"].desk.checklists.bring(a_file())

    assert [(one.part, one.before, one.after) for one in brought.changes] == [
        (ChecklistPart.QUESTION, OLD, NEW)
    ]
    assert not brought.known
    assert not scheme["C-001"].records("scheme.checklist")


def test_everybody_is_given_the_checklist_and_older_visits_keep_theirs() -> None:
    scheme = a_scheme()
    older = scheme.filed_by("V-001")
    put_in_use(scheme)
    scheme.exchange()

    for device in scheme:
        assert device.desk.checklists("custody-visit", 2).checks[0].text == NEW
        assert [one.version for one in device.desk.checklists.all()] == [1, 2]
    newer = scheme.filed_by("V-002")
    scheme.exchange()
    office = scheme["C-002"].desk
    assert office.reviews.read(older.visit_id).visit.checklist.version == 1
    assert office.reviews.read(newer.visit_id).visit.checklist == SECOND


def test_a_version_that_is_known_cannot_be_another() -> None:
    scheme = a_scheme()
    put_in_use(scheme)
    scheme.exchange()
    other = scheme["C-002"].desk.checklists

    assert other.bring(a_file()).known
    with pytest.raises(RuleBroken, match="2 is known"):
        other.bring(a_file(new="Something else"))
    with pytest.raises(RuleBroken, match="2 is known"):
        other.bring(a_file(version=1))
    assert not other.bring(a_file(version=3)).known


def test_of_two_checklists_brought_at_once_as_one_version_the_first_written_is_everybodys() -> None:
    scheme = a_scheme()
    put_in_use(scheme)
    scheme.clock.forward(minutes=1)
    put_in_use(scheme, "C-002", a_file(new="Something else"))
    assert scheme["C-002"].desk.checklists("custody-visit", 2).checks[0].text == "Something else"
    scheme.exchange()

    assert {device.desk.checklists("custody-visit", 2).checks[0].text for device in scheme} == {NEW}


def test_a_broken_file_is_refused_with_its_lines() -> None:
    with pytest.raises(BadInput) as refused:
        a_scheme()["C-001"].desk.checklists.bring(a_file().replace("\nareas:", "\nareaz:", 1))
    assert "Line " in refused.value.user_text


def test_a_laptop_that_has_not_got_it_yet_begins_under_the_version_it_has() -> None:
    scheme = a_scheme()
    put_in_use(scheme)
    invitation = scheme.invite("V-003")
    device, _request = scheme.joining("V-003", invitation, "new laptop")

    draft = device.desk.visits.start()

    assert device.desk.scheme.settings().checklist == SECOND
    assert draft.checklist.version == 1
