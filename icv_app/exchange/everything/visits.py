"""Tables of visits: the visits themselves, people in custody, checks, areas, stocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta
from typing import Any

from icv_app.domain.census import Census, Tally
from icv_app.domain.follow_up import FollowUp
from icv_app.domain.person import Answer, Contact, DetainedPerson
from icv_app.domain.visit import AreaFinding, StockFinding
from icv_app.domain.visit_facts import GROUPS
from icv_app.exchange.everything.columns import (
    Column,
    Table,
    flag,
    identifying,
    moment,
    number,
    spaced,
    text,
)
from icv_app.services.whole_visit import WholeVisit

Person = tuple[WholeVisit, DetainedPerson]
Checked = tuple[WholeVisit, DetainedPerson, Answer]

_CENSUS = {
    "total": ("in_custody", "people in custody at entry"),
    "men": ("men", "of them men"),
    "women": ("women", "of them women"),
    "other": ("other", "of them of another or unknown gender"),
    "children_10_13": ("children_10_13", "of them aged 10 to 13"),
    "children_14_17": ("children_14_17", "of them aged 14 to 17"),
    "vulnerable": ("vulnerable", "of them vulnerable, or needing an appropriate adult"),
    "non_english": ("non_english", "of them not speaking English"),
    "immigration": ("immigration", "of them held for immigration"),
    "s136": ("s136", "of them held under section 136"),
    "tact": ("tact", "of them held under the Terrorism Act"),
    "over_24h": ("over_24h", "of them held for more than 24 hours"),
    "high_observation": ("high_observation", "of them on level 3 or 4 observation"),
    "cells_in_use": ("cells_in_use", "cells in use"),
    "cells_out_of_use": ("cells_out_of_use", "cells out of use"),
    "arrived_during": ("arrived_during", "people who arrived during the visit, counted apart"),
}
CONTACTS = {
    Contact.SPOKEN_TO: "people spoken to",
    Contact.OBSERVED_ONLY: "people observed only",
    Contact.DECLINED: "people who declined",
    Contact.NOT_AVAILABLE: "people not available",
    Contact.NOT_OFFERED: "people not offered a visit",
}


def _minutes(time: timedelta | None) -> int | None:
    return None if time is None else round(time.total_seconds() / 60)


def _of(name: str) -> Callable[[WholeVisit], Any]:
    """A field of the visit by its name."""
    return lambda one: getattr(one.visit, name)


def _census() -> tuple[Column[WholeVisit], ...]:
    def column(name: str) -> Column[WholeVisit]:
        called, meaning = _CENSUS[name]
        return number(called, meaning, lambda one: getattr(one.visit.census, name))

    return tuple(column(one.name) for one in fields(Census))


def _contact(contact: Contact) -> Column[WholeVisit]:
    return number(
        contact.value,
        CONTACTS[contact],
        lambda one: one.facts.by_contact.get(contact, 0),
        filled=True,
    )


def _group(group: str) -> Column[WholeVisit]:
    return number(
        f"{group}_spoken_to",
        f"{group} spoken to",
        lambda one: one.facts.group_spoken.get(group, 0),
        filled=True,
    )


VISIT_ID: Column[WholeVisit] = text("visit_id", "identifier of the visit", _of("visit_id"), filled=True)

VISITS: Table[WholeVisit] = Table(
    name="visits",
    meaning="one filed visit, oldest first",
    of_visit=lambda one: (one,),
    columns=(
        VISIT_ID,
        text("suite", "short name of the suite", _of("suite"), filled=True),
        text("suite_name", "its name in the present settings", lambda one: one.suite_name, filled=True),
        text("kind", "in_person, telephone, tact or contingency", _of("kind"), filled=True),
        text("outcome", "completed, part or abandoned", _of("outcome"), filled=True),
        text("abandoned_reason", "reason code of the checklist", _of("abandoned_reason")),
        text("abandoned_note", "more about it", _of("abandoned_note")),
        text("part_reason", "why only part of a visit", _of("part_reason")),
        text("author", "scheme number of who recorded it", _of("author"), filled=True),
        text("visitors", "scheme numbers, with spaces between", lambda one: spaced(one.visit.visitors)),
        text("trainee", "scheme number of a member in training", _of("trainee")),
        text("observers", "roles of others along", lambda one: spaced(one.visit.observers)),
        moment("begun_at", "when the record was begun", _of("created_at"), filled=True),
        moment("arrived_at", "at the counter", _of("arrived_at")),
        moment("entered_at", "entered the suite", _of("entered_at")),
        moment("left_suite_at", "left the suite", _of("left_suite_at")),
        moment("left_station_at", "left the station", _of("left_station_at")),
        moment("filed_at", "report filed", _of("submitted_at"), filled=True),
        number("wait_minutes", "from counter to suite", lambda one: _minutes(one.visit.wait)),
        number("visit_minutes", "in the suite", lambda one: _minutes(one.visit.duration)),
        text("delay_reason", "reason code of the checklist", lambda one: one.visit.delay.reason),
        text("delay_explained_by", "role code", lambda one: one.visit.delay.explained_by),
        flag("delay_danger", "danger to the visitors was the ground", lambda one: one.visit.delay.danger),
        text("delay_note", "more about the wait", lambda one: one.visit.delay.note),
        number("sergeants", "on duty", lambda one: one.visit.staffing.sergeants),
        number("detention_officers", "on duty", lambda one: one.visit.staffing.detention_officers),
        text("healthcare_present", "yes, no, na or nk", lambda one: one.visit.staffing.healthcare_present),
        text("woman_on_duty", "yes, no, na or nk", lambda one: one.visit.staffing.woman_on_duty),
        text("briefed_by", "role code", lambda one: one.visit.staffing.briefed_by),
        text("escorted_by", "role code", lambda one: one.visit.staffing.escorted_by),
        *_census(),
        *(_contact(contact) for contact in Contact),
        *(_group(group) for group in GROUPS),
        text("observed", "codes of what was seen happening", lambda one: spaced(one.visit.observed)),
        text("positive_practice", "what was done well", _of("positive_practice")),
        text("force_comment", "the force's comment at the time", _of("force_comment")),
        text("raised_with_officer", "raised before leaving", _of("raised_with_officer")),
        text("officer_response", "what the custody officer answered", _of("officer_response")),
        flag("no_names_used", "declared", lambda one: one.visit.sign_off.no_names_used),
        flag("nobody_known", "declared", lambda one: one.visit.sign_off.nobody_known),
        flag("both_agree", "declared", lambda one: one.visit.sign_off.both_agree),
        number("travel_minutes", "both ways, one visitor", _of("travel_minutes")),
        number("expenses_pence", "claimed in the report", _of("expenses_pence")),
        flag("debrief_wanted", "a visitor wants to talk it over", _of("debrief_wanted"), filled=False),
        text("debrief_note", "what to talk over", _of("debrief_note")),
        flag("typed_from_paper", "written on paper first", _of("typed_from_paper")),
        text("checklist", "it was made under", lambda one: one.visit.checklist.checklist_id, filled=True),
        number("checklist_version", "likewise", lambda one: one.visit.checklist.version, filled=True),
        number("settings_version", "it was made under", _of("settings_version"), filled=True),
        text("settings_record", "which of several of that version", _of("settings_record")),
        flag("imported", "taken in from before", lambda one: one.imported),
        text("review", "where its review stands", lambda one: one.review.state, filled=True),
        text("erased", "whether what identified people is erased", lambda one: one.erased),
    ),
)


def _person(name: str) -> Callable[[Person], Any]:
    return lambda row: getattr(row[1], name)


def _said_of_person(name: str) -> Callable[[Person], Any]:
    return lambda row: row[0].erased or getattr(row[1], name)


PEOPLE: Table[Person] = Table(
    name="people",
    meaning="one person in custody with a row of their own, in the order of the report",
    of_visit=lambda one: ((one, person) for person in one.visit.people),
    columns=(
        text("visit_id", "identifier of the visit", lambda row: row[0].visit.visit_id, filled=True),
        text("person_id", "identifier within the visit", _person("person_id"), filled=True),
        identifying("custody_number", "the force's number", _said_of_person("custody_number")),
        identifying("cell", "where they were held", _said_of_person("cell")),
        text("gender", "woman, man, other or unknown", _person("gender")),
        text("age_band", "never a date of birth", _person("age_band")),
        text("ethnicity", "code of the checklist's list", _person("ethnicity")),
        flag("vulnerable", "or an appropriate adult is needed", _person("vulnerable")),
        flag("neurodivergent", "as it was found", _person("neurodivergent")),
        flag("disabled_or_pregnant", "as it was found", _person("disabled_or_pregnant")),
        flag("non_english", "does not speak English", _person("non_english")),
        flag("non_uk", "not a UK national", _person("non_uk")),
        number("observation_level", "1 to 4", _person("observation_level")),
        text("legal_status", "why the law lets them be held", _person("legal_status")),
        flag("charged_refused_bail", "charged and refused bail", _person("charged_refused_bail")),
        flag("clothing_taken", "clothing was taken", _person("clothing_taken")),
        flag("strip_searched", "strip searched", _person("strip_searched")),
        flag("force_used", "force was used in custody", _person("force_used")),
        moment("authorised_at", "detention was authorised", _person("authorised_at")),
        moment("relevant_time", "the detention clock began", _person("relevant_time")),
        moment("last_review_at", "the last review was done", _person("last_review_at")),
        text("consent_talk", "yes, no or unable", _person("consent_talk")),
        identifying("consent_talk_reason", "why no talk was agreed", _said_of_person("consent_talk_reason")),
        text("consent_record", "yes, no or unable", _person("consent_record")),
        identifying(
            "consent_record_reason", "why the record was not seen", _said_of_person("consent_record_reason")
        ),
        text("contact", "what came of the visit for them", _person("contact")),
        text("contact_reason", "reason code of the checklist", _person("contact_reason")),
        text("refusal_rank", "role code", lambda row: row[1].refusal and row[1].refusal.rank),
        text("refusal_ground", "ground in law", lambda row: row[1].refusal and row[1].refusal.ground),
        flag("known_to_visitor", "declared, so not contacted", _person("known_to_visitor")),
        text("passed_over_reason", "why one of a priority group was left out", _person("passed_over_reason")),
        text("introduced_by", "code of the checklist", _person("introduced_by")),
        text("place", "code of the checklist", _person("place")),
        flag("in_sight", "the talk was in sight of staff", _person("in_sight"), filled=False),
        flag("out_of_hearing", "and out of hearing", _person("out_of_hearing"), filled=False),
        text("not_private_reason", "reason code, if not", _person("not_private_reason")),
        text("interpreter", "code of the checklist", _person("interpreter")),
        text("scripts_given", "scripts read out", lambda row: spaced(row[1].scripts_given)),
        identifying("note", "about the person", _said_of_person("note")),
    ),
)

CHECKS: Table[Checked] = Table(
    name="checks",
    meaning="one answer about one person",
    of_visit=lambda one: ((one, person, answer) for person in one.visit.people for answer in person.answers),
    columns=(
        text("visit_id", "identifier of the visit", lambda row: row[0].visit.visit_id, filled=True),
        text("person_id", "identifier within the visit", lambda row: row[1].person_id, filled=True),
        text("check_id", "identifier in the checklist", lambda row: row[2].check_id, filled=True),
        text(
            "answer",
            "yes, no, na or nk; a code, number or time; words only with what identifies people",
            lambda row: row[2].value or row[0].erased,
        ),
        text("source", "how the visitors know", lambda row: row[2].source),
        identifying("note", "about the person", lambda row: row[0].erased or row[2].note),
        text("resolved", "what became of it", lambda row: row[2].resolution and row[2].resolution.resolved),
        text("concern_id", "the concern", lambda row: row[2].resolution and row[2].resolution.concern_id),
        text(
            "not_raised_reason", "why not raised", lambda row: row[2].resolution and row[2].resolution.reason
        ),
        identifying(
            "not_raised_note",
            "more about it",
            lambda row: row[2].resolution and (row[0].erased or row[2].resolution.note),
        ),
    ),
)

TALLIES: Table[tuple[WholeVisit, Tally]] = Table(
    name="tallies",
    meaning="people counted without a row of their own",
    of_visit=lambda one: ((one, tally) for tally in one.visit.tallies),
    columns=(
        text("visit_id", "identifier of the visit", lambda row: row[0].visit.visit_id, filled=True),
        text("contact", "what came of the visit for them", lambda row: row[1].contact, filled=True),
        text("reason", "reason code of the checklist", lambda row: row[1].reason),
        number("people", "how many", lambda row: row[1].count, filled=True),
        number("children", "of them under 18", lambda row: row[1].children, filled=True),
        number("vulnerable", "of them vulnerable", lambda row: row[1].vulnerable, filled=True),
        number("women", "of them women", lambda row: row[1].women, filled=True),
    ),
)

AREAS: Table[tuple[WholeVisit, AreaFinding]] = Table(
    name="areas",
    meaning="what was found in one area of the suite",
    of_visit=lambda one: ((one, found) for found in one.visit.areas),
    columns=(
        text("visit_id", "identifier of the visit", lambda row: row[0].visit.visit_id, filled=True),
        text("area", "code of the checklist", lambda row: row[1].area, filled=True),
        text("state", "not_checked, good, minor or poor", lambda row: row[1].state, filled=True),
        text("note", "more about it", lambda row: row[1].note),
        text("concern_id", "the concern raised about it", lambda row: row[1].concern_id),
    ),
)

STOCKS: Table[tuple[WholeVisit, StockFinding]] = Table(
    name="stocks",
    meaning="whether one stock item was there",
    of_visit=lambda one: ((one, found) for found in one.visit.stocks),
    columns=(
        text("visit_id", "identifier of the visit", lambda row: row[0].visit.visit_id, filled=True),
        text("stock", "code of the checklist", lambda row: row[1].stock, filled=True),
        text("there", "yes, no, na or nk", lambda row: row[1].value, filled=True),
        text("note", "more about it", lambda row: row[1].note),
        text("concern_id", "the concern raised about it", lambda row: row[1].concern_id),
    ),
)

FOLLOW_UPS: Table[tuple[WholeVisit, FollowUp]] = Table(
    name="follow_ups",
    meaning="a concern of an earlier visit, looked at again",
    of_visit=lambda one: ((one, found) for found in one.visit.follow_ups),
    columns=(
        text("visit_id", "identifier of the visit", lambda row: row[0].visit.visit_id, filled=True),
        text("concern_id", "the earlier concern", lambda row: row[1].concern_id, filled=True),
        text("raised_on_visit", "the visit it was raised on", lambda row: row[1].visit_id, filled=True),
        text("category", "its category", lambda row: row[1].category),
        text("finding", "put_right, still_so or not_looked", lambda row: row[1].finding, filled=True),
        identifying("note", "more about it", lambda row: row[0].erased or row[1].note),
    ),
)

OF_VISITS: tuple[Table[Any], ...] = (VISITS, PEOPLE, CHECKS, TALLIES, AREAS, STOCKS, FOLLOW_UPS)
