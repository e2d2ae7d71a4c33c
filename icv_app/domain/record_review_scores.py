"""The scores of one record that was read; what the record does not say is counted apart, never as kept."""

from __future__ import annotations

from dataclasses import dataclass

from icv_app.domain.record_review import RecordRead, Said, Step
from icv_app.domain.record_review_waits import CLOCKED, Measured, Outcome, waits_of

SAFEGUARDS = (
    Step.RIGHTS,
    Step.AA_ASKED,
    Step.AA_CAME,
    Step.INTERPRETER_ASKED,
    Step.INTERPRETER_CAME,
    Step.HEALTHCARE_ASKED,
    Step.HEALTHCARE_SEEN,
    Step.SOLICITOR_ASKED,
    Step.SOLICITOR_CAME,
    Step.FIRST_MEAL,
    Step.REVIEWS,
)
"""Steps that protect whoever is held."""


@dataclass(frozen=True, slots=True)
class Score:
    """A part of what could be judged.

    Attributes:
        kept: As it should be.
        judged: Of so many, n.
        not_recorded: Could not be judged, and is in neither.
    """

    kept: int = 0
    judged: int = 0
    not_recorded: int = 0

    def __add__(self, other: Score) -> Score:
        """Pool two: sums over sums, not a mean of shares."""
        return Score(
            self.kept + other.kept, self.judged + other.judged, self.not_recorded + other.not_recorded
        )


def clock_score(measured: Measured) -> Score:
    """One wait with a clock: kept to it or not; not recorded where it applies and cannot be told."""
    if measured.wait not in CLOCKED or measured.outcome is Outcome.NOT_APPLICABLE:
        return Score()
    if measured.within is None:
        return Score(not_recorded=1)
    return Score(kept=int(measured.within), judged=1)


def timeliness(read: RecordRead) -> Score:
    """Waits within their clock / waits with a clock that could be judged.

    The clocks are the first review, each further one, and the time before charge. Waits without a clock of
    the law, such as that for healthcare, have a median and no score.
    """
    return sum((clock_score(one) for one in waits_of(read)), Score())


def safeguards(read: RecordRead) -> Score:
    """Yes / (yes + no) over `SAFEGUARDS`; what does not apply is in neither."""
    said = [read.said(step) for step in SAFEGUARDS]
    yes, no = said.count(Said.YES), said.count(Said.NO)
    return Score(kept=yes, judged=yes + no, not_recorded=said.count(Said.NOT_RECORDED))
