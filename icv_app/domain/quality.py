"""The quality framework: criteria by level, the evidence for them, and how ready a scheme is.

The wording of a framework belongs to whoever wrote it, so it comes in a file and is a record; what is
here is how criteria are met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from icv_app.domain.attached import LARGEST_DOCUMENT, AttachedDocument
from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.justified import Justified

LONGEST_NOTE = 4000
LONGEST_TITLE = 200


class Level(StrEnum):
    """The awards, lowest first; each asks for those before it, too."""

    CODE_COMPLIANT = "code_compliant"
    SILVER = "silver"
    GOLD = "gold"
    PLATINUM = "platinum"


class EvidenceKind(StrEnum):
    """What a coordinator attaches to a criterion."""

    NOTE = "note"
    DOCUMENT = "document"


class Bound(StrEnum):
    """How a figure is set against its target."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A figure that a criterion asks for.

    Attributes:
        figure: A name of `icv_app.figures.quality`; one that this version does not know is never kept.
        bound: `None` where it is enough that the figure can be given.
        value: In the figure's unit.
    """

    figure: str
    bound: Bound | None = None
    value: int = 0

    def kept_by(self, value: Fraction | None) -> bool:
        """Whether a figure keeps it; what could not be computed never does."""
        if value is None:
            return False
        if self.bound is None:
            return True
        return value >= self.value if self.bound is Bound.AT_LEAST else value <= self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion; everything it asks for must be there.

    Attributes:
        area: Of the framework's areas.
        evidence: Kinds of evidence of which at least one piece each is asked for.
    """

    criterion_id: str
    area: str
    level: Level
    words: str
    targets: tuple[Target, ...] = ()
    evidence: tuple[EvidenceKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A heading under which criteria stand."""

    area_id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """A checklist of criteria in one version, as a file gives it."""

    framework_id: str
    version: int
    title: str
    areas: tuple[Area, ...]
    criteria: tuple[Criterion, ...]

    @property
    def sound(self) -> bool:
        """Whether its names are its own and every criterion stands under an area and asks for something."""
        areas = [one.area_id for one in self.areas]
        names = [one.criterion_id for one in self.criteria]
        return (
            bool(names)
            and len(set(areas)) == len(areas)
            and len(set(names)) == len(names)
            and all(one.area in areas and (one.targets or one.evidence) for one in self.criteria)
        )

    def criterion(self, criterion_id: str) -> Criterion | None:
        """One criterion by its name, or `None`."""
        return next((one for one in self.criteria if one.criterion_id == criterion_id), None)

    def area_title(self, area_id: str) -> str:
        """The heading of an area."""
        return next((one.title for one in self.areas if one.area_id == area_id), area_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFramework:
    """A framework that a coordinator put in use; never edited, the last one stands.

    Attributes:
        edition: One more than that of the framework in use before, from 1.
        at: UTC.
    """

    record_id: RecordId
    edition: int
    framework: Framework
    at: datetime
    by: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A note or document for a criterion, or the withdrawal of one; never edited.

    Attributes:
        title: Of a document, in the coordinator's words.
        text: Of a note.
        ending: Of a document's file name, without the dot.
        digest: SHA-256 of a document, in hexadecimal.
        size: Of a document, bytes.
        withdraws: Evidence that counts no more; then nothing else is said.
        justified: What the privacy guard asked about in the words, and why it stays.
    """

    record_id: RecordId
    criterion_id: str
    at: datetime
    by: MemberId
    kind: EvidenceKind = EvidenceKind.NOTE
    title: str = ""
    text: str = ""
    ending: str = ""
    digest: str = ""
    size: int = 0
    withdraws: RecordId | None = None
    justified: tuple[Justified, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether it says what its kind says and nothing else."""
        if self.withdraws is not None:
            return not (self.title or self.text or self.digest)
        if self.kind is EvidenceKind.NOTE:
            return 0 < len(self.text) <= LONGEST_NOTE and not (self.title or self.digest)
        return (
            0 < len(self.title) <= LONGEST_TITLE
            and not self.text
            and bool(self.digest)
            and 0 < self.size <= LARGEST_DOCUMENT
        )

    @property
    def document(self) -> AttachedDocument | None:
        """The document it speaks of; `None` of a note, and where it withdraws another."""
        if self.kind is not EvidenceKind.DOCUMENT or self.withdraws is not None:
            return None
        return AttachedDocument(ending=self.ending, digest=self.digest, size=self.size)


class Standing(StrEnum):
    """How far what is asked for is there."""

    MET = "met"
    PARTLY = "partly"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionStanding:
    """One criterion with its evidence.

    Attributes:
        evidence: What counts, oldest first.
        unkept: Targets that are not kept.
        wanted: Kinds of evidence of which there is none.
    """

    criterion: Criterion
    standing: Standing
    evidence: tuple[Evidence, ...]
    unkept: tuple[Target, ...]
    wanted: tuple[EvidenceKind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelStanding:
    """How ready a scheme is for one level.

    Attributes:
        met, partly, missing: Criteria of this level itself.
        standing: Of this level and all before it.
        waits_for: The first level before it that is not met, where its own criteria are.
    """

    level: Level
    met: int
    partly: int
    missing: int
    standing: Standing
    waits_for: Level | None = None

    @property
    def criteria(self) -> int:
        """How many criteria the level has."""
        return self.met + self.partly + self.missing


def framework_in_use(published: Iterable[PublishedFramework]) -> PublishedFramework | None:
    """The last framework that was put in use; of two put in use at once, the later one."""
    return max(published, key=lambda one: (one.edition, one.at, one.record_id), default=None)


def counting(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The evidence that nobody withdrew, oldest first, in whatever order it arrived."""
    known = {one.record_id: one for one in evidence}
    gone = {one.withdraws for one in known.values() if one.withdraws is not None}
    left = (one for one in known.values() if one.withdraws is None and one.record_id not in gone)
    return tuple(sorted(left, key=lambda one: (one.at, one.record_id)))


def judge(
    criterion: Criterion, evidence: Iterable[Evidence], values: Mapping[str, Fraction | None]
) -> CriterionStanding:
    """Set one criterion against the evidence that counts and the figures of a year."""
    own = tuple(one for one in evidence if one.criterion_id == criterion.criterion_id)
    kinds = {one.kind for one in own}
    unkept = tuple(one for one in criterion.targets if not one.kept_by(values.get(one.figure)))
    wanted = tuple(kind for kind in criterion.evidence if kind not in kinds)
    asked = len(criterion.targets) + len(criterion.evidence)
    lacking = len(unkept) + len(wanted)
    if not lacking:
        standing = Standing.MET
    else:
        standing = Standing.PARTLY if own or lacking < asked else Standing.MISSING
    return CriterionStanding(
        criterion=criterion, standing=standing, evidence=own, unkept=unkept, wanted=wanted
    )


def level_standings(criteria: Sequence[CriterionStanding]) -> tuple[LevelStanding, ...]:
    """How ready a scheme is for each level, lowest first; a level without criteria is left out."""
    found: list[LevelStanding] = []
    for level in Level:
        own = [one.standing for one in criteria if one.criterion.level is level]
        if not own:
            continue
        met, partly, missing = (own.count(each) for each in Standing)
        before = next((one.level for one in found if one.standing is not Standing.MET), None)
        if met == len(own):
            standing = Standing.MET if before is None else Standing.PARTLY
        else:
            standing = Standing.PARTLY if met or partly else Standing.MISSING
            before = None
        found.append(
            LevelStanding(
                level=level, met=met, partly=partly, missing=missing, standing=standing, waits_for=before
            )
        )
    return tuple(found)
