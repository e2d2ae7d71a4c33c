"""The quality framework in words, alike on screen and on paper."""

from __future__ import annotations

from icv_app.domain.quality import (
    Bound,
    CriterionStanding,
    EvidenceKind,
    Level,
    LevelStanding,
    Standing,
    Target,
)
from icv_app.figures.quality import FIGURES, QualityFigure, Unit
from icv_app.figures.rounding import rounded
from icv_app.words import _, plural


def level_words(level: Level) -> str:
    """Return the name of a level."""
    return {
        Level.CODE_COMPLIANT: _("Code Compliant"),
        Level.SILVER: _("Silver"),
        Level.GOLD: _("Gold"),
        Level.PLATINUM: _("Platinum"),
    }[level]


def standing_words(standing: Standing) -> str:
    """Return how far a criterion or level is met, in a word."""
    return {
        Standing.MET: _("Met"),
        Standing.PARTLY: _("Partly"),
        Standing.MISSING: _("Missing"),
    }[standing]


def kind_words(kind: EvidenceKind) -> str:
    """Return what a kind of evidence is called."""
    return {EvidenceKind.NOTE: _("a note"), EvidenceKind.DOCUMENT: _("a document")}[kind]


def figure_words(name: str) -> str:
    """Return what a figure is about; its bare name where this version does not know it."""
    return {
        "visits_against_target": _("Visits against the target"),
        "weekend_visits": _("Visits at weekends"),
        "night_visits": _("Visits between midnight and 06:00"),
        "least_visited_quarter": _("Visits in the least visited quarter of the day"),
        "longest_gap": _("Longest time a suite went without a visit"),
        "visits_in_pairs": _("Visits made in pairs"),
        "visits_with_lapsed_visitors": _("Visits by somebody whose status had lapsed"),
        "median_wait": _("Median wait to be let in"),
        "long_waits": _("Visits that waited longer than the limit"),
        "people_offered_a_talk": _("People offered a talk"),
        "people_spoken_to": _("People spoken to"),
        "children_spoken_to": _("Children spoken to"),
        "women_spoken_to": _("Women spoken to"),
        "vulnerable_people_spoken_to": _("Vulnerable people spoken to"),
        "filed_on_the_day": _("Reports filed on the day"),
        "filed_in_time": _("Reports filed in time"),
        "replies_in_target": _("Replies of the force within the target"),
        "median_reply": _("Median time to a reply of the force"),
        "visitors_kept": _("Visitors who stayed through the year"),
        "training_up_to_date": _("Visitors whose training is up to date"),
        "visitors_talked_with": _("Visitors a coordinator talked with in the year"),
        "notices_read": _("Notices read by those asked to"),
        "conflicts_declared": _("Conflicts of interest declared"),
        "concerns_escalated": _("Concerns taken further up"),
        "records_reviewed": _("Custody records reviewed"),
    }.get(name, name)


def amount(name: str, value: int | str) -> str:
    """Return a number with the unit of a figure."""
    unit = FIGURES[name][0] if name in FIGURES else Unit.COUNT
    return {
        Unit.PERCENT: "{value}\u00a0%",
        Unit.MINUTES: _("{value} minutes"),
        Unit.DAYS: _("{value} days"),
        Unit.WORKING_DAYS: _("{value} working days"),
        Unit.COUNT: "{value}",
    }[unit].format(value=value)


def value_words(name: str, figure: QualityFigure | None) -> str:
    """Return the value of a figure, rounded, with what it was computed from."""
    if figure is None:
        return _("This version of ICV does not know this figure")
    if figure.withheld:
        return _("Withheld to protect people")
    if figure.value is None:
        return _("Nothing to compute it from yet")
    exact = rounded(figure.value, 1)
    shown = str(int(exact)) if exact == int(exact) else str(exact)
    return _("{amount} (n = {n})").format(amount=amount(name, shown), n=figure.n)


def target_words(target: Target) -> str:
    """Return what a figure should be."""
    if target.bound is None:
        return _("given")
    value = amount(target.figure, target.value)
    return (_("at least {value}") if target.bound is Bound.AT_LEAST else _("at most {value}")).format(
        value=value
    )


def lacking_words(found: CriterionStanding) -> str:
    """Return what a criterion still lacks, in a sentence; nothing where it is met."""
    lacking = [
        _("{figure} ({target})").format(figure=figure_words(one.figure), target=target_words(one))
        for one in found.unkept
    ]
    lacking += [kind_words(kind) for kind in found.wanted]
    return _("Still lacking: {what}.").format(what="; ".join(lacking)) if lacking else ""


def level_sentence(found: LevelStanding) -> str:
    """Return how ready a scheme is for a level."""
    if found.standing is Standing.MET:
        return plural("The one criterion is met.", "All {n} criteria are met.", found.criteria)
    if found.waits_for is not None:
        return _("Its own criteria are met; {level} is not yet.").format(level=level_words(found.waits_for))
    return _("{met} of {all} criteria met, {partly} partly, {missing} missing.").format(
        met=found.met, all=found.criteria, partly=found.partly, missing=found.missing
    )
