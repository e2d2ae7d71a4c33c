"""Rules checked on submitting about who visited and when: rules 2, 4 and 19."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from icv_app.domain.fitness import Lapse, PairRule, lapses, standing
from icv_app.domain.problem import Problem, SubmitContext, missing, wrong
from icv_app.domain.scheme import Role
from icv_app.domain.times import day_in_words, london_day
from icv_app.domain.visit import Outcome, Visit, VisitKind
from icv_app.words import _

LONGEST_VISIT = timedelta(hours=24)


def arrival_problems(visit: Visit, context: SubmitContext) -> Iterator[Problem]:
    """What is still wrong or missing about the suite, the visitors, the times and the delay."""
    yield from _suite(visit, context)
    yield from _pair(visit)
    yield from _fitness(visit, context)
    yield from _trainee(visit, context)
    yield from _times(visit)
    yield from _order(visit, context.now)
    yield from _delay(visit, context)


def visit_day(visit: Visit) -> date:
    """The London day the visit is judged by: when it began, or when it was first written down."""
    return london_day(visit.began_at or visit.created_at)


def _suite(visit: Visit, context: SubmitContext) -> Iterator[Problem]:
    if visit.suite is None:
        yield missing("suite", _("Choose the suite you visited."))
        return
    suite = context.settings.suite(visit.suite)
    day = visit_day(visit)
    if suite is None:
        yield wrong("suite", _("Choose a suite of the scheme; the one chosen is no longer listed."))
    elif not suite.open_on(day):
        yield wrong(
            "suite",
            _("Check the suite and the day: {suite} was not open on {day}.").format(
                suite=suite.name, day=day_in_words(day)
            ),
        )


def _pair(visit: Visit) -> Iterator[Problem]:
    # Rule 2: at least two different visitors, the author among them.
    if len(set(visit.visitors)) < 2:
        yield missing("visitors", _("Name two different visitors: visits are made in pairs."))
    elif len(set(visit.visitors)) < len(visit.visitors):
        yield wrong("visitors", _("Name every visitor once."))
    if visit.visitors and visit.author not in visit.visitors:
        yield wrong(
            "visitors",
            _("Put {author} among the visitors: whoever records a visit has made it.").format(
                author=visit.author
            ),
        )


def _fitness(visit: Visit, context: SubmitContext) -> Iterator[Problem]:
    # Rule 2: each active, with term, vetting and identity card in date on the day; no two on probation.
    day = visit_day(visit)
    if not context.members:
        yield wrong(
            "visitors",
            _("The list of visitors comes when your coordinator approves this laptop: submit after that."),
        )
        return
    against = standing(lapses(visit.visitors, context.members, context.overrides, day))
    for member_id in dict.fromkeys(visit.visitors):
        member = context.members.get(member_id)
        if member is None or member.role is not Role.VISITOR:
            yield wrong(
                "visitors",
                _("{visitor} is not a visitor of the scheme: name somebody else.").format(visitor=member_id),
            )
            continue
        for lapse in against:
            if lapse.member_id == member_id and lapse.rule is not PairRule.PROBATION:
                yield wrong("visitors", _lapsed(lapse, day))
        if visit.kind is VisitKind.TACT and not member.tact_trained_on(day):  # rule 19
            text = _("{visitor} is not trained for terrorism visits: name somebody who is.")
            yield wrong("visitors", text.format(visitor=member_id))
    on_probation = [lapse.member_id for lapse in against if lapse.rule is PairRule.PROBATION]
    if on_probation:
        text = _("{visitors} were on probation: they may not visit together. Ask the coordinator.")
        yield wrong("visitors", text.format(visitors=", ".join(on_probation)))


def _lapsed(lapse: Lapse, day: date) -> str:
    texts = {
        PairRule.SCHEME: _(
            "{visitor} was not in the scheme on {day}: name somebody else, or ask the coordinator."
        ),
        PairRule.TERM: _("The term of {visitor} had ended by {day}: ask the coordinator."),
        PairRule.VETTING: _("The vetting of {visitor} was out of date on {day}: ask the coordinator."),
        PairRule.ID_CARD: _("The identity card of {visitor} was out of date on {day}: ask the coordinator."),
    }
    undated = {
        PairRule.TERM: _("{visitor} has no end of term on record: ask your coordinator."),
        PairRule.VETTING: _("{visitor} has no vetting date on record: ask your coordinator."),
        PairRule.ID_CARD: _("{visitor} has no identity card date on record: ask your coordinator."),
    }
    words = undated if lapse.undated else texts
    return words[lapse.rule].format(visitor=lapse.member_id, day=day_in_words(day))


def _trainee(visit: Visit, context: SubmitContext) -> Iterator[Problem]:
    if visit.trainee is None:
        return
    if visit.trainee not in context.members:
        yield wrong(
            "trainee",
            _("{trainee} is not a member of the scheme: name the trainee again.").format(
                trainee=visit.trainee
            ),
        )
    elif visit.trainee in visit.visitors:
        yield wrong(
            "trainee",
            _("{trainee} is named as a visitor and as the trainee: take one out.").format(
                trainee=visit.trainee
            ),
        )


def _times(visit: Visit) -> Iterator[Problem]:
    """The times that this kind of visit must have; a call has a beginning and an end only."""
    if visit.kind is VisitKind.TELEPHONE:
        if visit.entered_at is None:
            yield missing("entered_at", _("Say when the call began."))
        if visit.left_suite_at is None:
            yield missing("left_suite_at", _("Say when the call ended."))
        return
    if visit.arrived_at is None:
        yield missing("arrived_at", _("Say when you arrived at the counter."))
    if visit.outcome is not Outcome.ABANDONED and visit.entered_at is None:
        yield missing("entered_at", _("Say when you entered the suite."))
    got_in = visit.outcome is not Outcome.ABANDONED or visit.entered_at is not None
    if got_in and visit.left_suite_at is None:
        yield missing("left_suite_at", _("Say when you left the suite."))
    if visit.left_station_at is None:
        yield missing("left_station_at", _("Say when you left the station."))


def _order(visit: Visit, now: datetime) -> Iterator[Problem]:
    # Rule 4: the delay is computed from the times, so they must be able to be true.
    names = {
        "arrived_at": _("the time you arrived at the counter"),
        "entered_at": _("the time you entered the suite"),
        "left_suite_at": _("the time you left the suite"),
        "left_station_at": _("the time you left the station"),
    }
    moments = {
        "arrived_at": visit.arrived_at,
        "entered_at": visit.entered_at,
        "left_suite_at": visit.left_suite_at,
        "left_station_at": visit.left_station_at,
    }
    given = [(field, moment) for field, moment in moments.items() if moment is not None]
    for field, moment in given:
        if moment > now:
            text = _("Check {time}: it lies in the future.")
            yield wrong(field, text.format(time=names[field]))
    for (earlier, before), (later, after) in pairwise(given):
        if after < before:
            text = _("Check {later}: it is before {earlier}.")
            yield wrong(later, text.format(later=names[later], earlier=names[earlier]))
    if given and given[-1][1] - given[0][1] > LONGEST_VISIT:
        yield wrong(given[-1][0], _("Check the times: together they make a visit of more than 24 hours."))


def _delay(visit: Visit, context: SubmitContext) -> Iterator[Problem]:
    # Rule 4: a wait above the scheme's threshold has a reason, and somebody (a role) who explained it.
    wait = visit.wait
    if visit.kind is VisitKind.TELEPHONE or wait is None or wait <= context.settings.delay_threshold:
        return
    checklist, delay = context.checklist, visit.delay
    if delay.reason is None:
        text = _("Say why you waited {minutes} minutes.")
        yield missing("delay.reason", text.format(minutes=int(wait.total_seconds() // 60)))
    else:
        reason = checklist.choice("delay_reasons", delay.reason)
        if reason is None:
            yield wrong("delay.reason", _("Choose the reason for the wait from the list again."))
        elif "note" in reason.requires and not delay.note.strip():
            yield missing("delay.note", _("Say in a few words why you waited."))
    if delay.explained_by is None:
        yield missing("delay.explained_by", _("Say who explained the wait (their role, not their name)."))
    elif checklist.choice("roles", delay.explained_by) is None:
        yield wrong("delay.explained_by", _("Choose who explained the wait from the list again."))
