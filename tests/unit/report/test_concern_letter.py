"""What goes to the force about a concern: the marked PDF, and the e-mail with it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from icv_app.domain.concern import Concern, ConcernStep, ConcernStepKind, Severity
from icv_app.domain.concern_mail import concern_mail, repeat_words, until_words
from icv_app.domain.concern_origin import ReviewedRecord
from icv_app.domain.ids import ConcernId, MemberId, ReadingId, SuiteId
from icv_app.domain.visit import Visit
from icv_app.report.concern_letter import LetterContent, write_concern_letter
from tests.builders import NOON, a_checklist, settings
from tests.pdf_texts import fonts_not_embedded, pages_of, squeezed
from tests.visit_contents import FIRST, SECOND, a_full_visit

DUE = datetime(2024, 3, 15, 15, 0, tzinfo=UTC)
REPLY = "Sergeant spoke to Quillfeather’s colleague."


def a_step(kind: ConcernStepKind, hours: int, **changes: Any) -> ConcernStep:
    step = ConcernStep(
        record_id=f"step-{hours}",
        concern_id=ConcernId("red"),
        visit_id=a_full_visit().visit_id,
        kind=kind,
        at=NOON + timedelta(hours=hours),
        by=MemberId("C-001"),
    )
    return replace(step, **changes)


STEPS = (
    a_step(ConcernStepKind.SENT, 4, to_role="custody_inspector"),
    a_step(ConcernStepKind.REPLIED, 6, text=REPLY),
    a_step(ConcernStepKind.DISPUTED, 7, text="The log shows otherwise."),
)


def the_visit() -> Visit:
    visit = a_full_visit()
    text = "No appropriate adult was called, said Ottoline Quillfeather."
    concerns = (replace(one, text=text) if one.concern_id == "red" else one for one in visit.concerns)
    return replace(visit, concerns=tuple(concerns))


def a_letter(concern_id: str = "red", **changes: Any) -> LetterContent:
    visit = the_visit()
    concern = visit.concern(ConcernId(concern_id))
    assert concern is not None
    content = LetterContent(
        concern=concern,
        visit=visit,
        settings=settings(),
        checklist=a_checklist(),
        to_role="custody_inspector",
        due=None if concern.good_practice else DUE,
        members={FIRST.member_id: FIRST, SECOND.member_id: SECOND},
        produced_at=NOON + timedelta(hours=5),
    )
    return replace(content, **changes)


def printed(content: LetterContent) -> bytes:
    out = io.BytesIO()
    write_concern_letter(content, out)
    return out.getvalue()


def words_of(content: LetterContent) -> str:
    return "".join(pages_of(printed(content)))


def says(words: str, text: str) -> bool:
    return squeezed(words) in text


def test_the_letter_says_what_was_found_about_whom_and_until_when_a_reply_is_asked_for() -> None:
    text = words_of(a_letter(steps=STEPS, came_before="Third time in 6 months", earlier=(NOON, NOON)))
    for words in (
        "A concern of custody visitors",
        "No appropriate adult was called",
        "13WK/4410",
        "Red",
        "Custody inspector",
        "custody officer told at 12:20",
        "by 15:00 on Friday 15 March 2024",
        "The log shows otherwise.",
        "Third time in 6 months: 14 March 2024",
    ):
        assert says(words, text), words


def test_the_letter_is_marked_on_every_page_and_carries_its_fonts() -> None:
    data = printed(a_letter())
    assert all(page.count("OFFICIAL-SENSITIVE") == 2 for page in pages_of(data))
    assert fonts_not_embedded(data) == set()
    assert data == printed(a_letter())


def test_no_visitors_surname_stands_in_the_letter_not_even_in_a_reply() -> None:
    text = words_of(a_letter(steps=STEPS))
    for name in ("Quillfeather", "Wetherspoone", "Ottoline Quill"):
        assert not says(name, text)
    assert says("V-001", text)


def test_what_the_office_noted_for_itself_and_other_concerns_stay_out() -> None:
    accepted = a_step(ConcernStepKind.ACCEPTED, 8, text="They usually do not keep it.")
    text = words_of(a_letter(steps=(*STEPS[:2], accepted)))
    assert not says("usually", text)
    assert not says("Solicitors are called late", text)
    assert not says("Afraid of the talk", text)


def test_thanks_name_no_severity_and_ask_for_no_reply() -> None:
    text = words_of(a_letter("praise"))
    assert says("Good practice: our thanks", text)
    assert says("A detention officer found glasses.", text)
    assert says("No reply is needed", text)
    assert not says("Severity", text)


def a_mail(concern_id: str, to_role: str = "custody_inspector", **changes: Any) -> tuple[str, str]:
    visit = the_visit()
    concern = visit.concern(ConcernId(concern_id))
    assert concern is not None
    said: dict[str, Any] = {"to_role": to_role, "due": DUE, **changes}
    mail = concern_mail(concern, visit, settings(), a_checklist(), **said)
    return mail.subject, mail.body


def test_the_mail_about_a_person_gives_the_custody_number_in_its_words_and_never_in_its_subject() -> None:
    subject, body = a_mail("red", came_before="Third time in 6 months at Wakefield")
    assert "13WK/4410" in body
    assert "13WK" not in subject
    assert "Please reply by 15:00 on Friday 15 March 2024." in body
    assert "Third time in 6 months at Wakefield" in body


@pytest.mark.parametrize("concern_id", ["green", "amber", "praise"])
def test_a_mail_about_nobody_gives_no_custody_number(concern_id: str) -> None:
    assert "13WK" not in "".join(a_mail(concern_id))


@pytest.mark.parametrize("concern_id", ["green", "amber", "red", "praise"])
def test_no_mail_has_the_visitors_names_or_words(concern_id: str) -> None:
    whole = "".join(a_mail(concern_id))
    visit = the_visit()
    concern = visit.concern(ConcernId(concern_id))
    assert concern is not None
    assert concern.text not in whole
    for name in ("Quillfeather", "Wetherspoone", "Ottoline", "Barnaby", "V-001"):
        assert name not in whole


def test_a_mail_to_a_higher_level_says_so() -> None:
    assert "now taken to this level: Chief inspector" in a_mail("red", "chief_inspector")[1]
    assert "level" not in a_mail("red")[1]


def test_thanks_ask_for_no_reply_by_mail_either() -> None:
    subject, body = a_mail("praise", due=None)
    assert "good practice" in subject
    assert "no reply is needed" in body
    assert "Please reply" not in body


def test_a_day_in_working_days_is_asked_for_by_its_end_and_hours_by_the_clock_in_london() -> None:
    assert until_words(datetime(2024, 4, 8, 23, 0, tzinfo=UTC)) == "by the end of Monday 8 April 2024"
    assert until_words(datetime(2024, 4, 9, 15, 0, tzinfo=UTC)) == "by 16:00 on Tuesday 9 April 2024"


def test_which_time_it_came_up_is_said_from_the_second() -> None:
    scheme, suite = settings(), SuiteId("wakefield")
    assert repeat_words(1, scheme, suite) == ""
    assert repeat_words(2, scheme, suite) == "Second time in 6 months at Wakefield"
    assert repeat_words(3, replace(scheme, repeat_months=1), suite) == "Third time in 1 month at Wakefield"
    assert repeat_words(14, scheme, suite) == "14 times in 6 months at Wakefield"


def test_a_concern_without_a_severity_target_asks_for_a_reply_without_a_day() -> None:
    concern = Concern(concern_id=ConcernId("x"), category="F1", severity=Severity.GREEN)
    mail = concern_mail(concern, the_visit(), settings(), a_checklist(), to_role="other", due=None)
    assert "Please reply" not in mail.body


def test_a_concern_of_a_custody_record_says_so_and_names_no_surname() -> None:
    content = a_letter()
    text = "No appropriate adult was called, said Ottoline Quillfeather."
    concern = replace(content.concern, text=text, person_id=None, raised_at=None, officer_told_at=None)
    record = ReviewedRecord(
        reading_id=ReadingId("reading"),
        suite=SuiteId("wakefield"),
        created_at=NOON,
        visitors=(FIRST.member_id,),
        settings_version=1,
        concerns=(concern,),
    )
    words = words_of(replace(content, concern=concern, visit=record))
    assert says("Thursday 14 March 2024, 12:00, reading a redacted custody record", words)
    assert says("No appropriate adult was called", words)
    assert not says("Quillfeather", words)
    mail = concern_mail(
        concern, record, content.settings, content.checklist, to_role="custody_inspector", due=None
    )
    assert "Reading redacted custody records of Wakefield on 14 March 2024" in mail.body
