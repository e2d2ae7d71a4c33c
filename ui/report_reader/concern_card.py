"""One concern of a report, with where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from icv_app.domain.checklist import Checklist
from icv_app.domain.concern import Concern, ConcernState, ConcernStep, Progress, Severity, progress_of
from icv_app.domain.concern_mail import repeat_words
from icv_app.domain.concern_origin import RaisedOn
from icv_app.domain.scheme import ReplyTarget, SchemeSettings
from icv_app.figures.concerns import due_of
from icv_app.words import _
from ui.report_reader import concern_wording, times
from ui.report_reader.parts import Flowed, Note, Words
from ui.report_reader.view_model import ReportInHand
from ui.theme import Hue
from ui.widgets.labels import Muted, Text
from ui.widgets.tag import Tag

_OFTEN = 3
"""What came up so often stands out."""
_BARS = {Severity.RED: "red", Severity.AMBER: "orange", Severity.GREEN: "green"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernInSight:
    """A concern with what it takes to show it.

    Attributes:
        state: `None` where nothing may be shown of it: the steps on the way stay in the office.
        repeats: Which time it is that it came up at the suite within the scheme's months.
        now: The moment ages are told from, UTC.
    """

    concern: Concern
    visit: RaisedOn
    settings: SchemeSettings
    checklist: Checklist
    state: ConcernState | None
    steps: tuple[ConcernStep, ...] = ()
    repeats: int = 0
    now: datetime

    @property
    def progress(self) -> Progress:
        """Where it stands and how it came there."""
        return progress_of(self.concern, self.steps)

    @property
    def due(self) -> datetime | None:
        """Until when a reply is awaited, UTC."""
        if self.concern.good_practice:
            return None
        target = self.settings.reply_targets.get(self.concern.severity, ReplyTarget())
        return due_of(self.progress, target)


def of_report(concern: Concern, in_hand: ReportInHand) -> ConcernInSight:
    """Return a concern of a report as its reader may see it."""
    standing = in_hand.standing(concern)
    told = standing is not None and (in_hand.coordinator or standing.state is ConcernState.CLOSED)
    return ConcernInSight(
        concern=concern,
        visit=in_hand.report.visit,
        settings=in_hand.report.settings,
        checklist=in_hand.checklist,
        state=standing.state if standing is not None and told else None,
        steps=standing.steps if standing is not None and told else (),
        repeats=in_hand.report.repeats.get(concern.category, 0),
        now=in_hand.now,
    )


class ConcernCard(Note):
    """Severity, category, whom it is about, the words, and where it stands with the force."""

    def __init__(self, one: ConcernInSight) -> None:
        concern, visit, checklist = one.concern, one.visit, one.checklist
        self.concern_id = concern.concern_id
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
        level = one.progress.level
        if level is not None:
            head.append(Tag(*concern_wording.level_tag(level, checklist)))
        if concern.repeats is not None:
            head.append(Tag(_("Raised again"), Hue.ORANGE))
        titled = [] if concern.good_practice else [Words(title, weight="bold")]
        if about:
            titled.append(Words(f"· {about}"))
        self.body.addWidget(Flowed(*head, *titled, gap=6))
        repeats = repeat_words(one.repeats, one.settings, visit.suite)
        if one.repeats >= _OFTEN and not concern.good_practice:
            self.body.addWidget(Flowed(Tag(repeats, Hue.ORANGE)))
        if concern.text:
            self.body.addWidget(Text(concern.text))
        raised = concern_wording.raised_line(concern, visit, checklist)
        if raised:
            self.body.addWidget(Muted(raised))
        shown = one.steps or not concern.good_practice
        if one.state not in {None, ConcernState.PUT_RIGHT} and shown:
            self._add_standing(one)

    def _add_standing(self, one: ConcernInSight) -> None:
        thanks = one.concern.good_practice
        line, overdue = concern_wording.standing_line(
            one.progress, one.due, one.checklist, one.now, thanks=thanks
        )
        standing = Muted(line)
        if overdue:
            standing.setProperty("tone", "error")
        self.body.addWidget(standing)
        for step in one.steps:
            if step.text:
                self.body.addWidget(StepWords(step, one.checklist))


class StepWords(Text):
    """The force's reply word for word, or the coordinator's note, with its day."""

    def __init__(self, step: ConcernStep, checklist: Checklist) -> None:
        said = concern_wording.step_words(step, checklist)
        day = times.say_moment(step.at)
        super().__init__(f"{said}, {day}: “{step.text}”", size="small")
