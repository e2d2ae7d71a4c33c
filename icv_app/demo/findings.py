"""What was found in the suite: areas, stocks, staffing, good practice, concerns about no answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from icv_app.demo.answering import AnswerSheet, told_to
from icv_app.domain.checklist import Category, Checklist, SuiteItem
from icv_app.domain.concern import GOOD_PRACTICE, Concern, Severity
from icv_app.domain.ids import ConcernId, PersonId
from icv_app.domain.person import Contact, DetainedPerson, Source, Value
from icv_app.domain.visit import AreaFinding, AreaState, Staffing, StockFinding

_ABOUT_A_PERSON = frozenset("ABCDEI")
_ONLY_FROM_ANSWERS = frozenset({"B4", "B5", "C1", "C2", "C3", "I2", "I3", "I5", "J1", "J2", "J3"})
"""Categories that need more behind them than a draw."""


@dataclass(slots=True)
class Deck:
    """Categories of concern, dealt so that each comes up before any comes again."""

    rng: Random
    checklist: Checklist
    _left: list[Category] = field(default_factory=list)

    def deal(self) -> Category:
        """The next category."""
        if not self._left:
            wanted = _ONLY_FROM_ANSWERS | {GOOD_PRACTICE}
            self._left = [one for one in self.checklist.categories if one.category_id not in wanted]
            self.rng.shuffle(self._left)
        return self._left.pop()


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in the suite."""

    areas: tuple[AreaFinding, ...]
    stocks: tuple[StockFinding, ...]


@dataclass(slots=True)
class SuiteRound:
    """One walk round a suite; its concerns go on the sheet of the visit."""

    sheet: AnswerSheet
    deck: Deck

    def look(self) -> Findings:
        """Draw the state of some areas and stocks."""
        rng, checklist = self.sheet.rng, self.sheet.checklist
        areas = _some(rng, checklist.areas, 7, 15)
        stocks = _some(rng, checklist.stocks, 5, 14)
        return Findings(
            tuple(self._area(item) for item in areas), tuple(self._stock(item) for item in stocks)
        )

    def raise_what_else(self, people: Sequence[DetainedPerson], wait_is_long: bool) -> None:
        """Draw concerns that no answer led to, and good practice."""
        rng = self.sheet.rng
        if wait_is_long and rng.random() < 0.6:
            self._add("J1", Severity.AMBER)
        for person in people:
            if person.refusal is not None:
                self._add("J2", Severity.AMBER, about=person.person_id)
            if person.out_of_hearing is False and rng.random() < 0.2:
                self._add("J3", Severity.AMBER, about=person.person_id)
        if rng.random() < 0.22:
            self._dealt(people)
        if rng.random() < 0.2:
            self._add(GOOD_PRACTICE, Severity.GREEN, text=self.sheet.sentences.one(rng, "good_practice"))

    def _dealt(self, people: Sequence[DetainedPerson]) -> None:
        category = self.deck.deal()
        talked = [person for person in people if person.contact is Contact.SPOKEN_TO and not person.child]
        about = None
        if category.category_id[0] in _ABOUT_A_PERSON and talked:
            about = self.sheet.rng.choice(talked).person_id
        self._add(category.category_id, Severity(category.default_severity or Severity.AMBER), about=about)

    def _area(self, item: SuiteItem) -> AreaFinding:
        sheet = self.sheet
        state = sheet.rng.choices(tuple(AreaState), (40, 857, 90, 13))[0]
        finding = AreaFinding(area=item.item_id, state=state)
        if state is AreaState.MINOR:
            return replace(finding, note=sheet.sentences.one(sheet.rng, "area_note"))
        if state is AreaState.POOR:
            return replace(finding, concern_id=self._about_suite(item))
        return finding

    def _stock(self, item: SuiteItem) -> StockFinding:
        sheet = self.sheet
        value = sheet.rng.choices(tuple(Value), (930, 30, 20, 20))[0]
        finding = StockFinding(stock=item.item_id, value=value)
        if value is not Value.NO:
            return finding
        if sheet.rng.random() < 0.3:
            return replace(finding, concern_id=self._about_suite(item))
        return replace(finding, note=sheet.sentences.one(sheet.rng, "stock_note"))

    def _about_suite(self, item: SuiteItem) -> ConcernId:
        if item.item_id == "child_cell":
            # About the room, so not as red as a child in a cell.
            text = self.sheet.sentences.one(self.sheet.rng, "child_cell")
            return self._add(item.concern_category or "F1", Severity.AMBER, area=item.item_id, text=text)
        category = self.sheet.checklist.category(item.concern_category or "F2")
        usual = category.default_severity if category else None
        severity = Severity(usual or Severity.AMBER)
        return self._add(category.category_id if category else "F2", severity, area=item.item_id)

    def _add(
        self,
        category: str,
        severity: Severity,
        *,
        about: PersonId | None = None,
        area: str | None = None,
        text: str | None = None,
    ) -> ConcernId:
        sheet = self.sheet
        at = sheet.moment()
        concern = Concern(
            concern_id=ConcernId(f"concern-{len(sheet.concerns) + 1:02d}"),
            category=category,
            severity=severity,
            person_id=about,
            area=area,
            text=text or sheet.sentences.concern(sheet.rng, category),
            source=Source.SEEN if about is None else Source.PERSON_SAID,
            raised_at=at,
            raised_with=told_to(sheet.rng, severity),
            officer_told_at=at if severity is Severity.RED else None,
            put_right=category != GOOD_PRACTICE and category[0] != "J" and sheet.rng.random() < 0.4,
        )
        sheet.concerns.append(concern)
        return concern.concern_id


def _some(rng: Random, items: Sequence[SuiteItem], least: int, most: int) -> list[SuiteItem]:
    wanted = set(rng.sample(range(len(items)), rng.randint(least, min(most, len(items)))))
    return [item for place, item in enumerate(items) if place in wanted]


def staffing(rng: Random, in_custody: int) -> Staffing:
    """Draw who was on duty."""
    return Staffing(
        sergeants=max(1, round(in_custody / 9) + rng.choice((-1, 0, 0, 1))),
        detention_officers=max(1, round(in_custody / 5) + rng.choice((-1, 0, 0, 1))),
        healthcare_present=rng.choices((Value.YES, Value.NO, Value.NOT_KNOWN), (83, 12, 5))[0],
        woman_on_duty=rng.choices((Value.YES, Value.NO, Value.NOT_KNOWN), (88, 7, 5))[0],
        briefed_by=rng.choice(("custody_sergeant", "custody_sergeant", "detention_officer")),
        escorted_by=rng.choice(("detention_officer", "detention_officer", "police_officer")),
    )


def observed(rng: Random, checklist: Checklist) -> tuple[str, ...]:
    """Draw what the visitors happened to see."""
    return tuple(_seen(rng, checklist.observed_items))


def _seen(rng: Random, items: Sequence[SuiteItem]) -> Iterator[str]:
    for item in items:
        if rng.random() < 0.24:
            yield item.item_id
