"""A visit as a list of single edits, made through the editor's view-model: the same every time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from icv_app.bootstrap.wiring import StoppedClock, open_desk
from icv_app.domain.census import Tally
from icv_app.domain.ids import PersonId, SuiteId, VisitId
from icv_app.domain.person import AgeBand, Consent, Contact, Gender, Source, Value
from icv_app.domain.problem import Step
from icv_app.domain.visit import Outcome, Visit
from icv_app.domain.visit_changes import EditorPlace
from icv_app.services.desk import Desk
from icv_app.services.documents import to_json
from tests.builders import NOON
from tests.fakes.tasks import InlineTasks
from ui.visit.suite.findings import open_areas, with_areas_good
from ui.visit.view_model import VisitViewModel

Act = Callable[[VisitViewModel], None]

PEOPLE = 6
CHECKS = 10
WORDS = ("The blanket was thin", "The blanket was thin and the cell was cold", "The blanket was thin.")


@dataclass
class ScriptIds:
    """Identifiers that depend on the place in the script alone, so that a run can go on with it.

    Attributes:
        visit, edit: Which visit, and which of its edits asks.
    """

    visit: int = 0
    edit: int = 0

    def new(self) -> str:
        return f"00000000-0000-7000-8000-{self.visit:05d}{self.edit:07d}"


def the_script() -> tuple[Act, ...]:
    """Every edit of the visit: chosen, typed, answered, many at once, taken back and done again."""
    return (*_arrival(), *_people(), *_suite(), *_end())


def perform(model: VisitViewModel, ids: ScriptIds, script: tuple[Act, ...], number: int) -> None:
    """Make one edit of the script; the first is number 1."""
    ids.edit = number
    model.where = lambda: EditorPlace(step=Step.PEOPLE, field="custody_number", cursor=number)
    script[number - 1](model)


def desk_of(vault: object, ids: ScriptIds) -> Desk:
    """The desk of whoever a vault belongs to, at a moment that does not pass."""
    return open_desk(vault, clock=StoppedClock(NOON + timedelta(hours=1)), ids=ids)  # type: ignore[arg-type]


def take_in_hand(desk: Desk, visit_id: VisitId) -> VisitViewModel:
    """The editor's view-model on a draft; each edit is on the disk when it returns."""
    return VisitViewModel(desk.visits, desk.visits.open_draft(visit_id), InlineTasks())


def what_is_stored(desk: Desk, visit_id: VisitId) -> bytes:
    """The draft as the vault has it."""
    return to_json(desk.visits.get(visit_id))


def _set(**changes: object) -> Act:
    return lambda model: model.edit(lambda visit: replace(visit, **changes))  # type: ignore[arg-type]


def _count(**changes: int) -> Act:
    def act(model: VisitViewModel) -> None:
        model.edit(lambda visit: replace(visit, census=replace(visit.census, **changes)))

    return act


def _arrival() -> Iterator[Act]:
    yield _set(suite=SuiteId("leeds"))
    yield _set(arrived_at=NOON)
    yield _set(entered_at=NOON + timedelta(minutes=4))
    yield _set(visitors=("V-001", "V-002"))
    yield _count(total=PEOPLE + 2)
    yield _count(men=PEOPLE + 2)


def _people() -> Iterator[Act]:
    for place in range(PEOPLE):
        yield _add
        for text in (f"13WK/44{place}", f"13WK/44{place}2"):
            yield _somebody(place, custody_number=text)
        yield _somebody(place, gender=Gender.MAN)
        yield _somebody(place, age_band=AgeBand.A25_59)
        yield _somebody(place, consent_talk=Consent.YES, contact=Contact.SPOKEN_TO)
        for check in range(CHECKS):
            yield _answer(place, check)
        yield lambda model: model.undo()
        yield lambda model: model.redo()
        yield _concern(place)
        for words in WORDS:
            yield _words(place, words)
        yield lambda model: model.undo()
    yield lambda model: model.remove_person(_who(model, PEOPLE - 1))
    yield lambda model: model.undo()


def _suite() -> Iterator[Act]:
    def all_good(model: VisitViewModel) -> None:
        found = open_areas(model.visit, model.checklist)
        model.edit(lambda visit: with_areas_good(visit, found))

    yield all_good
    yield lambda model: model.undo()
    yield lambda model: model.redo()
    yield _set(positive_practice="Warm drinks were offered twice")
    yield lambda model: model.put_tallies((Tally(contact=Contact.DECLINED, reason="", count=2),))


def _end() -> Iterator[Act]:
    yield _set(left_suite_at=NOON + timedelta(minutes=50))
    yield _set(left_station_at=NOON + timedelta(minutes=55))
    yield _set(outcome=Outcome.COMPLETED)
    yield _set(travel_minutes=40)


def _add(model: VisitViewModel) -> None:
    model.add_person()


def _who(model: VisitViewModel, place: int) -> PersonId:
    return model.visit.people[place].person_id


def _somebody(place: int, **changes: object) -> Act:
    def act(model: VisitViewModel) -> None:
        model.edit_person(_who(model, place), lambda person: replace(person, **changes))  # type: ignore[arg-type]

    return act


def _answer(place: int, at: int) -> Act:
    def act(model: VisitViewModel) -> None:
        value = Value.NO if at == CHECKS - 1 else Value.YES
        check = model.checklist.checks[at]
        model.give_answer(_who(model, place), check.check_id, value.value, Source.PERSON_SAID)

    return act


def _concern(place: int) -> Act:
    def act(model: VisitViewModel) -> None:
        model.raise_concern_for(_who(model, place), model.checklist.checks[CHECKS - 1].check_id)

    return act


def _words(place: int, words: str) -> Act:
    def act(model: VisitViewModel) -> None:
        concern = next(one for one in model.visit.concerns if one.person_id == _who(model, place))
        model.change_concern(concern.concern_id, lambda one: replace(one, text=words))

    return act


def after_each_edit(desk: Desk, ids: ScriptIds, visit: Visit) -> list[bytes]:
    """What a draft holds after none, one, two and so on of the edits, made in a vault in memory."""
    model, script = take_in_hand(desk, visit.visit_id), the_script()
    states = [what_is_stored(desk, visit.visit_id)]
    for number in range(1, len(script) + 1):
        perform(model, ids, script, number)
        states.append(what_is_stored(desk, visit.visit_id))
    return states
