"""How one server process is set up: from the command line and the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request or one device may ask for.

    Attributes:
        envelope_bytes: Largest envelope.
        batch_bytes: Largest batch, all envelopes together.
        batch_items: Most envelopes in a batch.
        page_bytes: A page of pulled envelopes is cut once it is this large.
        device_per_s: Requests a second of one device that are sustained; short bursts of `device_burst`.
        address_per_s: The same for requests without signature, by network address.
        invitation_days: Longest life of an invitation.
    """

    envelope_bytes: int = 8 * 1024 * 1024
    batch_bytes: int = 32 * 1024 * 1024
    batch_items: int = 500
    page_bytes: int = 8 * 1024 * 1024
    device_per_s: float = 100.0
    device_burst: int = 500
    address_per_s: float = 5.0
    address_burst: int = 200
    invitation_days: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a server process needs to know.

    Attributes:
        database_url: As given by the administrator; see `database.normalised`.
    """

    database_url: str
    name: str = "ICV server"
    limits: Limits = Limits()

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file of this machine."""
        return self.database_url.startswith("sqlite")


def settings_from(data: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings: PostgreSQL by `ICV_DATABASE_URL`, else a file in the folder `data`.

    Raises:
        ValueError: A limit in the environment is not a positive number.
    """
    url = environment.get("ICV_DATABASE_URL") or f"sqlite:///{data.resolve() / 'icv-server.sqlite'}"
    standard = Limits()
    limits = Limits(
        envelope_bytes=_number(environment, "ICV_MAX_ENVELOPE_BYTES", standard.envelope_bytes),
        batch_bytes=_number(environment, "ICV_MAX_BATCH_BYTES", standard.batch_bytes),
        batch_items=_number(environment, "ICV_MAX_BATCH_ITEMS", standard.batch_items),
        device_per_s=float(
            _number(environment, "ICV_DEVICE_REQUESTS_PER_SECOND", int(standard.device_per_s))
        ),
        device_burst=_number(environment, "ICV_DEVICE_REQUESTS_BURST", standard.device_burst),
        address_per_s=float(
            _number(environment, "ICV_ADDRESS_REQUESTS_PER_SECOND", int(standard.address_per_s))
        ),
        address_burst=_number(environment, "ICV_ADDRESS_REQUESTS_BURST", standard.address_burst),
    )
    return Settings(database_url=url, name=environment.get("ICV_SERVER_NAME", "ICV server"), limits=limits)


def _number(environment: Mapping[str, str], name: str, standard: int) -> int:
    text = environment.get(name)
    if text is None:
        return standard
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(f"{name} must be a whole number of at least 1, not {text!r}")
    return int(text)
