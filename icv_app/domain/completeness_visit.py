"""Rules checked on submitting about the suite, the concerns and signing off: rules 9, 10, 11 and 13."""

from __future__ import annotations

from collections.abc import Iterator

from icv_app.domain.checklist import SuiteItem
from icv_app.domain.concern import Concern, Severity
from icv_app.domain.ids import ConcernId
from icv_app.domain.person import Value
from icv_app.domain.problem import Problem, Step, SubmitContext, missing, wrong
from icv_app.domain.visit import AreaState, Outcome, SecondVisitor, Visit
from icv_app.words import _


def suite_problems(visit: Visit, context: SubmitContext) -> Iterator[Problem]:
    """Rule 9 for areas and stocks: what is poor or missing is explained, or a concern is raised."""
    areas, stocks = _titles(context.checklist.areas), _titles(context.checklist.stocks)
    for area in visit.areas:
        if area.state in {AreaState.MINOR, AreaState.POOR}:
            yield from _explained(
                visit, f"areas.{area.area}", areas.get(area.area, area.area), area.note, area.concern_id
            )
    for stock in visit.stocks:
        if stock.value is Value.NO:
            yield from _explained(
                visit,
                f"stocks.{stock.stock}",
                stocks.get(stock.stock, stock.stock),
                stock.note,
                stock.concern_id,
            )


def _titles(items: tuple[SuiteItem, ...]) -> dict[str, str]:
    return {item.item_id: item.title for item in items}


def _explained(
    visit: Visit, field: str, title: str, note: str, concern_id: ConcernId | None
) -> Iterator[Problem]:
    if concern_id is not None and visit.concern(concern_id) is None:
        text = _("{title}: its concern has been taken out; raise it again or write a note.")
        yield wrong(field, text.format(title=title))
    elif concern_id is None and not note.strip():
        yield missing(field, _("{title}: say what is wrong, or raise a concern.").format(title=title))


def concern_problems(visit: Visit, context: SubmitContext) -> Iterator[Problem]:
    """What is still wrong or missing about each concern."""
    for concern in visit.concerns:
        yield from _concern(visit, concern, context)


def _concern(visit: Visit, concern: Concern, context: SubmitContext) -> Iterator[Problem]:
    def problem(field: str, text: str, *, stands: bool = True) -> Problem:
        return Problem(Step.CONCERNS, field, concern.person_id, concern.concern_id, text, wrong=not stands)

    if not concern.category:
        yield problem("category", _("Choose what kind of concern this is."))
    elif context.checklist.category(concern.category) is None:
        yield problem("category", _("Choose the kind of concern from the list again."), stands=False)
    if not concern.text.strip():
        yield problem("text", _("Say in a sentence what the concern is."))
    if concern.person_id is not None and visit.person(concern.person_id) is None:
        yield problem(
            "person_id",
            _("The person this concern is about is no longer recorded: choose again."),
            stands=False,
        )
    if concern.raised_with is not None and context.checklist.choice("roles", concern.raised_with) is None:
        yield problem(
            "raised_with", _("Choose the role you raised it with from the list again."), stands=False
        )
    # Rule 10: a red concern was told to the custody officer there and then.
    if concern.severity is Severity.RED and not concern.good_practice and concern.officer_told_at is None:
        yield problem("officer_told_at", _("Say when you told the custody officer: the concern is red."))
    for field, moment in (("officer_told_at", concern.officer_told_at), ("raised_at", concern.raised_at)):
        if moment is not None and moment > context.now:
            yield problem(field, _("Check this time: it lies in the future."), stands=False)


def sign_off_problems(visit: Visit, context: SubmitContext) -> Iterator[Problem]:
    """What is still wrong or missing about how the visit ended and both visitors' word."""
    yield from _outcome(visit, context)
    yield from _declarations(visit)
    yield from _second_visitor(visit)
    for field, number in (("travel_minutes", visit.travel_minutes), ("expenses_pence", visit.expenses_pence)):
        if number is not None and number < 0:
            yield wrong(field, _("Enter a number that is not below zero."))


def _outcome(visit: Visit, context: SubmitContext) -> Iterator[Problem]:
    # Rule 11: an abandoned visit says why; a part visit explains why the count does not come out.
    if visit.outcome is None:
        yield missing("outcome", _("Say whether the visit was completed, done in part or abandoned."))
    elif visit.outcome is Outcome.ABANDONED:
        yield from _abandoned(visit, context)
    elif _unexplained(visit):
        yield missing("part_reason", _("Say why not everybody in custody is accounted for."))


def _unexplained(visit: Visit) -> bool:
    part = visit.outcome is Outcome.PART and visit.in_person
    return part and not visit.reconciliation.reconciles and not visit.part_reason.strip()


def _abandoned(visit: Visit, context: SubmitContext) -> Iterator[Problem]:
    if visit.abandoned_reason is None:
        yield missing("abandoned_reason", _("Say why the visit was abandoned."))
        return
    reason = context.checklist.choice("abandoned_reasons", visit.abandoned_reason)
    if reason is None:
        yield wrong("abandoned_reason", _("Choose why the visit was abandoned from the list again."))
    elif "note" in reason.requires and not visit.abandoned_note.strip():
        yield missing("abandoned_note", _("Say in a few words why the visit was abandoned."))


def _declarations(visit: Visit) -> Iterator[Problem]:
    # Rules 1 and 8, declared.
    sign_off = visit.sign_off
    if not sign_off.no_names_used:
        yield missing("sign_off.no_names_used", _("Declare that no names are used in this report."))
    if not sign_off.nobody_known:
        yield missing("sign_off.nobody_known", _("Declare that nobody you spoke to is known to you."))


def _second_visitor(visit: Visit) -> Iterator[Problem]:
    # Rule 13: the second visitor agrees or dissents here, or will do so from their own device.
    sign_off = visit.sign_off
    if sign_off.second is None:
        yield missing("sign_off.second", _("Say whether the second visitor agrees here or will do so later."))
    elif sign_off.second is SecondVisitor.AGREED_HERE and not sign_off.both_agree:
        yield missing("sign_off.both_agree", _("Declare that both of you agree with this report."))
    elif sign_off.second is SecondVisitor.DISSENTS_HERE:
        if not sign_off.dissent_note.strip():
            yield missing("sign_off.dissent_note", _("Say what the second visitor does not agree with."))
        if sign_off.both_agree:
            yield wrong(
                "sign_off.both_agree", _("The second visitor dissents: take back that both of you agree.")
            )
    for member in [one for one in visit.visitors if one != visit.author][1:]:
        further = sign_off.further_word(member)
        if further.word is SecondVisitor.DISSENTS_HERE and not further.dissent_note.strip():
            text = _("Say what {visitor} does not agree with.").format(visitor=member)
            yield missing(f"sign_off.further_note.{member}", text)
