"""How a visit is listed: where it stands, in words, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from icv_app.domain.agreement import Agreements
from icv_app.domain.concern import Severity
from icv_app.domain.ids import MemberId, VisitId
from icv_app.domain.review import ReviewState
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.visit import Outcome, VisitKind
from icv_app.services.ports_visits import VisitSummary
from icv_app.words import _, plural
from ui.entries.moments import say_moment
from ui.report_reader.signing import agreement_tag
from ui.theme import Hue

Tags = tuple[tuple[str, Hue], ...]

_HUES = {
    ReviewState.FILED: Hue.GREY,
    ReviewState.RECEIVED: Hue.BLUE,
    ReviewState.RETURNED: Hue.ORANGE,
    ReviewState.ANSWERED: Hue.BLUE,
    ReviewState.APPROVED: Hue.GREEN,
}


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit of a list, in words; `state` is `None` for a draft.

    Attributes:
        more_tags: What else stands out: a word that is missing, filed late, a report that is owed.
        to_agree: The reader's own word on it is missing.
        must_be_filed: A draft of a terrorism visit, which always has a report.
    """

    visit_id: VisitId
    suite: str
    began_at: datetime
    when: str
    with_whom: str
    people: str
    concerns: Tags
    state: ReviewState | None
    state_tag: tuple[str, Hue]
    state_note: str
    more_tags: Tags = ()
    to_agree: bool = False
    must_be_filed: bool = False

    @property
    def draft(self) -> bool:
        """Whether it is still being recorded here."""
        return self.state is None


def visit_line(
    summary: VisitSummary,
    settings: SchemeSettings | None,
    own: MemberId,
    not_sent: frozenset[VisitId],
    agreements: Agreements | None = None,
) -> VisitLine:
    """Return a visit as lists show it to one of its visitors.

    Args:
        summary: The visit.
        settings: `None` before they have arrived.
        own: The reader.
        not_sent: Reports that are on this laptop only.
        agreements: Where its visitors stand to it, where a word is missing.
    """
    others = [visitor for visitor in summary.visitors if visitor != own]
    name = settings.suite_name(summary.suite) if settings else (summary.suite or "")
    changed = summary.review_changed_at
    return VisitLine(
        visit_id=summary.visit_id,
        suite=name or _("No suite yet"),
        began_at=summary.began_at,
        when=say_moment(summary.began_at),
        with_whom=", ".join(others) if others else _("Nobody yet"),
        people=_people(summary),
        concerns=concern_tags(summary),
        state=summary.review,
        state_tag=state_tag(summary.review, on_server=summary.visit_id not in not_sent),
        state_note=_("since {moment}").format(moment=say_moment(changed)) if changed else "",
        more_tags=_more_tags(summary, settings, own, agreements),
        to_agree=agreements is not None and own in agreements.missing,
        must_be_filed=_must_be_filed(summary),
    )


def _more_tags(
    summary: VisitSummary, settings: SchemeSettings | None, own: MemberId, agreements: Agreements | None
) -> Tags:
    tags: list[tuple[str, Hue]] = []
    if _must_be_filed(summary):
        tags.append((_("Terrorism visit: must be filed"), Hue.ORANGE))
    if agreements is not None and settings is not None:
        tag = agreement_tag(agreements, settings, own)
        tags.extend([tag] if tag is not None else [])
    if summary.late:
        tags.append((_("Filed late"), Hue.YELLOW))
    return tuple(tags)


def _must_be_filed(summary: VisitSummary) -> bool:
    return summary.review is None and summary.kind is VisitKind.TACT


def state_tag(state: ReviewState | None, *, on_server: bool) -> tuple[str, Hue]:
    """Return where a visit stands, each word backed by what this laptop knows."""
    if state is None:
        return _("Draft"), Hue.BLUE
    if state is ReviewState.FILED and not on_server:
        return _("On this laptop only"), Hue.YELLOW
    return state_words()[state], _HUES[state]


def state_words() -> dict[ReviewState, str]:
    """Return the states of a filed report in words, in the order of the work."""
    return {
        ReviewState.FILED: _("The server has it"),
        ReviewState.RECEIVED: _("Opened by the coordinator"),
        ReviewState.RETURNED: _("Returned with a question"),
        ReviewState.ANSWERED: _("Answered"),
        ReviewState.APPROVED: _("Approved"),
    }


def concern_tags(summary: VisitSummary) -> Tags:
    """Return how many concerns of each severity were raised, and good practice."""
    words = {
        Severity.RED: (_("{n} red"), Hue.RED),
        Severity.AMBER: (_("{n} amber"), Hue.ORANGE),
        Severity.GREEN: (_("{n} green"), Hue.GREEN),
    }
    tags = [
        (text.format(n=count), hue)
        for severity, (text, hue) in words.items()
        if (count := summary.severities.get(severity, 0))
    ]
    if summary.good_practice:
        tags.append((_("Good practice"), Hue.GREEN))
    return tuple(tags)


def _people(summary: VisitSummary) -> str:
    if summary.outcome is Outcome.ABANDONED:
        return _("Abandoned")
    if not summary.in_custody:
        return ""
    return (
        plural("{n} in custody", "{n} in custody", summary.in_custody)
        + " · "
        + _("{n} spoken to").format(n=summary.spoken_to)
    )
