"""What a vault has noticed to be missing, broken or silent, in words, with what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

from icv_app.domain.times import london_day
from icv_app.seal.withholding import MISSING, Missed, Sign
from icv_app.words import _, plural
from ui.entries.dates import say_date
from ui.theme import Hue
from ui.widgets.tag import Tagged

_NOT_AS_SIGNED = frozenset({Sign.BROKEN, Sign.ONE_NUMBER, Sign.STRANGER})


def missed_tag(one: Missed) -> Tagged:
    """Return one word for what was noticed, and its hue."""
    if one.sign in MISSING:
        return _("Records missing"), Hue.RED
    if one.sign in _NOT_AS_SIGNED:
        return _("Records do not fit"), Hue.RED
    if one.sign is Sign.SILENT:
        return _("Laptop silent"), Hue.ORANGE
    return _("Old list of members"), Hue.ORANGE


def missed_tags(missed: Sequence[Missed]) -> tuple[Tagged, ...]:
    """Return each word once, in the order of what was noticed."""
    return tuple(dict.fromkeys(missed_tag(one) for one in missed))


def missed_title(one: Missed) -> str:
    """Return what was noticed, with whose it is and which numbers."""
    if one.sign in MISSING:
        return _missing(one)
    return _titles()[one.sign].format(member=one.member, number=one.sequence, day=_day(one))


def missed_about(one: Missed) -> str:
    """Return how it shows."""
    if one.sign is Sign.GAP:
        return _("Later records of the same laptop are here, so these were signed before them.")
    if one.sign is Sign.TAIL:
        return _("The laptop said on {day} that it had signed up to number {until}.").format(
            day=_day(one), until=one.until
        )
    return {
        Sign.BROKEN: _("Each record names the one before it, and this one names another."),
        Sign.ONE_NUMBER: _("A laptop counts its records and never gives a number twice by itself."),
        Sign.STRANGER: _("Every laptop numbers its own records and nobody else's."),
        Sign.SILENT: _("Neither a record nor a sign of life has come since."),
        Sign.ROSTER_BEHIND: _("Somebody may be keeping the newest list of members from this laptop."),
        Sign.ROSTER_UNCONFIRMED: _("Somebody may be keeping the newest list of members from this laptop."),
        Sign.ROSTER_OLD_THERE: _("Somebody may be keeping the newest list of members from that laptop."),
    }[one.sign]


def missed_advice(one: Missed) -> str:
    """Return what the coordinator does about it."""
    if one.sign in MISSING and one.given_up:
        return _(
            "The laptop goes on from a backup, and these records may be lost to it too. "
            "Ask {member} what they wrote, and to write it again."
        ).format(member=one.member)
    if one.sign in MISSING:
        return _(
            "Sync again. If they stay away, ask {member} to sync, or for a file on a USB stick. "
            "Then ask whoever runs the server why it kept them back."
        ).format(member=one.member)
    return {
        Sign.BROKEN: _("Ask {member} whether the vault was copied or tampered with, and remove the laptop."),
        Sign.ONE_NUMBER: _(
            "A copy of the vault may be in use elsewhere. Ask {member}; if they cannot explain it, "
            "remove the laptop and invite them anew."
        ),
        Sign.STRANGER: _("Remove the laptop that signed it, and ask {member} what happened."),
        Sign.SILENT: _(
            "Ask {member} whether they still have the laptop. If they synced since, ask for a file on a "
            "USB stick: the server may be keeping it back."
        ),
        Sign.ROSTER_BEHIND: _(
            "Sync again. If it stays so, ask {member} for a file on a USB stick and read it in Settings."
        ),
        Sign.ROSTER_UNCONFIRMED: _(
            "Ask the other coordinators to sync, or for a file on a USB stick, and read it in Settings."
        ),
        Sign.ROSTER_OLD_THERE: _(
            "Ask {member} to sync. If it stays so, save a file for them in Settings and hand it over."
        ),
    }[one.sign].format(member=one.member)


def missed_at_home(missed: Sequence[Missed]) -> str:
    """Return what a visitor is told, in a sentence or two; nothing where all is well."""
    signs = {one.sign for one in missed}
    said = []
    if Sign.ROSTER_BEHIND in signs:
        said.append(
            _(
                "Changes to the list of members have not reached this laptop. "
                "Sync; if this stays, ask your coordinator for a file."
            )
        )
    for one in missed:
        if one.sign is Sign.ROSTER_UNCONFIRMED:
            words = _(
                "The list of members was not confirmed by a coordinator since {day}. "
                "Sync; if this stays, ask your coordinator for a file."
            )
            said.append(words.format(day=_day(one)))
    lost = sum(one.count for one in missed if one.sign in MISSING)
    if lost:
        said.append(
            plural(
                "{n} record that this laptop signed is not on it any more. Tell your coordinator.",
                "{n} records that this laptop signed are not on it any more. Tell your coordinator.",
                lost,
            )
        )
    if signs & _NOT_AS_SIGNED:
        said.append(
            _("Records of {members} do not fit together. Tell your coordinator.").format(
                members=", ".join(sorted({one.member for one in missed if one.sign in _NOT_AS_SIGNED}))
            )
        )
    return " ".join(said)


def silent_together(silent: Sequence[Missed]) -> str:
    """Return one line for several laptops that are silent."""
    words = _("Nothing heard from {n} laptops for long: {members}")
    return words.format(n=len(silent), members=", ".join(sorted({one.member for one in silent})))


def _titles() -> dict[Sign, str]:
    return {
        Sign.BROKEN: _("Record {number} of {member} does not follow the one before it"),
        Sign.ONE_NUMBER: _("Two records of {member} have the number {number}"),
        Sign.STRANGER: _("Another laptop signed record {number} of {member}"),
        Sign.SILENT: _("Nothing heard from the laptop of {member} since {day}"),
        Sign.ROSTER_BEHIND: _("{member} knows changes to the list of members that are not here"),
        Sign.ROSTER_UNCONFIRMED: _("No other coordinator confirmed the list of members since {day}"),
        Sign.ROSTER_OLD_THERE: _("The list of members of {member} is not confirmed since {day}"),
    }


def _missing(one: Missed) -> str:
    if one.count == 1:
        return _("Record {n} of {member} is missing").format(n=one.sequence, member=one.member)
    words = _("Records {first} to {last} of {member} are missing")
    return words.format(first=one.sequence, last=one.until, member=one.member)


def _day(one: Missed) -> str:
    return say_date(london_day(one.since)) if one.since is not None else ""
