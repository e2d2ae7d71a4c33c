"""The visits behind a published figure, worked out from its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from icv_app.domain.concern import GOOD_PRACTICE
from icv_app.domain.person import Value
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.times import in_london, london_day
from icv_app.domain.visit import Outcome, VisitKind
from icv_app.domain.visit_facts import GROUPS, ConcernFacts, VisitFacts
from icv_app.errors import NotFound
from icv_app.figures.coverage import BANDS, QUARTERS_OF_DAY
from icv_app.words import _

_WEEKDAYS = frozenset("1234567")
Takes = Callable[[VisitFacts], bool]


def visits_behind(key: str, visits: Iterable[VisitFacts], settings: SchemeSettings) -> tuple[VisitFacts, ...]:
    """The filed visits of a period on which a figure was counted; of a share, on which its whole was.

    A figure of visitors has none: it is made of the members' dates. So have those of claims for
    expenses, of custody records that were read, and of the quality framework.

    Raises:
        NotFound: There is no figure with this key.
    """
    takes = _takes(key.split("."), settings)
    return tuple(visit for visit in visits if takes(visit))


def _takes(parts: Sequence[str], settings: SchemeSettings) -> Takes:
    family, rest = parts[0], tuple(parts[1:])
    found: Takes | None = None
    if family == "visits" and rest:
        found = _of_visits(rest, settings)
    elif family == "people" and rest:
        found = _of_people(rest)
    elif family == "checks" and len(rest) == 2:
        found = _of_checks(*rest)
    elif family == "concerns" and rest:
        found = _of_concerns(rest, settings)
    elif family == "volunteers" and rest:
        found = (lambda visit: True) if rest[0] in {"active", "hours"} else lambda visit: False
    elif family in {"reviews", "quality"} and rest:
        found = lambda visit: False  # noqa: E731 - made of records that were read, and of papers
    elif family in {"children", "chasing"}:
        found = _of_office(family)
    elif family == "costs" and rest:
        found = _of_costs(rest[0])
    if found is None:
        raise no_such_figure(".".join(parts))
    return found


def no_such_figure(key: str) -> NotFound:
    """The failure that a figure is asked for that is not printed."""
    return NotFound(
        f"figure {key}",
        user_text=_("There is no figure with this key. The data file beside the report lists them all."),
    )


def _counts(visit: VisitFacts) -> bool:
    return visit.counts


def _of_office(family: str) -> Takes:
    if family == "children":
        return lambda visit: visit.counts and visit.group_in_custody.get("children", 0) > 0
    return lambda visit: any(one.category != GOOD_PRACTICE for one in visit.concerns)


def _of_costs(name: str) -> Takes:
    """Expenses are approved by their day, whatever visit they were for."""
    if name in {"noted", "noting"}:
        return lambda visit: visit.expenses_pence is not None
    return _counts if name == "per_visit" else lambda visit: False


def _attempted(visit: VisitFacts) -> bool:
    return visit.kind is not VisitKind.TELEPHONE


def _of_visits(rest: tuple[str, ...], settings: SchemeSettings) -> Takes | None:
    simple: dict[str, Takes] = {
        "completed": _counts,
        "target": _counts,
        "part": lambda visit: _attempted(visit) and visit.outcome is Outcome.PART,
        "abandoned": lambda visit: _attempted(visit) and visit.outcome is Outcome.ABANDONED,
        "telephone": lambda visit: visit.kind is VisitKind.TELEPHONE,
        "terrorism": lambda visit: visit.counts and visit.kind is VisitKind.TACT,
        "valid_rate": _attempted,
        "filed_in_time": lambda visit: True,
    }
    name, more = rest[0], rest[1:]
    if not more:
        return simple.get(name)
    by_name: dict[str, Callable[[], Takes | None]] = {
        "abandoned": lambda: _abandoned("" if more[0] == "unstated" else more[0]),
        "rate": lambda: _attempted if more[0] in {"part", "abandoned"} else None,
        "wait": lambda: _waits(more[0], settings),
        "gap": lambda: lambda visit: visit.counts and visit.suite == more[0],
        "suite": lambda: lambda visit: visit.counts and visit.suite == more[0] and _in_month(visit, more[1:]),
        "month": lambda: _of_month(more, settings),
    }
    return by_name[name]() if name in by_name else _at_time(name, more)


def _abandoned(reason: str) -> Takes:
    return lambda visit: (
        _attempted(visit) and visit.outcome is Outcome.ABANDONED and (visit.abandoned_reason or "") == reason
    )


def _in_month(visit: VisitFacts, month: Sequence[str]) -> bool:
    return not month or f"{in_london(visit.began_at):%Y-%m}" == month[0]


def _of_month(more: Sequence[str], settings: SchemeSettings) -> Takes | None:
    targeted = {suite.suite_id for suite in settings.suites if not suite.contingency}
    if more[0] not in {"all", "untargeted"}:
        return None
    return lambda visit: (
        visit.counts
        and _in_month(visit, more[1:])
        and not (more[0] == "untargeted" and visit.suite in targeted)
    )


def _waits(what: str, settings: SchemeSettings) -> Takes:
    def limit(visit: VisitFacts) -> float:
        return settings.rules_on(london_day(visit.began_at)).delay_threshold / timedelta(minutes=1)

    if what == "longer":
        return lambda visit: (
            visit.counts and visit.wait_minutes is not None and visit.wait_minutes > limit(visit)
        )
    return lambda visit: visit.counts and visit.wait_minutes is not None


def _at_time(name: str, more: tuple[str, ...]) -> Takes | None:
    if name == "hour" and len(more) == 2:
        return lambda visit: visit.counts and f"{in_london(visit.began_at):%u.%H}" == ".".join(more)
    if name == "weekday" and more[0] in _WEEKDAYS and set(more[1:]) <= set(BANDS):
        return lambda visit: (
            visit.counts
            and f"{in_london(visit.began_at):%u}" == more[0]
            and (len(more) == 1 or _in_hours(visit, more[1]))
        )
    if name == "spread" and more == ("weekend",):
        return lambda visit: visit.counts and in_london(visit.began_at).weekday() >= 5
    if more[0] in {"spread": QUARTERS_OF_DAY, "band": BANDS}.get(name, ()):
        return lambda visit: visit.counts and _in_hours(visit, more[0])
    return None


def _in_hours(visit: VisitFacts, hours: str) -> bool:
    """Whether it began in hours written `00-06`, London time."""
    first, _dash, end = hours.partition("-")
    return first <= f"{in_london(visit.began_at):%H}" < end


def _of_people(rest: tuple[str, ...]) -> Takes | None:
    name = rest[0]
    if name in GROUPS:
        return lambda visit: visit.counts and visit.group_in_custody.get(name, 0) > 0
    if name == "beds":
        return lambda visit: visit.counts and visit.beds_asked > 0
    if len(rest) == 2:
        reason = "" if rest[1] == "unstated" else rest[1]
        return lambda visit: (
            visit.counts
            and any(
                (contact.value, why) == (name, reason) and count > 0
                for (contact, why), count in visit.reasons.items()
            )
        )
    return _counts


def _of_checks(check_id: str, what: str) -> Takes | None:
    values = {
        "yes": (Value.YES, Value.NO),
        "not_known": (Value.NOT_KNOWN,),
        "not_applicable": (Value.NOT_APPLICABLE,),
    }.get(what)
    if values is None:
        return None
    return lambda visit: visit.counts and any(visit.checks.get((check_id, value), 0) for value in values)


def _of_concerns(rest: tuple[str, ...], settings: SchemeSettings) -> Takes | None:
    name, more = rest[0], rest[1:]
    usual = {suite.suite_id for suite in settings.suites if not suite.contingency}

    def at(visit: VisitFacts, suite: str) -> bool:
        return visit.suite not in usual if suite == "other" else visit.suite == suite

    def any_of(wanted: Callable[[ConcernFacts], bool]) -> Takes:
        return lambda visit: any(wanted(one) for one in visit.concerns if one.category != GOOD_PRACTICE)

    def of_letter(visit: VisitFacts) -> bool:
        letter = any_of(lambda one: one.category[:1] == more[0])
        return letter(visit) and (len(more) == 1 or at(visit, more[1]))

    every = any_of(lambda one: True)
    narrower: dict[str, Takes] = {
        "good_practice": lambda visit: any(one.category == GOOD_PRACTICE for one in visit.concerns),
        "rate": lambda visit: visit.counts and every(visit),
    }
    if more:
        narrower |= {
            "suite": lambda visit: at(visit, more[0]) and every(visit),
            "letter": of_letter,
            "code": any_of(lambda one: one.category == more[0]),
            "severity": any_of(lambda one: one.severity.value == more[0]),
        }
    return narrower.get(name, every)
