"""How a sample of custody records stands, whatever order its records came in."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest

from icv_app.domain.ids import RecordId
from icv_app.domain.record_review import Reading
from icv_app.domain.record_review_standing import SampleClosed, sample_standings
from tests.builders import NOON
from tests.record_review_builders import C1, V1, V2, a_reading, a_sample, an_assignment


def test_a_sample_stands_alike_in_whatever_order_the_words_come() -> None:
    given = [
        an_assignment("a", V1),
        an_assignment("b", V2, "a", minutes=1),
        an_assignment("c", V1, "a", minutes=2),
    ]
    read = [a_reading("1", "a"), a_reading("2", "b", V2, at=NOON + timedelta(hours=1))]
    closed = [SampleClosed(record_id=RecordId(n), sample_id=RecordId("s"), at=NOON, by=C1) for n in "xy"]
    found = {
        (
            record.assignment and record.assignment.record_id,
            record.reading and record.reading.record_id,
            tuple(one.record_id for one in record.others),
            one.closed and one.closed.record_id,
        )
        for order in permutations(given)
        for readings in permutations(read)
        for ends in permutations(closed)
        for one in sample_standings([a_sample()], order, readings, ends)
        for record in one.records
    }
    assert found == {("c", "2", ("1",), "x")}


@pytest.mark.parametrize(
    "reading",
    [
        a_reading("1", "a", V2),
        a_reading("1", "nowhere"),
        a_reading("1", "a", reference="R-02"),
    ],
)
def test_a_reading_of_what_was_not_given_to_its_author_does_not_count(reading: Reading) -> None:
    [one] = sample_standings([a_sample()], [an_assignment("a", V1)], [reading], [])
    assert one.readings == ()
