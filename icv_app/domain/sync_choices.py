"""What a person chose about synchronising on this laptop."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncChoices:
    """When this laptop may send and fetch by itself; asked for, it always may."""

    paused: bool = False
    metered_too: bool = False
