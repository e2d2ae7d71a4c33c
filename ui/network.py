"""What the system says of the network: whether there is one, and whether it is paid by volume."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QNetworkInformation


class Network(QObject):
    """Where nothing is known, the network is taken to be there and free of charge.

    Attributes:
        absent: The system knows that there is none.
        metered: The system says that it is paid by volume, as a telephone's is.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.absent = False
        self.metered = False

    def show(self, *, absent: bool, metered: bool) -> None:
        """Take what is known now; `changed` follows where it is something else than before."""
        if (absent, metered) != (self.absent, self.metered):
            self.absent, self.metered = absent, metered
            self.changed.emit()


class SystemNetwork(Network):
    """The network as Qt learns of it from the system; like `Network` where the system tells nothing."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtNetwork import QNetworkInformation  # the first window starts sooner without

        self._known = QNetworkInformation.instance() if QNetworkInformation.loadDefaultBackend() else None
        if self._known is not None:
            self._known.reachabilityChanged.connect(self._read)
            self._known.isMeteredChanged.connect(self._read)
            self._read()

    def _read(self) -> None:
        if self._known is not None:
            self.show(absent=_is_absent(self._known), metered=self._known.isMetered())


def _is_absent(known: QNetworkInformation) -> bool:
    # A network without the internet may still have the server on it.
    return known.reachability() is type(known).Reachability.Disconnected
