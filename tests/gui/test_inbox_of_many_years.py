"""The inbox of a vault with more reports than a list is good for."""

from __future__ import annotations

from icv_app.domain.ids import SuiteId
from icv_app.domain.review import ReviewState
from icv_app.services.ports_visits import VisitFilter
from tests.gui.screens import the_week
from ui.reports.inbox import read_inbox


def test_everything_is_listed_while_there_is_little() -> None:
    desk = the_week("C-001")
    inbox = read_inbox(desk, VisitFilter())
    assert list(inbox.reports) == list(desk.reviews.list())
    assert inbox.older_words() == ()


def test_of_many_the_newest_of_each_kind_are_listed_and_how_many_more_there_are_is_said() -> None:
    desk = the_week("C-001")
    approved = desk.reviews.list(ReviewState.APPROVED)
    inbox = read_inbox(desk, VisitFilter(), most=2)
    assert [one for one in inbox.reports if one.review is ReviewState.APPROVED] == list(approved[:2])
    assert len(inbox.reports) == 4
    assert inbox.older == len(approved) - 2
    assert inbox.older_words() == ("4 older approved ones not listed: use the filters or the search",)


def test_a_filter_reaches_reports_that_are_too_old_to_be_listed() -> None:
    desk = the_week("C-001")
    oldest = desk.reviews.list()[-1]
    assert oldest not in read_inbox(desk, VisitFilter(), most=1).reports
    narrowed = VisitFilter(suite=SuiteId(str(oldest.suite)), until=oldest.began_at.replace(hour=23))
    assert oldest in read_inbox(desk, narrowed, most=1).reports
