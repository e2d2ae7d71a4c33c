"""A terrorism visit in the editor: trained visitors only, and a report that cannot be thrown away."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from icv_app.domain.ids import MemberId
from icv_app.domain.problem import Step
from icv_app.domain.visit import VisitKind
from tests.builders import a_coordinator, a_member, a_visit, an_empty_draft
from tests.fakes.memory_store import MemoryStore
from tests.gui.visitor.conftest import Keys, OpenEditor
from tests.gui.visitor.desk import a_store
from tests.gui.visitor.test_arrival import arrival
from tests.gui.visitor.test_sign_off import sign_off
from ui.visit.sign_off.done import next_steps


def a_trained_store(*visits: object) -> MemoryStore:
    members = [a_member(number, tact_trained=number in {1, 3}) for number in range(1, 5)]
    return a_store(*visits, members=[*members, a_coordinator()])  # type: ignore[arg-type]


def offered(step: object) -> list[str]:
    choice = step.visitors.choices[0]  # type: ignore[attr-defined]
    return [str(choice.itemData(at)) for at in range(choice.count()) if choice.itemData(at)]


def test_choosing_a_terrorism_visit_offers_trained_visitors_alone(open_editor: OpenEditor) -> None:
    page = open_editor(a_trained_store(an_empty_draft()), an_empty_draft())
    step = arrival(page)
    assert offered(step) == ["V-002", "V-003", "V-004"]
    assert not step.training.isVisible()

    page.view_model.edit(lambda visit: replace(visit, kind=VisitKind.TACT))
    assert offered(step) == ["V-003"]
    assert step.training.isVisible()

    page.view_model.edit(lambda visit: replace(visit, kind=VisitKind.IN_PERSON))
    assert offered(step) == ["V-002", "V-003", "V-004"]


def test_somebody_untrained_who_was_named_before_is_told_on_submitting(open_editor: OpenEditor) -> None:
    draft = a_visit(kind=VisitKind.TACT)
    page = open_editor(a_trained_store(draft), draft)
    step = arrival(page)
    assert step.visitors.value() == ("V-002",)
    assert [problem.text for problem in page.problems()] == [
        "V-002 is not trained for terrorism visits: name somebody who is."
    ]


def test_its_draft_cannot_be_deleted_and_says_why(open_editor: OpenEditor) -> None:
    draft = a_visit(kind=VisitKind.TACT, visitors=(MemberId("V-001"), MemberId("V-003")))
    page = open_editor(a_trained_store(draft), draft)
    step = sign_off(page)
    assert not step.delete_button.isVisible()
    assert step.kept_words.isVisible()
    assert page.problems() == ()
    assert any("Independent Reviewer" in sentence for sentence in next_steps(draft))


def test_a_third_visitor_says_their_word_in_the_editor(open_editor: OpenEditor, keys: Keys) -> None:
    draft = a_visit(visitors=(MemberId("V-001"), MemberId("V-002"), MemberId("V-003")))
    page = open_editor(a_trained_store(draft), draft)
    step = sign_off(page)
    assert page.problems() == ()

    step.show_field("sign_off.further.V-003", None, None)
    keys.press(Qt.Key.Key_2)
    assert [problem.text for problem in page.problems()] == ["Say what V-003 does not agree with."]
    page.show_problem(page.problems()[0])
    keys.fill("The yard was open.")

    assert page.problems() == ()
    [word] = page.view_model.visit.sign_off.further
    assert (word.member_id, word.dissent_note) == ("V-003", "The yard was open.")
    page.go_to(Step.ARRIVAL)
