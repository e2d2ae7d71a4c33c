"""Findings about the suite as edits of a visit: pure functions."""

from __future__ import annotations

from dataclasses import replace

from icv_app.domain.checklist import Checklist, SuiteItem
from icv_app.domain.concern import Concern, Severity
from icv_app.domain.ids import ConcernId
from icv_app.domain.person import Source, Value
from icv_app.domain.visit import AreaFinding, AreaState, StockFinding, Visit

SHORT_AREAS = frozenset({AreaState.MINOR, AreaState.POOR})


def area_of(visit: Visit, item_id: str) -> AreaFinding | None:
    """The finding for one area, if there is one."""
    return next((found for found in visit.areas if found.area == item_id), None)


def stock_of(visit: Visit, item_id: str) -> StockFinding | None:
    """The finding for one stock, if there is one."""
    return next((found for found in visit.stocks if found.stock == item_id), None)


def with_area_state(visit: Visit, item_id: str, state: AreaState | None) -> Visit:
    """The visit with an area in a state, or without a finding for it; the note stays with it."""
    before = area_of(visit, item_id)
    if state is None:
        return replace(visit, areas=tuple(found for found in visit.areas if found.area != item_id))
    return visit.with_area(replace(before, state=state) if before else AreaFinding(area=item_id, state=state))


def with_stock_value(visit: Visit, item_id: str, value: Value | None) -> Visit:
    """The visit with a stock found or missing, or without a finding for it."""
    before = stock_of(visit, item_id)
    if value is None:
        return replace(visit, stocks=tuple(found for found in visit.stocks if found.stock != item_id))
    return visit.with_stock(
        replace(before, value=value) if before else StockFinding(stock=item_id, value=value)
    )


def with_area_note(visit: Visit, item_id: str, note: str) -> Visit:
    """The visit with words about an area."""
    before = area_of(visit, item_id)
    return visit.with_area(replace(before, note=note)) if before else visit


def with_stock_note(visit: Visit, item_id: str, note: str) -> Visit:
    """The visit with words about a stock."""
    before = stock_of(visit, item_id)
    return visit.with_stock(replace(before, note=note)) if before else visit


def open_areas(visit: Visit, checklist: Checklist) -> tuple[str, ...]:
    """The areas that nothing was said about, not even that they were not checked."""
    return tuple(item.item_id for item in checklist.areas if area_of(visit, item.item_id) is None)


def open_stocks(visit: Visit, checklist: Checklist) -> tuple[str, ...]:
    """The stocks that nothing was said about."""
    return tuple(item.item_id for item in checklist.stocks if stock_of(visit, item.item_id) is None)


def with_areas_good(visit: Visit, item_ids: tuple[str, ...]) -> Visit:
    """The visit with these areas good, as listed; what was said about an area meanwhile stays."""
    for item_id in item_ids:
        if area_of(visit, item_id) is None:
            visit = with_area_state(visit, item_id, AreaState.GOOD)
    return visit


def with_stocks_there(visit: Visit, item_ids: tuple[str, ...]) -> Visit:
    """The visit with these stocks there, as listed."""
    for item_id in item_ids:
        if stock_of(visit, item_id) is None:
            visit = with_stock_value(visit, item_id, Value.YES)
    return visit


def without_plain_areas(visit: Visit, item_ids: tuple[str, ...]) -> Visit:
    """Takes `with_areas_good` back, where nothing more was said since."""
    gone = {AreaFinding(area=item_id, state=AreaState.GOOD) for item_id in item_ids}
    return replace(visit, areas=tuple(found for found in visit.areas if found not in gone))


def without_plain_stocks(visit: Visit, item_ids: tuple[str, ...]) -> Visit:
    """Takes `with_stocks_there` back, where nothing more was said since."""
    gone = {StockFinding(stock=item_id, value=Value.YES) for item_id in item_ids}
    return replace(visit, stocks=tuple(found for found in visit.stocks if found not in gone))


def with_concern_about(visit: Visit, item: SuiteItem, concern_id: ConcernId, checklist: Checklist) -> Visit:
    """The visit with a concern of the item's category, tied to its finding; its words are the note."""
    area, stock = area_of(visit, item.item_id), stock_of(visit, item.item_id)
    category = checklist.category(item.concern_category) if item.concern_category else None
    severity = category.default_severity if category else None
    note = (area.note if area else "") or (stock.note if stock else "")
    concern = Concern(
        concern_id=concern_id,
        category=category.category_id if category else "",
        severity=Severity(severity) if severity else Severity.AMBER,
        area=item.item_id,
        text=note,
        source=Source.SEEN,
    )
    if area is not None:
        visit = visit.with_area(replace(area, concern_id=concern_id))
    if stock is not None:
        visit = visit.with_stock(replace(stock, concern_id=concern_id))
    return visit.with_concern(concern)
