"""The sentences shown when something sealed is refused."""

from __future__ import annotations

from icv_app.errors import SealError, UpdateNeeded
from icv_app.words import _


def refusal(detail: str, user_text: str | None = None) -> SealError:
    """Return the error for something that did not verify.

    Args:
        detail: For the log: identifiers and the rule that failed, never contents or keys.
        user_text: The sentence for the person; by default that of an unverifiable record.
    """
    return SealError(
        detail,
        user_text=user_text
        or _("A record could not be verified, so it was set aside. Tell the coordinator if this repeats."),
    )


def update_needed(detail: str) -> UpdateNeeded:
    """Return the error for something a newer version of ICV wrote."""
    return UpdateNeeded(
        detail,
        user_text=_("This was written by a newer version of ICV. Update ICV to read it; nothing is lost."),
    )
