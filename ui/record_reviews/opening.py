"""The pages of record reviews, each over the one it was opened from."""

from __future__ import annotations

from functools import partial

from ui.record_reviews.view import RecordReviewsPage
from ui.record_reviews.view_model import RecordReviewsViewModel
from ui.shell.page import Page
from ui.workplace import Workplace


def record_reviews_page(workplace: Workplace) -> Page:
    """Return the page of samples and results."""
    model = RecordReviewsViewModel(workplace.desk, workplace.tasks)
    page = RecordReviewsPage(model)
    _tie(model, page, workplace)
    page.draw_wanted.connect(partial(_open_draw, workplace))
    page.sample_opened.connect(partial(_open_sample, workplace))
    return page


def _open_draw(workplace: Workplace) -> None:
    from ui.record_reviews.draw_page import DrawPage

    model = RecordReviewsViewModel(workplace.desk, workplace.tasks)
    page = DrawPage(model)
    _tie(model, page, workplace)

    def drawn(sample_id: str) -> None:
        page.left.emit()
        _open_sample(workplace, sample_id)

    model.drawn.connect(drawn)
    workplace.open_over(page)
    page.focus_first()


def _open_sample(workplace: Workplace, sample_id: str) -> None:
    from ui.record_reviews.sample_page import SamplePage

    model = RecordReviewsViewModel(workplace.desk, workplace.tasks)
    page = SamplePage(model, sample_id)
    _tie(model, page, workplace)
    workplace.open_over(page)
    page.focus_first()


def _tie(model: RecordReviewsViewModel, page: Page, workplace: Workplace) -> None:
    model.setParent(page)
    model.failed.connect(workplace.tell)
    model.done.connect(workplace.tell_done)
    model.done.connect(lambda _words: workplace.sync_quietly())
    workplace.data_changed.connect(model.load)
