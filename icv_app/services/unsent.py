"""Texts that somebody has begun to write about a filed report and not sent: kept until they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from icv_app.domain.justified import Justified
from icv_app.services.documents import from_json, to_json
from icv_app.services.ports import OpenUnit
from icv_app.services.report_records import Words

_JUSTIFIED = "{box} justified"
_PLACE = "{box} place"
"""Names of what is kept beside the text of a box."""


@dataclass(frozen=True, slots=True)
class UnsentText:
    """What stands in a box.

    Attributes:
        justified: What the privacy guard found in it and why it stays.
        place: What it is about within its box, such as a place of a report.
    """

    text: str = ""
    justified: tuple[Justified, ...] = ()
    place: str = ""


class UnsentTexts:
    """Questions, answers, addenda and replies in the making. Holds no state of its own."""

    def __init__(self, open_unit: OpenUnit, open_reading: OpenUnit | None = None) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit

    def find(self, box: str) -> UnsentText:
        """Return what stands in a box, or nothing.

        Raises:
            StoreError: The vault cannot be read.
            BadInput: It is not written as this version writes it.
        """
        with self._open_reading() as unit:
            text, beside = unit.unsent.find(box), unit.unsent.find(_JUSTIFIED.format(box=box))
            place = unit.unsent.find(_PLACE.format(box=box))
        return UnsentText(text, from_json(Words, beside.encode()).justified if beside else (), place)

    def keep(self, box: str, text: str, justified: Iterable[Justified] = (), place: str = "") -> None:
        """Keep what stands in a box now, what it is about, and why what was found in it stays.

        An empty text is forgotten with all that is beside it.

        Raises:
            StoreError: Nothing was changed on disk.
        """
        given = tuple(justified) if text else ()
        beside = to_json(Words("", given)).decode() if given else ""
        with self._open_unit() as unit:
            unit.unsent.put(box, text)
            unit.unsent.put(_JUSTIFIED.format(box=box), beside)
            unit.unsent.put(_PLACE.format(box=box), place if text else "")
            unit.commit()
