"""Opens what is to be done, where it is done."""

from __future__ import annotations

from datetime import date

from ui.shell.page import Page
from ui.today.to_do import Kind, ToDo
from ui.workplace import Workplace

_PLACES = {
    Kind.UNSENT: "concerns",
    Kind.THANKS: "concerns",
    Kind.FINDINGS: "record_reviews",
    Kind.SUITE: "coverage",
    Kind.SWAP: "rota",
    Kind.UNCOVERED: "rota",
    Kind.PLAN: "rota",
    Kind.EVIDENCE: "quality",
    Kind.KIT: "people",
    Kind.RETENTION: "retention",
}


def open_to_do(workplace: Workplace, one: ToDo) -> None:
    """Show the page of a thing that waits, at the thing itself."""
    first, second = one.key
    if one.kind in {Kind.REPORT, Kind.COPY}:
        workplace.decide_on(first)
    elif one.kind in {Kind.RED, Kind.OVERDUE, Kind.REPLY, Kind.ESCALATED}:
        workplace.open_concern(second)
    elif one.kind is Kind.YEARS or (one.kind is Kind.ENDING and not first):
        workplace.open_coming_up()
    elif one.kind is Kind.CLAIM:
        workplace.open_expenses()
    elif one.kind is Kind.NOTICE:
        workplace.open_notice(first)
    elif one.kind in _PLACES:
        _open_place(workplace, one)
    else:
        workplace.open_member(first)


def _open_place(workplace: Workplace, one: ToDo) -> None:
    if workplace.window.show_place(_PLACES[one.kind]) and workplace.window.page is not None:
        _at_the_thing(workplace.window.page, one)


def _at_the_thing(page: Page, one: ToDo) -> None:
    """Bring what waits into sight on its page; a page is loaded no sooner than it is opened."""
    from icv_app.domain.concern_list import ConcernPart
    from icv_app.domain.ids import SuiteId
    from ui.concerns.view import ConcernsPage
    from ui.coverage.view import CoveragePage
    from ui.people.view import PeoplePage
    from ui.quality.view import QualityPage
    from ui.rota.view import RotaPage

    first, second = one.key
    if isinstance(page, ConcernsPage):
        page.show_part(ConcernPart.THANKS if one.kind is Kind.THANKS else ConcernPart.TO_DO)
    elif isinstance(page, CoveragePage):
        page.show_suite(SuiteId(first))
    elif isinstance(page, QualityPage):
        page.choose(first)
    elif isinstance(page, PeoplePage):
        page.show_kit()
    elif isinstance(page, RotaPage) and one.kind is Kind.SWAP:
        page.show_swaps()
    elif isinstance(page, RotaPage) and one.kind is Kind.UNCOVERED:
        page.choose(date.fromisoformat(first), SuiteId(second))
