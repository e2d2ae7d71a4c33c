"""The notices of the demo year, and who says when that they have read them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from icv_app.demo.aftermath import COORDINATOR
from icv_app.demo.errands import Errand, OpenMessages, ReadNotice, TellNotice, evening, in_utc_of_london
from icv_app.demo.scheme import PRESENT
from icv_app.domain.ids import MemberId
from icv_app.domain.scheme import Member
from icv_app.domain.times import LONDON

NOTICES = "demo/notices.toml"
"""Name of the resource."""
_LATE = datetime(2024, 3, 20, tzinfo=UTC)
"""Whoever's vault is kept has read what was told before, and nothing since."""
_OPENED_ON = datetime(2024, 3, 24, 20, 10, tzinfo=LONDON).astimezone(UTC)
"""When they opened their messages last."""


def read_notices(path: Path) -> Sequence[Mapping[str, Any]]:
    """Read the file, in its order."""
    found: list[Mapping[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["notice"]
    return found


def notices(
    rng: Random, told: Sequence[Mapping[str, Any]], members: Sequence[Member], kept: MemberId
) -> Iterator[Errand]:
    """Every notice as it is told, and the words of visitors that they have read it.

    Args:
        rng: Repeatable.
        told: See `read_notices`.
        members: The visitors.
        kept: Whose vault is kept: there something is left to read.
    """
    editions: dict[str, tuple[Errand, ...]] = {}
    for place, one in enumerate(told, start=1):
        at = _moment(one)
        to = tuple(m.member_id for m in members if m.tact_trained) if one.get("to") == "tact" else ()
        # Nobody can say that they have read an edition that was replaced: their words come first.
        before = editions.get(one.get("replaces", ""), ())
        told_now = Errand(
            name=f"notice-{place}",
            at=at,
            by=COORDINATOR,
            does=TellNotice(
                title=one["title"],
                text=_unfolded(one["text"]),
                first_day=one["first_day"],
                last_day=one.get("last_day"),
                must_read=one.get("must_read", False),
                to=to,
                aide_memoire=one.get("aide_memoire", False),
                instead_of=before[0].at if before else None,
            ),
            needs=tuple(earlier.name for earlier in before),
        )
        until = _replaced_at(told, one["title"]) or PRESENT
        asked = to or tuple(member.member_id for member in members)
        first = max(one["first_day"], one["at"].date())
        words = tuple(_words(rng, told_now, first, until, asked, one.get("read_by", 0.0), kept))
        editions[one["title"]] = (told_now, *words)
        yield from editions[one["title"]]
    # By then everything that was said before has been sent.
    before_it = [one[0].name for one in editions.values() if one[0].at < _OPENED_ON]
    yield Errand(name="messages", at=_OPENED_ON, by=kept, does=OpenMessages(), needs=tuple(before_it))


def _words(
    rng: Random,
    told: Errand,
    first: date,
    until: datetime,
    asked: Sequence[MemberId],
    share: float,
    kept: MemberId,
) -> Iterator[Errand]:
    """Most read it within days of the first one it is shown, some later, not everybody before `until`."""
    for member in asked:
        at = evening(rng, first + timedelta(days=rng.choice((0, 0, 1, 1, 1, 2, 2, 3, 4, 6, 9))))
        reads = rng.random() < share and not (member == kept and told.at > _LATE)
        if reads and at < until:
            yield Errand(
                name=f"{told.name}-read-{member}",
                at=at,
                by=member,
                does=ReadNotice(told_at=told.at),
                needs=(told.name,),
            )


def _replaced_at(told: Sequence[Mapping[str, Any]], title: str) -> datetime | None:
    return next((_moment(one) for one in told if one.get("replaces") == title), None)


def _moment(one: Mapping[str, Any]) -> datetime:
    return in_utc_of_london(one["at"])


def _unfolded(text: str) -> str:
    """Paragraphs on one line each, as somebody types them."""
    paragraphs = text.strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
