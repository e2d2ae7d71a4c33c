"""The suite as it was found: who was on duty, who was held, areas, stocks; and the words of the report."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from icv_app.domain.checklist import SuiteItem
from icv_app.domain.person import Value
from icv_app.domain.visit import AreaState
from icv_app.words import _, plural
from ui.report_reader.comments import notes_at
from ui.report_reader.parts import FactGrid, Flowed, Section, Words
from ui.report_reader.signing import agreement_words
from ui.report_reader.view_model import ReportInHand
from ui.theme import Hue
from ui.visit.wording import label, lower_first, say_duration
from ui.widgets.labels import Heading, Muted, Text
from ui.widgets.tag import Tag

_AREA_HUES = {AreaState.POOR: Hue.RED, AreaState.MINOR: Hue.ORANGE}


def census_section(in_hand: ReportInHand) -> Section | None:
    """Return the count at entry and who was on duty."""
    facts = [*_census_facts(in_hand), *_staffing_facts(in_hand)]
    notes = notes_at(in_hand, "census", "staffing")
    if not facts and not notes:
        return None
    section = Section(_("Count and staff at entry"))
    if facts:
        section.add(FactGrid(facts))
    return section.add(*notes)


def _census_facts(in_hand: ReportInHand) -> list[tuple[str, str, str]]:
    census = in_hand.report.visit.census
    counts = (
        (_("In custody"), census.total),
        (_("Men"), census.men),
        (_("Women"), census.women),
        (_("Other or not known"), census.other),
        (_("Children 10–13"), census.children_10_13),
        (_("Children 14–17"), census.children_14_17),
        (_("Vulnerable"), census.vulnerable),
        (_("Need an interpreter"), census.non_english),
        (_("Immigration"), census.immigration),
        (_("Section 136"), census.s136),
        (_("Terrorism (TACT)"), census.tact),
        (_("Held over 24 hours"), census.over_24h),
        (_("On observation level 3 or 4"), census.high_observation),
        (_("Cells in use"), census.cells_in_use),
        (_("Cells out of use"), census.cells_out_of_use),
        (_("Arrived during the visit"), census.arrived_during),
    )
    return [(name, str(count), "") for name, count in counts if count is not None]


def _staffing_facts(in_hand: ReportInHand) -> list[tuple[str, str, str]]:
    staffing, checklist = in_hand.report.visit.staffing, in_hand.checklist
    facts = (
        (_("Sergeants"), staffing.sergeants),
        (_("Detention officers"), staffing.detention_officers),
        (_("Healthcare professional present"), value_word(staffing.healthcare_present)),
        (_("A woman on duty"), value_word(staffing.woman_on_duty)),
        (_("Briefed by"), lower_first(label(checklist, "roles", staffing.briefed_by))),
        (_("Escorted by"), lower_first(label(checklist, "roles", staffing.escorted_by))),
    )
    return [(name, str(fact), "") for name, fact in facts if fact is not None and fact != ""]


def value_word(value: Value | None) -> str | None:
    """Return one of the four answers in words."""
    words = {
        Value.YES: _("Yes"),
        Value.NO: _("No"),
        Value.NOT_APPLICABLE: _("N/A"),
        Value.NOT_KNOWN: _("Not known"),
    }
    return words[value] if value is not None else None


def suite_section(in_hand: ReportInHand) -> Section | None:
    """Return areas and stocks, what is not in order first."""
    visit, checklist = in_hand.report.visit, in_hand.checklist
    if not visit.areas and not visit.stocks and not visit.observed:
        return None
    section = Section(_("The suite"))
    for state in (AreaState.POOR, AreaState.MINOR):
        word = label(checklist, "area_states", state)
        for area in visit.areas:
            if area.state is state:
                section.add(_found(word, _AREA_HUES[state], _title(checklist.areas, area.area), area.note))
    for stock in visit.stocks:
        if stock.value is Value.NO:
            section.add(_found(_("Missing"), Hue.RED, _title(checklist.stocks, stock.stock), stock.note))
    for line in _lists(in_hand):
        section.add(Text(line))
    places = (
        *(f"areas.{area.area}" for area in visit.areas),
        *(f"stocks.{one.stock}" for one in visit.stocks),
    )
    return section.add(*notes_at(in_hand, *places))


def _found(word: str, hue: Hue, title: str, note: str) -> QWidget:
    return Flowed(Tag(word, hue), Words(title, weight="semibold"), *([Words(note)] if note else []))


def _lists(in_hand: ReportInHand) -> list[str]:
    visit, checklist = in_hand.report.visit, in_hand.checklist
    seen = {area.area: area.state for area in visit.areas}
    given = {stock.stock: stock.value for stock in visit.stocks}
    areas, stocks = checklist.areas, checklist.stocks
    lists = (
        (_("In good order: {items}"), [i for i in areas if seen.get(i.item_id) is AreaState.GOOD]),
        (
            _("Not checked: {items}"),
            [i for i in areas if seen.get(i.item_id, AreaState.NOT_CHECKED) is AreaState.NOT_CHECKED],
        ),
        (_("In stock: {items}"), [i for i in stocks if given.get(i.item_id) is Value.YES]),
        (_("Stock not known: {items}"), [i for i in stocks if given.get(i.item_id) is Value.NOT_KNOWN]),
        (_("Seen happening: {items}"), [i for i in checklist.observed_items if i.item_id in visit.observed]),
    )
    return [
        words.format(items=", ".join(lower_first(i.title) for i in items)) for words, items in lists if items
    ]


def _title(items: Iterable[SuiteItem], item_id: str) -> str:
    return next((item.title for item in items if item.item_id == item_id), item_id)


def words_section(in_hand: ReportInHand) -> Section | None:
    """Return what was written down in words: good practice, the force's comment, the officer's answer."""
    visit = in_hand.report.visit
    written = (
        (_("Positive practice"), visit.positive_practice, "positive_practice"),
        (_("The force’s comment at the time"), visit.force_comment, "force_comment"),
        (
            _("Raised with the custody officer before leaving"),
            visit.raised_with_officer,
            "raised_with_officer",
        ),
        (_("The custody officer’s answer"), visit.officer_response, "officer_response"),
    )
    said = [
        (title, text, notes) for title, text, path in written if (notes := notes_at(in_hand, path)) or text
    ]
    if not said:
        return None
    section = Section(_("In the visitors’ words"))
    for title, text, notes in said:
        section.add(Heading(title, 3), Text(text or _("Nothing was written.")), *notes)
    return section


def sign_off_section(in_hand: ReportInHand) -> Section:
    """Return the declarations, the journey and the wish for a debrief."""
    visit = in_hand.report.visit
    sign_off = visit.sign_off
    section = Section(_("Sign-off"))
    declared = (
        (sign_off.no_names_used, "no_names"),
        (sign_off.nobody_known, "nobody_known"),
        (sign_off.both_agree, "both_agree"),
    )
    made = [label(in_hand.checklist, "declarations", code) for yes, code in declared if yes]
    if made:
        section.add(
            Text(_("Declared: {declarations}").format(declarations="; ".join(map(lower_first, made))))
        )
    for word in in_hand.report.agreements.words:
        line = agreement_words(word)
        section.add(Text(line[:1].upper() + line[1:] + "."))
        if word.said is not None and word.said.text:
            section.add(Text(word.said.text))
    journey = _journey(in_hand)
    if journey:
        section.add(Muted(journey))
    if visit.debrief_wanted:
        section.add(
            Flowed(
                Tag(_("Debrief wanted"), Hue.YELLOW),
                *([Words(visit.debrief_note)] if visit.debrief_note else []),
            )
        )
    elif visit.debrief_note:
        section.add(Text(_("For the debrief: {note}").format(note=visit.debrief_note)))
    return section.add(*notes_at(in_hand, "outcome", "debrief_note", "sign_off"))


def _journey(in_hand: ReportInHand) -> str:
    visit = in_hand.report.visit
    parts = []
    if visit.duration is not None:
        parts.append(_("{time} in the suite").format(time=say_duration(visit.duration)))
    if visit.travel_minutes is not None:
        parts.append(plural("{n} minute of travel", "{n} minutes of travel", visit.travel_minutes))
    if visit.expenses_pence is not None:
        parts.append(_("expenses £{pounds}").format(pounds=f"{visit.expenses_pence / 100:.2f}"))
    if visit.observers:
        parts.append(_("observers: {roles}").format(roles=", ".join(visit.observers)))
    line = " · ".join(parts)
    return line[:1].upper() + line[1:]
