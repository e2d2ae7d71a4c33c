"""What stands against a duty, and why one is empty, in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from icv_app.domain.rota import Breach, Duty, EmptyDuty, RotaRule, WhyEmpty
from icv_app.words import _


def breach_words(breach: Breach) -> str:
    """Say what a duty does not keep."""
    members = ", ".join(breach.members)
    return {
        RotaRule.PAIR: _("Two different visitors are needed."),
        RotaRule.STATUS: _("{members}: something in the register is out of date in that week."),
        RotaRule.AVAILABLE: _("{members} did not say that they can go then."),
        RotaRule.CONFLICT: _("{members} declared a conflict of interest."),
        RotaRule.PROBATION: _("{members} are both on probation."),
        RotaRule.ONE_A_WEEK: _("{members} goes on another visit in that week."),
        RotaRule.PAIR_TWICE: _("{members} go together twice running."),
        RotaRule.SUITE_TWICE: _("{members} goes to the same suite twice running."),
    }[breach.rule].format(members=members)


def empty_words(empty: EmptyDuty, suites: Mapping[str, str]) -> str:
    """Say why nobody could be found: "Week 7: nobody is available for Halifax."."""
    _week, suite, _number = empty.place
    available = ", ".join(empty.available)
    return {
        WhyEmpty.NOBODY_AVAILABLE: _("Week {week}: nobody is available for {suite}."),
        WhyEmpty.ONE_AVAILABLE: _("Week {week}: only {available} is available for {suite}."),
        WhyEmpty.NO_COMMON_TIME: _(
            "Week {week}: {available} could go to {suite}, but no two of them at the same time."
        ),
        WhyEmpty.ONLY_PROBATIONERS: _(
            "Week {week}: everybody available for {suite} ({available}) is on probation."
        ),
        WhyEmpty.CONFLICTS: _("Week {week}: declared conflicts leave no pair of {available} for {suite}."),
        WhyEmpty.NEEDED_ELSEWHERE: _(
            "Week {week}: those available for {suite} ({available}) are needed elsewhere, or would go "
            "with the same partner or to the same suite twice running."
        ),
    }[empty.why].format(week=empty.week_number, suite=suites.get(suite, suite), available=available)


def pair_words(duty: Duty) -> str:
    """Say who goes."""
    return " · ".join(duty.pair) if duty.pair else _("Nobody yet")
