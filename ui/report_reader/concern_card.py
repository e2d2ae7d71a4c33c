"""One concern of a report, with where it stands."""

from __future__ import annotations

from icv_app.domain.concern import Concern, ConcernState, ConcernStep, Severity
from icv_app.domain.visit import Visit
from icv_app.words import _
from ui.report_reader import concern_wording, times
from ui.report_reader.parts import Flowed, Note, Words
from ui.report_reader.view_model import ReportInHand
from ui.theme import Hue
from ui.widgets.labels import Muted, Text
from ui.widgets.tag import Tag

_BARS = {Severity.RED: "red", Severity.AMBER: "orange", Severity.GREEN: "green"}


class ConcernCard(Note):
    """Severity, category, whom it is about, the words, and where it stands with the force."""

    def __init__(self, concern: Concern, in_hand: ReportInHand, visit: Visit | None = None) -> None:
        visit = visit or in_hand.report.visit
        checklist = in_hand.checklist
        settled = concern.good_practice or concern.put_right
        word, hue = concern_wording.concern_tag(concern)
        title = concern_wording.concern_title(concern, checklist)
        super().__init__("green" if settled else _BARS[concern.severity], f"{word}: {title}")
        about = concern_wording.concern_about(concern, visit, checklist)
        head = [Tag(word, hue)]
        if concern.put_right and not concern.good_practice:
            head.insert(0, Tag(_("Put right"), Hue.GREEN))
        if concern.opcat:
            head.append(Tag(_("OPCAT"), Hue.PURPLE))
        titled = [] if concern.good_practice else [Words(title, weight="bold")]
        if about:
            titled.append(Words(f"· {about}"))
        self.body.addWidget(Flowed(*head, *titled, gap=6))
        repeats = concern_wording.repeat_words(in_hand.report.repeats.get(concern.category, 0))
        if repeats and not concern.good_practice:
            self.body.addWidget(Flowed(Tag(repeats, Hue.ORANGE)))
        if concern.text:
            self.body.addWidget(Text(concern.text))
        raised = concern_wording.raised_line(concern, visit, checklist)
        if raised:
            self.body.addWidget(Muted(raised))
        if not concern.good_practice:
            self._add_standing(concern, in_hand)

    def _add_standing(self, concern: Concern, in_hand: ReportInHand) -> None:
        standing = in_hand.standing(concern)
        if standing is None:
            return
        if not in_hand.coordinator and standing.state is not ConcernState.CLOSED:
            return  # the steps on the way stay in the office; the visitors hear of the outcome
        if standing.state is ConcernState.PUT_RIGHT:
            return
        line, overdue = concern_wording.standing_line(
            concern, standing.state, standing.steps, in_hand.report.settings, in_hand.checklist, in_hand.now
        )
        self.standing = Muted(line)
        if overdue:
            self.standing.setProperty("tone", "error")
        self.body.addWidget(self.standing)
        for step in standing.steps:
            if step.text:
                self.body.addWidget(StepWords(step, in_hand))


class StepWords(Text):
    """The force's reply word for word, or the coordinator's note, with its day."""

    def __init__(self, step: ConcernStep, in_hand: ReportInHand) -> None:
        said = concern_wording.step_words(step, in_hand.checklist)
        day = times.say_moment(step.at)
        super().__init__(f"{said}, {day}: “{step.text}”", size="small")
