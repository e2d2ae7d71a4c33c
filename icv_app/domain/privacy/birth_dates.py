"""Dates of birth: a date beside a word of birth, or a full date too long ago to be of a visit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from icv_app.domain.privacy.found import Found, Hint

LONG_AGO_YEARS = 9
"""A full date this old is no date of a visit, a repair or a person's detention; the youngest in"
" custody are ten."""

_MONTH = (
    r"(?:jan(?:uary|ury)?|feb(?:ruary|uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?:(?:19|20)\d\d|['’]?\d\d)"
_FULL = re.compile(
    rf"(?<![\d/.:£-])(?:"
    rf"{_DAY}\s?(?P<mark>[/.\-\\ ])\s?(?:1[0-2]|0?[1-9])\s?(?P=mark)\s?(?P<year_n>{_YEAR})"
    rf"|(?P<year_i>(?:19|20)\d\d)[/.-](?:1[0-2]|0?[1-9])[/.-]{_DAY}"
    rf"|{_DAY}\s?(?:st|nd|rd|th)?[\s,/.-]{{0,2}}(?:of\s)?{_MONTH}[\s,/.-]{{1,2}}(?:of\s)?(?P<year_w>{_YEAR})"
    rf"|{_MONTH}\s(?:the\s)?{_DAY}(?:st|nd|rd|th)?,?\s(?P<year_m>{_YEAR})"
    rf")(?![\d/:]|\.\d)",
    re.IGNORECASE,
)
_SOME_DATE = (
    rf"(?:{_DAY}\s?[/.\-\\ ]\s?(?:1[0-2]|0?[1-9])(?:\s?[/.\-\\ ]\s?{_YEAR})?"
    rf"|(?:the\s)?{_DAY}\s?(?:st|nd|rd|th)?\s?(?:of\s)?{_MONTH}(?:[\s,]+(?:of\s)?{_YEAR})?"
    rf"|{_MONTH}\s(?:the\s)?{_DAY}(?:st|nd|rd|th)?(?:,?\s{_YEAR})?"
    rf"|{_MONTH}[\s,]+(?:of\s)?{_YEAR}|(?:19|20)\d\d(?:[/.-]\d\d[/.-]\d\d)?|\d{{6}}(?!\d)|\d{{8}}(?!\d)"
    rf"|['’]\d\d\b)"
)
_BIRTH = (
    r"(?:\bd\.?\s?o\.?\s?b\b\.?|\bdate\s?of\s?birth|\bbirth\s?-?(?:date|day)s?|\bb-?day|\bbirth\b|\bborn\b"
    r"|\byear of birth|\by\.?o\.?b\b)"
)
_NAMED = re.compile(
    rf"{_BIRTH}(?P<between>[^\d\n;!?]{{0,40}}?)(?P<date>{_SOME_DATE})(?![\d:])", re.IGNORECASE
)
_NAMED_AFTER = re.compile(
    rf"(?<![\d/.:])(?P<date>{_SOME_DATE})(?:\W{{1,3}}|\W{{0,2}}\b(?:is|was|which is|as|the|his|her"
    rf"|their)\b\W?)*?{_BIRTH}",
    re.IGNORECASE,
)
_TURNS = re.compile(
    rf"\b(?:turns?|turned|turning|will be|becomes|be)\s(?:\d\d|eighteen|seventeen|sixteen|fifteen"
    rf"|fourteen|twenty[\w-]*)\s(?:years old\s)?"
    rf"(?:on|in)\s(?P<date>{_SOME_DATE})",
    re.IGNORECASE,
)
_DAY_NAMED = re.compile(
    r"\b(?:(?:it(?:'|’)?s|is|was|on|has|had|turn\w*)\s)(?:his|her|their)\s(?:\d+(?:st|nd|rd|th)\s"
    r"|\w+teenth\s)?birthday\s"
    r"(?:is\s|was\s)?(?P<date>today|tomorrow|yesterday)\b|\b(?:today|tomorrow|yesterday)\s(?:is"
    r"|was)\s(?:his|her|their)\s[\w\s]{0,12}birthday\b",
    re.IGNORECASE,
)
_MENTIONED = re.compile(rf"{_BIRTH}|\b(?:turn|will be|becomes)", re.IGNORECASE)


def find_birth_dates(text: str, today: date) -> Iterator[Found]:
    """Yield likely dates of birth, in no order."""
    for match in _FULL.finditer(text) if any(map(str.isdigit, text)) else ():
        written = next(filter(None, (match[name] for name in ("year_n", "year_i", "year_w", "year_m"))))
        if today.year - _year(written, today) >= LONG_AGO_YEARS:
            yield Found(match.start(), match.end(), match.group(), Hint.BIRTH_DATE)
    if _MENTIONED.search(text) is None:
        return
    for pattern in (_NAMED, _NAMED_AFTER, _TURNS):
        for match in pattern.finditer(text):
            yield Found(match.start("date"), match.end("date"), match["date"], Hint.BIRTH_DATE)
    for match in _DAY_NAMED.finditer(text):
        yield Found(match.start(), match.end(), match.group(), Hint.BIRTH_DATE)


def _year(written: str, today: date) -> int:
    digits = written.lstrip("'’")
    if len(digits) == 4:
        return int(digits)
    century = today.year - today.year % 100
    year = century + int(digits)
    return year if year <= today.year + 1 else year - 100
