"""Whether the parts of the count add up, in words that change while it is typed."""

from __future__ import annotations

from icv_app.domain.census import Census
from icv_app.words import _, plural
from ui.theme import Hue


def gender_sum(census: Census) -> tuple[str, str, Hue] | None:
    """Return a sentence, a verdict and its hue for men, women and others; `None` while none is entered."""
    given = [count for count in (census.men, census.women, census.other) if count is not None]
    if not given:
        return None
    total, summed = census.total, sum(given)
    if total is None:
        return _("Men, women and others make {sum}").format(sum=summed), _("Enter the total"), Hue.ORANGE
    sentence = _("Men, women and others make {sum} of {total}").format(sum=summed, total=total)
    if summed == total:
        return sentence, _("Adds up"), Hue.GREEN
    if summed > total:
        return sentence, plural("{n} too many", "{n} too many", summed - total), Hue.RED
    return sentence, plural("{n} missing", "{n} missing", total - summed), Hue.ORANGE
