"""What the six steps are called."""

from __future__ import annotations

from collections.abc import Mapping

from icv_app.domain.problem import Step
from icv_app.words import _


def step_titles() -> Mapping[Step, str]:
    """Return the titles in the order of the steps."""
    return {
        Step.ARRIVAL: _("Arrival"),
        Step.CUSTODY: _("In custody"),
        Step.PEOPLE: _("People"),
        Step.SUITE: _("Suite"),
        Step.CONCERNS: _("Concerns"),
        Step.SIGN_OFF: _("Sign off"),
    }
