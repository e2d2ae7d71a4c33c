"""Settings in words: their fields, their values, and what a change comes to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from icv_app.domain.checklist_changes import ChecklistChange, ChecklistPart
from icv_app.domain.concern import Severity
from icv_app.domain.scheme import Panel, ReplyTarget, SchemeSettings, Suite
from icv_app.domain.scheme_changes import ORDER, Change
from icv_app.domain.times import day_in_words
from icv_app.domain.training import TrainingKind
from icv_app.domain.visit import ChecklistRef
from icv_app.words import _, plural
from ui.entries.numbers import say_count, say_decimal

_SHARES = frozenset({"night_share", "weekend_share"})


def field_words(name: str, part: str = "") -> str:
    """Return what a field is called on the screen."""
    return _fields()[name, part]


def _fields() -> dict[tuple[str, str], str]:
    return {
        ("name", ""): _("Name of the scheme"),
        ("policing_body", ""): _("Policing body"),
        ("force", ""): _("Police force"),
        ("contact_email", ""): _("E-mail address"),
        ("quality_award", ""): _("Quality award"),
        ("suites", ""): _("Suites"),
        ("suites", "name"): _("Name"),
        ("suites", "district"): _("Police district"),
        ("suites", "contingency"): _("Contingency suite"),
        ("suites", "opened"): _("First day"),
        ("suites", "closed"): _("Last day"),
        ("suites", "police_codes"): _("Police codes"),
        ("suites", "panel"): _("Panel"),
        ("panels", ""): _("Panels"),
        ("panels", "name"): _("Name"),
        ("training", ""): _("Training"),
        ("training", "title"): _("Name"),
        ("training", "months"): _("Good for, months"),
        ("training", "stopped"): _("Asked for no more"),
        ("checklist", ""): _("Checklist"),
        ("custody_number_pattern", ""): _("Pattern of custody numbers"),
        ("visits_per_suite_and_week", ""): _("Visits a week and suite"),
        ("suite_targets", ""): _("Visits a week, its own target"),
        ("night_share", ""): _("At night"),
        ("weekend_share", ""): _("At weekends"),
        ("delay_threshold", ""): _("Longest wait"),
        ("filed_late_after", ""): _("Filed late after"),
        ("unsigned_after", ""): _("Unsigned after"),
        ("over_24h", ""): _("Held for long after"),
        ("reply_targets", ""): _("Reply of the force"),
        ("repeat_months", ""): _("Repeats within"),
        ("retention", "identifying_years"): _("What identifies a person"),
        ("retention", "visits_years"): _("Visits"),
        ("retention", "visitor_copy_days"): _("A visitor's own copy"),
        ("retention", "office_years"): _("Papers of the office"),
        ("heads", "every"): _("Says how far it is"),
        ("heads", "silent_after"): _("Shown as silent"),
        ("heads", "unconfirmed_after"): _("Roster not confirmed"),
        ("people_detained", ""): _("People detained"),
        ("pence_a_mile", ""): _("Pence a mile"),
    }


def severity_words(severity: Severity) -> str:
    """Return what concerns of a severity are called."""
    return {
        Severity.RED: _("Red concerns"),
        Severity.AMBER: _("Amber concerns"),
        Severity.GREEN: _("Green concerns"),
    }[severity]


def change_place(change: Change, settings: SchemeSettings) -> str:
    """Say what was changed: the field, and of which item."""
    if change.field == "reply_targets":
        return _("Reply to {concerns}").format(concerns=severity_words(Severity(change.item)).lower())
    if change.field == "people_detained":
        return _("People detained in {year}").format(year=change.item.replace("-", "\u2013"))
    item = _item_words(change, settings)
    part = "" if change.part == ORDER else change.part
    if change.part == ORDER:
        return _("{list}: order").format(list=field_words(change.field))
    if item and not part and change.field != "suite_targets":
        return item
    words = field_words(change.field, part)
    return _("{item}: {what}").format(item=item, what=words[:1].lower() + words[1:]) if item else words


def change_words(change: Change, settings: SchemeSettings) -> str:
    """Say what a field was and what it will be."""
    if change.part == ORDER:
        return _("in another order")
    if change.item and not change.part and change.before is None:
        return _("added: {after}").format(after=value_words(change, change.after, settings))
    if change.item and not change.part and change.after is None:
        return _("taken out")
    before = value_words(change, change.before, settings)
    return f"{before} \u2192 {value_words(change, change.after, settings)}"


def value_words(change: Change, value: Any, settings: SchemeSettings) -> str:
    """Return one value as people read it."""
    if change.field in _SHARES:
        return f"{round(value * 100)} %"
    if change.field == "retention":
        if change.part == "visitor_copy_days":
            return plural("{n} day", "{n} days", value)
        return plural("{n} year", "{n} years", value)
    if change.field == "suites" and change.part == "panel" and value:
        return next((one.name for one in settings.panels if one.panel_id == value), value)
    if change.part == "months" and value is None:
        return _("for good")
    return _plain(value)


def _plain(value: Any) -> str:  # noqa: PLR0911 - one kind of value each
    match value:
        case None | "" | ():
            return _("nothing")
        case bool():
            return _("yes") if value else _("no")
        case int():
            return say_count(value)
        case float():
            return say_decimal(value)
        case date():
            return day_in_words(value)
        case timedelta():
            return span_words(value)
        case ReplyTarget():
            return reply_words(value)
        case ChecklistRef():
            return checklist_words(value)
        case Suite() | Panel():
            return value.name
        case TrainingKind():
            return value.title
        case tuple():
            return ", ".join(str(one) for one in value)
        case _:
            return str(value)


def span_words(span: timedelta) -> str:
    """Return a time as minutes, hours or days, whichever it is made of."""
    minutes = span // timedelta(minutes=1)
    if minutes % 60:
        return plural("{n} minute", "{n} minutes", minutes)
    if minutes % (24 * 60) or minutes <= 48 * 60:
        return plural("{n} hour", "{n} hours", minutes // 60)
    return plural("{n} day", "{n} days", minutes // (24 * 60))


def reply_words(target: ReplyTarget) -> str:
    """Return how soon a reply is due."""
    if target.hours is not None:
        return plural("within {n} hour", "within {n} hours", target.hours)
    return plural("within {n} working day", "within {n} working days", target.working_days or 0)


def checklist_words(ref: ChecklistRef) -> str:
    """Return what a checklist is called."""
    return _("{name}, version {version}").format(name=ref.checklist_id, version=ref.version)


def checklist_change_words(change: ChecklistChange) -> str:
    """Say one difference between two checklists."""
    part = {
        ChecklistPart.QUESTION: _("Question"),
        ChecklistPart.AREA: _("Area"),
        ChecklistPart.STOCK: _("Stock"),
        ChecklistPart.OBSERVED: _("Observed"),
        ChecklistPart.CATEGORY: _("Category of concern"),
        ChecklistPart.REASON: _("Choice"),
        ChecklistPart.SCRIPT: _("Script"),
    }[change.part]
    if not change.before:
        return _("{part} new: {after}").format(part=part, after=change.after)
    if not change.after:
        return _("{part} taken out: {before}").format(part=part, before=change.before)
    if change.before == change.after:
        return _("{part}, when it is asked or what follows from it: {after}").format(
            part=part, after=change.after
        )
    return f"{part}: {change.before} \u2192 {change.after}"


def _item_words(change: Change, settings: SchemeSettings) -> str:
    """The name of the suite, panel or kind a change is about."""
    if not change.item:
        return ""
    if isinstance(change.after or change.before, Suite | Panel | TrainingKind):
        return {
            "suites": _("Suite {name}"),
            "panels": _("Panel {name}"),
            "training": _("Training {name}"),
        }[change.field].format(name=_plain(change.after or change.before))
    if change.field in {"suites", "suite_targets"}:
        return next((one.name for one in settings.suites if one.suite_id == change.item), change.item)
    if change.field == "panels":
        return next((one.name for one in settings.panels if one.panel_id == change.item), change.item)
    return next((one.title for one in settings.training if one.kind == change.item), change.item)
