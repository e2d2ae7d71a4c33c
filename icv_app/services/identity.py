"""Who is using this vault."""

from __future__ import annotations

from dataclasses import dataclass

from icv_app.domain.ids import DeviceId, MemberId, SchemeId
from icv_app.domain.scheme import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The member this vault belongs to, on this device."""

    member_id: MemberId
    role: Role
    scheme_id: SchemeId
    device_id: DeviceId

    @property
    def coordinator(self) -> bool:
        """Whether the coordinator's screens appear."""
        return self.role is Role.COORDINATOR
