"""Names of people, nicknames, initials and officers' numbers in a text.

A word is judged by what the lists say of it, by whether it has a capital that
means something, and by its neighbours: what a list alone cannot settle (Grace,
Brown, Chelsea) the sentence often does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from icv_app.domain.privacy.found import Found, Hint
from icv_app.domain.privacy.name_context import (
    ADDRESSING,
    COUNTED,
    DOING,
    FUNCTION,
    INITIALS_OF_WORDS,
    KIN,
    MONTHS,
    NAMES_FIRST,
    NAMING,
    NAMING_BRIDGES,
    NICKNAMING,
    NUMBER_WORDS,
    NUMBERED,
    PLACE_NOUNS,
    PLACING,
    RANKS,
    RELATIONS,
    SELDOM_NAMES,
    SPEECH,
    TITLES,
    TITLES_AND_WORDS,
)
from icv_app.domain.privacy.vocabulary import Kind, Vocabulary
from icv_app.domain.privacy.words import Word, word_set

_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\.\s?){2,3}(?![A-Za-z]{2})|(?<![\w.])[A-Z]\.[A-Z]\b(?!\.)")
_HANDLE = re.compile(r"(?<![\w.@])@[A-Za-z_][\w.]{2,}")
_OTHER_SCRIPT = re.compile(r"[^\W\d_A-Za-zÀ-ʯ̀-ͯḀ-ỿªºµ]{2,}")
_JOINED_RANK = re.compile(r"\b(?:PCSO|PC|DC|DS|PS|SGT|DO|DDO|CDO)\d{2,5}\b", re.IGNORECASE)
_MAYBE = {Kind.GIVEN_OR_WORD, Kind.SURNAME_OR_WORD, Kind.GIVEN_OR_PLACE, Kind.SURNAME_OR_PLACE}
_CERTAIN = {Kind.NAME, Kind.RARE_NAME}


class NameFinder:
    """Finds names by the words of a text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def find(self, text: str, words: list[Word]) -> Iterator[Found]:
        """Yield likely names, in no order; neighbouring names come as one."""
        kinds = [self._kind(word) for word in words]
        for at in self._vocabulary.in_phrases([word.low for word in words]):
            kinds[at] = Kind.KNOWN
        names = [_Place(words, kinds, at, self._vocabulary).is_name() for at in range(len(words))]
        for at in range(1, len(words)):
            names[at] = names[at] or (names[at - 1] and _goes_on(words[at], kinds[at]))
        for at in range(len(words) - 2, -1, -1):
            names[at] = names[at] or (names[at + 1] and _leads(words[at], kinds[at], words[at + 1]))
        yield from _joined(text, words, names)
        yield from self._numbers(text, words)
        for pattern in (_HANDLE, _OTHER_SCRIPT):
            for match in pattern.finditer(text):
                yield Found(match.start(), match.end(), match.group(), Hint.NAME)
        for match in _INITIALS.finditer(text):
            if re.sub(r"[\s.]", "", match.group()).lower() not in INITIALS_OF_WORDS:
                stripped = match.group().rstrip()
                yield Found(match.start(), match.start() + len(stripped), stripped, Hint.NAME)

    def _kind(self, word: Word) -> Kind:
        if word.number or (word.possessive and self._vocabulary.kind(word.low + "s") is Kind.KNOWN):
            return Kind.KNOWN
        return self._vocabulary.kind(word.low)

    def _numbers(self, text: str, words: list[Word]) -> Iterator[Found]:
        for match in _JOINED_RANK.finditer(text):
            yield Found(match.start(), match.end(), match.group(), Hint.NAME)
        for at, word in enumerate(words):
            if not word.number or not re.fullmatch(r"\d{2,6}", word.text):
                continue
            first = _rank_before(text, words, at)
            if first is None or _counts(text, words, at):
                continue
            start = words[first].start
            yield Found(start, word.end, text[start : word.end], Hint.NAME)


def _rank_before(text: str, words: list[Word], at: int) -> int | None:
    """Where the rank or the like stands whose number the word at `at` is."""
    for back in range(at - 1, max(at - 5, -1), -1):
        if any(mark in text[words[back].end : words[back + 1].start] for mark in ".,;!?\n") and not (
            words[back].low in NUMBERED | NUMBER_WORDS
            and text[words[back].end : words[back + 1].start].strip() == "."
        ):
            return None
        if words[back].low in NUMBERED:
            return back
        joining = words[back].low in {"and", "or"} or words[back].number
        if words[back].low not in NUMBER_WORDS and not joining:
            return None
    return None


def _counts(text: str, words: list[Word], at: int) -> bool:
    after = text[words[at].end : words[at].end + 2]
    if after[:1] in ("%", ":", "/") or text[words[at].start - 1 : words[at].start] in ("£", "$", "€"):
        return True
    if at + 1 == len(words) or not words[at + 1].joined:
        return False
    low = words[at + 1].low
    strong = len(words[at].text) >= 3
    return low in (COUNTED - _VERBS if strong else COUNTED)


_VERBS = word_set("was were is are had have and or with who on at but for in to not")


def _goes_on(word: Word, kind: Kind) -> bool:
    """Whether the word right after a name belongs to it."""
    if not word.joined or not word.capital:
        return False
    return kind not in {Kind.WORD, Kind.KNOWN} or len(word.text) == 1


def _leads(word: Word, kind: Kind, after: Word) -> bool:
    """Whether the word right before a name belongs to it."""
    if not after.joined:
        return False
    if word.low in TITLES | RANKS:
        return True
    if word.capital and len(word.text) == 1 and word.text not in ("I", "A"):
        return True
    return (
        word.capital
        and kind in _MAYBE | {Kind.NAME, Kind.RARE_NAME, Kind.UNKNOWN}
        and word.low not in FUNCTION
    )


def _joined(text: str, words: list[Word], names: list[bool]) -> Iterator[Found]:
    at = 0
    while at < len(words):
        if not names[at]:
            at += 1
            continue
        last = at
        while last + 1 < len(words) and names[last + 1] and words[last + 1].joined:
            last += 1
        start, end = words[at].start, words[last].end
        yield Found(start, end, text[start:end], Hint.NAME)
        at = last + 1


class _Place:
    """One word among its neighbours."""

    def __init__(self, words: list[Word], kinds: list[Kind], at: int, vocabulary: Vocabulary) -> None:
        self.word, self.kind = words[at], kinds[at]
        self._words, self._kinds, self._at = words, kinds, at
        self._vocabulary = vocabulary
        self.before = words[at - 1] if at and self.word.joined else None
        self.after = words[at + 1] if at + 1 < len(words) and words[at + 1].joined else None

    def is_name(self) -> bool:
        """Whether this word is likely a name, or part of one."""
        word, kind = self.word, self.kind
        if word.number or (len(word.text) == 1 and not self._after_title()):
            return False
        if self._after_title():
            return True
        if word.low in TITLES | RANKS | NAMING and kind is not Kind.NAME:
            return False
        if word.upper and len(word.text) < 4 and not (kind in _CERTAIN and len(word.text) == 3):
            return False
        if self._set_apart():
            return True
        if word.capital and not word.opens:
            return self._capital()
        return self._opening() if word.capital else self._small()

    # Certain signs

    def _after_title(self) -> bool:
        before, word = self.before, self.word
        if before is None:
            return False
        if before.low in TITLES:
            if word.low in FUNCTION and not word.capital:
                return before.low in {"mr", "mrs", "ms"} and self.kind in _MAYBE
            if before.low in {"dr", "prof", "professor", "rev", "madam", "mister"} and not word.capital:
                return self.kind not in {Kind.WORD, Kind.KNOWN}
            return True
        if before.low in TITLES_AND_WORDS | RANKS:
            if before.low == "miss" and not before.capital and not word.capital:
                return self.kind in {Kind.NAME}
            return self._named_person()
        return False

    def _set_apart(self) -> bool:
        """Whether commas or brackets set this word apart after a person: “her partner, Lee, …”."""
        if not self._at or self.word.mark not in {",", "(", "-", "–", ":"}:
            return False
        following = self._words[self._at + 1] if self._at + 1 < len(self._words) else None
        if following is not None and following.mark[:1] not in {",", ")", ".", ";", "-", "–"}:
            return False
        certain = self.kind in _CERTAIN | {Kind.GIVEN_OR_WORD, Kind.GIVEN_OR_PLACE}
        return (
            self._words[self._at - 1].low in RELATIONS | RANKS
            and (certain or (self.word.capital and self.kind in {Kind.SURNAME_OR_WORD, Kind.UNKNOWN}))
            and not self.word.upper
            and (self.word.capital or self.word.low not in FUNCTION)
        )

    def _named_person(self) -> bool:
        """Whether this word, right after a rank or a family word, names the person."""
        word, kind = self.word, self.kind
        if word.capital and not word.upper:
            if kind is Kind.KNOWN:
                return self._vocabulary.is_place(word.low) and self._verb_after()
            if kind is Kind.UNKNOWN:
                return not self._vocabulary.slip(word.low)
            return kind in _CERTAIN | {Kind.GIVEN_OR_WORD, Kind.SURNAME_OR_WORD, Kind.GIVEN_OR_PLACE} or (
                kind is Kind.SURNAME_OR_PLACE and not self._place_noun_after()
            )
        if kind in _CERTAIN:
            return True
        if kind is Kind.UNKNOWN:
            return len(word.low) >= 4 and not word.upper and not self._vocabulary.slip(word.low)
        return (
            kind in {Kind.GIVEN_OR_WORD, Kind.GIVEN_OR_PLACE}
            and word.low not in FUNCTION
            and not self._in_plural(word.low)
        ) or (kind is Kind.SURNAME_OR_WORD and word.low in _WELL_KNOWN)

    def _verb_after(self) -> bool:
        after = self.after
        return (
            after is not None
            and not after.capital
            and after.low not in PLACE_NOUNS
            and (after.low in SPEECH | DOING or after.low.endswith("ed"))
        )

    @staticmethod
    def _in_plural(low: str) -> bool:
        return low.endswith("s") and low not in {"miles", "james", "iris"}

    def _after_naming(self) -> bool:
        back = self._at
        for _step in range(4):
            if not back or not self._words[back].joined:
                return False
            back -= 1
            low = self._words[back].low
            if low in NAMING:
                return True
            if low not in NAMING_BRIDGES and self._kinds[back] not in _CERTAIN:
                return False
        return False

    def _after_nickname(self) -> bool:
        back = self._at - 1
        while back > 0 and self._words[back].low in {"is", "was", "as", "by", "the", "of"}:
            back -= 1
        if back < 0 or not self.word.joined:
            return False
        goes_by = self._words[back].low == "goes" and self._words[back + 1].low == "by"
        return (self._words[back].low in NICKNAMING or goes_by) and self.word.low not in FUNCTION

    # With a capital inside a sentence

    def _capital(self) -> bool:
        word, kind = self.word, self.kind
        low = word.low
        if kind is Kind.NAME:
            return True
        if word.upper:
            return kind is Kind.RARE_NAME and len(low) > 3
        if kind is Kind.RARE_NAME:
            return True
        if self._after_naming() and kind is not Kind.KNOWN:
            return kind is not Kind.WORD or (self.before is not None and self.before.low in _CALLED)
        if kind is Kind.UNKNOWN:
            return (word.text[1:].islower() and not self._slip_of_known()) or "-" in low or "'" in word.text
        if kind is Kind.GIVEN_OR_WORD:
            return not self._determined() or self._person_after()
        if kind is Kind.SURNAME_OR_WORD:
            return not self._determined() and not self._among_capitals()
        if kind in {Kind.GIVEN_OR_PLACE, Kind.SURNAME_OR_PLACE}:
            return self._person_not_place()
        return kind is Kind.WORD and self._after_nickname()

    def _slip_of_known(self) -> bool:
        return len(self.word.low) > 5 and self._vocabulary.slip(self.word.low)

    def _determined(self) -> bool:
        return self.before is not None and self.before.low in {
            "the",
            "a",
            "an",
            "this",
            "that",
            "no",
            "each",
            "every",
        }

    def _among_capitals(self) -> bool:
        """Whether a capital English word stands beside, as in a heading or the name of a thing."""
        for at in (self._at - 1, self._at + 1):
            if 0 <= at < len(self._words):
                beside = self._words[at]
                joined = beside.joined if at > self._at else self.word.joined
                if (
                    joined
                    and beside.capital
                    and not beside.opens
                    and self._kinds[at] in {Kind.WORD, Kind.KNOWN}
                ):
                    return beside.low not in TITLES | RANKS | RELATIONS
        return False

    def _person_not_place(self) -> bool:
        given = self.kind is Kind.GIVEN_OR_PLACE
        if self._after_relation() or self._after_naming():
            return given or not self._place_noun_after()
        if self._place_noun_after():
            return False
        after = self.after
        if (
            after is not None
            and after.capital
            and self._kinds[self._at + 1] in _CERTAIN | {Kind.SURNAME_OR_WORD}
        ):
            return given
        if self.before is not None and self.before.capital and self._kinds[self._at - 1] is Kind.NAME:
            return True
        if not given:
            return after is not None and after.low in SPEECH
        if self._person_after():
            return self.word.low not in MONTHS or (after is not None and after.low in SPEECH)
        before = self.before
        if self._at and self._words[self._at - 1].number:
            return False
        if after is not None and after.number:
            return False
        if before is not None and before.low in PLACING:
            return False
        return self.word.low in _PEOPLE_FIRST

    def _place_noun_after(self) -> bool:
        return self.after is not None and self.after.low in PLACE_NOUNS

    def _person_after(self) -> bool:
        after = self.after
        if self.word.possessive:
            return after is None or after.low in RELATIONS or after.low not in PLACE_NOUNS
        return after is not None and (after.low in SPEECH or after.low in DOING)

    def _after_relation(self) -> bool:
        return self.before is not None and self.before.low in RELATIONS

    # With a capital that any word would have there

    def _opening(self) -> bool:
        word, kind = self.word, self.kind
        if kind is Kind.NAME:
            return not word.upper or len(word.low) > 3
        if word.upper:
            return False
        after = self.after
        speaks = after is not None and after.low in SPEECH
        if kind is Kind.RARE_NAME:
            return not self._vocabulary.slip(word.low) or speaks or self._person_after() or self._name_after()
        if kind is Kind.UNKNOWN:
            if self._vocabulary.slip(word.low):
                return False
            return (
                speaks
                or self._person_after()
                or self._vocabulary.misspelt_name(word.low)
                or self._name_after()
            )
        if kind is Kind.GIVEN_OR_WORD:
            return self._opening_word()
        if kind is Kind.SURNAME_OR_WORD:
            return speaks and word.low not in FUNCTION
        if kind in {Kind.GIVEN_OR_PLACE, Kind.SURNAME_OR_PLACE}:
            return self._person_not_place() if not self._only_place() else speaks
        return False

    def _only_place(self) -> bool:
        return self.kind is Kind.SURNAME_OR_PLACE or self.word.low not in _PEOPLE_FIRST

    def _opening_word(self) -> bool:
        after = self.after
        if self.word.low in NAMES_FIRST and self._aside_after():
            return True
        if after is None:
            return False
        if self._name_after() or self._and_name_after():
            return True
        if self.word.low in _MODALS:
            return after.low in SPEECH or after.low in {
                "has",
                "had",
                "is",
                "was",
                "would",
                "likes",
                "needs",
                "came",
            }
        if self.word.possessive:
            return self._person_after()
        return after.low in SPEECH or (after.low in DOING and self.word.low not in _OFTEN_SUBJECTS)

    def _aside_after(self) -> bool:
        if self.after is not None:
            return self.after.low in {"on", "from", "at", "in", "and", "who", "with"}
        return self._at + 1 < len(self._words) and self._words[self._at + 1].mark[:1] in {",", "("}

    def _name_after(self) -> bool:
        after = self.after
        return (
            after is not None
            and after.capital
            and self._kinds[self._at + 1] in _CERTAIN | {Kind.SURNAME_OR_WORD}
        )

    def _and_name_after(self) -> bool:
        """Whether “and” and a certain name with a capital follow."""
        if self.after is None or self.after.low not in {"and", "&"} or self._at + 2 >= len(self._words):
            return False
        return self._words[self._at + 2].capital and self._kinds[self._at + 2] is Kind.NAME

    # Without a capital

    def _small(self) -> bool:
        word, kind = self.word, self.kind
        if kind is Kind.NAME:
            return True
        if kind in {Kind.WORD, Kind.KNOWN}:
            return kind is Kind.WORD and self._after_nickname()
        signed = self._after_naming() or self._after_relation() or self._after_nickname()
        if kind is Kind.RARE_NAME:
            return (signed or self._speaks()) and word.low not in FUNCTION
        if kind is Kind.UNKNOWN:
            if self._vocabulary.misspelt_name(word.low):
                return True
            likely = len(word.low) >= 4 and not self._vocabulary.slip(word.low)
            of_kin = self.before is not None and self.before.low in KIN
            return likely and (of_kin or self._after_naming() or self._after_nickname() or self._speaks())
        if word.low in FUNCTION and word.low not in SELDOM_NAMES:
            return False
        if self._beside_name():
            return True
        return self._small_word(signed) or (word.opens and self._small_opening())

    def _small_opening(self) -> bool:
        """Whether a text all in lower case begins with somebody's name: “rose is crying”."""
        if self.kind is Kind.GIVEN_OR_WORD and self.word.low not in _OFTEN_SUBJECTS | FUNCTION:
            return self.after is not None and self.after.low in DOING
        return (
            self.word.low in _PEOPLE_FIRST - MONTHS
            and self.kind is Kind.GIVEN_OR_PLACE
            and self._person_after()
        )

    def _small_word(self, signed: bool) -> bool:
        given = self.kind in {Kind.GIVEN_OR_WORD, Kind.GIVEN_OR_PLACE}
        plural = self._in_plural(self.word.low)
        if given and self._speaks() and not plural:
            return self.before is None or self.before.low not in {"the", "a", "an", "this", "no", "of", "any"}
        if given and self._after_addressing():
            return True
        if given and (
            self._after_naming() or self._after_nickname() or (self._after_relation() and not plural)
        ):
            return self.word.low not in _OFTEN_SUBJECTS
        return (
            signed
            and self.kind is Kind.SURNAME_OR_WORD
            and self._after_naming()
            and self.word.low in _WELL_KNOWN
        )

    def _speaks(self) -> bool:
        if self.word.possessive:
            return self.after is not None and self.after.low in RELATIONS
        return self.after is not None and self.after.low in SPEECH

    def _after_addressing(self) -> bool:
        back = self._at - 1
        if back >= 0 and self._words[back].low in {"to", "with"}:
            back -= 1
        return back >= 0 and self.word.joined and self._words[back].low in ADDRESSING

    def _after_giving(self) -> bool:
        """Whether somebody is given something: “gave hope a blanket”."""
        return (
            self.before is not None
            and self.before.low in _GIVING
            and self.after is not None
            and self.after.low in {"a", "an", "her", "his", "some", "the", "another", "their"}
        )

    def _beside_name(self) -> bool:
        """Whether a given name that is also a word is joined to a certain name by “and” or stands before one."""
        if self.kind is not Kind.GIVEN_OR_WORD:
            return False
        after = self.after
        if after is not None and self._kinds[self._at + 1] is Kind.NAME and not self._determined():
            return True
        back = self._at - 2
        return back >= 0 and self._words[back + 1].low in {"and", "or"} and self._kinds[back] is Kind.NAME


_WELL_KNOWN = word_set("""brown smith green white black wood woods king baker taylor cook cooper walker clark hill hall bell young ward
    turner parker hunter mason marshall carter fisher shepherd potter webb cross stone field fields rose knight bishop
    barber butler gardner porter fox wolf swan lamb bird finch drake crow hawk burns brooks banks rivers waters pond
    west north east day frost snow winter summers spring may gray grey hardy sharp noble savage moody bright golden
    newman freeman goodman chapman chambers church temple pope abbot dean prior monk priest page price pike bass pollock
    miller tanner weaver glover skinner sawyer carpenter archer bowman forester fletcher arrow spears wells marsh moor
    mills bridges lane street park parks house kitchen penny money cash buck marks power powers strong armstrong
    little short large long biggs small""") - word_set(
    "short long day page price house kitchen cash money power large little small park may"
)
_MODALS = word_set("will may can mark hope grant chase bill pat nick rob sue art")
_GIVING = word_set("gave give gives given brought bring offered showed handed lent bought got fetched made")
_CALLED = word_set("me him her them himself herself themselves himself as by")
_OFTEN_SUBJECTS = word_set("""will may can trust chance peace major storm winter autumn spring river forest star baby infant harmony melody sense
    purity liberty justice essence ace candy lady queen duke baron guy van case tan million man mate toy muse tea love
    girl floor server edit agent lot harm pal loan mentor total food ash tone key mats ties treasure journey toys hero
    ward cannon foster porter china turner person bay ever long deep high charity art""")
_PEOPLE_FIRST = word_set("""chelsea jordan paris sydney lincoln preston florence georgia chad austin dallas savannah brooklyn dakota madison
    charlotte victoria adelaide alexandria clifton stanley milton kent chester ashton hamilton dalton shelby christian
    carlisle kingston tyrone clare kerry leigh ashley beverley whitney shannon india asia kenya israel francesca
    lorraine carolina virginia troy denver phoenix tyne iona skye islay ailsa harris lewis nevis bailey camden hayden
    heaton burton melton morton norton weston easton walton sutton alton elton colin craig ross douglas perry april
    june august iman eden islam kit ensure dove winston logan nelson lucia vincent kitts lourdes medina savanna santiago
    diego francisco antonio jose angela cristobal mercedes tesla alexa siri erin devon""") - frozenset(
    {"ensure", "dove", "kit", "islam"}
)
