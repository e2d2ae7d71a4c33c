"""Telephone numbers, British and foreign, also oddly spaced or said in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from icv_app.domain.privacy.found import Found, Hint

_RUN = re.compile(r"(?<![\w£$€/.:])(?:\+|\(|00)?\(?\d(?:[ \t.\-–()/]{0,3}[\dOo](?![a-z])){8,16}(?![\w/:])")
_NEAR = re.compile(
    r"\b(?:phone|phones|phoned|telephone|tel|mobile|mob|ring|rang|call|called|calls|text|texted|dial|whatsapp|landline"
    r"|cellphone)\b[^\d\n.]{0,30}$",
    re.IGNORECASE,
)
_NEAR_ENOUGH = 40
_ABROAD = re.compile(r"\+\s?\d|\b00\d")
_SHORT_RUN = re.compile(r"(?<![\w£$€/.:,])\d(?:[ \t.\-]?\d){5,10}(?![\w/:%]|\.\d)")
_DIGIT_WORDS = (
    r"(?:oh|o|zero|nought|naught|one|two|three|four|five|six|seven|eight|nine|double|treble|triple)"
)
_SPOKEN = re.compile(rf"\b{_DIGIT_WORDS}(?:[\s,-]+{_DIGIT_WORDS}){{5,}}\b", re.IGNORECASE)
_FEWEST_DIGITS = 7
_DATE_OR_TIME = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2,4}")


def find_phones(text: str) -> Iterator[Found]:
    """Yield likely telephone numbers, in no order."""
    for match in _SPOKEN.finditer(text):
        yield Found(match.start(), match.end(), match.group(), Hint.PHONE)
    if sum(map(str.isdigit, text)) < _FEWEST_DIGITS - 1:
        return
    for match in _RUN.finditer(text):
        written = match.group()
        if not _DATE_OR_TIME.match(written) and (_british(written) or _foreign(written)):
            yield Found(match.start(), match.end(), written, Hint.PHONE)
    for match in _SHORT_RUN.finditer(text):
        near = _NEAR.search(text, max(0, match.start() - _NEAR_ENOUGH), match.start())
        if near is not None and _DATE_OR_TIME.search(match.group()) is None:
            yield Found(match.start(), match.end(), match.group(), Hint.PHONE)
    if _ABROAD.search(text) is not None:
        yield from _by_library(text)


def _digits(written: str) -> str:
    return re.sub(r"\D", "", written.replace("O", "0").replace("o", "0"))


def _british(written: str) -> bool:
    """Whether it looks British; the library knows no numbers set aside for fiction."""
    digits = _digits(written)
    for prefix in ("0044", "44"):
        if digits.startswith(prefix):
            digits = "0" + digits.removeprefix(prefix).lstrip("0")
            break
    if digits.startswith("7") and len(digits) == 10:
        digits = "0" + digits
    return re.fullmatch(r"0(?:[1235789]\d{9}|1\d{8}|[58]00\d{6})", digits) is not None


def _foreign(written: str) -> bool:
    digits = _digits(written)
    if not written.startswith(("+", "00")):
        return False
    # Imported here: it takes longer to load than all else the guard needs, and few texts have such numbers.
    import phonenumbers

    try:
        number = phonenumbers.parse("+" + digits.removeprefix("00"), None)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(number)


def _by_library(text: str) -> Iterator[Found]:
    import phonenumbers

    for match in phonenumbers.PhoneNumberMatcher(text, "GB", leniency=phonenumbers.Leniency.VALID):
        yield Found(match.start, match.end, match.raw_string, Hint.PHONE)
