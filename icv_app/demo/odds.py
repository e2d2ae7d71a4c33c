"""How the checks of the demo year are answered: how often yes, no, not applicable and not known."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from icv_app.domain.checklist import Check

Odds = tuple[float, float, float]
"""Share of yes, not applicable and not known; the rest is no."""

_GOOD_IS_YES: Odds = (0.972, 0.0, 0.024)
_GOOD_IS_NO: Odds = (0.012, 0.0, 0.02)

_ODDS: Mapping[str, Odds] = {
    "rights_understood": (0.944, 0.0, 0.05),
    "reason_told": (0.822, 0.0, 0.15),
    "rights_explained": (0.792, 0.0, 0.18),
    "notice_given": (0.954, 0.0, 0.04),
    "notice_easy_read": (0.622, 0.26, 0.11),
    "solicitor_wanted": (0.56, 0.0, 0.02),
    "solicitor_contacted": (0.966, 0.0, 0.03),
    "solicitor_seen": (0.62, 0.0, 0.03),
    "someone_told": (0.694, 0.27, 0.03),
    "phone_call": (0.852, 0.08, 0.06),
    "translation_given": (0.529, 0.4, 0.06),
    "consulate_offered": (0.823, 0.02, 0.14),
    "review_told_after_sleep": (0.287, 0.62, 0.09),
    "child_aa_came": (0.66, 0.0, 0.03),
    "child_kept_from_adults": (0.95, 0.0, 0.03),
    "child_distraction": (0.903, 0.04, 0.04),
    "child_night_in_cell": (0.09, 0.0, 0.05),
    "la_certificate": (0.66, 0.0, 0.12),
    "need_found": (0.909, 0.0, 0.08),
    "vulnerable_aa_called": (0.898, 0.0, 0.08),
    "vulnerable_aa_came": (0.6, 0.0, 0.06),
    "adjustments_made": (0.749, 0.16, 0.08),
    "health_need": (0.27, 0.0, 0.02),
    "hcp_asked_for": (0.962, 0.0, 0.03),
    "hcp_seen": (0.78, 0.0, 0.03),
    "injury_seen": (0.02, 0.0, 0.02),
    "medicine_due": (0.36, 0.04, 0.05),
    "medicine_given": (0.943, 0.0, 0.04),
    "self_harm_said": (0.006, 0.0, 0.01),
    "mental_health_offered": (0.796, 0.09, 0.1),
    "food_given": (0.881, 0.1, 0.015),
    "other_needs": (0.17, 0.0, 0.01),
    "codes_offered": (0.843, 0.02, 0.12),
    "sensory_aids": (0.254, 0.7, 0.04),
    "diet_met": (0.322, 0.64, 0.03),
    "wash_offered": (0.823, 0.1, 0.06),
    "exercise_offered": (0.723, 0.2, 0.06),
    "reading_offered": (0.896, 0.03, 0.06),
    "religion_met": (0.329, 0.62, 0.04),
    "disability_met": (0.214, 0.74, 0.04),
    "pregnancy_met": (0.057, 0.93, 0.01),
    "caring_duties": (0.11, 0.0, 0.03),
    "cctv_explained": (0.836, 0.05, 0.1),
    "menstrual_asked": (0.943, 0.0, 0.04),
    "menstrual_given": (0.367, 0.61, 0.02),
    "menstrual_choice": (0.916, 0.02, 0.05),
    "woman_staff_named": (0.92, 0.0, 0.06),
    "anti_rip_worn": (0.45, 0.0, 0.02),
    "anti_rip_by_force": (0.06, 0.0, 0.05),
    "anti_rip_alternatives": (0.792, 0.0, 0.18),
    "strip_aa_present": (0.658, 0.2, 0.12),
    "force_injury": (0.03, 0.0, 0.03),
    "treated_with_respect": (0.984, 0.0, 0.008),
    "assault_said": (0.012, 0.0, 0.01),
    "complaint_wanted": (0.1, 0.0, 0.02),
    "complaint_advised": (0.943, 0.0, 0.04),
    "reprisal_feared": (0.05, 0.0, 0.05),
    "custody_officer_told": (0.93, 0.05, 0.0),
}
"""Where the usual odds would not be like a real year."""

NOT_PUT_RIGHT_AT_ONCE = frozenset(
    {
        "anti_rip_by_force",
        "assault_said",
        "child_night_in_cell",
        "force_hcp_seen",
        "force_injury",
        "injury_seen",
        "la_bed_asked",
        "la_certificate",
        "reprisal_feared",
        "review_in_time",
        "review_told_after_sleep",
        "self_harm_said",
        "strip_aa_present",
        "strip_dignity",
        "strip_outcome_recorded",
        "strip_reason_recorded",
        "strip_same_sex",
        "treated_with_respect",
    }
)
"""A "no" (or "yes") here cannot be mended before the visitors leave."""

OFTEN_TOO_EARLY = frozenset({"child_aa_came", "hcp_seen", "solicitor_seen", "vulnerable_aa_came"})
"""A "no" here mostly means: not yet."""


def draw_value(rng: Random, check: Check) -> str:
    """Draw one of the four answers to a check."""
    usual = _GOOD_IS_NO if check.good_answer == "no" else _GOOD_IS_YES
    yes, not_applicable, not_known = _ODDS.get(check.check_id, usual)
    draw = rng.random()
    for value, share in (("yes", yes), ("na", not_applicable), ("nk", not_known)):
        if draw < share:
            return value
        draw -= share
    return "no"
