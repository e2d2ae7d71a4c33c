"""What a page needs where texts are written: the privacy guard, and why something found may stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icv_app.domain.checklist import Choice
    from icv_app.domain.justified import TextGuard
    from icv_app.services.desk import Desk


def guard_and_reasons(desk: Desk) -> tuple[TextGuard, tuple[Choice, ...]]:
    """Read both by the settings of today; blocks, and the first guard takes a moment.

    Raises:
        NotFound: The settings are not on this laptop yet.
    """
    settings = desk.scheme.settings()
    return desk.guard_for(settings), desk.visits.checklist(settings.checklist).reasons["privacy_reasons"]
