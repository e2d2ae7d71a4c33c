"""A filed report in words."""

from __future__ import annotations

from icv_app.domain.agreement import Agreement
from icv_app.domain.concern_origin import RaisedOn
from icv_app.domain.person import Contact
from icv_app.domain.review import ReviewEvent, ReviewEventKind, ReviewState
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.times import day_in_words, london_day
from icv_app.domain.visit import Outcome, Visit, VisitKind
from icv_app.services.erasure_records import ErasedOn
from icv_app.services.folding import filed_late
from icv_app.services.ports import RecordState, StoredRecord
from icv_app.words import _, plural
from ui.report_reader.signing import agreement_tag, agreement_words, copy_tags, dissent_tag, standing_lapses
from ui.report_reader.times import ago, clock_beside, long_time, say_clock, say_day, say_moment
from ui.report_reader.view_model import ReportInHand
from ui.theme import Hue
from ui.visit.wording import label, lower_first, say_duration
from ui.widgets.tag import Tagged


def review_tag(state: ReviewState) -> Tagged:
    """Return where a filed report stands."""
    return {
        ReviewState.FILED: (_("New"), Hue.BLUE),
        ReviewState.RECEIVED: (_("To decide"), Hue.BLUE),
        ReviewState.RETURNED: (_("Returned with a question"), Hue.ORANGE),
        ReviewState.ANSWERED: (_("Answered"), Hue.BLUE),
        ReviewState.APPROVED: (_("Approved"), Hue.GREEN),
    }[state]


def heading(visit: RaisedOn, settings: SchemeSettings) -> str:
    """Return "Wakefield, Thursday 14 March 2024, 21:40"."""
    began = visit.began_at or visit.created_at
    return f"{settings.suite_name(visit.suite)}, {say_day(began)}, {say_clock(began)}"


def signed_line(in_hand: ReportInHand) -> str:
    """Return who signed and agreed, and how soon the report was filed."""
    report = in_hand.report
    visit = report.visit
    if report.record.kind == "visit.imported":
        return _("From before ICV: {visitors}").format(visitors=", ".join(visit.visitors))
    parts = [_("Signed by {member} on their laptop").format(member=visit.author)]
    parts.extend(agreement_words(word) for word in report.agreements.words)
    if visit.trainee:
        parts.append(_("{member} came along in training").format(member=visit.trainee))
    left = visit.left_station_at or visit.left_suite_at
    if left is not None and visit.submitted_at is not None:
        parts.append(_("filed {time} after leaving").format(time=long_time(visit.submitted_at - left)))
    if report.record.state is RecordState.RECEIVED:
        parts.append(_("signature verified"))
    return " · ".join(parts)


def head_tags(in_hand: ReportInHand) -> tuple[Tagged, ...]:
    """Return what stands out about a report."""
    report = in_hand.report
    visit = report.visit
    tags = [review_tag(report.review.state)]
    if visit.outcome is Outcome.ABANDONED:
        tags.append((_("Abandoned"), Hue.GREY))
    elif visit.outcome is Outcome.PART:
        tags.append((_("Part of a visit"), Hue.GREY))
    if visit.kind is not VisitKind.IN_PERSON:
        tags.append((label(in_hand.checklist, "visit_kinds", visit.kind), Hue.PURPLE))
    if filed_late(visit, report.settings):
        tags.append((_("Filed late"), Hue.ORANGE))
    agreement = agreement_tag(report.agreements, report.settings, in_hand.own)
    if agreement is not None:
        tags.append(agreement)
    if (
        any(word.state is Agreement.DISSENTED for word in report.agreements.words)
        and agreement != dissent_tag()
    ):
        tags.append(dissent_tag())
    if agreement is None and report.record.kind != "visit.imported":
        tags.append((_("All visitors agree"), Hue.GREEN))
    if standing_lapses(report):
        tags.append((_("A visitor was out of date"), Hue.RED))
    if report.untrained:
        tags.append((_("A visitor was not trained"), Hue.RED))
    tags.extend(copy_tags(report))
    addenda = sum(event.kind is ReviewEventKind.ADDENDUM for event in report.review.events)
    if addenda:
        tags.append((plural("{n} addendum", "{n} addenda", addenda), Hue.YELLOW))
    return tuple(tags)


def key_figures(in_hand: ReportInHand) -> tuple[tuple[str, str, str], ...]:
    """Return label, figure and what it is of."""
    visit = in_hand.report.visit
    figures: list[tuple[str, str, str]] = []
    if visit.census.total is not None:
        by_contact = visit.reconciliation.by_contact
        spoken = by_contact[Contact.SPOKEN_TO]
        offered = spoken + by_contact[Contact.DECLINED]
        groups = ", ".join(_groups(visit))
        figures.append((_("In custody"), str(visit.census.total), f"({groups})" if groups else ""))
        of = _("of {total}, offered {offered}").format(total=visit.census.total, offered=offered)
        figures.append((_("Spoken to"), str(spoken), of))
    if visit.wait is not None:
        figures.append((_("Wait to enter"), long_time(visit.wait), ""))
    elif visit.arrived_at is not None:
        figures.append((_("At the counter"), say_clock(visit.arrived_at), ""))
    left = visit.left_suite_at or visit.left_station_at
    if left is not None:
        length = (
            _("after {time} in the suite").format(time=say_duration(visit.duration)) if visit.duration else ""
        )
        figures.append((_("Left"), clock_beside(left, visit.began_at), length))
    return tuple(figures)


def _groups(visit: Visit) -> list[str]:
    census = visit.census
    words = []
    if census.children:
        words.append(plural("{n} child", "{n} children", census.children))
    if census.women:
        words.append(plural("{n} woman", "{n} women", census.women))
    if census.vulnerable:
        words.append(_("{n} vulnerable").format(n=census.vulnerable))
    return words


def arrival_lines(in_hand: ReportInHand) -> tuple[str, ...]:
    """Return what was noted about getting in, and how the visit ended where it was not completed."""
    visit, checklist = in_hand.report.visit, in_hand.checklist
    lines = []
    delay = visit.delay
    if delay.reason or delay.note or delay.danger:
        by = label(checklist, "roles", delay.explained_by)
        reason = label(checklist, "delay_reasons", delay.reason)
        words = [
            reason and _("Delay: {reason}").format(reason=lower_first(reason)),
            by and _("explained by the {role}").format(role=lower_first(by)),
            delay.danger and _("danger to the visitors was the ground given"),
            delay.note,
        ]
        lines.append(" · ".join(word for word in words if word))
    if visit.outcome is Outcome.ABANDONED:
        reason = label(checklist, "abandoned_reasons", visit.abandoned_reason)
        words = [_("Abandoned: {reason}").format(reason=lower_first(reason)), visit.abandoned_note]
        lines.append(" · ".join(word for word in words if word))
    if visit.typed_from_paper:
        lines.append(_("Written on paper during the visit and typed up after it."))
    if visit.part_reason:
        lines.append(_("Part of a visit: {reason}").format(reason=visit.part_reason))
    return tuple(lines)


def event_words(event: ReviewEvent) -> str:
    """Return what somebody said about a report, without the text itself."""
    on = event.declared_on
    here = _("Agrees, declared on {author}’s laptop").format(author=on) if on else ""
    dissent = _("Note of dissent, declared on {author}’s laptop").format(author=on) if on else ""
    words = {
        ReviewEventKind.RECEIVED: _("Opened by the coordinator"),
        ReviewEventKind.RETURNED: _("Returned with a question"),
        ReviewEventKind.ANSWERED: _("Answered with an addendum"),
        ReviewEventKind.APPROVED: _("Approved"),
        ReviewEventKind.AGREED: here or _("Agreed, signed on their own device"),
        ReviewEventKind.DISSENTED: dissent or _("Note of dissent, signed on their own device"),
        ReviewEventKind.ADDENDUM: _("Addendum"),
    }
    return words[event.kind]


def visitor_standing(in_hand: ReportInHand) -> tuple[Tagged, str]:
    """Return where a report stands for its visitors: on this laptop, with the server, opened, decided."""
    report = in_hand.report
    state = report.review.state
    if state is ReviewState.FILED:
        return _way_to_the_office(report.record)
    said = {event.kind: event.at for event in report.review.events}
    opened, approved = said.get(ReviewEventKind.RECEIVED), said.get(ReviewEventKind.APPROVED)
    if state is ReviewState.RETURNED and (question := report.review.question) is not None:
        words = _("{member} asked {ago}. The report itself stays as filed.").format(
            member=question.by, ago=ago(question.at, in_hand.now)
        )
    elif state is ReviewState.ANSWERED:
        words = _("The coordinator has yet to decide.")
    elif state is ReviewState.APPROVED:
        words = _("The coordinator approved it on {when}.") if approved else _("It was decided before ICV.")
        words = words.format(when=say_moment(approved)) if approved else words
    else:
        words = _("The coordinator has yet to decide.")
        if opened is not None:
            when = say_moment(opened)
            words = _("Opened on {when}; the coordinator has yet to decide.").format(when=when)
        return (_("Opened by the coordinator"), Hue.BLUE), words
    return review_tag(state), words


def _way_to_the_office(record: StoredRecord) -> tuple[Tagged, str]:
    if record.state in {RecordState.PENDING, RecordState.SEALED}:
        words = _("It goes to the server at the next sync.")
        return (_("On this laptop only"), Hue.YELLOW), words
    if record.state is RecordState.REFUSED:
        words = _("The server refused it. Tell the coordinator. {reason}")
        return (_("Refused"), Hue.RED), words.format(reason=record.reason).strip()
    return (_("The server has it"), Hue.BLUE), _("The coordinator has not opened it yet.")


def erased_words(erased: ErasedOn | None) -> str:
    """Return that what identified people is erased, since when and by which run."""
    if erased is None:
        return _("What identified people in this report has been erased, as the scheme’s rules ask.")
    day = day_in_words(london_day(erased.at))
    if erased.own_copy:
        return _("Text about people was erased from this laptop on {day}; the office keeps its own.").format(
            day=day
        )
    if erased.run is None:
        return _("Text about people was erased on {day}, as the scheme’s rules ask.").format(day=day)
    return _("Text about people was erased on {day}, in run {n}, as the scheme’s rules ask.").format(
        day=day, n=erased.run
    )
