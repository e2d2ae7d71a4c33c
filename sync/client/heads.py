"""The heads of devices on their way: fetched before a run pulls, handed over when it has compared.

A head is given to a server after everything that it speaks of. So whoever fetches heads first and
pulls afterwards holds all of it, unless something was kept back: a slow courier raises no alarm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import structlog

from icv_app.services.ports_sync import HeadPort
from sync.client.failures import ServerRefused
from sync.wire import Code, DeviceHeadsAnswer

log = structlog.stdlib.get_logger("icv.sync")

MOST_AT_ONCE = 50


class HeadTransport(Protocol):
    """What is needed of a server; every method raises as those of `Transport` do."""

    def device_heads(self, known: Mapping[str, str]) -> DeviceHeadsAnswer:
        """Return the heads of devices that differ from those known here, device → hash."""
        ...

    def bring_heads(self, heads: Sequence[bytes]) -> None:
        """Hand over heads of devices that the server may lack."""
        ...


class HeadErrand:
    """One run's errand with heads."""

    def __init__(self, port: HeadPort, transport: HeadTransport) -> None:
        self._port = port
        self._transport = transport
        self._given: DeviceHeadsAnswer | None = None
        self._takes_heads = True

    def before_pulling(self) -> None:
        """Ask for heads, once in a run; they are kept in mind until everything was pulled.

        Raises:
            SyncError: The server could not be reached or refused.
        """
        if self._given is not None:
            return
        try:
            self._given = self._transport.device_heads(self._port.known())
        except ServerRefused as error:
            if error.code != Code.NOT_FOUND:
                raise
            # An older one, or one that pretends to be: nothing confirms the roster then, and that shows.
            log.warning("server without heads")
            self._given = DeviceHeadsAnswer(heads=[], lacking=[])
            self._takes_heads = False

    def at_the_end(self) -> None:
        """Take what was given, say how far this device is, and hand over what the server lacks.

        Raises:
            SyncError: The server could not be reached or refused.
        """
        if self._given is None:
            return
        wanted = self._port.settle(self._given.heads, self._given.lacking)
        self._given = None
        if not self._takes_heads:
            return
        for first in range(0, len(wanted), MOST_AT_ONCE):
            self._transport.bring_heads(wanted[first : first + MOST_AT_ONCE])
