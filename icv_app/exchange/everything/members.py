"""Tables of members and the rota."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from icv_app.domain.duties import MemberDuties, SwapAsked
from icv_app.domain.expenses import ClaimAnswer, ClaimStanding
from icv_app.domain.fitness import Override
from icv_app.domain.ids import MemberId
from icv_app.domain.member_file import OneToOne, Recognition
from icv_app.domain.rota import WEEK, Availability, Conflict, Duty, Leave
from icv_app.domain.scheme import Member
from icv_app.domain.training import Trained
from icv_app.exchange.everything.columns import Column, Table, day, flag, moment, number, spaced, text
from icv_app.services.whole_scheme import WholeScheme

_WINDOW = "day, night or weekend; empty until the week is over, for a visit is unannounced"


def _of(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, name)


def _second(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row[1], name)


def _member(read: Callable[[Any], Any] | None = None) -> Column[Any]:
    return text("member_id", "scheme number", read or (lambda row: row[0]), filled=True)


def _over(week: date, scheme: WholeScheme) -> bool:
    """Whether nobody can be waited for any more in a week."""
    return week + WEEK <= scheme.as_of


MEMBERS: Table[Member] = Table(
    name="members",
    meaning="one visitor or coordinator",
    of_scheme=lambda scheme: scheme.members(),
    columns=(
        _member(_of("member_id")),
        text("role", "visitor or coordinator", _of("role"), filled=True),
        text("given_name", "their own", _of("given_name")),
        text("surname", "their own", _of("surname")),
        day("joined", "first day in the scheme", _of("joined")),
        day("left", "last day in the scheme", _of("left")),
        day("probation_until", "a probationer until", _of("probation_until")),
        day("term_ends", "the appointment ends", _of("term_ends")),
        text("vetting_level", "as it was noted", _of("vetting_level")),
        day("vetting_expires", "last day", _of("vetting_expires")),
        day("id_card_expires", "last day", _of("id_card_expires")),
        flag("tact_trained", "trained to visit people held under the Terrorism Act", _of("tact_trained")),
        day("tact_expires", "last day of that training; empty where it never runs out", _of("tact_expires")),
    ),
)

TRAINING: Table[tuple[MemberId, Trained]] = Table(
    name="training",
    meaning="a training of a member",
    of_scheme=lambda scheme: ((it.member_id, one) for it in scheme.member_files() for one in it.training),
    columns=(
        _member(),
        text("training", "kind, as the settings name it", _second("kind"), filled=True),
        day("day", "when", _second("day"), filled=True),
        day("expires", "good until", _second("expires")),
    ),
)

LANGUAGES: Table[tuple[MemberId, str]] = Table(
    name="languages",
    meaning="a language a member speaks beside English",
    of_scheme=lambda scheme: ((it.member_id, one) for it in scheme.member_files() for one in it.languages),
    columns=(_member(), text("language", "as it was noted", lambda row: row[1], filled=True)),
)

CONFLICTS: Table[Conflict] = Table(
    name="conflicts",
    meaning="a declared conflict of interest",
    of_scheme=lambda scheme: (one for it in scheme.member_files() for one in it.conflicts),
    columns=(
        _member(_of("member_id")),
        text("suite", "a suite they are not sent to", _of("suite_id")),
        text("other", "a member they do not go with", _of("other")),
    ),
)

RECOGNITION: Table[tuple[MemberId, Recognition]] = Table(
    name="recognition",
    meaning="thanks for years of service",
    of_scheme=lambda scheme: ((it.member_id, one) for it in scheme.member_files() for one in it.recognition),
    columns=(
        _member(),
        number("years", "of service", _second("years"), filled=True),
        day("day", "when thanked", _second("day"), filled=True),
    ),
)

ONE_TO_ONES: Table[tuple[MemberId, OneToOne]] = Table(
    name="one_to_ones",
    meaning="a talk of a coordinator with a member",
    of_scheme=lambda scheme: ((it.member_id, one) for it in scheme.member_files() for one in it.one_to_ones),
    columns=(
        _member(),
        day("day", "when", _second("day"), filled=True),
        text("by", "the coordinator's scheme number", _second("by"), filled=True),
    ),
)

LEAVE: Table[Leave] = Table(
    name="leave",
    meaning="days on which a visitor is away",
    of_scheme=lambda scheme: scheme.leave(),
    columns=(
        _member(_of("member_id")),
        day("first", "first day", _of("first"), filled=True),
        day("last", "last day", _of("last"), filled=True),
    ),
)

AVAILABILITY: Table[tuple[WholeScheme, Availability]] = Table(
    name="availability",
    meaning="what a visitor says of one week",
    of_scheme=lambda scheme: ((scheme, one) for one in scheme.availability()),
    columns=(
        _member(_second("member_id")),
        day("week", "its Monday", _second("week"), filled=True),
        flag("available", "could visit", lambda row: bool(row[1].windows)),
        text(
            "windows",
            _WINDOW,
            lambda row: spaced(sorted(row[1].windows)) if _over(row[1].week, row[0]) else "",
        ),
    ),
)

OVERRIDES: Table[tuple[Override, str]] = Table(
    name="overrides",
    meaning="a member let visit although a rule stood against it, oldest first",
    of_scheme=lambda scheme: scheme.overrides(),
    columns=(
        text("record_id", "identifier", lambda row: row[0].record_id, filled=True),
        _member(lambda row: row[0].member_id),
        text("rules", "what was passed over", lambda row: spaced(row[0].rules), filled=True),
        day("first", "first day", lambda row: row[0].first, filled=True),
        day("last", "last day", lambda row: row[0].last, filled=True),
        moment("at", "when allowed", lambda row: row[0].at, filled=True),
        text("by", "the coordinator's scheme number", lambda row: row[0].by, filled=True),
        text("reason", "as the audit log has it", lambda row: row[1]),
    ),
)


def _claim(name: str) -> Callable[[ClaimStanding], Any]:
    return lambda row: getattr(row.claim, name)


EXPENSES: Table[ClaimStanding] = Table(
    name="expenses",
    meaning="a claim for expenses as it stands, oldest day first",
    of_scheme=lambda scheme: scheme.claims(),
    columns=(
        text("record_id", "identifier", _claim("record_id"), filled=True),
        _member(_claim("member_id")),
        day("day", "when it was spent", _claim("day"), filled=True),
        text("kind", "what it was spent on", _claim("kind"), filled=True),
        number("pence", "paid; 0 for mileage", _claim("pence"), filled=True),
        number("miles", "driven", _claim("miles"), filled=True),
        number("pence_a_mile", "the rate when claimed", _claim("pence_a_mile"), filled=True),
        number("total_pence", "claimed in all", _claim("total"), filled=True),
        text("state", "waits, queried, approved, replaced or withdrawn", _of("state"), filled=True),
        moment("at", "when claimed", _claim("at"), filled=True),
        text("instead_of", "the claim it takes the place of", _claim("instead_of")),
    ),
)

ERASED_EXPENSES: Table[ClaimStanding] = Table(
    name="erased_expenses",
    meaning="what is kept of a claim for expenses that was erased, and not whose it was, oldest day first",
    of_scheme=lambda scheme: scheme.erased_claims(),
    columns=(
        text("record_id", "identifier", _claim("record_id"), filled=True),
        day("day", "when it was spent", _claim("day"), filled=True),
        text("kind", "what it was spent on", _claim("kind"), filled=True),
        number("total_pence", "claimed in all", _claim("total"), filled=True),
        text("state", "as it stood", _of("state"), filled=True),
    ),
)

EXPENSE_ANSWERS: Table[ClaimAnswer] = Table(
    name="expense_answers",
    meaning="a coordinator's word on a claim that counts",
    of_scheme=lambda scheme: (one for claim in scheme.claims() for one in claim.answers),
    columns=(
        text("record_id", "identifier", _of("record_id"), filled=True),
        text("claim", "the claim", _of("claim"), filled=True),
        text("query", "what is asked for; empty approves it", _of("query")),
        moment("at", "when", _of("at"), filled=True),
        text("by", "the coordinator's scheme number", _of("by"), filled=True),
    ),
)

Planned = tuple[WholeScheme, MemberDuties, Duty]


def _duty(name: str) -> Callable[[Planned], Any]:
    return lambda row: getattr(row[2], name)


DUTIES: Table[Planned] = Table(
    name="duties",
    meaning="a visit of the rota to be made in a week, by week; no day and no hour is planned",
    of_scheme=lambda scheme: ((scheme, rota, duty) for rota, duty in scheme.duties()),
    columns=(
        text("rota", "identifier of the rota", lambda row: row[1].rota, filled=True),
        number("rota_version", "of the version that stands", lambda row: row[1].version, filled=True),
        day("week", "its Monday", _duty("week"), filled=True),
        text("suite", "short name of the suite", _duty("suite_id"), filled=True),
        number("number", "above 1 where a suite is visited more often", _duty("number"), filled=True),
        text("window", _WINDOW, lambda row: row[2].window if _over(row[2].week, row[0]) else ""),
        text("pair", "scheme numbers, with a space between", lambda row: spaced(row[2].pair), filled=True),
        flag("by_hand", "made by hand, not drawn", _duty("locked")),
        moment("published_at", "when", lambda row: row[1].at, filled=True),
        text("published_by", "the coordinator's scheme number", lambda row: row[1].by, filled=True),
    ),
)

SWAPS: Table[SwapAsked] = Table(
    name="swaps",
    meaning="a visitor asks somebody else to take a duty, or takes that back, oldest first",
    of_scheme=lambda scheme: scheme.swaps(),
    columns=(
        text("record_id", "identifier", _of("record_id"), filled=True),
        _member(_of("member_id")),
        day("week", "of the duty", _of("week"), filled=True),
        text("suite", "of the duty", _of("suite_id"), filled=True),
        number("number", "of the duty", _of("number"), filled=True),
        text("instead", "who would go", _of("instead")),
        flag("withdrawn", "goes after all", _of("withdrawn")),
        moment("at", "when asked", _of("at"), filled=True),
    ),
)

OF_MEMBERS: tuple[Table[Any], ...] = (
    MEMBERS,
    TRAINING,
    LANGUAGES,
    CONFLICTS,
    RECOGNITION,
    ONE_TO_ONES,
    LEAVE,
    AVAILABILITY,
    OVERRIDES,
    EXPENSES,
    ERASED_EXPENSES,
    EXPENSE_ANSWERS,
    DUTIES,
    SWAPS,
)
