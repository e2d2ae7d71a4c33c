"""What members do about retention and legal holds, and who comes and leaves, as far as the rules allow it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from icv_app.domain.ids import MemberId
from icv_app.domain.times import london_day
from icv_app.errors import BadInput, NotFound, RuleBroken
from icv_app.seal.invitations import Invitation
from icv_app.services.desk import Desk
from tests.builders import a_coordinator, a_member
from tests.memory_scheme import CHEAP, SettableClock

PEOPLE_DUE = datetime(2027, 4, 2, 9, tzinfo=UTC)
"""When what identifies people in the visits of this world has just become due."""
VISITS_DUE = datetime(2031, 4, 2, 9, tzinfo=UTC)
COMING = ("C-003", "V-004")
"""Members who come and may leave."""
_AGAINST_THE_RULES = (RuleBroken, NotFound, BadInput)


def years_pass(clock: SettableClock, *, whole: bool) -> None:
    """Let the time come when what identifies people is due, or whole visits are."""
    clock.moment = max(clock.moment, VISITS_DUE if whole else PEOPLE_DUE)


def erase(desk: Desk) -> None:
    """A coordinator looks at what is due and erases it."""
    try:
        desk.retention.run(desk.retention.preview())
    except _AGAINST_THE_RULES:
        return


def hold(desk: Desk, number: int) -> None:
    """A coordinator holds one of the visits on this desk."""
    lines = sorted(desk.reviews.list(), key=lambda line: line.visit_id)
    try:
        if lines:
            desk.retention.hold(lines[number % len(lines)].visit_id, "Asked for by the coroner.")
    except _AGAINST_THE_RULES:
        return


def lift(desk: Desk, number: int) -> None:
    """A coordinator lifts one of the holds."""
    held = desk.retention.preview().held
    try:
        if held:
            desk.retention.lift(held[number % len(held)].visit_id, "The coroner has a copy.")
    except _AGAINST_THE_RULES:
        return


def tidy_up(desk: Desk) -> None:
    """What every laptop does by itself: a visitor's own copies come to their end."""
    desk.retention.keep_up()


def add(desk: Desk, member: str) -> None:
    """A coordinator takes a member into the scheme."""
    coordinator = member.startswith("C-")
    made = a_coordinator(member_id=MemberId(member)) if coordinator else a_member(int(member[2:]))
    try:
        desk.scheme.put_member(made)
    except _AGAINST_THE_RULES:
        return


def invite(desk: Desk, member: str) -> Invitation | None:
    """A coordinator invites one more laptop of a member."""
    try:
        return desk.scheme.invite(MemberId(member))
    except _AGAINST_THE_RULES:
        return None


def sign_out(desk: Desk, member: str, today: datetime) -> None:
    """A coordinator notes that a member left yesterday, and takes them out of the scheme."""
    yesterday = london_day(today) - timedelta(days=1)
    try:
        [known] = [one for one in desk.scheme.members() if one.member_id == member]
        desk.scheme.put_member(replace(known, left=yesterday))
        desk.scheme.sign_out(MemberId(member))
    except (ValueError, *_AGAINST_THE_RULES):
        return


def renew_kit(desk: Desk) -> None:
    """A coordinator makes a new recovery kit: the standby of the roster is another one from then on."""
    try:
        desk.office_kit.renew(CHEAP, lambda _kit: None)
    except _AGAINST_THE_RULES:
        return
