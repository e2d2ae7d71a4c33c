"""When papers of the office are done with: availability, duties, swaps, expenses, files and words on notices.

Each function returns a day (London) for each record that is done with or has a day on which it will be;
what is needed until somebody says otherwise has none. A paper is never done with before one that it
takes the place of: else what was replaced would stand again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import TypeVar

from icv_app.domain.duties import MemberDuties, SaidAvailability, SwapAsked
from icv_app.domain.expenses import Claim, ClaimAnswer
from icv_app.domain.ids import RecordId
from icv_app.domain.member_file import FileWord, standing_words
from icv_app.domain.notices import Notice, NoticeRead, notice_standings
from icv_app.domain.scheme import Member
from icv_app.domain.times import london_day

Days = dict[RecordId, date]
_TO_SUNDAY = timedelta(days=6)


Paper = TypeVar("Paper")
Key = TypeVar("Key")


def duties_done(published: Iterable[MemberDuties]) -> Days:
    """All versions of a rota are done with when the last week of any of them is over."""
    found: Days = {}
    for _rota, versions in _grouped(published, lambda one: one.rota):
        last = max(max(one.last_week + _TO_SUNDAY, london_day(one.at)) for one in versions)
        found |= {one.record_id: last for one in versions}
    return found


def swaps_done(asked: Iterable[SwapAsked]) -> Days:
    """What was said about swapping a duty is done with when its week is over."""
    found: Days = {}
    for _place, words in _grouped(asked, lambda one: (one.member_id, one.place)):
        last = max(max(one.week + _TO_SUNDAY, london_day(one.at)) for one in words)
        found |= {one.record_id: last for one in words}
    return found


def availability_done(said: Iterable[SaidAvailability]) -> Days:
    """A word on weeks and leave is done with when they are over, and all that was said before is."""
    found: Days = {}
    for _member, words in _grouped(said, lambda one: one.member_id):
        last = date.min
        for one in sorted(words, key=lambda word: (word.at, word.record_id)):
            weeks = (week.week + _TO_SUNDAY for week in one.weeks)
            last = max(last, london_day(one.at), *weeks, *(leave.last for leave in one.leave))
            found[one.record_id] = last
    return found


def expenses_done(claims: Iterable[Claim], answers: Iterable[ClaimAnswer]) -> Days:
    """A claim, those it took the place of and every answer to them are done with together."""
    known = {one.record_id: one for one in claims}
    words = list(answers)
    first = {name: _first_of(one, known) for name, one in known.items()}
    last: Days = {}
    for name, one in known.items():
        last[first[name]] = max(last.get(first[name], date.min), one.day, london_day(one.at))
    for word in words:
        of = first.get(word.claim, word.record_id)
        last[of] = max(last.get(of, date.min), london_day(word.at))
    return {name: last[first[name]] for name in known} | {
        word.record_id: last[first.get(word.claim, word.record_id)] for word in words
    }


def file_words_done(words: Iterable[FileWord], members: Iterable[Member]) -> Days:
    """A word of a file is done with when another took its place; all of them when the member has left."""
    left = {one.member_id: one.left for one in members}
    found: Days = {}
    for (member_id, _group), said in _grouped(words, lambda one: (one.member_id, one.group.value)):
        gone = left.get(member_id)
        standing = () if gone is not None else standing_words(said).seen
        days = {one.record_id: london_day(one.at) for one in said if one.record_id not in standing}
        for one in said:
            for before in set(one.after) & days.keys():
                days[before] = max(days[before], london_day(one.at))
        if gone is not None:
            days = {name: max(day, gone) for name, day in days.items()}
        found |= _after_what_they_replace(days, {one.record_id: one.after for one in said})
    return found


def reads_done(reads: Iterable[NoticeRead], editions: Iterable[Notice], members: Iterable[Member]) -> Days:
    """A word on a notice is done with when its edition counts no more, or its visitor has left."""
    over: dict[RecordId, date | None] = {}
    for standing in notice_standings(editions):
        withdrawn = standing.withdrawn_at
        ends = [day for day in (standing.notice.last_day, withdrawn and london_day(withdrawn)) if day]
        over[standing.notice.record_id] = min(ends, default=None)
        over |= {one: london_day(standing.notice.at) for one in standing.earlier}
    left = {one.member_id: one.left for one in members}
    found: Days = {}
    for one in reads:
        ends = [day for day in (over.get(one.edition_id), left.get(one.member_id)) if day is not None]
        if ends:
            found[one.record_id] = max(london_day(one.at), min(ends))
    return found


def _first_of(claim: Claim, known: Mapping[RecordId, Claim]) -> RecordId:
    """The claim that began it; of claims that name each other in a circle the smallest."""
    passed: list[RecordId] = []
    while claim.record_id not in passed:
        passed.append(claim.record_id)
        before = known.get(claim.instead_of) if claim.instead_of is not None else None
        if before is None:
            return claim.record_id
        claim = before
    return min(passed[passed.index(claim.record_id) :])


def _after_what_they_replace(days: Days, replaces: Mapping[RecordId, Iterable[RecordId]]) -> Days:
    """None before what it replaces, over as many steps as there are."""
    while True:
        later = {
            name: max([day, *(days[before] for before in replaces[name] if before in days)])
            for name, day in days.items()
        }
        if later == days:
            return days
        days = later


def _grouped(papers: Iterable[Paper], key: Callable[[Paper], Key]) -> Iterable[tuple[Key, list[Paper]]]:
    found: dict[Key, list[Paper]] = {}
    for one in papers:
        found.setdefault(key(one), []).append(one)
    return found.items()
