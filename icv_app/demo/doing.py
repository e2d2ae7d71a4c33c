"""Doing what the agenda says, on the device of whoever does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from icv_app.demo.agenda import Action, Deed, ErrandAction, VisitAction
from icv_app.demo.device import Device
from icv_app.demo.recording import Recorded, record
from icv_app.demo.running import run_errand, take_step
from icv_app.domain.ids import VisitId

_OFFICE_SYNC = timedelta(days=7)
"""The office sends what it has decided at least this often."""

Known = Mapping[VisitId, Recorded]
"""The plan's name of a visit to what it was recorded as."""
Told = Callable[[Action], None]
"""Called after each action."""


def visit_and_answer(
    device: Device, actions: Sequence[Action], known: Known, filed_one: Callable[[], None]
) -> dict[VisitId, Recorded]:
    """Do what a visitor has to do; each report is sent as soon as it is filed.

    Args:
        device: The visitor's.
        actions: In the order of time.
        known: The visits of others that are spoken of.
        filed_one: Called after each report is sent.

    Returns:
        The visits filed now, by the plan's names.
    """
    if any(action.deed is not Deed.FILE for action in actions):
        device.clock.set(actions[0].at)
        device.synchronise()
    filed: dict[VisitId, Recorded] = {}
    for place, action in enumerate(actions, start=1):
        if action.deed is not Deed.FILE:
            device.clock.set(action.at)
        if isinstance(action, ErrandAction):
            run_errand(device, action.does)
        elif isinstance(action, VisitAction):
            name = action.planned.visit.visit_id
            if action.deed is Deed.FILE:
                filed[name] = record(device.desk.visits, device.clock, action.planned)
            else:
                _say(device, action, (filed.get(name) or known[name]).visit_id)
        if action.deed is Deed.FILE or place == len(actions):
            device.synchronise()
        if action.deed is Deed.FILE:
            filed_one()
    return filed


def _say(device: Device, action: VisitAction, visit_id: VisitId) -> None:
    reviews = device.desk.reviews
    match action.deed:
        case Deed.AGREE:
            reviews.agree(visit_id, dissent=action.text)
        case Deed.ADD:
            reviews.add_addendum(visit_id, action.text)
        case Deed.ANSWER:
            device.desk.messages.note_report_opened(visit_id)
            reviews.answer(visit_id, action.text)
        case _:
            raise ValueError(f"a visitor does not {action.deed}")


def decide(device: Device, actions: Sequence[Action], known: Known, told: Told) -> None:
    """Do what a coordinator has to do, fetching first and sending every few days of the demo's year."""
    device.clock.set(actions[0].at)
    device.synchronise()
    sent_at: datetime = actions[0].at
    for action in actions:
        if action.at - sent_at >= _OFFICE_SYNC:
            device.synchronise()
            sent_at = action.at
        device.clock.set(action.at)
        if isinstance(action, ErrandAction):
            run_errand(device, action.does)
        elif isinstance(action, VisitAction):
            _decide(device, action, known[action.planned.visit.visit_id])
        told(action)
    device.synchronise()


def _decide(device: Device, action: VisitAction, recorded: Recorded) -> None:
    reviews, comments, visit_id = device.desk.reviews, device.desk.comments, recorded.visit_id
    match action.deed:
        case Deed.OPEN:
            reviews.read(visit_id)
        case Deed.ASK:
            reviews.return_with_question(visit_id, action.text)
        case Deed.APPROVE:
            reviews.approve(visit_id, action.text)
        case Deed.REMARK if action.path:
            comments.comment(visit_id, action.path, action.text)
        case Deed.REMARK:
            comments.thank(visit_id, action.text)
        case Deed.STEP if action.step is not None:
            take_step(device.desk.concerns, visit_id, recorded.concerns[action.step.concern_id], action.step)
        case _:
            raise ValueError(f"a coordinator does not {action.deed}")
