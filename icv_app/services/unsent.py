"""Texts that somebody has begun to write about a filed report and not sent: kept until they are."""

from __future__ import annotations

from icv_app.services.ports import OpenUnit


class UnsentTexts:
    """Questions, answers, addenda and replies in the making. Holds no state of its own."""

    def __init__(self, open_unit: OpenUnit, open_reading: OpenUnit | None = None) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit

    def find(self, box: str) -> str:
        """Return what stands in a box, or nothing.

        Raises:
            StoreError: The vault cannot be read.
        """
        with self._open_reading() as unit:
            return unit.unsent.find(box)

    def keep(self, box: str, text: str) -> None:
        """Keep what stands in a box now; an empty text is forgotten.

        Raises:
            StoreError: Nothing was changed on disk.
        """
        with self._open_unit() as unit:
            unit.unsent.put(box, text)
            unit.commit()
