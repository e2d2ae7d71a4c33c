"""How each published figure is defined; a key falls under the longest beginning that stands here."""

from __future__ import annotations

from typing import Final

from icv_app.domain.record_review import Step
from icv_app.domain.record_review_waits import Wait

_RECORDS = "over custody records read; counts from 1 to 4, and what gives them back, withheld"
_PEOPLE = "over completed visits in person; counts of people from 1 to 4, and what gives them back, withheld"

DEFINITIONS: Final = {
    "visits.completed": "Visits completed in person that began in the period by London time",
    "visits.part": "Visits made in person and ended early",
    "visits.abandoned": "Visits attempted in person and abandoned, by reason where the key names one",
    "visits.telephone": "Calls by telephone; they count neither as attempts nor towards the target",
    "visits.terrorism": "Completed visits to people held under the Terrorism Act; visits alone are counted",
    "visits.valid_rate": "completed / attempted in person",
    "visits.rate": "visits with this outcome / attempted in person",
    "visits.target": "completed / (target per week × weeks open), suites with a target together",
    "visits.filed_in_time": "reports filed within the scheme's limit after leaving / every report filed",
    "visits.wait": "Counter to suite; percentile by nearest rank; longer: over the threshold / waits known",
    "visits.suite": "completed / (target per week × weeks the suite was open), weeks being days open / 7",
    "visits.month": "completed / target of the month, all suites, or those without a target, together",
    "visits.gap": "Greatest number of days between two visits to the suite that follow each other",
    "visits.spread": "visits that began then / completed visits; evenly spread 25 % and 28.6 %",
    "visits.hour": "Completed visits that began on the weekday in the hour, London time",
    "visits.weekday": "Completed visits that began on the weekday, or on it in those hours, London time",
    "visits.band": "Completed visits that began in those hours of any day, London time",
    "people.in_custody": f"ΣD: people in custody when the visitors entered, {_PEOPLE}",
    "people.spoken_to": f"ΣS / ΣD, {_PEOPLE}",
    "people.spoken_to_mean": "mean of S/D over visits with D greater than 0",
    "people.not_spoken_to": f"Σ(D − S), {_PEOPLE}",
    "people.observed_only": f"ΣOb / ΣD; by reason: people / Σ(D − S), {_PEOPLE}",
    "people.declined": f"ΣDe / ΣD; by reason: people / Σ(D − S), {_PEOPLE}",
    "people.not_available": f"ΣNA / ΣD; by reason: people / Σ(D − S), {_PEOPLE}",
    "people.not_offered": f"ΣNO / ΣD; by reason: people / Σ(D − S), {_PEOPLE}",
    "people.offered": f"Σ(S + De) / ΣD, {_PEOPLE}",
    "people.acceptance": f"ΣS / Σ(S + De), {_PEOPLE}",
    "people.per_visit": f"ΣS / visits, {_PEOPLE}",
    "people.reach": f"ΣS / people detained in the year as the force reports them, {_PEOPLE}",
    "people.children": f"children spoken to / in custody, {_PEOPLE}",
    "people.vulnerable": f"vulnerable people spoken to / in custody, {_PEOPLE}",
    "people.women": f"women spoken to / in custody, {_PEOPLE}",
    "people.beds": f"children moved / charged and refused bail (PACE s.38(6)), {_PEOPLE}",
    "checks": f"yes / (yes + no); not known and not applicable apart, {_PEOPLE}",
    "concerns": "Concerns raised on every filed visit; about people, from 1 to 4 withheld",
    "concerns.put_right": "concerns put right during the visit / concerns raised",
    "concerns.rate": "concerns on completed visits for every 100 people spoken to on them",
    "concerns.good_practice": "Records of good practice, which are no concerns",
    "concerns.sent": "Concerns sent to the force by the data cut-off",
    "concerns.replied": "Of those sent, with a reply by the data cut-off",
    "concerns.median_days": "Median of working days from sending to the first reply",
    "concerns.in_target": "replies within the target / concerns answered or overdue",
    "concerns.open": "Concerns neither closed nor put right at the visit when the period ended",
    "volunteers.start": "Visitors in the scheme before the first day",
    "volunteers.joined": "Visitors whose first day was in the period",
    "volunteers.left": "Visitors whose last day was in the period",
    "volunteers.end": "start + joined − left",
    "volunteers.retention": "visitors of the start who were still there / at the start",
    "volunteers.active": "Different visitors on the filed visits of the period",
    "volunteers.hours": "Σ visitors × (visit + travel), over every filed visit",
    "costs": "Approved claims whose day lies in the period, in pence; noted: as visitors wrote in reports",
    "reviews.read": "Custody records that visitors read in the year, by the day the reading was sent",
    "reviews.timeliness": f"waits within the clock of the law / waits that could be judged, {_RECORDS}",
    "reviews.quality": "Mean of the visitors' marks for the quality of the record, from 1 to 5",
    "reviews.wait": f"Waits measured, percentile by nearest rank, not recorded apart, {_RECORDS}",
    "reviews.step": f"yes / (yes + no) of the records read, not recorded apart, {_RECORDS}",
    "quality": "Criteria of the level of the quality framework in use, by how far they are met",
    "children": "Children with a row of their own on completed visits; yes / (yes + no), small ones withheld",
    "children.wait": "From calling the appropriate adult to their coming; withheld below five known waits",
    "chasing.open": "Concerns of any period neither closed nor put right at the visit at the data cut-off",
    "chasing.overdue": "Of these, sent to the force and without the reply that is due",
    "chasing.escalated": "Steps up within the period, by level",
}

WAIT_NAMES: Final = {
    Wait.ARREST_TO_ARRIVAL: "Arrest to arrival",
    Wait.ARRIVAL_TO_AUTHORISED: "Arrival to authorisation",
    Wait.AUTHORISED_TO_RIGHTS: "Authorisation to rights",
    Wait.AA: "Appropriate adult: asked to came",
    Wait.INTERPRETER: "Interpreter: asked to came",
    Wait.HEALTHCARE: "Healthcare: asked to seen",
    Wait.SOLICITOR: "Solicitor: asked to spoken to",
    Wait.FIRST_MEAL: "Arrival to first meal",
    Wait.FIRST_REVIEW: "Authorisation to first review",
    Wait.NEXT_REVIEW: "One review to the next",
    Wait.BEFORE_CHARGE: "Arrival to charge or release",
}


def step_name(step: Step) -> str:
    """A step of a custody record as it is printed."""
    return step.value.replace("_", " ").capitalize()
