"""What members do on their laptops, one thing after the other, as far as the rules allow it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from icv_app.domain.concern import ConcernState
from icv_app.domain.copies import CopyTo
from icv_app.domain.fitness import PairRule
from icv_app.domain.ids import ConcernId, DeviceId, MemberId, PersonId, VisitId
from icv_app.domain.visit import SecondVisitor, SignOff, Stage, Visit
from icv_app.errors import BadInput, NotFound, RuleBroken, SealError
from icv_app.services.desk import Desk
from icv_app.services.devices import WhyRemoved
from icv_app.services.ports_visits import VisitFilter
from tests.builders import a_concern, a_member, a_person, a_visit, answered
from tests.memory_scheme import VISITORS

SIGNED_LATER = SignOff(no_names_used=True, nobody_known=True, both_agree=True, second=SecondVisitor.LATER)

NOTE = "She asked for her sister."
"""What identifies people in every report."""

Act = Callable[[Desk, VisitId], object]


def file_report(desk: Desk) -> None:
    """A visitor records a visit and files it; if this is cut short, a draft is left."""
    desk.visits.start()
    file_drafts(desk)


def file_drafts(desk: Desk) -> None:
    """File every draft, also those that a crash, or a backup, has left behind.

    On a laptop that was only just set up, the pair is not known yet: its drafts wait.
    """
    author = desk.identity.member_id
    other = next(name for name in VISITORS if name != author)
    if not {author, other} <= {member.member_id for member in desk.scheme.members()}:
        return

    def filled(visit: Visit) -> Visit:
        person = answered(
            a_person(person_id=PersonId(f"in {visit.visit_id}"), custody_number="13WK/4402", note=NOTE)
        )
        return replace(
            a_visit(
                author=author, visitors=(author, MemberId(other)), sign_off=SIGNED_LATER, people=(person,)
            ),
            visit_id=visit.visit_id,
            checklist=visit.checklist,
            settings_version=visit.settings_version,
            created_at=visit.created_at,
            concerns=(a_concern(concern_id=ConcernId(f"of {visit.visit_id}"), person_id=person.person_id),),
        )

    for draft in desk.visits.list(VisitFilter(stage=Stage.DRAFT)):
        desk.visits.change(draft.visit_id, filled)
        desk.visits.submit(draft.visit_id)


VISITORS_SAY: Mapping[str, Act] = {
    "agree": lambda desk, visit: desk.reviews.agree(visit),
    "dissent": lambda desk, visit: desk.reviews.agree(visit, dissent="It was another cell."),
    "answer": lambda desk, visit: desk.reviews.answer(visit, "Because it was late."),
    "add": lambda desk, visit: desk.reviews.add_addendum(visit, "The bell was mended."),
}


def say(desk: Desk, acts: Mapping[str, Act], which: str, number: int) -> None:
    """Say one thing about one of the reports on this desk; what the rules forbid is not said."""
    lines = sorted(desk.reviews.list(), key=lambda line: line.visit_id)
    if not lines:
        return
    try:
        acts[which](desk, lines[number % len(lines)].visit_id)
    except (RuleBroken, NotFound):
        return


def _follow_up(desk: Desk, visit: VisitId) -> None:
    """Take the step that comes next on the report's concern."""
    [one] = desk.reviews.read(visit).concerns
    concerns, name = desk.concerns, one.concern_id
    match one.state:
        case ConcernState.SENT | ConcernState.ESCALATED:
            concerns.note_reply(visit, name, words="It will be mended.")
        case ConcernState.REPLIED if len(one.steps) < 4:
            concerns.dispute(visit, name, note="It was not.")
        case ConcernState.REPLIED:
            concerns.accept(visit, name)
        case ConcernState.DISPUTED:
            concerns.escalate(visit, name, to_role="chief_inspector")
        case ConcernState.ACCEPTED:
            concerns.close(visit, name, outcome="practice_changed")
        case _:
            concerns.send(visit, name, to_role="inspector")


OFFICE_SAYS: Mapping[str, Act] = {
    "open": lambda desk, visit: desk.reviews.read(visit),
    "return": lambda desk, visit: desk.reviews.return_with_question(visit, "Why was that?"),
    "approve": lambda desk, visit: desk.reviews.approve(visit),
    "copy": lambda desk, visit: desk.copies.note(visit, CopyTo.POLICE, how="By e-mail."),
    "follow up": _follow_up,
}


def change_scheme(desk: Desk, number: int) -> None:
    """A coordinator publishes settings, changes a profile, or allows what the rules forbid."""
    match number % 3:
        case 0:
            desk.settings.change(lambda now: replace(now, name=f"Scheme {number}"))
        case 1:
            desk.scheme.put_member(a_member(1 + number % 2, surname=f"Name {number}"))
        case _:
            first, last = date(2024, 3, 14), date(2024, 3, 20)
            desk.overrides.allow(MemberId("V-002"), (PairRule.VETTING,), first, last, reason="In the post.")


def remove(desk: Desk, device: DeviceId) -> None:
    """A coordinator removes somebody's device."""
    try:
        desk.devices.remove(device, WhyRemoved.LOST)
    except (RuleBroken, NotFound):
        return


def decide(desk: Desk, *, take: bool) -> int:
    """A coordinator decides on everything that came late; what is refused are words about visits only.

    Settings and profiles that were in use already stay in use where they had arrived.
    """
    records = desk.devices.late_records()
    late = [one.record_id for one in records if take or one.kind.startswith(("visit.", "review."))]
    return desk.devices.decide(late, take=take) if late else 0


def approve(desk: Desk) -> None:
    """A coordinator lets in every laptop that asks."""
    for one in desk.scheme.waiting_to_join():
        try:
            desk.scheme.approve(one.locator)
        except (BadInput, RuleBroken, SealError):
            continue  # out of date, or of a member who has left
