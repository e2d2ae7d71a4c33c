"""One word judged by its neighbours: whether here it names a person."""

from __future__ import annotations

from icv_app.domain.privacy.name_context import (
    ADDRESSING,
    CALLED,
    DOING,
    FUNCTION,
    GIVING,
    KIN,
    MODALS,
    MONTHS,
    NAMES_FIRST,
    NAMING,
    NAMING_BRIDGES,
    NICKNAMING,
    OFTEN_SUBJECTS,
    PEOPLE_FIRST,
    PERSON_STATES,
    PLACE_NOUNS,
    PLACING,
    RANKS,
    RELATIONS,
    SELDOM_NAMES,
    SPEECH,
    TITLES,
    TITLES_AND_WORDS,
    WELL_KNOWN,
)
from icv_app.domain.privacy.vocabulary import Kind, Vocabulary
from icv_app.domain.privacy.words import Word

MAYBE = {Kind.GIVEN_OR_WORD, Kind.SURNAME_OR_WORD, Kind.GIVEN_OR_PLACE, Kind.SURNAME_OR_PLACE}
CERTAIN = {Kind.NAME, Kind.RARE_NAME}


class WordInPlace:
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
        if word.upper and len(word.text) < 4 and not (kind in CERTAIN and len(word.text) == 3):
            return False
        if self._set_apart() or (kind in MAYBE and self._described()):
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
                return before.low in {"mr", "mrs", "ms"} and self.kind in MAYBE
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
        certain = self.kind in CERTAIN | {Kind.GIVEN_OR_WORD, Kind.GIVEN_OR_PLACE}
        return (
            self._words[self._at - 1].low in RELATIONS | RANKS
            and (certain or (self.word.capital and self.kind in {Kind.SURNAME_OR_WORD, Kind.UNKNOWN}))
            and not self.word.upper
            and (self.word.capital or self.word.low not in FUNCTION)
        )

    def _described(self) -> bool:
        """Whether what follows is said of people alone: “was crying”, “aged 15”."""
        if self.after is None or self.word.low in (FUNCTION | RELATIONS) - SELDOM_NAMES or self._determined():
            return False
        second = self._words[self._at + 2] if self._at + 2 < len(self._words) else None
        if second is None or not second.joined or self.kind is Kind.SURNAME_OR_PLACE:
            return False
        if self.kind is Kind.SURNAME_OR_WORD and not self.word.capital:
            return False
        if self.after.low == "aged":
            return second.number
        is_one = self.after.low in {"is", "was", "looked", "seemed", "appeared", "felt"}
        return is_one and second.low in PERSON_STATES and not self._in_plural(self.word.low)

    def _named_person(self) -> bool:
        """Whether this word, right after a rank or a family word, names the person."""
        word, kind = self.word, self.kind
        if word.capital and not word.upper:
            if kind is Kind.KNOWN:
                return self._vocabulary.is_place(word.low) and self._verb_after()
            if kind is Kind.UNKNOWN:
                return not self._vocabulary.slip(word.low)
            if kind is Kind.WORD:
                return not self._vocabulary.is_common(word.low) and not self._among_capitals()
            return kind in CERTAIN | {Kind.GIVEN_OR_WORD, Kind.SURNAME_OR_WORD, Kind.GIVEN_OR_PLACE} or (
                kind is Kind.SURNAME_OR_PLACE and not self._place_noun_after()
            )
        if kind in CERTAIN:
            return True
        if kind is Kind.UNKNOWN:
            return len(word.low) >= 4 and not word.upper and not self._vocabulary.slip(word.low)
        return (
            kind in {Kind.GIVEN_OR_WORD, Kind.GIVEN_OR_PLACE}
            and word.low not in FUNCTION
            and not self._in_plural(word.low)
        ) or (kind is Kind.SURNAME_OR_WORD and word.low in WELL_KNOWN)

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
            if low not in NAMING_BRIDGES and self._kinds[back] not in CERTAIN:
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
            return kind is not Kind.WORD or (self.before is not None and self.before.low in CALLED)
        if kind is Kind.UNKNOWN:
            return (word.text[1:].islower() and not self._slip_of_known()) or "-" in low or "'" in word.text
        if kind is Kind.GIVEN_OR_WORD:
            return not self._determined() or self._person_after()
        if kind is Kind.SURNAME_OR_WORD:
            return not self._determined() and not self._among_capitals()
        if kind in {Kind.GIVEN_OR_PLACE, Kind.SURNAME_OR_PLACE}:
            return self._person_not_place()
        related = (
            self._after_relation() and not self._vocabulary.is_common(low) and not self._among_capitals()
        )
        return kind is Kind.WORD and (related or self._after_nickname())

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
            and self._kinds[self._at + 1] in CERTAIN | {Kind.SURNAME_OR_WORD}
        ):
            return given
        if self.before is not None and self.before.capital and self._kinds[self._at - 1] is Kind.NAME:
            return True
        if not given:
            spoken_to = self._after_addressing() and not self._vocabulary.is_place(self.word.low)
            return spoken_to or (after is not None and after.low in SPEECH)
        if self._person_after():
            return self.word.low not in MONTHS or (after is not None and after.low in SPEECH)
        before = self.before
        if self._at and self._words[self._at - 1].number:
            return False
        if after is not None and after.number:
            return False
        if before is not None and before.low in PLACING:
            return False
        return self.word.low in PEOPLE_FIRST - MONTHS

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
        return self.kind is Kind.SURNAME_OR_PLACE or self.word.low not in PEOPLE_FIRST

    def _opening_word(self) -> bool:
        after = self.after
        if self.word.low in NAMES_FIRST and self._aside_after():
            return True
        if self._somewhere_then_speaks() or self._and_name_after():
            return True
        if after is None:
            return False
        if self._name_after():
            return True
        if self.word.low in MODALS:
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
        return after.low in SPEECH or (after.low in DOING and self.word.low not in OFTEN_SUBJECTS)

    def _somewhere_then_speaks(self) -> bool:
        """Whether a place in the suite and then a verb of speech follow: “Mark in cell 7 says”."""
        if self.after is None or self.after.low not in {"in", "from", "on", "at"}:
            return False
        following = self._words[self._at + 2 : self._at + 6]
        return any(word.low in SPEECH for word in following)

    def _aside_after(self) -> bool:
        if self.after is not None:
            return self.after.low in {"on", "from", "at", "in", "and", "who", "with"}
        return self._at + 1 < len(self._words) and self._words[self._at + 1].mark[:1] in {",", "("}

    def _name_after(self) -> bool:
        after = self.after
        return (
            after is not None
            and after.capital
            and self._kinds[self._at + 1] in CERTAIN | {Kind.SURNAME_OR_WORD}
        )

    def _and_name_after(self) -> bool:
        """Whether “and” and a certain name with a capital follow."""
        if self._at + 1 < len(self._words) and self._words[self._at + 1].mark in {"&", "+"}:
            return self._words[self._at + 1].capital and self._kinds[self._at + 1] is Kind.NAME
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
        if self.kind is Kind.GIVEN_OR_WORD and self.word.low not in OFTEN_SUBJECTS | FUNCTION:
            return self.after is not None and self.after.low in DOING
        return (
            self.word.low in PEOPLE_FIRST - MONTHS
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
        related = self._after_relation() and not plural and self.word.low not in SELDOM_NAMES
        if given and (related or self._after_naming() or self._after_nickname() or self._after_giving()):
            return self.word.low not in OFTEN_SUBJECTS | FUNCTION
        return (
            signed
            and self.kind is Kind.SURNAME_OR_WORD
            and self._after_naming()
            and self.word.low in WELL_KNOWN
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
            and self.before.low in GIVING
            and self.after is not None
            and self.after.low in {"a", "an", "her", "his", "some", "the", "another", "their"}
        )

    def _beside_name(self) -> bool:
        """Whether a given name that is also a word stands before a certain name, or after one and “and”."""
        if self.kind is not Kind.GIVEN_OR_WORD:
            return False
        after = self.after
        if after is not None and self._kinds[self._at + 1] is Kind.NAME and not self._determined():
            return True
        back = self._at - 2
        return back >= 0 and self._words[back + 1].low in {"and", "or"} and self._kinds[back] is Kind.NAME
