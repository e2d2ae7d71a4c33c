"""What the privacy guard finds in a text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Hint(StrEnum):
    """What a piece of text looks like; never a certainty."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    NI_NUMBER = "ni_number"
    PNC_NUMBER = "pnc_number"
    REGISTRATION = "registration"
    OFFENCE = "offence"


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of a text that may identify somebody, or tells of an offence.

    Attributes:
        start, end: Where it stands, as indices into the Python string, `end` after the last character.
        text: The piece itself; never to be logged.
        hint: What it looks like.
    """

    start: int
    end: int
    text: str
    hint: Hint
