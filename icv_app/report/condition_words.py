"""When a question is asked, in words, made from the checklist's own conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from icv_app.domain.checklist import Check, Checklist
from icv_app.domain.conditions import SHORTFALL, AllOf, AnswerIs, AnyOf, Condition, FactIs, Not
from icv_app.words import _


def fact_words() -> Mapping[str, tuple[str, str]]:
    """Return fact to the words for yes and for no."""
    return {
        "child": (_("under 18"), _("18 or over")),
        "girl": (_("girl under 18"), _("no girl under 18")),
        "woman_adult": (_("woman of 18 or over"), _("no woman of 18 or over")),
        "vulnerable": (_("vulnerable"), _("not vulnerable")),
        "asleep": (_("asleep"), _("awake")),
        "charged_refused_bail": (_("charged and refused bail"), _("not refused bail")),
        "non_english": (_("no English"), _("speaks English")),
        "non_uk": (_("not a UK national"), _("a UK national")),
        "clothing_taken": (_("clothing taken"), _("clothing kept")),
        "strip_searched": (_("strip searched"), _("not strip searched")),
        "force_used": (_("force used"), _("no force used")),
        "held_over_24h": (_("held over 24 hours"), _("held under 24 hours")),
        "review_fell_due": (_("a review could have fallen due"), _("no review due yet")),
        "record_seen": (_("record may be seen"), _("record not seen")),
        SHORTFALL: (_("something was not in order"), _("everything was in order")),
    }


_LISTS = {
    "contact": "contact_outcomes",
    "gender": "genders",
    "age_band": "age_bands",
    "legal_status": "legal_statuses",
}


@dataclass(frozen=True, slots=True)
class ConditionWords:
    """Says when a check is asked, with other checks by their numbers on paper."""

    checklist: Checklist
    numbers: Mapping[str, str]

    def of(self, check: Check) -> str:
        """Return when it is asked: "3b yes", "under 18, or 20a yes"."""
        return self._words(check.when)

    def _words(self, condition: Condition) -> str:
        match condition:
            case FactIs(fact=fact, values=values):
                return " / ".join(self._fact(fact, value) for value in values)
            case AnswerIs(checks=checks, values=values):
                numbers = _(" or ").join(self.numbers[check] for check in checks)
                return f"{numbers} {_(' or ').join(_answer(value, self.checklist) for value in values)}"
            case AllOf(parts=parts):
                return _(" and ").join(filter(None, map(self._words, parts)))
            case AnyOf(parts=parts):
                return _("; or ").join(filter(None, map(self._words, parts)))
            case Not(part=part):
                return _("not: {words}").format(words=self._words(part))
        return ""

    def _fact(self, fact: str, value: str | bool) -> str:
        if isinstance(value, bool):
            yes, no = fact_words()[fact]
            return yes if value else no
        choice = self.checklist.choice(_LISTS.get(fact, ""), value)
        return choice.label.lower() if choice else value


def _answer(value: str, checklist: Checklist) -> str:
    closed = {"yes": _("yes"), "no": _("no"), "na": _("N/A"), "nk": _("not known")}
    if value in closed:
        return closed[value]
    labels = (
        choice.label
        for several in checklist.reasons.values()
        for choice in several
        if choice.choice_id == value
    )
    return f"“{next(labels, value)}”"
