"""A new device's way in: finds its invitation, answers it, and learns when it was let in.

What the details hold and how the request is made is for `icv_app.seal.invitations`; here
both are bytes that only the two ends can read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sync.client.channel import HttpChannel
from sync.client.failures import ServerRefused, unusable_answer
from sync.client.transport import HttpTransport
from sync.wire import Code, InvitationMessage, MalformedMessage, unpacked


@dataclass(frozen=True, slots=True)
class FoundInvitation:
    """An invitation as the server keeps it.

    Attributes:
        details: Open with the secret of the invitation.
        used: Whether a device has answered it; the same device may answer again.
    """

    scheme_id: str
    details: bytes
    expires_at: datetime
    used: bool


def find_invitation(channel: HttpChannel, locator: str) -> FoundInvitation:
    """Return the invitation at `locator`; the channel needs no signer.

    Raises:
        Unreachable: Worth another try.
        SyncError: Unknown or out of date, in a sentence.
    """
    content = channel.send("GET", f"/v1/invitations/{locator}")
    try:
        found = unpacked(InvitationMessage, content)
    except MalformedMessage as error:
        raise unusable_answer(str(error)) from error
    return FoundInvitation(found.scheme_id, found.details, found.expires_at, found.used)


def send_enrolment(channel: HttpChannel, locator: str, request: bytes) -> None:
    """Answer an invitation with this device's keys; repeating the same answer is harmless.

    Raises:
        Unreachable: Worth another try.
        SyncError: Unknown, out of date or used by another device, in a sentence.
    """
    channel.send("PUT", f"/v1/invitations/{locator}/enrolment", body=request)


def is_enrolled(channel: HttpChannel, scheme_id: str) -> bool:
    """Whether a coordinator's statement about this device has reached the server.

    Raises:
        SyncError: Any failure other than not being enrolled yet.
    """
    try:
        HttpTransport(channel, scheme_id, page_items=1).pull(None)
    except ServerRefused as error:
        if error.code == Code.UNKNOWN_DEVICE:
            return False
        raise
    return True
