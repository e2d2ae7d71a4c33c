"""Strategies: visitors who come and go, and what the office notes of them and of the quality framework."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from icv_app.domain.fitness import Override, PairRule
from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.member_file import FileGroup, FileWord, OneToOne
from icv_app.domain.notices import Notice, NoticeRead
from icv_app.domain.quality import (
    Area,
    Bound,
    Criterion,
    Evidence,
    EvidenceKind,
    Framework,
    Level,
    PublishedFramework,
    Target,
)
from icv_app.domain.scheme import Member, Role
from icv_app.domain.times import FinancialYear
from icv_app.domain.training import Trained, usual_training
from tests.facts_builders import a_member

YEAR = FinancialYear(2023)
"""With a leap day; its first and its last day are both in a week of Easter holidays."""
OFFICE = MemberId("C-001")
SPRING = datetime(2023, 4, 20, 9, tzinfo=UTC)
days = st.none() | st.dates(date(2022, 12, 1), date(2024, 6, 30))
ends = st.sampled_from([None, date(2023, 8, 1), date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 1)])
FIGURES = {
    "visits_against_target": 50,
    "weekend_visits": 20,
    "night_visits": 10,
    "least_visited_quarter": 0,
    "longest_gap": 60,
    "visits_in_pairs": 95,
    "visits_with_lapsed_visitors": 0,
    "median_wait": 10,
    "long_waits": 10,
    "people_offered_a_talk": 50,
    "people_spoken_to": 30,
    "children_spoken_to": 50,
    "women_spoken_to": 50,
    "vulnerable_people_spoken_to": 50,
    "filed_on_the_day": 80,
    "filed_in_time": 90,
    "replies_in_target": 75,
    "median_reply": 5,
    "visitors_kept": 70,
    "training_up_to_date": 50,
    "visitors_talked_with": 50,
    "notices_read": 50,
    "concerns_escalated": 1,
    "records_reviewed": 2,
    "a_figure_of_a_later_version": 1,
}
"""Figures that a criterion may ask for, and a bound that some years keep."""


@st.composite
def members_of(draw: st.DrawFn, number: int) -> Member:
    """A visitor, or now and then a coordinator, who may join and leave within the year."""
    joined = draw(st.none() | days)
    stays = draw(st.sampled_from([None, None, 0, 150, 500]))
    return a_member(
        number,
        joined=joined,
        left=None if stays is None else (joined or date(2023, 1, 1)) + timedelta(days=stays),
        role=draw(st.sampled_from([Role.VISITOR, Role.VISITOR, Role.VISITOR, Role.COORDINATOR])),
        term_ends=draw(ends),
        vetting_expires=draw(ends),
        id_card_expires=draw(ends),
        probation_until=draw(st.sampled_from([None, None, date(2023, 9, 30)])),
    )


@st.composite
def office_notes(
    draw: st.DrawFn, members: int
) -> tuple[FileWord | Notice | NoticeRead | Override | PublishedFramework | Evidence, ...]:
    """Everything the office notes in a scheme of so many members."""
    names = [MemberId(f"V-{number:03d}") for number in range(members)]
    found: list[FileWord | Notice | NoticeRead | Override | PublishedFramework | Evidence] = []
    for name in names:
        found += draw(file_of(name))
        if draw(st.booleans()):
            found.append(draw(override_of(name)))
    if draw(st.sampled_from([True, True, False])):
        found += draw(a_notice(names))
    if draw(st.sampled_from([True, True, False])):
        found += draw(a_framework())
    return tuple(found)


@st.composite
def file_of(draw: st.DrawFn, name: MemberId) -> list[FileWord]:
    """In what somebody was trained, and when somebody talked with them; all of it noted in spring."""
    trained = tuple(
        Trained(
            kind=kind.kind, day=date(2023, 3, 1), expires=draw(st.sampled_from([None, date(2023, 12, 1)]))
        )
        for kind in usual_training()
        if draw(st.sampled_from([True, True, True, True, True, True, True, False]))
    )
    talks = draw(st.sampled_from([(), (date(2022, 5, 1),), (date(2023, 4, 10),)]))
    return [
        FileWord(
            record_id=RecordId(f"file-{name}-{group.value}"),
            member_id=name,
            group=group,
            at=SPRING,
            by=OFFICE,
            training=trained if group is FileGroup.TRAINING else (),
            one_to_ones=tuple(OneToOne(day=day, by=OFFICE) for day in talks)
            if group is FileGroup.ONE_TO_ONES
            else (),
        )
        for group in (FileGroup.TRAINING, FileGroup.ONE_TO_ONES)
    ]


@st.composite
def override_of(draw: st.DrawFn, name: MemberId) -> Override:
    """Somebody may visit although something is out of date."""
    first = draw(st.dates(date(2023, 5, 1), date(2024, 3, 1)))
    return Override(
        record_id=RecordId(f"override-{name}"),
        member_id=name,
        rules=draw(st.sampled_from([tuple(PairRule), (PairRule.TERM,), (PairRule.PROBATION,)])),
        first=first,
        last=first + timedelta(days=draw(st.integers(0, 91))),
        at=SPRING,
        by=OFFICE,
    )


@st.composite
def a_notice(draw: st.DrawFn, names: list[MemberId]) -> list[Notice | NoticeRead]:
    """A notice in one edition or two, or withdrawn, and who has read it."""
    editions = draw(st.sampled_from([["told"], ["told"], ["told", "told"], ["told", "withdrawn"]]))
    must_read = draw(st.sampled_from([True, True, True, False]))
    found: list[Notice | NoticeRead] = []
    for place, edition in enumerate(editions, start=1):
        told = edition == "told"
        found.append(
            Notice(
                record_id=RecordId(f"notice-{place}"),
                notice_id=RecordId("notice-1"),
                edition=place,
                at=SPRING + timedelta(days=place),
                by=OFFICE,
                title="New form" if told else "",
                text="Use it." if told else "",
                first_day=date(2023, 4, draw(st.sampled_from([1, 25]))),
                must_read=must_read and told,
                withdrawn=not told,
                to=tuple(names[:1]) if told and draw(st.booleans()) else (),
            )
        )
    for name in names:
        for place in range(1, draw(st.sampled_from([0, 1, 2])) + 1):
            found.append(
                NoticeRead(
                    record_id=RecordId(f"read-{name}-{place}"),
                    member_id=name,
                    notice_id=RecordId("notice-1"),
                    edition_id=RecordId(f"notice-{min(place, len(editions))}"),
                    at=SPRING + timedelta(days=place + 3),
                )
            )
    return found


@st.composite
def a_framework(draw: st.DrawFn) -> list[PublishedFramework | Evidence]:
    """Two editions of a framework, and evidence for criteria of the one in use, some of it withdrawn."""
    found: list[PublishedFramework | Evidence] = []
    everything = Criterion(
        criterion_id="everything",
        area="all",
        level=Level.PLATINUM,
        words="Everything can be told.",
        targets=tuple(Target(figure=name) for name in FIGURES),
    )
    for edition in (1, 2):
        asked = [draw(a_criterion(f"c-{number}")) for number in range(draw(st.integers(1, 6)))]
        criteria = (everything, *asked)
        framework = Framework(
            framework_id="ours", version=edition, title="Ours", areas=(Area("all", "All"),), criteria=criteria
        )
        found.append(
            PublishedFramework(
                record_id=RecordId(f"framework-{edition}"),
                edition=edition,
                framework=framework,
                at=SPRING,
                by=OFFICE,
            )
        )
    for number in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(EvidenceKind))
        document = kind is EvidenceKind.DOCUMENT
        one = Evidence(
            record_id=RecordId(f"evidence-{number}"),
            criterion_id=f"c-{draw(st.integers(0, 5))}",
            at=SPRING,
            by=OFFICE,
            kind=kind,
            title="Minutes" if document else "",
            text="" if document else "Talked over in May.",
            ending="pdf" if document else "",
            digest="0" * 64 if document else "",
            size=1 if document else 0,
        )
        found.append(one)
        if draw(st.sampled_from([False, False, True])):
            found.append(
                Evidence(
                    record_id=RecordId(f"gone-{number}"),
                    criterion_id=one.criterion_id,
                    at=SPRING,
                    by=OFFICE,
                    withdraws=one.record_id,
                )
            )
    return found


@st.composite
def a_criterion(draw: st.DrawFn, name: str) -> Criterion:
    """A criterion that asks for figures, for evidence or for both."""
    targets = tuple(
        Target(figure=figure, bound=draw(st.sampled_from([None, *Bound])), value=FIGURES[figure])
        for figure in draw(st.lists(st.sampled_from(list(FIGURES)), max_size=3, unique=True))
    )
    kinds = draw(
        st.lists(st.sampled_from(EvidenceKind), min_size=0 if targets else 1, max_size=2, unique=True)
    )
    return Criterion(
        criterion_id=name,
        area="all",
        level=draw(st.sampled_from(Level)),
        words="As it says.",
        targets=targets,
        evidence=tuple(kinds),
    )
