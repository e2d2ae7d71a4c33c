"""Where concerns were raised, as this vault has it: filed reports, and custody records that were read."""

from __future__ import annotations

from collections import Counter

from icv_app.domain.concern import Concern
from icv_app.domain.concern_origin import RaisedOn, ReviewedRecord
from icv_app.domain.ids import ConcernId, RaisedOnId, ReadingId, VisitId
from icv_app.domain.record_review_standing import ReviewConcern
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.visit import ChecklistRef
from icv_app.domain.visit_facts import ConcernFacts
from icv_app.errors import NotFound
from icv_app.services.ports import UnitOfWork
from icv_app.services.ports_concerns import RaisedConcern
from icv_app.services.record_review_records import review_concerns
from icv_app.services.scheme_records import counting_version, settings_under
from icv_app.words import _


def raised_on(unit: UnitOfWork, origin: RaisedOnId) -> RaisedOn:
    """Return the visit, or the custody record that was read.

    Raises:
        NotFound: Neither is in this vault.
    """
    found = [one for one in review_concerns(unit).values() if one.reading_id == origin]
    return _record(found) if found else unit.visits.get(VisitId(origin))


def list_records_concerns(unit: UnitOfWork) -> None:
    """List the concerns raised on custody records as they are now, beside those of visits."""
    found = sorted(review_concerns(unit).values(), key=lambda one: (one.read_at, one.record_id))
    numbers: Counter[str] = Counter()
    raised = []
    for one in found:
        raised.append(
            RaisedConcern(
                raised_on=one.reading_id,
                number=numbers[one.reading_id],
                suite=one.suite,
                began_at=one.read_at,
                facts=_facts(one.concern),
            )
        )
        numbers[one.reading_id] += 1
    unit.concerns.list_from_records(raised)


def checklist_of(raised: RaisedOn, settings: SchemeSettings) -> ChecklistRef:
    """Return the checklist whose words are used: that of the visit, or of the settings."""
    return settings.checklist if isinstance(raised, ReviewedRecord) else raised.checklist


def settings_of(unit: UnitOfWork, raised: RaisedOn) -> SchemeSettings:
    """Return the settings its concerns are chased under; those of today where they are not here.

    Raises:
        NotFound: No settings at all have arrived yet.
    """
    if isinstance(raised, ReviewedRecord):
        return counting_version(unit, raised.settings_version) or unit.settings.current()
    return settings_under(unit, raised)


def concern_of(raised: RaisedOn, concern_id: ConcernId) -> Concern:
    """Return one concern.

    Raises:
        NotFound: It is not part of it.
    """
    concern = raised.concern(concern_id)
    if concern is None:
        name = raised.reading_id if isinstance(raised, ReviewedRecord) else raised.visit_id
        raise NotFound(
            f"visit {name}: no concern {concern_id}",
            user_text=_("That concern is not part of this report. Open the report again."),
        )
    return concern


def _record(found: list[ReviewConcern]) -> ReviewedRecord:
    first = found[0]
    return ReviewedRecord(
        reading_id=ReadingId(first.reading_id),
        suite=first.suite,
        created_at=first.read_at,
        visitors=(first.read_by,),
        settings_version=first.settings_version,
        concerns=tuple(one.concern for one in found),
    )


def _facts(concern: Concern) -> ConcernFacts:
    return ConcernFacts(
        concern_id=concern.concern_id,
        category=concern.category,
        severity=concern.severity,
        put_right=concern.put_right,
        opcat=concern.opcat,
        group=None,
    )
