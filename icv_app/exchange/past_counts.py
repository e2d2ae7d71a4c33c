"""How many people were seen on a past visit, by outcome and reason."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Protocol

from icv_app.domain.census import Census, Tally
from icv_app.domain.checklist import Checklist
from icv_app.domain.person import Contact
from icv_app.services.past_visits import GROUPS
from icv_app.words import _

_REASON = re.compile(r"(?P<contact>[a-z_]+)/(?P<reason>[a-z0-9_]+)=(?P<count>\d{1,3})")


class _Row(Protocol):
    def has(self, field: str) -> bool: ...

    def text(self, field: str) -> str: ...

    def number(self, field: str) -> int | None: ...

    def refuse(self, field: str, words: str) -> None: ...


@dataclass(frozen=True, slots=True)
class GroupsSpoken:
    """How many of each group were spoken to, and where to say that it cannot be."""

    row: _Row
    counts: dict[str, int]

    def check(self, census: Census) -> None:
        """A group cannot have more people spoken to than counted: its coverage would pass 100 %."""
        counted = {
            "children": census.children,
            "vulnerable": census.vulnerable or 0,
            "women": census.women or 0,
        }
        for group, number in self.counts.items():
            if number > counted[group]:
                words = _("{n} spoken to, but {counted} counted in custody: correct the count")
                self.row.refuse(f"{group}_spoken_to", words.format(n=number, counted=counted[group]))


class RowCounts:
    """Reads the counts of one row; what cannot be is refused there."""

    def __init__(self, row: _Row, checklist: Checklist) -> None:
        self._row = row
        self._checklist = checklist
        self.groups = GroupsSpoken(row, {})

    def tallies(self) -> tuple[Tally, ...]:
        """People by outcome and reason; whoever has no reason is counted without one."""
        self.groups = GroupsSpoken(
            self._row, {group: self._row.number(f"{group}_spoken_to") or 0 for group in GROUPS}
        )
        by_reason = self._by_reason()
        tallies: list[Tally] = []
        for contact in Contact:
            reasons = by_reason[contact]
            named = sum(reasons.values())
            given = self._row.number(contact.value)
            rest = (given if given is not None else named) - named
            if rest < 0:
                words = _("the reasons make {named}, but {given} were counted")
                self._row.refuse(contact.value, words.format(named=named, given=given))
            tallies += [Tally(contact=contact, reason=reason, count=n) for reason, n in reasons.items() if n]
            if rest > 0:
                tallies.append(self._rest(contact, rest))
        return tuple(tallies)

    def _rest(self, contact: Contact, count: int) -> Tally:
        if contact is not Contact.SPOKEN_TO:
            return Tally(contact=contact, reason="", count=count)
        spoken = {}
        for group, number in self.groups.counts.items():
            if number > count:
                self._row.refuse(f"{group}_spoken_to", _("more than were spoken to"))
            spoken[group] = min(number, count)
        return Tally(contact=contact, reason="", count=count, **spoken)

    def _by_reason(self) -> defaultdict[Contact, dict[str, int]]:
        found: defaultdict[Contact, dict[str, int]] = defaultdict(dict)
        for item in filter(None, (part.strip() for part in self._row.text("reasons").split(";"))):
            match = _REASON.fullmatch(item)
            if match is None or match["contact"] not in set(Contact):
                self._row.refuse("reasons", _("is not written like not_available/asleep=2"))
            elif self._checklist.choice("not_seen_reasons", match["reason"]) is None:
                self._row.refuse("reasons", _("“{reason}” is no reason of the checklist").format(reason=item))
            else:
                contact = Contact(match["contact"])
                before = found[contact].get(match["reason"], 0)
                found[contact][match["reason"]] = before + int(match["count"])
        for contact in (Contact.NOT_AVAILABLE, Contact.NOT_OFFERED):
            for reason in self._checklist.not_seen_reasons(contact.value):
                field = f"{contact.value}/{reason.choice_id}"
                number = self._row.number(field) if self._row.has(field) else None
                if number:
                    found[contact][reason.choice_id] = found[contact].get(reason.choice_id, 0) + number
        return found
