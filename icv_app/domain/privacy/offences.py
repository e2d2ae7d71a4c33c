"""Words that tell of an offence.

No field for the alleged offence exists anywhere, so it must not get into the
notes either. Words that are offences and nothing else are always found
(burglary, shoplifting, GBH); after “arrested for”, “nicked for”, “charged
with” and their like, whatever follows is, unless it says how long, where to or
why the person is held in general.

“Assault” is an offence word, with one exception: where the sentence says that
staff or officers did it, or that it happened in custody, it is a complaint
about treatment, which the visitors must write down. So are threats, force and
injuries there. Words of custody itself stay: use of force, drugs worker, drug
cabinet, self-harm, withdrawal, breach of the codes, warrant, recall, bail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from icv_app.domain.privacy.found import Found, Hint
from icv_app.domain.privacy.vocabulary import LONGEST_MISSPELT, one_slip_away
from icv_app.domain.privacy.words import Word, word_set

_REASON = re.compile(
    r"\b(?:(?:re-?)?arr?est(?:ed|ing)?(?:\sby\s\w+(?:\s\w+)?)?(?:\s(?:again|today|yesterday|last night"
    r"|this morning"
    r"|earlier))?\s(?:for|on|over|because|due to|after|in connection with)"
    r"|nicked\s(?:for|over|on)|lifted\sfor|pinched\sfor|pulled in\sfor|picked up\sfor|locked up\s(?:for"
    r"|over)|banged up\sfor|done\sfor(?=\s\w+ing|\s\w+[ye]\b|\s[A-Z])"
    r"|(?:on\s)?susp(?:icion|ision|ician|ected)\s(?:of|for)|suspected\sof|accused\sof|acused\sof"
    r"|charged?\s(?:with|for)|charges?\s(?:of|for)|convicted\sof|convicted\sfor"
    r"|conviction\sfor|sentenced\sfor|wanted\sfor|wanted\son|guilty\s(?:of|to)|pleaded\sto|admitted\sto"
    r"|(?:detained|held|kept)\s(?:for|on suspicion of|over)"
    r"|(?:is|was|are|were|he's|she's|they're|been|brought|bought|back|came|come|comes)\sin\s(?:for|over"
    r"|on)|in\s(?:custody|here|cells|a cell|the cells)\s(?:for|over|because of|on)|(?:is|was|he's|she's"
    r"|they're|be|being|they are)\shere\s(?:for|over|because of)|^in\sfor"
    r"|(?:alleged|the|his|her|their)\s(?:offence|offense|crime|allegation|charge)s?\s?(?:is|was|of"
    r"|being|:|-|for)|offence\s(?:of|is|was|:)"
    r"|(?:investigated|interviewed|questioned|interview|prosecuted|reported|cautioned|warrant|court"
    r"|trial|bailed|remanded|recalled|community order|tagged)\s(?:for|about|over|regarding)|breach(?:ed"
    r"|ing)?\sof|admits|admitted|denies|denied|confessed\sto|got\scaught|been\scaught|was\scaught|caught)"
    r"\s+",
    re.IGNORECASE | re.MULTILINE,
)
_STRONG = re.compile(
    r"arr?est|nicked|lifted|pinched|pulled|picked|banged|locked|susp|accused|acused|charged?\s|charges"
    r"|convict|sentenced|wanted\sfor|guilty",
    re.IGNORECASE,
)
_NO_OFFENCE_NEXT = word_set(
    """hour hours minutes minute days day night nights week weeks long longer while time times first second
    third now today tonight assessment interview questioning court release their his her its my your own
    safety welfare protection health healthcare treatment observation observations review reviews
    further more investigation processing fingerprints booking drink food rest sleep solicitor visit
    visitors him them us it this that what which reasons reason about over nearly almost around
    approximately approx under up only just some several many most least another same section s136 s
    s.136 immigration recall warrant bail police officer officers custody arrest arrival being someone
    somebody something anything nothing everything yesterday monday tuesday wednesday thursday friday
    saturday sunday morning afternoon evening medication medicine medical hospital transport transfer
    translation interpreter appropriate adult a-level tests test sample samples bed breakfast lunch
    dinner tea no not being getting having waiting needing wanting asking talking using eating drinking
    sleeping refusing help advice legal new others other everyone everybody all any each both one two
    three four five six seven eight nine ten half an codes code pace rights privacy confidentiality
    consent procedure policy dignity and or but behaviour language support calls call phone exercise
    shower washing prayer prayers religious good bad pending consultation decision consideration
    identification mental physical lack having comfort warmth quite ages ever so too very blankets
    blanket towels meals meal notice notes note two-hour rounds training duty standards identity"""
)
_STOP_BEFORE_NOUN = word_set(
    "a an the another some his her their alleged allegedly attempted attempting trying to of possible"
    " suspected"
)
_LONGEST_REASON = 5
_LONG_ENOUGH = 6
"""Shorter words have too many neighbours to be read as misspelt."""
_STAFF = re.compile(
    r"\b(?:by|from)\s(?:\w+\s){0,3}?(?:staff|officers?|police|sergeants?|sgt|guards?|constables?|pcs?|do|dos|them"
    r"|custody|escorts?|detention|gaolers?|jailers?|transport|geoamey)\b"
    r"|\b(?:staff|officers?|police|sergeant|detention officers?|guards?|custody)\s"
    r"(?:had\s|have\s|has\s|who\s|allegedly\s)*(?:assault|hit|punch|kick|slap|attack|hurt|push|threat)\w*"
    r"|\b(?:assault|sexual assault)\s(?:marker|script|form|protocol|on staff|referral cent(?:re|er))\b",
    re.IGNORECASE,
)
_IN_CUSTODY = re.compile(
    r"\W+(?:(?:him|her|them|me|us|happened|took place|was|here|and \w+|or [\w-]+)\s)*(?:in|during|on)\s"
    r"(?:(?:the|his|her|their|a|this)\s)?"
    r"(?:police\s|strip\s|transport\s)?(?:custody|cells?|van|arrest|detention|booking|search|restraint|holding)\b",
    re.IGNORECASE,
)
_ALLEGED = re.compile(
    r"\b(?:script|allegations?|complaints?|allege[sd]?|alleging|complain\w*|sarc)\b", re.IGNORECASE
)
_OF_SOMEBODY = re.compile(r"\W+(?:on|of|against|his|her|him|a|an|the)\b", re.IGNORECASE)
_EXCUSED_BY_STAFF = (
    "assault",
    "asault",
    "attack",
    "punch",
    "kick",
    "hit",
    "threat",
    "harass",
    "abus",
    "violen",
    "batter",
    "sexual",
    "rap",
    "beat",
    "bully",
    "discriminat",
    "racial",
    "hate",
)
_NOT_OF_CUSTODY = re.compile(
    r"\b(?:drugs?\s(?:worker|workers|cabinet|cupboard|test|tests|testing|referral|service|services|team"
    r"|key|keys|fridge|locker|store|intervention|withdrawal|user|users|use|misuse|arrest|and alcohol|or"
    r" alcohol|round|chart|trolley|log|record|register)|"
    r"stabbing\s(?:pains?|sensation)|arson\srisk|knife\sand\sfork|plastic\sknife|violence\sreduction|theft\sof\sproperty\sform)\b",
    re.IGNORECASE,
)


class OffenceFinder:
    """Finds offence words by a list of phrases and by what stands before them.

    Args:
        phrases: From the word lists; `*` at the end of a word stands for any ending.
        is_unknown: Whether a word is in no list, so that it may be a misspelt one.
    """

    def __init__(self, phrases: frozenset[str], is_unknown: Callable[[str], bool]) -> None:
        self._is_unknown = is_unknown
        self._often_misspelt = tuple(
            phrase.rstrip("*") for phrase in phrases if " " not in phrase and len(phrase) >= _LONG_ENOUGH - 1
        )
        self._misspelt = lru_cache(maxsize=1024)(self._one_slip)
        self._whole: dict[str, list[tuple[str, ...]]] = {}
        self._stems: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(phrases):
            parts = tuple(phrase.split())
            index = self._stems if parts[0].endswith("*") else self._whole
            index.setdefault(parts[0].rstrip("*"), []).append(parts)
        self._lengths = sorted({len(stem) for stem in self._stems})

    def find(self, text: str, words: list[Word]) -> Iterator[Found]:
        """Yield offence words, in no order."""
        for at, word in enumerate(words):
            last = self._phrase_at(words, at)
            if last is not None and not self._allowed(text, words, at, last):
                yield Found(word.start, words[last].end, text[word.start : words[last].end], Hint.OFFENCE)
        yield from self._reasons(text, words)

    def _phrase_at(self, words: list[Word], at: int) -> int | None:
        """Where the longest phrase that begins here ends, if one does."""
        low = words[at].low
        candidates = list(self._whole.get(low, ()))
        for length in self._lengths:
            if length > len(low):
                break
            candidates += self._stems.get(low[:length], ())
        in_length = _LONG_ENOUGH <= len(low) <= LONGEST_MISSPELT
        if not candidates and in_length and self._is_unknown(low) and self._misspelt(low):
            return at
        ends = [at + len(parts) - 1 for parts in candidates if _matches(parts, words, at)]
        return max(ends, default=None)

    def _one_slip(self, low: str) -> bool:
        """Whether one slip lies between a word and an offence, or the beginning of one."""
        return any(near.startswith(self._often_misspelt) for near in one_slip_away(low))

    @staticmethod
    def _allowed(text: str, words: list[Word], at: int, last: int) -> bool:
        start, end = _clause(text, words[at].start, words[last].end)
        clause = text[start:end]
        low = words[at].low
        if low.startswith(_EXCUSED_BY_STAFF) or "assault" in words[last].low:
            reason = _REASON.search(clause)
            if reason is not None and _STRONG.search(reason.group()):
                return False
            after = words[last].end
            return (
                _STAFF.search(clause) is not None
                or _IN_CUSTODY.match(text, after, end) is not None
                or (_ALLEGED.search(clause) is not None and _OF_SOMEBODY.match(text, after, end) is None)
            )
        return any(
            start + match.start() <= words[at].start < start + match.end()
            for match in _NOT_OF_CUSTODY.finditer(clause)
        )

    def _reasons(self, text: str, words: list[Word]) -> Iterator[Found]:
        """Yield what follows “arrested for” and its like."""
        starts = {word.start: at for at, word in enumerate(words)}
        for match in _REASON.finditer(text):
            at = starts.get(match.end())
            if at is None:
                continue
            while at < len(words) - 1 and words[at].low in _STOP_BEFORE_NOUN and words[at + 1].joined:
                at += 1
            word = words[at]
            if word.number or word.low in _NO_OFFENCE_NEXT or word.low in _STOP_BEFORE_NOUN:
                continue
            if not _STRONG.search(match.group()) and not self._offending(words, at):
                continue
            last = at
            while (
                last + 1 < len(words)
                and last - at < _LONGEST_REASON
                and words[last + 1].joined
                and not words[last + 1].number
                and words[last + 1].low
                not in {"and", "but", "so", "who", "when", "while", "because", "which"}
            ):
                last += 1
            yield Found(match.start(), words[last].end, text[match.start() : words[last].end], Hint.OFFENCE)

    def _offending(self, words: list[Word], at: int) -> bool:
        """Whether a deed follows a weaker beginning: “in for hitting his neighbour”."""
        low = words[at].low
        if low in _DEEDS:
            return True
        return low.endswith("ing") and low not in _HARMLESS_ING and low.rstrip("s") not in _NO_OFFENCE_NEXT


_DEEDS = word_set(
    """fight fighting fights weed drugs drug cannabis cocaine coke heroin crack spice knife knives gun
    violence driving dealing selling nicking robbing taking breaking hitting punching kicking smashing
    slapping pushing spitting threatening shouting beating cheating lying possession supply domestic
    domestics speeding stabbing burgling setting sending following pulling damaging causing carrying
    growing drink-driving dodging touching trespassing begging soliciting dv drunk offences offence
    theft thefts assault assaults murder robbery burglary fraud"""
)
_HARMLESS_ING = word_set(
    """being having waiting getting needing wanting asking talking using eating drinking sleeping refusing
    feeling staying saying showing looking seeing helping washing reading writing breathing charging
    cleaning monitoring everything something anything nothing morning evening training booking
    processing questioning screening rousing housing holding bedding heating lighting clothing meeting
    hearing screening speaking knowing understanding receiving taking"""
) - {"taking"}


def _matches(parts: tuple[str, ...], words: list[Word], at: int) -> bool:
    if at + len(parts) > len(words):
        return False
    for step, part in enumerate(parts):
        word = words[at + step]
        if step and not word.joined:
            return False
        if not (word.low.startswith(part[:-1]) if part.endswith("*") else word.low == part):
            return False
    return True


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the sentence around a place."""
    begin = max(text.rfind(mark, 0, start) for mark in ".!?;\n")
    ends = [at for at in (text.find(mark, end) for mark in ".!?;\n") if at >= 0]
    return begin + 1, min(ends, default=len(text))
