"""The six steps of the editor, each in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtWidgets import QWidget

from icv_app.domain.ids import ConcernId, PersonId
from icv_app.domain.problem import Step
from ui.visit.arrival.view import ArrivalStep
from ui.visit.concerns.view import ConcernsStep
from ui.visit.custody.view import CustodyStep
from ui.visit.people.view import PeopleStep
from ui.visit.sign_off.view import SignOffStep
from ui.visit.suite.view import SuiteStep
from ui.visit.view_model import VisitViewModel

MakeStep = Callable[[VisitViewModel], QWidget]


class ShowsFields(Protocol):
    """What every step can do besides being a widget."""

    def show_field(self, field: str, person_id: PersonId | None, concern_id: ConcernId | None) -> None:
        """Put the keyboard on a field of the visit, of one person or of one concern."""
        ...

    def focus_first(self) -> None:
        """Put the keyboard where the work on the step begins."""
        ...

    def finish(self) -> None:
        """Take what is still being typed."""
        ...


def step_makers() -> Mapping[Step, MakeStep]:
    """Return what builds each step."""
    return {
        Step.ARRIVAL: ArrivalStep,
        Step.CUSTODY: CustodyStep,
        Step.PEOPLE: PeopleStep,
        Step.SUITE: SuiteStep,
        Step.CONCERNS: ConcernsStep,
        Step.SIGN_OFF: SignOffStep,
    }
