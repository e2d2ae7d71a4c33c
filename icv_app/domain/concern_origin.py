"""Where a concern was raised: on a visit, or in a custody record that was read later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from icv_app.domain.concern import Concern
from icv_app.domain.ids import ConcernId, MemberId, PersonId, ReadingId, SuiteId
from icv_app.domain.person import DetainedPerson
from icv_app.domain.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedRecord:
    """A redacted custody record that a visitor read, and what a coordinator raised of it.

    It answers what is asked of a visit about its concerns, and knows nothing of people.

    Attributes:
        suite: Where the person was held.
        created_at: When the reading was sent, UTC.
        visitors: Who read it.
        settings_version: The scheme's settings its concerns are chased under.
    """

    reading_id: ReadingId
    suite: SuiteId
    created_at: datetime
    visitors: tuple[MemberId, ...]
    settings_version: int
    concerns: tuple[Concern, ...]

    @property
    def began_at(self) -> datetime:
        """The moment its concerns are dated from, UTC."""
        return self.created_at

    @property
    def trainee(self) -> None:
        """Nobody comes along to read a record."""
        return None

    def concern(self, concern_id: ConcernId) -> Concern | None:
        """One of its concerns."""
        return next((one for one in self.concerns if one.concern_id == concern_id), None)

    def person(self, _person_id: PersonId) -> DetainedPerson | None:
        """Nobody: what is read is redacted."""
        return None


RaisedOn = Visit | ReviewedRecord
