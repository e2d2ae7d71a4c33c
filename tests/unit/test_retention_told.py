"""What the command line says is due to be erased."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest

from icv_app.cli import retention
from icv_app.domain.ids import SuiteId
from icv_app.services.desk import Desk
from tests.memory_scheme import a_scheme
from tests.record_review_builders import LISTED


def test_a_sample_of_custody_records_is_not_called_a_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    scheme = a_scheme()
    desk = scheme["C-001"].desk

    @contextmanager
    def opened(*_where: object) -> Iterator[tuple[None, Desk]]:
        yield None, desk

    monkeypatch.setattr(retention, "opened", opened)
    desk.record_reviews.draw(SuiteId("leeds"), (date(2024, 3, 1), date(2024, 3, 7)), 1, LISTED)
    scheme.clock.moment = datetime(2031, 4, 2, 9, tzinfo=UTC)

    [said] = retention.previewed(None, None)
    assert "0 visits, 1 sample of custody records, 0 people, 1 record due" in said
