"""Publishing a scheme's settings: what would change, what stands in the way, and every version so far."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import MemberId
from icv_app.domain.scheme import FIRST_DAY, LAST_DAY, SchemeSettings
from icv_app.domain.scheme_changes import Change, Place, changes, clashes, with_changes
from icv_app.domain.scheme_problems import SettingsProblem, problems
from icv_app.domain.times import london_day
from icv_app.errors import BadInput, NotFound, RuleBroken
from icv_app.services.audit_log import AuditLog
from icv_app.services.checklist_records import PublishedChecklist, write_checklist
from icv_app.services.checklists import BroughtChecklist
from icv_app.services.documents import settings_from_json, to_json
from icv_app.services.identity import Identity
from icv_app.services.ports import COUNTS, Checklists, Clock, OpenUnit, StoredRecord, UnitOfWork
from icv_app.services.records import RecordBook
from icv_app.services.scheme_records import SETTINGS, changed_fields, settings_in, write_settings
from icv_app.words import _

FORM = "scheme_settings_form"
"""Meta name: settings that were changed here and not published, beside those they were made from."""


class VersionState(StrEnum):
    """How a published version stands.

    `overtaken`: published beside another that took its place; what it changed is not in use.
    """

    IN_USE = "in_use"
    EARLIER = "earlier"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsVersion:
    """One version that was published.

    Attributes:
        at: UTC.
        by: Whoever published it.
        changes: Against the version it was made from; none of the first.
    """

    settings: SchemeSettings
    at: datetime
    by: MemberId
    state: VersionState
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPreview:
    """What publishing would do.

    Attributes:
        over: The settings in use when it was made.
        wanted: What would be published.
        changes: From `over` to `wanted`.
        clashes: Own change and another coordinator's of the same field, made meanwhile; the other's
            stays unless the own was asked for.
        problems: Nothing can be published while there are any.
        since: London day from which changed targets and limits count; `None` where none is changed.
    """

    over: SchemeSettings
    wanted: SchemeSettings
    changes: tuple[Change, ...]
    clashes: tuple[tuple[Change, Change], ...]
    problems: tuple[SettingsProblem, ...]
    since: date | None = None


class SettingsService:
    """The scheme's settings, version by version. Holds no state of its own."""

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        identity: Identity,
        records: RecordBook,
        audit: AuditLog,
        checklists: Checklists,
        open_reading: OpenUnit | None = None,
    ) -> None:
        self._open_unit = open_unit
        self._checklists = checklists
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._identity = identity
        self._records = records
        self._audit = audit

    def current(self) -> SchemeSettings:
        """The settings in use.

        Raises:
            NotFound: None have arrived yet.
        """
        with self._open_reading() as unit:
            return unit.settings.current()

    def history(self) -> Sequence[SettingsVersion]:
        """Every version in this vault, newest first."""
        with self._open_reading() as unit:
            return _history(unit)

    def preview(
        self, base: SchemeSettings, edited: SchemeSettings, since: date, mine: Collection[Place] = ()
    ) -> SettingsPreview:
        """Say what publishing would change; nothing is published.

        Args:
            base: What the form was filled with.
            edited: What it says now.
            since: London day from which changed targets and limits count.
            mine: Fields in which the own change is to stand before another coordinator's.

        Raises:
            RuleBroken: Not a coordinator.
            NotFound: No settings have arrived yet.
        """
        self._check_coordinator()
        with self._open_reading() as unit:
            current = unit.settings.current()
        own, theirs = changes(base, edited), changes(base, current)
        met = clashes(own, theirs)
        left = {one.place for one, _other in met} - set(mine)
        wanted = with_changes(current, [one for one in own if one.place not in left])
        wrong = problems(wanted)
        if not FIRST_DAY < since < LAST_DAY:
            sentence = _("Choose a day of these years.")
            wrong = (*wrong, SettingsProblem(("earlier", "", ""), sentence))
        else:
            wanted = wanted.since(since, current)
        return SettingsPreview(
            over=current,
            wanted=wanted,
            changes=changes(current, wanted),
            clashes=met,
            problems=wrong,
            since=None if wanted.rules == current.rules else since,
        )

    def publish(self, preview: SettingsPreview, brought: BroughtChecklist | None = None) -> SchemeSettings:
        """Publish what was shown, as one version, to everybody.

        Args:
            preview: What was shown.
            brought: A checklist from a file; everybody is given it where the settings put it in use.

        Raises:
            RuleBroken: Not a coordinator; nothing would change; or another version came meanwhile.
            BadInput: Something in it cannot be used.
            StoreError: Nothing was changed on disk.
        """
        self._check_coordinator()
        if preview.problems or not preview.wanted.sound:
            raise _unusable()
        self._check_checklist(preview, brought)
        with self._open_unit() as unit:
            current = unit.settings.current()
            if current != preview.over:
                raise RuleBroken(
                    f"scheme settings {current.version}: came meanwhile",
                    user_text=_(
                        "Another coordinator has published settings meanwhile. "
                        "Nothing was published: look at what would change again."
                    ),
                )
            if not preview.changes:
                raise RuleBroken(
                    "scheme settings: no change",
                    user_text=_("Nothing was changed, so nothing was published."),
                )
            if brought is not None and not brought.known and brought.ref == preview.wanted.checklist:
                self._give(unit, brought)
            published = publish_over(
                unit, current, preview.wanted, records=self._records, audit=self._audit, by=self._identity
            )
            unit.commit()
        return published

    def change(self, edit: Callable[[SchemeSettings], SchemeSettings]) -> SchemeSettings:
        """Publish the settings in use with one thing changed, as by another screen; the same are left alone.

        Raises:
            RuleBroken: Not a coordinator.
            BadInput: It cannot be used.
            StoreError: Nothing was changed on disk.
        """
        self._check_coordinator()
        with self._open_unit() as unit:
            current = unit.settings.current()
            wanted = edit(current)
            if wanted == current:
                return current
            if not wanted.sound:
                raise _unusable()
            published = publish_over(
                unit, current, wanted, records=self._records, audit=self._audit, by=self._identity
            )
            unit.commit()
        return published

    def _check_checklist(self, preview: SettingsPreview, brought: BroughtChecklist | None) -> None:
        """Refuse to name a checklist that nobody could be asked the questions of."""
        ref = preview.wanted.checklist
        if ref == preview.over.checklist or (brought is not None and brought.ref == ref):
            return
        try:
            self._checklists(ref.checklist_id, ref.version)
        except NotFound:
            raise RuleBroken(
                f"checklist {ref.checklist_id} {ref.version}: not here",
                user_text=_(
                    "The checklist that is to be put in use is not on this laptop. Load its file again."
                ),
            ) from None

    def _give(self, unit: UnitOfWork, brought: BroughtChecklist) -> None:
        published = PublishedChecklist(
            record_id=self._records.new_id(),
            checklist_id=brought.ref.checklist_id,
            version=brought.ref.version,
            fingerprint=brought.checklist.fingerprint,
            text=brought.text,
        )
        write_checklist(self._records, unit, published)

    def keep_form(self, base: SchemeSettings, edited: SchemeSettings) -> None:
        """Keep what was typed and not published yet, so that locking or a crash does not lose it.

        Raises:
            StoreError: Nothing was changed on disk.
        """
        kept = "" if base == edited else json.dumps([to_json(one).decode() for one in (base, edited)])
        with self._open_unit() as unit:
            if (unit.meta.get(FORM) or "") != kept:
                unit.meta.put(FORM, kept)
                unit.commit()

    def kept_form(self) -> tuple[SchemeSettings, SchemeSettings] | None:
        """What the form was filled with and what it said, where it was not published."""
        with self._open_reading() as unit:
            kept = unit.meta.get(FORM)
        if not kept:
            return None
        base, edited = (settings_from_json(one.encode()) for one in json.loads(kept))
        return base, edited

    def taken_up(self, overtaken: SettingsVersion, edited: SchemeSettings) -> SchemeSettings:
        """Return what a form says with the changes of a version that was overtaken put in again."""
        return with_changes(edited, overtaken.changes)

    def today(self) -> date:
        """The present London day."""
        return london_day(self._clock.now())

    def _check_coordinator(self) -> None:
        if not self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator can change the scheme."),
            )


def _unusable() -> BadInput:
    return BadInput(
        "scheme settings out of bounds",
        user_text=_("Something in these settings cannot be used. Nothing was published."),
    )


def publish_over(
    unit: UnitOfWork,
    current: SchemeSettings,
    wanted: SchemeSettings,
    *,
    records: RecordBook,
    audit: AuditLog,
    by: Identity,
) -> SchemeSettings:
    """Write settings as the version after the current one, in the caller's transaction."""
    version = replace(wanted, version=current.version + 1, record_id="", made_over=current.record_id)
    record = write_settings(records, unit, version)
    published = settings_in(record)
    if published is None:
        raise NotFound(
            f"record {record.record_id}: without its part", user_text=_("Nothing was published. Try again.")
        )
    audit.note(
        unit, AuditAct.SETTINGS_CHANGED, by.member_id, record.record_id, changed_fields(current, published)
    )
    return published


def _history(unit: UnitOfWork) -> tuple[SettingsVersion, ...]:
    found = [
        (record, settings)
        for record in unit.records.of_kinds((SETTINGS,))
        if record.state in COUNTS and (settings := settings_in(record)) is not None
    ]
    found.sort(key=lambda pair: (pair[1].version, pair[0].written_at, pair[0].record_id))
    standing = {settings.version: record for record, settings in found}
    by_record = {str(record.record_id): (record, settings) for record, settings in found}

    def parent(settings: SchemeSettings) -> tuple[StoredRecord, SchemeSettings] | None:
        if settings.made_over in by_record:
            return by_record[settings.made_over]
        before = standing.get(settings.version - 1)
        return by_record[str(before.record_id)] if before is not None else None

    in_line: list[str] = []
    at = found[-1] if found else None
    while at is not None and str(at[0].record_id) not in in_line:
        in_line.append(str(at[0].record_id))
        at = parent(at[1])
    return tuple(
        SettingsVersion(
            settings=settings,
            at=record.written_at,
            by=record.author or MemberId(""),
            state=_state(str(record.record_id), in_line),
            changes=changes(before[1], settings) if (before := parent(settings)) is not None else (),
        )
        for record, settings in reversed(found)
    )


def _state(record_id: str, in_line: Sequence[str]) -> VersionState:
    if record_id not in in_line:
        return VersionState.OVERTAKEN
    return VersionState.IN_USE if record_id == in_line[0] else VersionState.EARLIER
