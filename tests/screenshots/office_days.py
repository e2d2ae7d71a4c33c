"""What was done in the demo's last days beside visits: files, a notice, records read, claims."""

from __future__ import annotations

from datetime import timedelta

from icv_app.domain.expenses import ExpenseKind
from icv_app.domain.ids import MemberId
from icv_app.domain.member_file import FileGroup
from icv_app.domain.record_review import Said, Step
from icv_app.domain.record_review_list import listed_from
from icv_app.domain.record_review_sample import Group
from icv_app.domain.times import london_day
from icv_app.domain.training import Trained
from icv_app.services.desk import Desk
from icv_app.services.notices import NoticeWords
from tests.record_review_builders import a_finding, a_read

_LISTED = "R-01 child\nR-02\nR-03 woman\nR-04\nR-05 vulnerable\nR-06"
_GIVEN = 3
_A_YEAR = timedelta(days=365)


def begin_office_days(coordinator: Desk, reader: MemberId) -> None:
    """Training is noted for everybody, a notice told, a sample of records given out."""
    today = london_day(coordinator.clock.now())
    for number, member in enumerate(coordinator.scheme.members()):
        if member.role == "visitor":
            file = coordinator.member_files.all().file(member.member_id)
            refreshed = today - timedelta(days=40 + 14 * number)
            trained = [Trained(kind="initial", day=member.joined or today)]
            if number % 5:
                trained.append(Trained(kind="refresher", day=refreshed, expires=refreshed + _A_YEAR))
            coordinator.member_files.note(file, FileGroup.TRAINING, training=trained)
    coordinator.notices.tell(
        NoticeWords(
            title="New form for the count",
            text="From Monday the count has a line for people held under the Mental Health Act. "
            "Please read this before your next visit.",
            first_day=today,
            must_read=True,
        )
    )
    reviews = coordinator.record_reviews
    suite = coordinator.scheme.settings().suites[0].suite_id
    days = (today - timedelta(days=28), today)
    sample = reviews.draw(suite, days, 4, listed_from(_LISTED), (Group.CHILD,))
    reviews.assign(reviews.all().samples[0], sample.drawn[:_GIVEN], reader)


def read_and_claim(visitor: Desk) -> None:
    """One record is read and two expenses are claimed."""
    today = london_day(visitor.clock.now())
    visitor.expenses.claim(today - timedelta(days=4), ExpenseKind.MILEAGE, 38)
    visitor.expenses.claim(today - timedelta(days=4), ExpenseKind.PARKING, 420)
    waits = visitor.record_readings.given()[0]
    read = a_read(
        visitor.clock.now() - timedelta(days=9),
        findings=(a_finding(),),
        steps={Step.INTERPRETER_ASKED: Said.NO},
    )
    visitor.record_readings.send(waits.assignment.record_id, read)
