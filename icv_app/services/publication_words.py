"""What coordinators say about publications: texts, sections, look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from icv_app.domain.ids import RecordId
from icv_app.domain.justified import Justified, TextGuard
from icv_app.domain.publication import (
    LEAST_CONTRAST,
    Change,
    Look,
    PublicationWord,
    Section,
    Wording,
    WordPart,
    contrast_with_white,
    wording_of,
)
from icv_app.errors import BadInput, NotFound, RuleBroken
from icv_app.seal.cipher import sha256_hex
from icv_app.services.identity import Identity
from icv_app.services.logos import check_logo
from icv_app.services.ports import Addressees, Clock, OpenUnit, UnitOfWork
from icv_app.services.privacy import GuardFor, let_pass
from icv_app.services.publication_records import LOGO, WORD, word_parts, words_in
from icv_app.services.records import RecordBook
from icv_app.services.report_records import bare
from icv_app.words import _

MASKED = "[…]"
"""In place of what may identify somebody, in words that are published as they came."""
_OFFICE = Addressees(office=True)
_AS_IT_CAME = frozenset({WordPart.RESPONSE, WordPart.CONTACT})
"""The force's own words are kept whole and masked in print; how to reach the scheme is meant to be known."""


class PublicationWords:
    """Writes and reads them. Holds no state of its own."""

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        identity: Identity,
        records: RecordBook,
        open_reading: OpenUnit | None = None,
        *,
        guard_for: GuardFor,
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._identity = identity
        self._records = records
        self._guard_for = guard_for

    def wording(self, period: str) -> Wording:
        """What stands for the publications of a year or quarter, by its label."""
        with self._open_reading() as unit:
            return wording_of(period, words_in(unit))

    def write_text(
        self, seen: Wording, part: WordPart, text: str, justified: Iterable[Justified] = ()
    ) -> PublicationWord:
        """Write one of the texts; it takes the place of what was seen.

        Args:
            seen: As the coordinator had it before them.
            part: One of `TEXTS`.
            text: Empty takes back what was written. The force's response is kept word for word.
            justified: Why what the privacy guard found stays; not asked of the force's response.

        Raises:
            RuleBroken: Not a coordinator, or it seems to identify somebody.
            BadInput: It is too long.
            StoreError: Nothing was changed on disk.
        """
        words = text if part is WordPart.RESPONSE else text.strip()
        return self._say(self._word(seen, part, text=words), [words], justified)

    def write_changes(
        self, seen: Wording, changes: Sequence[Change], justified: Iterable[Justified] = ()
    ) -> PublicationWord:
        """Write what visitors said and the force did.

        Raises:
            RuleBroken, BadInput, StoreError: As `write_text`.
        """
        word = self._word(seen, WordPart.CHANGES, changes=tuple(changes))
        return self._say(word, [words for one in changes for words in (one.said, one.did)], justified)

    def choose_sections(self, seen: Wording, sections: Sequence[Section]) -> PublicationWord:
        """Choose which sections the annual report has, and their order; the method is always among them.

        Raises:
            RuleBroken, StoreError: As `write_text`.
            BadInput: The method is left out, or a section is there twice.
        """
        if Section.METHOD not in sections:
            raise BadInput(
                "sections without the method",
                user_text=_("The method stays in: readers must be able to see how figures were computed."),
            )
        return self._say(self._word(seen, WordPart.SECTIONS, sections=tuple(sections)), [], ())

    def choose_look(
        self, seen: Wording, *, scheme: str = "", colour: str = "", logo: bytes | None = None
    ) -> PublicationWord:
        """Choose the name on the cover, its colour and the logo.

        Args:
            seen: As the coordinator had it before them.
            scheme: The settings' name where empty.
            colour: Like `#1d3557`; dark enough for white text. The usual one where empty.
            logo: PNG or SVG; none where not given.

        Raises:
            RuleBroken, StoreError: As `write_text`.
            BadInput: The colour is too light, or the logo no picture that is taken.
        """
        if colour and contrast_with_white(colour) < LEAST_CONTRAST:
            raise BadInput(
                "colour of too little contrast",
                user_text=_(
                    "White text cannot be read on this colour. Choose a darker one, written like #1d3557."
                ),
            )
        if logo is not None:
            check_logo(logo)
        look = Look(
            scheme=scheme.strip(),
            colour=colour,
            logo="" if logo is None else sha256_hex(logo),
            logo_size=len(logo or b""),
        )
        return self._say(self._word(seen, WordPart.LOOK, look=look), [scheme], (), logo)

    def logo(self, word: PublicationWord) -> bytes | None:
        """Return the logo a word speaks of; `None` without one.

        Raises:
            NotFound: It is not here.
        """
        with self._open_reading() as unit:
            return logo_of(unit, word)

    def _word(self, seen: Wording, part: WordPart, **said: object) -> PublicationWord:
        word = PublicationWord(
            record_id=self._records.new_id(),
            period=seen.period,
            part=part,
            at=self._clock.now(),
            by=self._identity.member_id,
            after=seen.part(part).seen,
        )
        return replace(word, **said)  # type: ignore[arg-type]

    def _say(
        self,
        word: PublicationWord,
        texts: Iterable[str],
        justified: Iterable[Justified],
        logo: bytes | None = None,
    ) -> PublicationWord:
        if not self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator writes publications."),
            )
        if not word.sound:
            raise BadInput(
                f"word about {word.period}: {word.part} not sound",
                user_text=_(
                    "This is empty, too long, there twice or has damaged characters. "
                    "Shorten it, type it anew or take it out."
                ),
            )
        with self._open_unit() as unit:
            if word.part not in _AS_IT_CAME:
                guard = self._guard_for(unit.settings.current())
                whole = "\n".join(texts)
                word = replace(word, justified=bare(let_pass(guard, whole, justified, about=word.part.value)))
            self._records.write(
                unit,
                kind=WORD,
                subject=word.period,
                parts=word_parts(word, logo),
                addressees=_OFFICE,
                record_id=word.record_id,
            )
            unit.commit()
        return word


def logo_of(unit: UnitOfWork, word: PublicationWord) -> bytes | None:
    """Return the logo a word speaks of; `None` without one.

    Raises:
        NotFound: It is not here.
    """
    if not word.look.logo:
        return None
    record = unit.records.find(RecordId(word.record_id))
    if record is None or LOGO not in record.parts:
        raise NotFound(
            f"logo of {word.record_id} not here",
            user_text=_("The logo is not here any more. Choose it again."),
        )
    return record.parts[LOGO]


def masked(guard: TextGuard, text: str) -> str:
    """Return a text as it may be published: whatever may identify somebody is replaced."""
    found = sorted(guard.scan(text), key=lambda one: one.start, reverse=True)
    for one in found:
        text = text[: one.start] + MASKED + text[one.end :]
    return text


def as_published(guard: TextGuard, wording: Wording) -> Wording:
    """What stands for a period as it may be published: the force's response with names masked."""
    response = wording.part(WordPart.RESPONSE)
    if response.word is None:
        return wording
    shown = replace(response, word=replace(response.word, text=masked(guard, response.word.text)))
    return replace(wording, parts={**wording.parts, WordPart.RESPONSE: shown})
