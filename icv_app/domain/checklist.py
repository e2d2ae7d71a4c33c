"""The versioned checklist of a custody visit: what is asked of whom, and what a poor answer leads to.

The content comes from a file (`icv_app.exchange.checklists` reads it); here are its shape and its rules.
Source: docs/adr/0003-checklist-as-yaml.md
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from icv_app.domain.conditions import SHORTFALL, Answers, Condition, Facts, refuse_unknown_facts

ANSWERS = ("yes", "no", "na", "nk")
"""Yes, no, not applicable, not known; "not known" never counts as a pass."""

SOURCES = ("person_said", "custody_record", "seen", "staff_said")
"""Where an answer comes from."""

SEVERITIES = ("red", "amber", "green")

SHORT_SET_ROWS = range(8, 19)
"""Rows that may be answered about someone only observed or asleep."""

REQUIREMENTS = ("note", "role", "ground")
"""What else a choice may ask for: words, the role of whoever decided, a ground in law."""

LISTS_TIED_TO_FACTS: Mapping[str, tuple[str, frozenset[str]]] = {
    "contact_outcomes": ("contact", frozenset({"not_yet"})),
    "genders": ("gender", frozenset()),
    "age_bands": ("age_band", frozenset()),
    "legal_statuses": ("legal_status", frozenset()),
}
"""Lists whose ids must be exactly the values of a fact, bar those named."""

REQUIRED_LISTS = frozenset(
    {
        *LISTS_TIED_TO_FACTS,
        "abandoned_reasons",
        "answer_sources",
        "area_states",
        "concern_outcomes",
        "concern_states",
        "consent_answers",
        "consent_unable_reasons",
        "declarations",
        "delay_reasons",
        "earshot_reasons",
        "escalation_levels",
        "ethnicities",
        "interpreter_kinds",
        "introduced_by",
        "no_not_raised_reasons",
        "not_seen_reasons",
        "places",
        "priority_passed_over_reasons",
        "priority_reasons",
        "privacy_reasons",
        "refusal_grounds",
        "refusal_ranks",
        "roles",
        "severities",
        "visit_kinds",
        "visit_outcomes",
    }
)
"""The lists the program itself asks for; a checklist may hold more."""

REQUIRED_SCRIPTS = frozenset({"self_harm", "assault", "offence", "complaint"})


class CheckKind(StrEnum):
    """What kind of answer a check takes.

    `hours` is a number of hours, halves allowed; `time` a time of day; `choice` an id from `Check.choices`.
    """

    YES_NO = "yes_no"
    TIME = "time"
    HOURS = "hours"
    NUMBER = "number"
    TEXT = "text"
    CHOICE = "choice"


class Extent(StrEnum):
    """How much of the checklist may be answered about one person."""

    NOTHING = "nothing"
    SHORT = "short"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading under which checks are asked."""

    section_id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One question about one detained person.

    Attributes:
        check_id: Stable slug; the same question keeps it from version to version.
        number: Row of the printed checklist, 1 to 32; several checks may share one.
        source_of_law: The code, paragraph or heading it rests on.
        when: When it applies, from facts and from the answers to earlier checks.
        short_set: May be answered about someone only observed or asleep.
        default_path: Asked of everybody spoken to, whatever the facts.
        concern_category: Category offered when the answer falls short.
        good_answer: `yes` or `no`; `None` when neither is good or bad.
        trigger_script: Script shown at once when the answer is `trigger_answer`.
        choices: Name of the list a `choice` is picked from.
        identifying: Free text that may identify a person, kept apart and erased first.
    """

    check_id: str
    number: int
    section: str
    text: str
    source_of_law: str
    guidance: str
    kind: CheckKind
    when: Condition
    short_set: bool
    default_path: bool
    concern_category: str | None
    default_severity: str | None
    good_answer: str | None
    trigger_script: str | None
    trigger_answer: str | None
    choices: str | None
    identifying: bool

    def falls_short(self, answer: str | None) -> bool:
        """Return whether this answer must end as a concern, as put right, or with a reason why not.

        Only the opposite of the good answer does; "not known" and "not applicable" never do,
        nor does a check without a good answer.
        """
        return self.good_answer is not None and answer in {"yes", "no"} - {self.good_answer}

    def script_at(self, answer: str | None) -> str | None:
        """Return the id of the script this answer brings up, if any."""
        return self.trigger_script if answer is not None and answer == self.trigger_answer else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A kind of concern. `default_severity` is `None` for good practice, which is no concern."""

    category_id: str
    group: str
    group_title: str
    title: str
    default_severity: str | None

    @property
    def full_title(self) -> str:
        """Return the words to show, the code first ("A2 Solicitor")."""
        return f"{self.category_id} {self.title}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One entry of a list.

    Attributes:
        outcome: Contact outcome this reason belongs to, in lists where that matters.
        requires: What else must be said when it is chosen; see `REQUIREMENTS`.
        lawful_ground: The law accepts it as a ground (danger to the visitors, say).
    """

    choice_id: str
    label: str
    outcome: str | None = None
    requires: tuple[str, ...] = ()
    lawful_ground: bool = False


@dataclass(frozen=True, slots=True)
class SuiteItem:
    """An area, a stock or something observed in the suite, with the category of a concern about it."""

    item_id: str
    title: str
    concern_category: str | None


@dataclass(frozen=True, slots=True)
class Script:
    """Words shown on screen in an emergency.

    Attributes:
        lines: What to do, in order.
        recorded: What is kept of it, said on the same screen.
    """

    script_id: str
    title: str
    lines: tuple[str, ...]
    recorded: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """One version of the questions; a version once used in a visit is never edited.

    Attributes:
        fingerprint: SHA-256 of the content as 64 hexadecimal digits; comments, layout and line
            endings of the file play no part.
        reasons: List name → its choices in the order to show them.
    """

    checklist_id: str
    version: int
    title: str
    fingerprint: str
    sections: tuple[Section, ...]
    checks: tuple[Check, ...]
    areas: tuple[SuiteItem, ...]
    stocks: tuple[SuiteItem, ...]
    observed_items: tuple[SuiteItem, ...]
    categories: tuple[Category, ...]
    reasons: Mapping[str, tuple[Choice, ...]]
    scripts: Mapping[str, Script]

    def check(self, check_id: str) -> Check | None:
        """Return one check, or `None` when this version does not ask it."""
        return next((check for check in self.checks if check.check_id == check_id), None)

    def category(self, category_id: str) -> Category | None:
        """Return one category, or `None` when this version does not have it."""
        return next((found for found in self.categories if found.category_id == category_id), None)

    def choice(self, list_name: str, choice_id: str) -> Choice | None:
        """Return one entry of a list, or `None` when this version does not have it."""
        return next(
            (found for found in self.reasons.get(list_name, ()) if found.choice_id == choice_id), None
        )

    def not_seen_reasons(self, outcome: str) -> tuple[Choice, ...]:
        """Return the reasons that go with one contact outcome ("not_available", "not_offered")."""
        return tuple(reason for reason in self.reasons["not_seen_reasons"] if reason.outcome == outcome)


def extent_of(facts: Facts) -> Extent:
    """Return how much may be asked about a person.

    Consent comes first: nothing about someone who declined or was not offered a visit.
    Someone asleep is not woken, so only what can be seen or read is answered.
    """
    contact = facts.get("contact", "not_yet")
    if contact == "observed_only" or (contact in {"spoken_to", "not_available"} and facts.get("asleep")):
        return Extent.SHORT
    return Extent.FULL if contact == "spoken_to" else Extent.NOTHING


def sources_allowed(facts: Facts) -> tuple[str, ...]:
    """Return where an answer about this person may come from, in the order of `SOURCES`.

    The custody record only with consent to it; of someone observed or asleep only what is seen
    or recorded.
    """
    extent = extent_of(facts)
    if extent is Extent.NOTHING:
        return ()
    allowed = SOURCES if extent is Extent.FULL else ("custody_record", "seen")
    return tuple(source for source in allowed if source != "custody_record" or facts.get("record_seen"))


def applicable_checks(checklist: Checklist, facts: Facts, answers: Answers) -> tuple[Check, ...]:
    """Return the checks to ask now, in the checklist's order.

    One pass: a condition may look back only, and an answer counts only while its own check applies,
    so that a follow-up disappears with the question it followed.

    Raises:
        ValueError: A fact or its value is not in `conditions.FACTS`.
    """
    refuse_unknown_facts(facts)
    extent = extent_of(facts)
    if extent is Extent.NOTHING:
        return ()
    known = {**facts, SHORTFALL: False}
    counted: dict[str, str] = {}
    found: list[Check] = []
    for check in checklist.checks:
        if (extent is Extent.SHORT and not check.short_set) or not check.when.holds(known, counted):
            continue
        found.append(check)
        answer = answers.get(check.check_id)
        if answer is not None:
            counted[check.check_id] = answer
            known[SHORTFALL] = known[SHORTFALL] or check.falls_short(answer)
    return tuple(found)
