"""Setting up a vault: as the first coordinator of a new scheme, or from an invitation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from icv_app.domain.ids import DeviceId, MemberId, SchemeId
from icv_app.domain.scheme import Member, Role, SchemeSettings
from icv_app.errors import BadInput
from icv_app.seal.devices import DeviceKeys, OfficeKey, StandbyKey
from icv_app.seal.encoding import SHORT_TEXT_LENGTH
from icv_app.seal.invitations import Invitation, make_enrolment
from icv_app.seal.passphrases import KdfCost
from icv_app.seal.recovery_kit import RecoveryKit, create_recovery_kit
from icv_app.seal.statements import RosterRoot
from icv_app.services.documents import settings_from_json
from icv_app.services.folding import apply_record
from icv_app.services.identity import Identity
from icv_app.services.keyring import KeyRing
from icv_app.services.membership import (
    ENROLMENT_REQUEST,
    INVITATION,
    Belonging,
    check_number,
    keep_belonging,
)
from icv_app.services.ports import Clock, Ids, OpenUnit
from icv_app.services.provisional import keep_provisional
from icv_app.services.records import RecordBook
from icv_app.services.roster_book import RosterBook
from icv_app.services.scheme_records import write_profile, write_settings
from icv_app.services.sealing_desk import SealingDesk
from icv_app.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundedScheme:
    """What founding a scheme yields, to be kept outside the vault.

    Attributes:
        root: The signed root, for `icv-server init-scheme`.
        kit: The office recovery kit, an encrypted file.
        kit_code: Opens the kit; printed once and kept apart from it.
    """

    root: bytes
    kit: bytes
    kit_code: str


def found_scheme(
    open_unit: OpenUnit,
    clock: Clock,
    ids: Ids,
    identity_key: bytes,
    *,
    coordinator: Member,
    settings: SchemeSettings,
    server_url: str | None,
    kit_cost: KdfCost,
    keep: Callable[[FoundedScheme], None] = lambda _founded: None,
) -> FoundedScheme:
    """Make a scheme in a fresh vault: its root, its first office key and its recovery kit.

    Args:
        open_unit: Of the fresh vault.
        clock, ids: What the records go by.
        identity_key: Of the vault.
        coordinator: The first one.
        settings: The first ones.
        server_url: `None` for a scheme that works by bundle.
        kit_cost: Of trying the kit's code.
        keep: Puts the kit where it stays, before the vault is finished: there is no scheme without one.

    Raises:
        BadInput: The coordinator's number or the scheme's name cannot stand in a roster.
        StoreError: Nothing was changed on disk.
    """
    check_number(coordinator.member_id)
    if not 0 < len(settings.name) <= SHORT_TEXT_LENGTH:
        raise BadInput(
            f"scheme name of {len(settings.name)} characters",
            user_text=_("Give the scheme a name of at most {most} characters.").format(
                most=SHORT_TEXT_LENGTH
            ),
        )
    device, office, standby = DeviceKeys.generate(), OfficeKey.generate(1), StandbyKey.generate()
    identity = Identity(
        member_id=coordinator.member_id,
        role=Role.COORDINATOR,
        scheme_id=settings.scheme_id,
        device_id=DeviceId(device.key_id),
    )
    keyring, rosters = KeyRing(identity_key), RosterBook()
    sealing = SealingDesk(clock, ids, identity, keyring, rosters)
    records = RecordBook(clock, ids, identity, apply_record)
    with open_unit() as unit:
        keyring.keep_device(unit, device)
        keyring.keep_office(unit, office)
        root = sealing.sign_statement(
            unit,
            RosterRoot(
                scheme_name=settings.name,
                member=coordinator.member_id,
                device=device.public.to_bytes(),
                office=office.public.sealing.raw,
                standby=standby.public.raw,
            ),
        )
        keep_belonging(
            unit,
            Belonging(
                identity=identity,
                root_fingerprint=root.hash,
                scheme_name=settings.name,
                server_url=server_url,
            ),
        )
        write_settings(records, unit, settings)
        write_profile(records, unit, coordinator)
        kit, code = create_recovery_kit(
            RecoveryKit(settings.scheme_id, (office,), standby, root.encode()), kit_cost
        )
        founded = FoundedScheme(root=root.encode(), kit=kit, kit_code=code)
        keep(founded)
        unit.commit()
    return founded


def join_scheme(
    open_unit: OpenUnit, clock: Clock, identity_key: bytes, invitation: Invitation
) -> tuple[Identity, bytes]:
    """Make this device's keys and the request the coordinator approves; works with no network.

    With the settings that the invitation carries, visits can be recorded at once; the signed ones
    take their place when the device is let in.

    Returns:
        Who this vault now belongs to, and the enrolment request to send to the server.

    Raises:
        BadInput: The invitation is out of date, or its settings cannot be read.
        StoreError: Nothing was changed on disk.
    """
    if invitation.expired(clock.now()):
        raise BadInput(
            f"invitation {invitation.locator[:8]}: expired",
            user_text=_("This invitation is out of date. Ask your coordinator for a new one."),
        )
    settings = _carried_settings(invitation)
    device = DeviceKeys.generate()
    identity = Identity(
        member_id=MemberId(invitation.member_id),
        role=invitation.role,
        scheme_id=SchemeId(invitation.scheme_id),
        device_id=DeviceId(device.key_id),
    )
    request = make_enrolment(invitation.secret, device)
    with open_unit() as unit:
        KeyRing(identity_key).keep_device(unit, device)
        keep_belonging(
            unit,
            Belonging(
                identity=identity,
                root_fingerprint=invitation.root_fingerprint,
                scheme_name=invitation.scheme_name,
                server_url=invitation.server_url,
            ),
        )
        if settings is not None:
            keep_provisional(unit, settings)
        unit.meta.put(INVITATION, invitation.locator)
        unit.meta.put(ENROLMENT_REQUEST, request.hex())
        unit.commit()
    return identity, request


def _carried_settings(invitation: Invitation) -> SchemeSettings | None:
    if not invitation.settings:
        return None
    settings = settings_from_json(invitation.settings)
    if settings.scheme_id != invitation.scheme_id:
        raise BadInput(
            f"invitation {invitation.locator[:8]}: settings of scheme {settings.scheme_id}",
            user_text=_("This invitation holds the settings of another scheme. Ask for a new one."),
        )
    if not settings.sound:
        raise BadInput(
            f"invitation {invitation.locator[:8]}: settings out of bounds",
            user_text=_("The settings in this invitation cannot be right. Ask for a new one."),
        )
    return settings
