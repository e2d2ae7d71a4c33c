"""Rules checked on submitting about the count: rule 11."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from icv_app.domain.census import Census, Tally
from icv_app.domain.person import Contact, Gender
from icv_app.domain.problem import Problem, SubmitContext, missing, wrong
from icv_app.domain.visit import Outcome, Visit
from icv_app.words import _, plural

PARTS = (
    "men",
    "women",
    "other",
    "children_10_13",
    "children_14_17",
    "vulnerable",
    "non_english",
    "immigration",
    "s136",
    "tact",
    "over_24h",
    "high_observation",
)
"""Counts of the census that are parts of its total."""

NOT_BY_CHOICE = frozenset({"known_to_visitor"})
"""Reasons for not offering a talk that are no choice of the visitors, so that nobody is passed over."""


def custody_problems(visit: Visit, context: SubmitContext) -> Iterator[Problem]:
    """What is still wrong or missing about the census, the tallies and how they reconcile."""
    yield from _numbers(visit)
    yield from _roles(visit, context)
    if visit.outcome is Outcome.ABANDONED:
        yield from _nobody_counted(visit)
        return
    yield from census_problems(visit)
    yield from _tallies(visit, context)
    yield from _reconciles(visit)
    if visit.in_person:
        yield from _groups(visit)


def must_reconcile(visit: Visit) -> bool:
    """Whether the count must come out: a completed visit in person, or one that may become it."""
    return visit.in_person and visit.outcome in {None, Outcome.COMPLETED}


def _numbers(visit: Visit) -> Iterator[Problem]:
    counts = {f"census.{entry.name}": getattr(visit.census, entry.name) for entry in fields(Census)}
    counts["staffing.sergeants"] = visit.staffing.sergeants
    counts["staffing.detention_officers"] = visit.staffing.detention_officers
    for field, count in counts.items():
        if count is not None and count < 0:
            yield wrong(field, _("Enter a number that is not below zero."))


def _roles(visit: Visit, context: SubmitContext) -> Iterator[Problem]:
    # Rule 1: a role of the list, never a name.
    roles = {
        "staffing.briefed_by": visit.staffing.briefed_by,
        "staffing.escorted_by": visit.staffing.escorted_by,
    }
    for field, role in roles.items():
        if role is not None and context.checklist.choice("roles", role) is None:
            yield wrong(field, _("Choose the role from the list again."))


def _nobody_counted(visit: Visit) -> Iterator[Problem]:
    # Rule 11: nothing was counted on an abandoned visit; one that saw anybody is a part visit.
    if visit.census != Census():
        yield wrong(
            "census.total",
            _("An abandoned visit has no count: take the numbers out, or record a part visit."),
        )
    if visit.people or visit.tallies:
        yield wrong(
            "people", _("An abandoned visit has seen nobody: take the people out, or record a part visit.")
        )


def census_problems(visit: Visit) -> Iterator[Problem]:
    """What is wrong with the counts of the census among themselves, or missing of them."""
    census = visit.census
    someone = bool(visit.people or visit.tallies)
    if census.total is None:
        needed = must_reconcile(visit) or (visit.in_person and someone)
        if needed:
            yield missing("census.total", _("Say how many people were in custody when you entered."))
        return
    for part in PARTS:
        count = getattr(census, part)
        if count is not None and count > census.total:
            text = _("Check this number: only {total} people were in custody altogether.")
            yield wrong(f"census.{part}", text.format(total=census.total))
    bands = (census.children_10_13 or 0, census.children_14_17 or 0)
    if max(bands) <= census.total < sum(bands):
        text = _("Check the children: only {total} people were in custody altogether.")
        yield wrong("census.children_14_17", text.format(total=census.total))
    yield from _genders(census, census.total)


def _genders(census: Census, total: int) -> Iterator[Problem]:
    given = [count for count in (census.men, census.women, census.other) if count is not None]
    if sum(given) > total or (len(given) == 3 and sum(given) != total):
        text = _("Check the numbers: men, women and others make {sum}, but {total} people were in custody.")
        yield wrong("census.total", text.format(sum=sum(given), total=total))


def _tallies(visit: Visit, context: SubmitContext) -> Iterator[Problem]:
    for place, tally in enumerate(visit.tallies):
        yield from _tally(f"tallies.{place}", tally, context)


def _tally(path: str, tally: Tally, context: SubmitContext) -> Iterator[Problem]:
    if tally.contact is Contact.SPOKEN_TO:
        # Rule 6: consent is asked of each person, so whoever was spoken to has a row.
        yield wrong(f"{path}.contact", _("Give everybody you spoke to a row of their own."))
        return
    reasons = reasons_for(tally.contact, context)
    if tally.reason and tally.reason not in reasons:
        yield wrong(f"{path}.reason", _("Choose again why these people were not seen."))
    elif not tally.reason and reason_needed(tally.contact):
        yield missing(f"{path}.reason", _("Choose why these people were not seen."))
    else:
        yield from _needs_rows(path, tally, context)
    if tally.count < 1:
        yield wrong(f"{path}.count", _("Enter how many people this is, at least one."))
        return
    for group in ("children", "vulnerable", "women"):
        if not 0 <= getattr(tally, group) <= tally.count:
            text = _("Check this number: it is a part of the {count} people counted here.")
            yield wrong(f"{path}.{group}", text.format(count=tally.count))


def _needs_rows(path: str, tally: Tally, context: SubmitContext) -> Iterator[Problem]:
    choice = context.checklist.choice("not_seen_reasons", tally.reason) if tally.reason else None
    if choice is not None and choice.requires:
        # Rule 5: who refused access and on what ground is recorded for each person; so is what needs words.
        text = _("Give each of these people a row of their own: “{reason}” asks for more about each.")
        yield wrong(f"{path}.reason", text.format(reason=choice.label))
    elif tally.contact is Contact.NOT_OFFERED and tally.reason not in NOT_BY_CHOICE:
        # Rule 12: leaving out somebody of a priority group asks for a reason, which a tally cannot hold.
        for group in ("children", "vulnerable", "women"):
            if getattr(tally, group) > 0:
                text = _("Give people of a priority group a row of their own: say why they were left out.")
                yield wrong(f"{path}.{group}", text)
                return


def reason_needed(contact: Contact) -> bool:
    """Whether an outcome is not enough without its reason."""
    return contact in {Contact.NOT_AVAILABLE, Contact.NOT_OFFERED}


def reasons_for(contact: Contact, context: SubmitContext) -> frozenset[str]:
    """The reasons that may go with an outcome; empty where there are none.

    Somebody only observed may carry why they could not be spoken to, such as being asleep.
    """
    listed = Contact.NOT_AVAILABLE if contact is Contact.OBSERVED_ONLY else contact
    return frozenset(reason.choice_id for reason in context.checklist.not_seen_reasons(listed.value))


def _reconciles(visit: Visit) -> Iterator[Problem]:
    # Rule 11: D = S + Ob + De + NA + NO. Rows without an outcome are named one by one instead.
    found = visit.reconciliation
    if found.difference is None:
        return
    left = found.difference - found.undecided
    if not must_reconcile(visit):
        return
    if left > 0:
        yield missing(
            "people",
            plural(
                "{n} more person was in custody than you have recorded: add them, or count them by reason.",
                "{n} more people were in custody than you have recorded: add them, or count them by reason.",
                left,
            ),
        )
    elif left < 0:
        yield wrong(
            "people",
            plural(
                "You have recorded {n} more person than was in custody: check the count and the rows.",
                "You have recorded {n} more people than were in custody: check the count and the rows.",
                -left,
            ),
        )


def _groups(visit: Visit) -> Iterator[Problem]:
    """A group cannot have more people recorded than counted: its coverage would pass 100 %."""
    rows, tallies = visit.people, visit.tallies
    recorded = {
        "children_14_17": sum(row.child for row in rows) + sum(tally.children for tally in tallies),
        "vulnerable": sum(row.vulnerable or row.neurodivergent for row in rows)
        + sum(tally.vulnerable for tally in tallies),
        "women": sum(row.gender is Gender.WOMAN for row in rows) + sum(tally.women for tally in tallies),
    }
    counted = {
        "children_14_17": visit.census.children,
        "vulnerable": visit.census.vulnerable or 0,
        "women": visit.census.women or 0,
    }
    names = {
        "children_14_17": _("Children"),
        "vulnerable": _("Vulnerable people"),
        "women": _("Women and girls"),
    }
    for group, number in recorded.items():
        if number > counted[group]:
            text = _("{group}: {n} recorded but {counted} counted; check the count.")
            words = {"n": number, "group": names[group], "counted": counted[group]}
            yield (missing if counted[group] == 0 else wrong)(f"census.{group}", text.format(**words))
