"""Reading an invitation, from a file or from the 24 words, for whoever sets up a laptop with it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from icv_app.domain.scheme import Role
from icv_app.errors import BadInput, Unreachable
from icv_app.seal.invitations import INVITATION_LIMIT, Invitation, open_details, read_words
from icv_app.words import _
from sync.client.channel import HttpChannel
from sync.client.enrol import find_invitation
from ui.doors import InvitationAtHand


def read_file(file: Path) -> Invitation:
    """Return the invitation in a file.

    Raises:
        BadInput: It cannot be read, or is none.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(INVITATION_LIMIT + 1)
    except OSError as error:
        raise BadInput(
            f"invitation file: {type(error).__name__}",
            user_text=_("The file could not be read. Choose it again."),
        ) from None
    return Invitation.from_bytes(data)


def read_spoken(words: str, server_url: str) -> Invitation:
    """Return the invitation that 24 words name, fetched from its server.

    Raises:
        BadInput: A word is wrong.
        SyncError: The server does not know it.
        Unreachable: It could not be reached; says what else will do.
    """
    code = read_words(words)
    try:
        with HttpChannel(server_url) as channel:
            found = find_invitation(channel, code.locator)
    except Unreachable as error:
        raise Unreachable(
            str(error),
            user_text=_(
                "The server could not be reached, and the words alone do not hold the whole invitation. "
                "Connect and try again, or ask for the invitation as a file, with which you can begin."
            ),
        ) from error
    return open_details(code, found.details)


def at_hand(invitation: Invitation, now: datetime) -> InvitationAtHand:
    """Return an invitation as people see it.

    Raises:
        BadInput: It is out of date.
    """
    check_in_date(invitation, now)
    return InvitationAtHand(
        raw=invitation,
        scheme_name=invitation.scheme_name,
        member_id=invitation.member_id,
        coordinator=invitation.role is Role.COORDINATOR,
        expires_at=invitation.expires_at,
    )


def check_in_date(invitation: Invitation, now: datetime) -> None:
    """Refuse an invitation that may not be used any more.

    Raises:
        BadInput: It is out of date.
    """
    if invitation.expired(now):
        raise BadInput(
            f"invitation {invitation.locator[:8]}: expired",
            user_text=_("This invitation is out of date. Ask your coordinator for a new one."),
        )
