"""`icv verify` and the audit log's tools; each returns what to print."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from icv_app.cli.opening import opened
from icv_app.words import _, plural

if TYPE_CHECKING:
    from icv_app.domain.audit import AuditHead
    from icv_app.exchange.bundles import BundleCheck
    from icv_app.services.breaks import Break
    from icv_app.services.verification import Verification

MOST_BREAKS = 200


@dataclass(frozen=True, slots=True)
class Told:
    """What a check has to say.

    Attributes:
        sentences: For people.
        facts: For programs.
    """

    sound: bool
    sentences: list[str]
    facts: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> str:
        """The facts as one JSON object."""
        return json.dumps({"sound": self.sound, **self.facts}, ensure_ascii=False, indent=1)


def verified(vault: Path | None, passphrase_file: Path | None) -> Told:
    """Check everything in a vault.

    A visitor's vault holds of other devices' chains only what is addressed to them, so gaps there are no
    fault; forks and broken links are, everywhere.

    Raises:
        IcvError: The vault does not open, or its roster has not arrived.
    """
    with opened(vault, passphrase_file) as (_doors, desk):
        found = desk.verification.verify()
    facts = {**_facts(found.breaks), **_counts(found)}
    sentences = _sentences(found.breaks)
    if not sentences:
        sentences = _sound(found)
    return Told(not found.breaks, sentences, facts)


def verified_bundle(file: Path) -> Told:
    """Check a bundle by itself.

    Raises:
        IcvError: It is no bundle, cut off, altered, or holds no roster to check by.
    """
    from icv_app.exchange.bundles import verify_bundle

    found = verify_bundle(file)
    facts = {**_facts(found.breaks), **_bundle_facts(found)}
    return Told(not found.breaks, _sentences(found.breaks) or _sound_bundle(found), facts)


def audit_out(out: Path, vault: Path | None, passphrase_file: Path | None) -> str:
    """Export the audit log.

    Raises:
        IcvError: The vault does not open, is not a coordinator's, or the file cannot be written.
    """
    with opened(vault, passphrase_file) as (doors, desk):
        head = doors.export_audit_log(desk, out)
    entries = plural("{n} entry", "{n} entries", head.entries)
    return _("{entries} of the audit log written to {file}, marked OFFICIAL-SENSITIVE. Head: {head}").format(
        entries=entries, file=out, head=head.value
    )


def audit_file(file: Path) -> Told:
    """Check an exported audit log.

    Raises:
        BadInput: It cannot be read, or is no exported log.
    """
    from icv_app.exchange.audit_files import check_audit_file
    from icv_app.services.breaks import of_audit

    found = check_audit_file(file)
    breaks = [of_audit(one) for one in found.check.breaks]
    facts = {**_facts(breaks), **_head_facts(found.head), "wrong": found.wrong or None}
    if not found.whole:
        wrong = found.wrong or breaks[0].sentence
        return Told(False, [_("The first break: {what}").format(what=wrong)], facts)
    said = _("{entries} of the audit log of {scheme} are whole, handed out by {member} (laptop {device}).")
    entries = plural("{n} entry", "{n} entries", found.check.entries)
    return Told(
        True,
        [
            said.format(
                entries=entries, scheme=found.scheme_name, member=found.member, device=found.maker[:8]
            ),
            _("Head: {head}").format(head=found.head.value),
        ],
        facts,
    )


def _sentences(breaks: tuple[Break, ...]) -> list[str]:
    if not breaks:
        return []
    told = [_("The first break: {what}").format(what=breaks[0].sentence)]
    told += [one.sentence for one in breaks[1:MOST_BREAKS]]
    beyond = len(breaks) - MOST_BREAKS
    if beyond > 0:
        told.append(plural("{n} more break is not listed.", "{n} more breaks are not listed.", beyond))
    return told


def _sound(found: Verification) -> list[str]:
    said = [
        plural(
            "{n} record was checked: its signature verifies.",
            "{n} records were checked: every signature verifies.",
            found.checked,
        ),
        plural(
            "{n} was opened: it says here what its author signed.",
            "{n} were opened: they say here what their authors signed.",
            found.opened,
        ),
        plural("{n} chain is whole.", "{n} chains are whole.", len(found.chains) - found.partly),
    ]
    if found.partly:
        said.append(
            plural(
                "Of {n} chain this vault holds only what was addressed to it.",
                "Of {n} chains this vault holds only what was addressed to it.",
                found.partly,
            )
        )
    for words, number in sorted(found.erased.items()):
        records = plural("{n} record lost a part", "{n} records lost a part", number)
        said.append(_("{records}: {run}.").format(records=records, run=words))
    if found.newer:
        said.append(plural("{n} record needs a newer ICV.", "{n} records need a newer ICV.", found.newer))
    if found.apart:
        said.append(
            plural(
                "{n} record is kept apart and does not count; the sync centre says why.",
                "{n} records are kept apart and do not count; the sync centre says why.",
                found.apart,
            )
        )
    if found.roster_forked:
        said.append(
            _(
                "The list of members was changed on two laptops that had not heard of each other. "
                "Both changes count; the next one joins them."
            )
        )
    return [*said, *_about_the_log(found)]


def _about_the_log(found: Verification) -> list[str]:
    log = found.audit
    if log is None:
        return []
    said = [
        _("The audit log is whole: {entries}, head {head}.").format(
            entries=plural("{n} entry", "{n} entries", log.entries), head=log.head
        )
    ]
    for fork in log.forks:
        said.append(
            _(
                "Entries {first} and {second} by {author} (laptop {device}) know nothing of each other: "
                "that laptop went on from a backup."
            ).format(
                first=fork.numbers[0], second=fork.numbers[1], author=fork.author, device=fork.device[:8]
            )
        )
    return said


def _sound_bundle(found: BundleCheck) -> list[str]:
    said = _("The bundle by {member} is whole: it was cut off nowhere and its signature verifies.")
    told = [
        said.format(member=found.manifest.member),
        plural(
            "{n} record was checked: its signature verifies.",
            "{n} records were checked: every signature verifies.",
            found.checked,
        ),
        _(
            "It goes by a roster that begins with {fingerprint}; compare it with the scheme's invitation."
        ).format(fingerprint=found.fingerprint),
    ]
    if found.apart:
        told.append(
            plural(
                "{n} record in it would be kept apart.", "{n} records in it would be kept apart.", found.apart
            )
        )
    return told


def _facts(breaks: tuple[Break, ...] | list[Break]) -> dict[str, Any]:
    told = [_break(one) for one in breaks[:MOST_BREAKS]]
    return {"first_break": told[0] if told else None, "breaks": told, "breaks_in_all": len(breaks)}


def _break(one: Break) -> dict[str, Any]:
    return {
        "area": one.area.name.lower(),
        "what": one.what,
        "sentence": one.sentence,
        "record_id": one.record_id or None,
        "kind": one.kind or None,
        "author": one.author or None,
        "device": one.device or None,
        "chain_id": one.chain_id or None,
        "position": one.position,
        "until": one.until,
        "audit_entry": one.entry,
    }


def _counts(found: Verification) -> dict[str, Any]:
    return {
        "checked": found.checked,
        "opened": found.opened,
        "apart": found.apart,
        "newer": found.newer,
        "erased": dict(found.erased),
        "chains": len(found.chains),
        "chains_in_part": found.partly,
        "roster_forked": found.roster_forked,
        "audit_entries": found.audit.entries if found.audit is not None else None,
        "audit_head": found.audit.head if found.audit is not None else None,
        "audit_forks": [list(one.record_ids) for one in found.audit.forks] if found.audit is not None else [],
    }


def _bundle_facts(found: BundleCheck) -> dict[str, Any]:
    return {
        "member": found.manifest.member,
        "device": found.manifest.maker.key_id,
        "checked": found.checked,
        "apart": found.apart,
        "root_fingerprint": found.fingerprint,
    }


def _head_facts(head: AuditHead) -> dict[str, Any]:
    return {"audit_entries": head.entries, "audit_head": head.value, "until": head.until.isoformat()}
