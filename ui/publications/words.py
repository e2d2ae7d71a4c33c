"""What publications, their texts and their periods are called on the screen."""

from __future__ import annotations

from collections.abc import Iterable

from icv_app.domain.publication import Change, PublicationKind, Section
from icv_app.words import _


def kind_words(kind: PublicationKind) -> str:
    """A kind of publication."""
    return {
        PublicationKind.ANNUAL: _("Annual report"),
        PublicationKind.QUARTERLY: _("Governance paper of a quarter"),
        PublicationKind.SCRUTINY: _("Extract for the child custody scrutiny panel"),
        PublicationKind.PUBLIC: _("Public page about a quarter"),
    }[kind]


def about_words(kind: PublicationKind) -> str:
    """What is in it."""
    return {
        PublicationKind.ANNUAL: _(
            "Nineteen sections: visits against target, who was seen, checks, concerns and what came of them, "
            "your own texts, and how every figure was computed."
        ),
        PublicationKind.QUARTERLY: _(
            "Two to four pages: coverage, themes, overdue concerns, escalations, good practice, asks."
        ),
        PublicationKind.SCRUTINY: _(
            "Children in custody, appropriate adults, nights, beds asked for and given, strip searches."
        ),
        PublicationKind.PUBLIC: _("One page for everybody."),
    }[kind]


def quarter_words(number: int) -> str:
    """A quarter of the financial year."""
    return {
        1: _("1: April to June"),
        2: _("2: July to September"),
        3: _("3: October to December"),
        4: _("4: January to March"),
    }[number]


def section_words(section: Section) -> str:
    """A section of the annual report."""
    return {
        Section.FOREWORD: _("Foreword"),
        Section.GLANCE: _("The year at a glance"),
        Section.LEGAL_BASIS: _("Legal basis"),
        Section.SUITES: _("Suites and panels"),
        Section.VOLUNTEERS: _("The visitors"),
        Section.VISITS: _("Visits"),
        Section.PEOPLE: _("Who was seen"),
        Section.CHECKS: _("Check results"),
        Section.CONCERNS: _("Concerns"),
        Section.CHANGES: _("What changed"),
        Section.THEMES: _("Themes"),
        Section.RECORD_REVIEWS: _("Custody record reviews"),
        Section.TERRORISM: _("Visits under the Terrorism Act"),
        Section.GOOD_PRACTICE: _("Good practice"),
        Section.RESPONSE: _("The force’s response"),
        Section.QUALITY: _("Quality framework and next year’s plan"),
        Section.COSTS: _("Costs"),
        Section.METHOD: _("Method"),
        Section.CONTACT: _("Contact and joining"),
    }[section]


BETWEEN = " => "
"""Between what visitors said and what the force did."""


def changes_written(changes: Iterable[Change]) -> str:
    """Changes as they are typed: one a line."""
    return "\n".join(f"{one.said}{BETWEEN}{one.did}" for one in changes)


def changes_read(text: str) -> tuple[Change, ...] | None:
    """The changes that were typed; `None` where a line has not both sides."""
    lines = [line.partition(BETWEEN.strip()) for line in text.splitlines() if line.strip()]
    if any(not said.strip() or not did.strip() for said, _between, did in lines):
        return None
    return tuple(Change(said=said.strip(), did=did.strip()) for said, _between, did in lines)


def sections_read(text: str) -> tuple[Section, ...] | None:
    """The sections that were typed, one a line; `None` where one is unknown."""
    known = {section_words(section).casefold(): section for section in Section}
    names = [line.strip().casefold() for line in text.splitlines() if line.strip()]
    return tuple(known[name] for name in names) if all(name in known for name in names) else None
