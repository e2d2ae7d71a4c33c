"""What has a shape of its own: e-mail, postcodes and addresses, NI and PNC numbers, vehicle registrations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from icv_app.domain.privacy.found import Found, Hint

_AREAS = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E"
    " EC EH EN EX FK FY"
    " G GL GU GX GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK"
    " ML N NE NG NN NP"
    " NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ"
    " TR TS TW UB W WA"
    " WC WD WF WN WR WS WV YO ZE"
)
"""Source: Royal Mail's postcode areas."""
_AREA = "(?:" + "|".join(sorted(_AREAS.split(), key=len, reverse=True)) + ")"
_TWO_LETTER_AREA = "(?:" + "|".join(area for area in _AREAS.split() if len(area) == 2) + ")"

_EMAIL = re.compile(
    r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+|[\w.+%-]+@(?:gmail|hotmail|outlook|yahoo|icloud|live)\b", re.IGNORECASE
)
_SPOKEN_EMAIL = re.compile(
    r"\b[\w.+-]+\s*(?:\(at\)|\[at\]|\{at\}|\bat\b|@)\s*[\w-]+\s*(?:\(dot\)|\[dot\]|\bdot\b|\.)\s*"
    r"(?:co\s*(?:\(dot\)|\[dot\]|\bdot\b|\.)\s*uk|com|org|net|uk|ie|pl|ro|gov|ac|edu|info)\b"
    r"|\b[\w.+-]+\s*(?:\(at\)|\[at\]|\bat\b|@)\s*(?:gmail|hotmail|outlook|icloud|yahoo|googlemail"
    r"|protonmail)\b",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    rf"(?<![\w/]){_AREA}[0-9](?:[0-9]"
    rf"|[A-HJKMNPR-Y])?(?P<gap>[\s.-]{{0,2}})(?P<inward>[0-9][ABD-HJLNP-UW-Z]{{2}})(?![\w])",
    re.IGNORECASE,
)
_NOT_INWARD = re.compile(r"(?:\d(?:st|nd|rd|th|hr|ft|lb))$")
_PART_POSTCODE = re.compile(
    rf"\b(?:post\s?code|postal code)\W{{0,3}}(?:is|was|starts?|starting|begins?|area|of|with|:"
    rf"|\s)*\s*(?P<out>{_AREA}\d[\dA-Z]?)\b"
    rf"|\b(?:lives?|living|lived|resides?|residing|address|home|house|flat"
    rf"|from)\b[^.\n]{{0,20}}?\b(?P<two>{_TWO_LETTER_AREA}\d\d?)\b(?!\s?\d)",
    re.IGNORECASE,
)
_STREET = (
    "road|rd|street|lane|ln|avenue|ave|drive|close|crescent|cres|terrace|grove|gardens|gdns|way|mount"
    "|view|court|row|walk|"
    "square|parade|croft|garth|fold|rise|hill"
)
_ADDRESS = re.compile(
    rf"(?<![\w/.:])(?<!\w-)(?:flat\s+\w{{1,4}},?\s+)?\d{{1,4}}[a-z]?,?\s+(?:[A-Z][a-z]+\s+"
    rf"|st\.?\s+){{1,3}}(?:{_STREET.title()}|{_STREET})\b"
    rf"|\b(?:lives?|living|lived|address|home|resides"
    rf"|staying)\b[^.\n\d]{{0,25}}(?P<low>\d{{1,4}}[a-z]?\s+(?:[a-z']+\s+){{1,3}}(?:{_STREET})\b)",
)
_NI = re.compile(r"(?<![\w/])[A-Z]{2}[\s.-]?\d{2}[\s.-]?\d{2}[\s.-]?\d{2}[\s.-]?[A-D](?!\w)", re.IGNORECASE)
_NI_NAMED = re.compile(
    r"\b(?:ni|nino|n\.i\.?|national insurance|insurance)\b\W{0,3}(?:no|num|number|is|was|\W)*\s*"
    r"(?P<number>[A-Z]{2}[\s.-]?\d(?:[\s.-]?\d){3,5}(?:[\s.-]?[A-Z])?)(?!\w)",
    re.IGNORECASE,
)
_PNC = re.compile(
    r"(?<![\w/])(?:19|20)?\d{2}\s?[/\\-]\s?\d{3,7}\s?[A-Z](?![\w/])|(?<![\w/])\d{2,6}/\d{2}\s?[A-Z](?![\w/])",
    re.IGNORECASE,
)
_PNC_NAMED = re.compile(
    r"\b(?:pnc(?:\s?id)?|cro|p\.n\.c\.?)\b\W{0,3}(?:id|no|num|number|ref|reference|is|was|\W)*\s*"
    r"(?P<number>\d{2,4}[\s/\\-]?\d{3,7}\s?[A-Z]?)(?!\w)",
    re.IGNORECASE,
)
_VEHICLE = re.compile(
    r"\b(?:reg|regs|rego|registration|plates?|number ?plate|vrm|vehicle|car|van|lorry|truck|taxi"
    r"|motorbike|moped|scooter|"
    r"bmw|audi|ford|fiesta|focus|golf|corsa|astra|vauxhall|vw|toyota|mercedes|transit|nissan|qashqai"
    r"|polo|clio|renault|"
    r"peugeot|seat|skoda|kia|hyundai|honda|mini|fiat|citroen|volvo|jaguar|lexus|mazda|tesla|parked"
    r"|driving|drives|drove|index)\b",
    re.IGNORECASE,
)
_CURRENT = re.compile(
    r"(?<![\w/])[A-HJ-PR-Y][A-HJ-PR-Y][0-9]{2}[\s.-]?(?P<letters>[A-HJ-PR-Z]{3})(?!\w)", re.IGNORECASE
)
_PREFIX = re.compile(
    r"(?<![\w/])[A-HJ-NPR-TV-Y]\s?[0-9]{1,3}\s?(?P<letters>[A-HJ-PR-TV-Y]{3})(?!\w)", re.IGNORECASE
)
_SUFFIX = re.compile(
    r"(?<![\w/])(?P<letters>[A-HJ-PR-TV-Y]{3})\s?[0-9]{1,3}[A-HJ-NPR-TV-Y](?!\w)", re.IGNORECASE
)
_DATELESS = re.compile(
    r"(?<![\w/])(?:[A-Z]{1,3}\s?[0-9]{2,4}|[0-9]{1,4}\s?[A-Z]{2,3}|[A-Z]{3}\s?[0-9]{1,4})(?![\w/])",
    re.IGNORECASE,
)
_PLATE_NAMED = re.compile(
    r"\b(?:reg|rego|registration|plates?|number ?plate|vrm|index)\b\W{0,3}(?:no|number|is|was|mark|of"
    r"|reads?|\W)*\s*$",
    re.IGNORECASE,
)
_FAR = 40


def find_identifiers(text: str, is_word: Callable[[str], bool]) -> Iterator[Found]:
    """Yield them in no order.

    Args:
        is_word: Whether three letters, in lower case, are a word or an abbreviation of custody.
    """
    for pattern in (
        (_EMAIL, _SPOKEN_EMAIL) if "@" in text or " at " in text or "at)" in text or "at]" in text else ()
    ):
        yield from _all(pattern, text, Hint.EMAIL)
    if not any(map(str.isdigit, text)):
        return
    for match in _POSTCODE.finditer(text):
        if not (match["gap"] and _NOT_INWARD.match(match["inward"])):
            yield _found(match, Hint.POSTCODE)
    for match in _PART_POSTCODE.finditer(text):
        yield _found(match, Hint.POSTCODE, "out" if match["out"] else "two")
    for match in _ADDRESS.finditer(text):
        yield _found(match, Hint.POSTCODE, "low" if match["low"] else 0)
    yield from _all(_NI, text, Hint.NI_NUMBER)
    for match in _NI_NAMED.finditer(text):
        yield _found(match, Hint.NI_NUMBER, "number")
    yield from _all(_PNC, text, Hint.PNC_NUMBER)
    for match in _PNC_NAMED.finditer(text):
        yield _found(match, Hint.PNC_NUMBER, "number")
    yield from _registrations(text, is_word)


def _registrations(text: str, is_word: Callable[[str], bool]) -> Iterator[Found]:
    for match in _CURRENT.finditer(text):
        letters = match["letters"]
        if letters.isupper() or not is_word(letters.lower()) or _vehicle_near(text, match.start()):
            yield _found(match, Hint.REGISTRATION)
    for pattern in (_PREFIX, _SUFFIX):
        for match in pattern.finditer(text):
            letters = match["letters"]
            plain = (
                match.group().isupper()
                and not is_word(letters.lower())
                and sum(map(str.isdigit, match.group())) >= 2
            )
            if plain or (_vehicle_near(text, match.start()) and not is_word(letters.lower())):
                yield _found(match, Hint.REGISTRATION)
    for match in _DATELESS.finditer(text):
        if _PLATE_NAMED.search(text, max(0, match.start() - _FAR), match.start()):
            yield _found(match, Hint.REGISTRATION)


def _vehicle_near(text: str, at: int) -> bool:
    return _VEHICLE.search(text, max(0, at - _FAR), min(len(text), at + _FAR)) is not None


def _all(pattern: re.Pattern[str], text: str, hint: Hint) -> Iterator[Found]:
    for match in pattern.finditer(text):
        yield _found(match, hint)


def _found(match: re.Match[str], hint: Hint, group: str | int = 0) -> Found:
    return Found(match.start(group), match.end(group), match.group(group), hint)
