"""What the register says of a member in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from icv_app.domain.fitness import PairRule
from icv_app.domain.scheme import Member, Role
from icv_app.domain.times import in_london
from icv_app.services.overrides import AllowedVisits
from icv_app.services.scheme import MemberStanding
from icv_app.words import _, plural
from ui.entries.dates import say_date
from ui.entries.times import say_time
from ui.theme import Hue

REMIND_DAYS = 90
"""How long before an expiry the register begins to say so."""
Tags = tuple[tuple[str, Hue], ...]


def role_word(role: Role) -> str:
    """Return the role as people say it."""
    return _("Coordinator") if role is Role.COORDINATOR else _("Visitor")


def full_name(member: Member) -> str:
    """Return the given name and surname, or nothing where neither is noted."""
    return f"{member.given_name} {member.surname}".strip()


def laptops(count: int) -> str:
    """Return how many devices of a member belong to the scheme."""
    return plural("{n} laptop", "{n} laptops", count) if count else _("No laptop")


def standing_tags(standing: MemberStanding, today: date) -> Tags:
    """Return what the coordinator should know first, most pressing first."""
    member = standing.member
    if not member.in_scheme_on(today) and member.left is not None and member.left < today:
        to_sign_out = ((_("Laptops to remove"), Hue.ORANGE),) if standing.belongs else ()
        return (*to_sign_out, (_("Left"), Hue.GREY))
    tags: list[tuple[str, Hue]] = []
    if standing.asks_to_join is not None:
        tags.append((_("New laptop waits"), Hue.BLUE))
    tags += [(_out_of_date(name), Hue.RED) for name in member.lapsed_on(today)]
    if member.role is Role.VISITOR:
        tags += [(_undated(name), Hue.RED) for name in member.undated()]
    tags += _soon(member, today)
    if member.left is not None:
        tags.append((_("Leaves on {day}").format(day=say_date(member.left)), Hue.ORANGE))
    if member.on_probation(today):
        tags.append((_("On probation"), Hue.PURPLE))
    if standing.invited_until is not None and standing.asks_to_join is None:
        tags.append((_("Invited"), Hue.YELLOW))
    elif not standing.devices and standing.asks_to_join is None:
        tags.append((_("No laptop yet"), Hue.GREY))
    return tuple(tags) or ((_("Active"), Hue.GREEN),)


def member_facts(standing: MemberStanding) -> list[tuple[str, str]]:
    """Return everything noted about a member, as names and values."""
    member = standing.member
    vetting = ", ".join(part for part in (member.vetting_level, _until(member.vetting_expires)) if part) or _(
        "Not noted"
    )
    facts = [
        (_("Role"), role_word(member.role)),
        (_("Joined"), _noted(member.joined)),
        (_("On probation until"), _noted(member.probation_until)),
        (_("Term ends"), _noted(member.term_ends)),
        (_("Vetting"), vetting),
        (_("ID card valid until"), _noted(member.id_card_expires)),
        (_("Trained for TACT"), _tact(member)),
        (_("Laptops"), laptops(standing.devices)),
    ]
    if member.left is not None:
        facts.insert(2, (_("Left"), say_date(member.left)))
    if standing.invited_until is not None:
        local = in_london(standing.invited_until)
        until = f"{say_date(local.date())}, {say_time(local.time())}"
        facts.append((_("Open invitation"), _("until {when}").format(when=until)))
    return facts


def _tact(member: Member) -> str:
    if not member.tact_trained:
        return _("No")
    return _("Yes") if member.tact_expires is None else _until(member.tact_expires)


def rule_words() -> dict[PairRule, str]:
    """Return what may stand against a visitor, in words that follow "although"."""
    return {
        PairRule.SCHEME: _("they are not in the scheme on the day"),
        PairRule.TERM: _("their term has ended, or its end is not noted"),
        PairRule.VETTING: _("their vetting is out of date, or not noted"),
        PairRule.ID_CARD: _("their identity card is out of date, or not noted"),
        PairRule.PROBATION: _("they are on probation, and go with another visitor on probation"),
    }


def days_in_words(first: date, last: date) -> str:
    """Return one day, or the first and the last of some."""
    if first == last:
        return say_date(first)
    return _("{first} to {last}").format(first=say_date(first), last=say_date(last))


def allowed_facts(allowed: Sequence[AllowedVisits]) -> list[tuple[str, str]]:
    """Return what a coordinator has allowed a member, newest first, as names and values."""
    words = rule_words()
    facts = []
    for one in allowed:
        override = one.override
        although = _("although {rules}").format(rules=", ".join(words[rule] for rule in override.rules))
        days = days_in_words(override.first, override.last)
        facts.append((_("Visit allowed"), f"{days}, {although}: {one.reason} ({override.by})"))
    return facts


def register_summary(standings: list[MemberStanding], today: date) -> str:
    """Return the line under the heading: how many there are, and what waits."""
    present = [one for one in standings if one.member.in_scheme_on(today)]
    visitors = sum(one.member.role is Role.VISITOR for one in present)
    waiting = sum(one.asks_to_join is not None for one in standings)
    invited = sum(one.invited_until is not None and one.asks_to_join is None for one in standings)
    parts = [
        plural("{n} visitor", "{n} visitors", visitors),
        plural("{n} coordinator", "{n} coordinators", len(present) - visitors),
    ]
    if waiting:
        parts.append(plural("{n} laptop waits for you", "{n} laptops wait for you", waiting))
    if invited:
        parts.append(plural("{n} open invitation", "{n} open invitations", invited))
    return " · ".join(parts)


def _out_of_date(name: str) -> str:
    return {
        "term": _("Term ended"),
        "vetting": _("Vetting out of date"),
        "id_card": _("ID card out of date"),
    }[name]


def _undated(name: str) -> str:
    return {
        "term": _("No end of term noted"),
        "vetting": _("No vetting date noted"),
        "id_card": _("No ID card date noted"),
    }[name]


def _soon(member: Member, today: date) -> Tags:
    ends = (
        (member.term_ends, _("Term ends in {days}")),
        (member.vetting_expires, _("Vetting ends in {days}")),
        (member.id_card_expires, _("ID card ends in {days}")),
    )
    found = []
    for end, words in ends:
        left = (end - today).days if end is not None else None
        if left is not None and 0 <= left <= REMIND_DAYS:
            days = plural("{n} day", "{n} days", left)
            found.append((words.format(days=days), Hue.ORANGE))
    return tuple(found)


def _noted(day: date | None) -> str:
    return _("Not noted") if day is None else say_date(day)


def _until(day: date | None) -> str:
    return "" if day is None else _("until {day}").format(day=say_date(day))
