"""What can wait for a coordinator, in the order in which it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from icv_app.words import _, plural
from ui.widgets.tag import Tagged


class Kind(StrEnum):
    """What is to be done; what may harm somebody or is kept from the office goes first."""

    RED = "red"
    MISSED = "missed"
    OVERDUE = "overdue"
    COPY = "copy"
    REPORT = "report"
    REPLY = "reply"
    ESCALATED = "escalated"
    UNSENT = "unsent"
    FINDINGS = "findings"
    LAPTOP = "laptop"
    LEAVER = "leaver"
    ENDING = "ending"
    SUITE = "suite"
    SWAP = "swap"
    UNCOVERED = "uncovered"
    PLAN = "plan"
    CLAIM = "claim"
    THANKS = "thanks"
    YEARS = "years"
    NOTICE = "notice"
    EVIDENCE = "evidence"
    KIT = "kit"
    RETENTION = "retention"


class Section(StrEnum):
    """Kinds that are looked at together."""

    ALL = "all"
    CONCERNS = "concerns"
    REPORTS = "reports"
    PEOPLE = "people"
    VISITS = "visits"
    OFFICE = "office"


SECTIONS: Mapping[Kind, Section] = {
    Kind.RED: Section.CONCERNS,
    Kind.MISSED: Section.OFFICE,
    Kind.OVERDUE: Section.CONCERNS,
    Kind.COPY: Section.REPORTS,
    Kind.REPORT: Section.REPORTS,
    Kind.REPLY: Section.CONCERNS,
    Kind.ESCALATED: Section.CONCERNS,
    Kind.UNSENT: Section.CONCERNS,
    Kind.FINDINGS: Section.CONCERNS,
    Kind.LAPTOP: Section.PEOPLE,
    Kind.LEAVER: Section.PEOPLE,
    Kind.ENDING: Section.PEOPLE,
    Kind.SUITE: Section.VISITS,
    Kind.SWAP: Section.VISITS,
    Kind.UNCOVERED: Section.VISITS,
    Kind.PLAN: Section.VISITS,
    Kind.CLAIM: Section.PEOPLE,
    Kind.THANKS: Section.CONCERNS,
    Kind.YEARS: Section.PEOPLE,
    Kind.NOTICE: Section.PEOPLE,
    Kind.EVIDENCE: Section.OFFICE,
    Kind.KIT: Section.OFFICE,
    Kind.RETENTION: Section.OFFICE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """One thing that waits.

    Attributes:
        key: What opens it, by kind: a visit, a concern of a visit, a member, a notice and so on.
        about: Why it waits.
        since: How long it has waited, UTC; `None` where that says nothing.
        stands_for: How many things it is one row for.
    """

    kind: Kind
    key: tuple[str, str]
    title: str
    about: str
    tags: tuple[Tagged, ...]
    since: datetime | None
    stands_for: int = 1


def section_words() -> dict[Section, str]:
    """Return the sections in words, in their order."""
    return {
        Section.ALL: _("Everything"),
        Section.CONCERNS: _("Concerns"),
        Section.REPORTS: _("Reports"),
        Section.PEOPLE: _("People"),
        Section.VISITS: _("Visits and rota"),
        Section.OFFICE: _("Office"),
    }


def count_words(kind: Kind, n: int) -> str:
    """Return how many things of a kind wait."""
    return {
        Kind.RED: plural("{n} open red concern", "{n} open red concerns", n),
        Kind.MISSED: plural("{n} thing to look into", "{n} things to look into", n),
        Kind.OVERDUE: plural("{n} reply overdue", "{n} replies overdue", n),
        Kind.COPY: plural("{n} copy to send", "{n} copies to send", n),
        Kind.REPORT: plural("{n} report to decide", "{n} reports to decide", n),
        Kind.REPLY: plural("{n} reply to settle", "{n} replies to settle", n),
        Kind.ESCALATED: plural("{n} concern escalated", "{n} concerns escalated", n),
        Kind.UNSENT: plural("{n} concern to send", "{n} concerns to send", n),
        Kind.FINDINGS: plural("{n} finding to settle", "{n} findings to settle", n),
        Kind.LAPTOP: plural("{n} new laptop", "{n} new laptops", n),
        Kind.LEAVER: plural("{n} member to remove", "{n} members to remove", n),
        Kind.ENDING: plural("{n} reminder", "{n} reminders", n),
        Kind.SUITE: plural("{n} suite overdue", "{n} suites overdue", n),
        Kind.SWAP: plural("{n} swap to settle", "{n} swaps to settle", n),
        Kind.UNCOVERED: plural("{n} week not covered", "{n} weeks not covered", n),
        Kind.PLAN: _("a rota to plan"),
        Kind.CLAIM: plural("{n} claim to approve", "{n} claims to approve", n),
        Kind.THANKS: plural("{n} thanks owed", "{n} thanks owed", n),
        Kind.YEARS: plural("{n} member to recognise", "{n} members to recognise", n),
        Kind.NOTICE: plural("{n} notice not read by all", "{n} notices not read by all", n),
        Kind.EVIDENCE: plural("{n} criterion with old evidence", "{n} criteria with old evidence", n),
        Kind.KIT: _("recovery kit to renew"),
        Kind.RETENTION: plural("{n} year to erase", "{n} years to erase", n),
    }[kind]
