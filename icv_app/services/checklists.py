"""The checklists of a scheme: those that ship with the application, and those a coordinator brought."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from icv_app.domain.checklist import Checklist
from icv_app.domain.checklist_changes import ChecklistChange, checklist_changes
from icv_app.domain.ids import RecordId
from icv_app.domain.visit import ChecklistRef
from icv_app.errors import NotFound, RuleBroken
from icv_app.services.checklist_records import PublishedChecklist, PublishedChecklists
from icv_app.services.ports import Checklists, OpenUnit
from icv_app.words import _

ReadChecklist = Callable[[str], Checklist]


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtChecklist:
    """A checklist file that can be put in use.

    Attributes:
        text: The file.
        known: It is one that everybody has already.
        changes: Against the one in use.
    """

    checklist: Checklist
    text: str
    known: bool
    changes: tuple[ChecklistChange, ...]

    @property
    def ref(self) -> ChecklistRef:
        """What the settings and visits call it."""
        return ChecklistRef(checklist_id=self.checklist.checklist_id, version=self.checklist.version)


class ChecklistService:
    """Finds checklists; the text of each is understood once. Is the `Checklists` of the other services.

    Args:
        open_reading: Of the vault.
        one_shipped: Finds one of the application's own.
        shipped: All of those.
        read: Understands the text of a file; raises `BadInput`.
    """

    def __init__(
        self,
        open_reading: OpenUnit,
        one_shipped: Checklists,
        shipped: Callable[[], Sequence[Checklist]],
        read: ReadChecklist,
    ) -> None:
        self._open_reading = open_reading
        self._one_shipped = one_shipped
        self._shipped = shipped
        self._read = read
        self._published = PublishedChecklists()
        self._known: dict[RecordId, Checklist] = {}
        self._not_shipped: set[tuple[str, int]] = set()

    def __call__(self, checklist_id: str, version: int, /) -> Checklist:
        """Return one version of a checklist.

        Raises:
            NotFound: It neither ships with this application nor has it arrived.
        """
        key = checklist_id, version
        if key not in self._not_shipped:
            try:
                return self._one_shipped(checklist_id, version)
            except NotFound:
                self._not_shipped.add(key)
        brought = self._brought().get(key)
        if brought is None:
            return self._one_shipped(checklist_id, version)
        if brought.record_id not in self._known:
            self._known[brought.record_id] = self._read(brought.text)
        return self._known[brought.record_id]

    def text(self, ref: ChecklistRef) -> str | None:
        """Return the file of a checklist that a coordinator brought; `None` of one that ships."""
        brought = self._brought().get((ref.checklist_id, ref.version))
        return brought.text if brought is not None else None

    def all(self) -> tuple[Checklist, ...]:
        """Every checklist that can be put in use, by name and version."""
        found = {(one.checklist_id, one.version): one for one in self._shipped()}
        found.update((key, self(*key)) for key in self._brought() if key not in found)
        return tuple(found[key] for key in sorted(found))

    def bring(self, text: str) -> BroughtChecklist:
        """Look at a checklist file beside the checklist in use; nothing is published.

        Raises:
            BadInput: The file cannot be used; the sentences name its lines.
            RuleBroken: Another checklist of its name has the same version or a later one.
            NotFound: The settings, or the checklist in use, have not arrived yet.
        """
        checklist = self._read(text)
        with self._open_reading() as unit:
            ref = unit.settings.current().checklist
        versions = {one.version: one for one in self.all() if one.checklist_id == checklist.checklist_id}
        same = versions.get(checklist.version)
        known = same is not None and same.fingerprint == checklist.fingerprint
        newest = max(versions, default=0)
        if not known and checklist.version <= newest:
            raise RuleBroken(
                f"checklist {checklist.checklist_id} {checklist.version}: {newest} is known",
                user_text=_(
                    "Version {newest} of this checklist is known already. Give the file a higher version "
                    "than that, and load it again."
                ).format(newest=newest),
            )
        in_use = self(ref.checklist_id, ref.version)
        return BroughtChecklist(
            checklist=checklist, text=text, known=known, changes=checklist_changes(in_use, checklist)
        )

    def _brought(self) -> Mapping[tuple[str, int], PublishedChecklist]:
        with self._open_reading() as unit:
            return self._published.by_version(unit)

    def at_hand(self, ref: ChecklistRef) -> ChecklistRef:
        """Return a checklist, or the newest earlier version where that one has not arrived yet.

        Raises:
            NotFound: There is no earlier version either.
        """
        try:
            self(ref.checklist_id, ref.version)
        except NotFound:
            earlier = [one.version for one in self.all() if one.checklist_id == ref.checklist_id]
            here = max((one for one in earlier if one < ref.version), default=None)
            if here is None:
                raise
            return ChecklistRef(checklist_id=ref.checklist_id, version=here)
        return ref
