"""The list a sample is drawn from, as a coordinator types or pastes it: one record a line."""

from __future__ import annotations

from collections.abc import Mapping

from icv_app.domain.record_review_sample import MOST_RECORDS, Group, ListedRecord, may_be_reference
from icv_app.errors import BadInput
from icv_app.words import _


def group_words() -> Mapping[Group, str]:
    """What each group is called, in the order in which it goes first."""
    return {
        Group.CHILD: _("Child"),
        Group.VULNERABLE: _("Vulnerable"),
        Group.WOMAN: _("Woman"),
        Group.LONGEST_HELD: _("Longest held"),
        Group.OTHER: _("Anybody else"),
    }


def listed_from(text: str) -> tuple[ListedRecord, ...]:
    """Read a list: a reference such as `R-01` on each line, and after it whom it is about, if it is known.

    Raises:
        BadInput: A line that is no reference of the scheme's own, one that comes twice, or none at all.
    """
    found: dict[str, ListedRecord] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.replace(",", " ").replace("\t", " ").split(maxsplit=1)
        if not words:
            continue
        reference = words[0].upper()
        if not may_be_reference(reference):
            raise _wrong(number, _("write the scheme’s own reference, such as R-01, never a custody number"))
        if reference in found:
            raise _wrong(number, _("{reference} stands in the list twice").format(reference=reference))
        group = _group_from(words[1]) if len(words) > 1 else Group.OTHER
        if group is None:
            raise _wrong(number, _("after the reference write child, vulnerable, woman or longest held"))
        found[reference] = ListedRecord(reference=reference, group=group)
    if not found:
        raise BadInput("empty list of records", user_text=_("Write the references first, one on each line."))
    if len(found) > MOST_RECORDS:
        raise BadInput(
            f"list of {len(found)} records",
            user_text=_("List {n} records at most.").format(n=MOST_RECORDS),
        )
    return tuple(found.values())


def _group_from(words: str) -> Group | None:
    """The group whose name begins so; a few letters do."""
    wanted = words.strip(" ()").casefold()
    fits = [group for group, name in group_words().items() if name.casefold().startswith(wanted)]
    return fits[0] if len(fits) == 1 else None


def _wrong(number: int, why: str) -> BadInput:
    return BadInput(
        f"list of records: line {number}",
        user_text=_("Line {n}: {why}.").format(n=number, why=why),
    )
