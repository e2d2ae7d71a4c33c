"""What was done in the demo's last days beside visits: training, and claims."""

from __future__ import annotations

from datetime import timedelta

from icv_app.domain.expenses import ExpenseKind
from icv_app.domain.member_file import FileGroup
from icv_app.domain.times import london_day
from icv_app.domain.training import Trained
from icv_app.services.desk import Desk

_A_YEAR = timedelta(days=365)


def note_training(coordinator: Desk) -> None:
    """Training is noted for everybody."""
    today = london_day(coordinator.clock.now())
    for number, member in enumerate(coordinator.scheme.members()):
        if member.role == "visitor":
            file = coordinator.member_files.all().file(member.member_id)
            refreshed = today - timedelta(days=40 + 14 * number)
            trained = [Trained(kind="initial", day=member.joined or today)]
            if number % 5:
                trained.append(Trained(kind="refresher", day=refreshed, expires=refreshed + _A_YEAR))
            coordinator.member_files.note(file, FileGroup.TRAINING, training=trained)


def claim(visitor: Desk) -> None:
    """Two expenses are claimed."""
    day = london_day(visitor.clock.now()) - timedelta(days=4)
    visitor.expenses.claim(day, ExpenseKind.MILEAGE, 38)
    visitor.expenses.claim(day, ExpenseKind.PARKING, 420)
