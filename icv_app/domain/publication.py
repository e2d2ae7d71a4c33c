"""What a person decides about a publication: its texts, its sections, its look; and what was published.

Everything is said in words about one part of one period's publications and is never edited; of each
part the word that nobody wrote after stands, and what was written at the same time is shown beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.justified import Justified
from icv_app.domain.standing import standing_first

LONGEST_TEXT = 12_000
LONGEST_CHANGE = 1_500
MOST_CHANGES = 40
LONGEST_NAME = 120
LARGEST_LOGO = 200_000
"""Bytes."""
LEAST_CONTRAST = 4.5
"""Of white text on the colour. Source: WCAG 2.2, 1.4.3."""
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class PublicationKind(StrEnum):
    """What can be published."""

    ANNUAL = "annual"
    QUARTERLY = "quarterly"
    SCRUTINY = "scrutiny"
    PUBLIC = "public"


class IssuedKind(StrEnum):
    """What goes out with counts in it: every publication, and the national return."""

    ANNUAL = "annual"
    QUARTERLY = "quarterly"
    SCRUTINY = "scrutiny"
    PUBLIC = "public"
    NATIONAL = "national"


class Section(StrEnum):
    """The sections of the annual report, in their usual order."""

    FOREWORD = "foreword"
    GLANCE = "glance"
    LEGAL_BASIS = "legal_basis"
    SUITES = "suites"
    VOLUNTEERS = "volunteers"
    VISITS = "visits"
    PEOPLE = "people"
    CHECKS = "checks"
    CONCERNS = "concerns"
    CHANGES = "changes"
    THEMES = "themes"
    RECORD_REVIEWS = "record_reviews"
    TERRORISM = "terrorism"
    GOOD_PRACTICE = "good_practice"
    RESPONSE = "response"
    QUALITY = "quality"
    COSTS = "costs"
    METHOD = "method"
    CONTACT = "contact"


class WordPart(StrEnum):
    """What is said together."""

    FOREWORD = "foreword"
    CHANGES = "changes"
    RESPONSE = "response"
    PLAN = "plan"
    CONTACT = "contact"
    ASKS = "asks"
    SECTIONS = "sections"
    LOOK = "look"


TEXTS = frozenset({WordPart.FOREWORD, WordPart.RESPONSE, WordPart.PLAN, WordPart.CONTACT, WordPart.ASKS})
"""Parts that are one text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What visitors said, and what the force did."""

    said: str
    did: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How publications look.

    Attributes:
        scheme: The scheme's name on the cover; the settings' where empty.
        colour: Of the cover, like `#1d3557`; the usual one where empty.
        logo: SHA-256 of the logo, in hexadecimal; empty without one.
        logo_size: Bytes.
    """

    scheme: str = ""
    colour: str = ""
    logo: str = ""
    logo_size: int = 0

    @property
    def sound(self) -> bool:
        """Whether it can be used: white text on the colour can be read."""
        return (
            len(self.scheme) <= LONGEST_NAME
            and (not self.colour or contrast_with_white(self.colour) >= LEAST_CONTRAST)
            and bool(self.logo) == (self.logo_size > 0)
            and (not self.logo or _DIGEST.fullmatch(self.logo) is not None)
            and self.logo_size <= LARGEST_LOGO
        )


def contrast_with_white(colour: str) -> float:
    """The contrast of white on a colour, from 1 to 21; 0 where it is not written like `#1d3557`.

    Source: WCAG 2.2, definitions of relative luminance and contrast ratio.
    """
    if not _COLOUR.fullmatch(colour):
        return 0.0
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationWord:
    """Everything said about one part of a period's publications; never edited.

    Attributes:
        period: Label of a year or a quarter.
        part: Which of the fields below it speaks of; the others are empty.
        after: The words on this part that its author had before them.
        at: UTC.
        by: The coordinator.
        text: Of one of `TEXTS`; empty takes back what was written.
        sections: Those that are in, in their order.
        justified: What the privacy guard asked about in the words, and why it stays.
    """

    record_id: RecordId
    period: str
    part: WordPart
    at: datetime
    by: MemberId
    after: tuple[RecordId, ...] = ()
    text: str = ""
    changes: tuple[Change, ...] = ()
    sections: tuple[Section, ...] = ()
    look: Look = field(default_factory=Look)
    justified: tuple[Justified, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether it speaks of its part alone, and no longer than anybody reads."""
        return (
            self.record_id not in self.after
            and bool(self.period)
            and (not self.text or self.part in TEXTS)
            and (not self.changes or self.part is WordPart.CHANGES)
            and (self.part is WordPart.SECTIONS) == bool(self.sections)
            and (self.look == Look() or self.part is WordPart.LOOK)
            and len(self.text) <= LONGEST_TEXT
            and len(self.changes) <= MOST_CHANGES
            and all(0 < len(words) <= LONGEST_CHANGE for one in self.changes for words in (one.said, one.did))
            and len(set(self.sections)) == len(self.sections)
            and self.look.sound
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PartStanding:
    """What stands of one part.

    Attributes:
        word: The one that stands; `None` where nothing was ever said.
        beside: Written at the same time by somebody who had not seen it, latest first.
    """

    word: PublicationWord | None = None
    beside: tuple[PublicationWord, ...] = ()

    @property
    def seen(self) -> tuple[RecordId, ...]:
        """What the next word is written after."""
        words = (self.word, *self.beside) if self.word is not None else ()
        return tuple(sorted(one.record_id for one in words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Everything said about a period's publications, as it stands."""

    period: str
    parts: Mapping[WordPart, PartStanding] = field(default_factory=dict)

    def part(self, part: WordPart) -> PartStanding:
        """What stands of one part."""
        return self.parts.get(part, PartStanding())

    def text(self, part: WordPart) -> str:
        """The text that stands, or nothing."""
        word = self.part(part).word
        return word.text if word else ""

    @property
    def changes(self) -> tuple[Change, ...]:
        """What visitors said and the force did."""
        word = self.part(WordPart.CHANGES).word
        return word.changes if word else ()

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections that are in, in their order: all of them where nothing else was said."""
        word = self.part(WordPart.SECTIONS).word
        return word.sections if word else tuple(Section)

    @property
    def look(self) -> Look:
        """How publications look."""
        word = self.part(WordPart.LOOK).word
        return word.look if word else Look()


def wording_of(period: str, words: Iterable[PublicationWord]) -> Wording:
    """Return what stands for a period, from everything said about any."""
    own = [one for one in words if one.period == period]
    parts = {}
    for part in WordPart:
        found = standing_first(one for one in own if one.part is part)
        if found:
            parts[part] = PartStanding(word=found[0], beside=tuple(found[1:]))
    return Wording(period=period, parts=parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCount:
    """One count of people behind a publication, and whether it was printed."""

    key: str
    value: int
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What was published; never edited.

    Attributes:
        period: Label of a year or a quarter.
        as_of: The data cut-off, London.
        at: UTC.
        digest: SHA-256 of the PDF; of a national return, of its file.
        figures: SHA-256 of the figures as JSON.
    """

    record_id: RecordId
    kind: IssuedKind
    period: str
    as_of: date
    at: datetime
    by: MemberId
    digest: str
    figures: str
    counts: tuple[IssuedCount, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether each count is there once and both files are named."""
        keys = {one.key for one in self.counts}
        named = _DIGEST.fullmatch(self.digest) and _DIGEST.fullmatch(self.figures)
        return bool(self.period) and named is not None and len(keys) == len(self.counts)
