"""Which vault this is: written once at set-up, read at every unlock."""

from __future__ import annotations

import re
from dataclasses import dataclass

from icv_app.domain.ids import DeviceId, MemberId, SchemeId
from icv_app.domain.scheme import Role
from icv_app.errors import BadInput
from icv_app.seal.encoding import MEMBER_NUMBER
from icv_app.services.identity import Identity
from icv_app.services.ports import DEVICE_ID, UnitOfWork
from icv_app.services.roster_book import ROOT_FINGERPRINT
from icv_app.words import _

SERVER_URL = "server_url"
SCHEME_NAME = "scheme_name"
INVITATION = "invitation"
ENROLMENT_REQUEST = "enrolment_request"
PRESENT_AT = "present_at"
"""The day a demo scheme lives on (ISO, UTC); real vaults have none."""
_NAMES = ("member_id", "role", "scheme_id", DEVICE_ID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """What set-up leaves in a vault.

    Attributes:
        root_fingerprint: The one thing the member trusts from the start.
        server_url: `None` for a scheme that works by bundle.
    """

    identity: Identity
    root_fingerprint: str
    scheme_name: str
    server_url: str | None


def check_number(member_id: MemberId) -> None:
    """Refuse what the roster would not take for a member's number.

    Raises:
        BadInput: It is not letters, a hyphen and digits.
    """
    if not re.fullmatch(MEMBER_NUMBER, member_id) or member_id.endswith("\n"):
        raise BadInput(
            f"member number of {len(member_id)} characters",
            user_text=_("A member's number looks like V-004: capital letters, a hyphen and digits."),
        )


def keep_belonging(unit: UnitOfWork, belonging: Belonging) -> None:
    """Write what this vault belongs to."""
    identity = belonging.identity
    values = (identity.member_id, identity.role.value, identity.scheme_id, identity.device_id)
    for name, value in zip(_NAMES, values, strict=True):
        unit.meta.put(name, value)
    unit.meta.put(ROOT_FINGERPRINT, belonging.root_fingerprint)
    unit.meta.put(SCHEME_NAME, belonging.scheme_name)
    unit.meta.put(SERVER_URL, belonging.server_url or "")


def read_belonging(unit: UnitOfWork) -> Belonging | None:
    """Return what this vault belongs to; `None` where set-up was never finished."""
    member, role, scheme, device = (unit.meta.get(name) for name in _NAMES)
    fingerprint = unit.meta.get(ROOT_FINGERPRINT)
    if not (member and role and scheme and device and fingerprint):
        return None
    return Belonging(
        identity=Identity(
            member_id=MemberId(member),
            role=Role(role),
            scheme_id=SchemeId(scheme),
            device_id=DeviceId(device),
        ),
        root_fingerprint=fingerprint,
        scheme_name=unit.meta.get(SCHEME_NAME) or "",
        server_url=unit.meta.get(SERVER_URL) or None,
    )


def waiting_enrolment(unit: UnitOfWork) -> tuple[str, bytes] | None:
    """Return locator and request of an invitation still to be answered; `None` once let in."""
    locator, request = unit.meta.get(INVITATION), unit.meta.get(ENROLMENT_REQUEST)
    return (locator, bytes.fromhex(request)) if locator and request else None


def enrolment_answered(unit: UnitOfWork) -> None:
    """Note that the coordinator has let this device in."""
    unit.meta.put(ENROLMENT_REQUEST, "")
