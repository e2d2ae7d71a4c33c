"""What the privacy guard asked about, and why it stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from icv_app.domain.checklist import Checklist
from icv_app.domain.free_texts import free_texts
from icv_app.domain.justified import Justified, looks_like
from icv_app.words import _
from ui.report_reader.parts import Section
from ui.report_reader.view_model import ReportInHand
from ui.visit.wording import label
from ui.widgets.labels import Text


def justified_section(in_hand: ReportInHand) -> Section | None:
    """Return what stays in a report, and in what was noted of its copies; nothing if nothing does."""
    visit, checklist = in_hand.report.visit, in_hand.checklist
    of_copies = tuple(one for copy in in_hand.report.copies for one in copy.justified)
    if not visit.justified and not of_copies:
        return None
    names = {text.path: text.name for text in free_texts(visit, checklist)}
    section = Section(_("Asked by the privacy guard"))
    stays = (*stays_words(visit.justified, checklist, names), *stays_words(of_copies, checklist))
    return section.add(*(Text(words) for words in stays))


def stays_words(
    justified: Iterable[Justified], checklist: Checklist, names: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Return why each stays, as a sentence; without the words themselves where they were erased.

    Args:
        justified: What stays.
        checklist: Has the reasons.
        names: What a text is called, by its path.
    """
    return tuple(_sentence(one, checklist, (names or {}).get(one.path)) for one in justified)


def _sentence(one: Justified, checklist: Checklist, place: str | None) -> str:
    reason = label(checklist, "privacy_reasons", one.reason)
    why = ": ".join(part for part in (reason, one.note) if part).rstrip(".")
    found = _("“{found}”").format(found=one.found) if one.found else _("Something erased since")
    if place:
        text = _("{place}: {found} looks like {what} and stays. {why}.")
        return text.format(place=place, found=found, what=looks_like(one.hint), why=why)
    return _("{found} looks like {what} and stays. {why}.").format(
        found=found, what=looks_like(one.hint), why=why
    )
