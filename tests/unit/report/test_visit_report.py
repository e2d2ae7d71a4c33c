from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest

from icv_app.domain.agreement import declared_words
from icv_app.domain.comment import CommentKind, ReportComment
from icv_app.domain.ids import MemberId, PersonId, RecordId
from icv_app.domain.justified import Justified
from icv_app.domain.paper import paper_numbers
from icv_app.domain.person import Contact
from icv_app.domain.review import ReviewEventKind
from icv_app.domain.visit import FurtherWord, Outcome, SecondVisitor, SignOff, Stage, Visit
from icv_app.report.visit_content import VisitContent, for_police
from icv_app.report.visit_report import write_police_copy, write_visit_report
from tests.builders import (
    NOON,
    a_checklist,
    a_concern,
    a_member,
    a_person,
    a_visit,
    an_abandoned_visit,
    answered,
)
from tests.pdf_texts import fonts_not_embedded, pages_of, squeezed
from tests.visit_contents import FIRST, SECOND, a_content, a_full_person, a_full_visit, a_word


def printed(content: VisitContent, *, police: bool = False) -> bytes:
    out = io.BytesIO()
    (write_police_copy if police else write_visit_report)(content, out)
    return out.getvalue()


def words_of(content: VisitContent, *, police: bool = False) -> str:
    return "".join(pages_of(printed(content, police=police)))


@pytest.fixture(scope="module")
def report() -> str:
    return words_of(a_content())


@pytest.fixture(scope="module")
def police() -> str:
    return words_of(a_content(), police=True)


def missing(expected: list[str], text: str) -> list[str]:
    return [words for words in expected if squeezed(words) not in text]


def test_every_answer_stands_in_the_report_with_its_question_number_and_note(report: str) -> None:
    numbers = paper_numbers(a_checklist())
    words = {"yes": "Yes", "no": "No", "na": "Not applicable", "nk": "Not known"}
    expected = []
    for answer in a_full_person().answers:
        check = a_checklist().check(answer.check_id)
        assert check is not None
        said = words.get(answer.value, "")
        expected += [f"{numbers[check.check_id]}{check.text}{said}", answer.note]
        if check.kind.value == "text":
            expected.append(answer.value)
    assert missing(expected, report) == []


def test_everything_recorded_about_people_the_suite_and_the_visit_stands_in_the_report(report: str) -> None:
    visit = a_full_visit()
    expected = [
        *(person.custody_number for person in visit.people),
        *(concern.text for concern in visit.concerns),
        "Custody officer told at 12:20".lower(),
        "a matter for the National Preventive Mechanism (OPCAT)",
        "F12", "Mixed or multiple ethnic groups", "observation level 3", "Asked for a blanket twice.",
        "interpreter: by telephone",
        "staff stayed within hearing", "out of hearing: no",
        "ccess refused by: inspector, danger to the visitors", "left out of the order: no time left",
        "Not offered: refused by an inspector or above", "Not available: asleep",
        "Not available: in interview",
        "Mould on the wall.", "F4 Toilets Still so", "The tap drips as before.", "None since May.",
        "Seen happening: booking in",
        visit.positive_practice, visit.force_comment, visit.raised_with_officer, visit.officer_response,
        "25 min", "staff busy", "explained by: custody sergeant", "Three bookings at once.",
        "95 minutes of travel", "expenses £12.70", "A debrief is wanted.", "A hard night.",
        "It was written on paper during the visit and typed up after it.",
        "The second shower drips, too.", "Which cell was it?", "The one by the desk.",
        "The force will call earlier.", "Police copy made", "By hand to the custody inspector.",
        "Not agreed with: The wait was shorter than we wrote.", "The only pair free.",
        "Afraid of the talk.", "Was shouted at.",
        "V-001 Ottoline Quillfeather", "V-002 Barnaby Wetherspoone-Hale",
    ]  # fmt: skip
    assert missing(expected, report) == []


def test_concerns_come_first_by_how_serious_they_are_and_praise_last(report: str) -> None:
    titles = ["1Red·C1Appropriateadult", "2Amber·A2Solicitor", "3Green·F4Toilets", "4Goodpractice"]
    places = [report.index(title) for title in titles]

    assert places == sorted(places)
    assert places[-1] < report.index("Arrivalandstaff") < report.index("Thecount")


def test_the_count_is_set_against_what_came_of_it() -> None:
    visit = a_full_visit()
    assert "Thecountreconciles" in words_of(a_content(visit))

    less = replace(visit, census=replace(visit.census, total=(visit.census.total or 0) + 2))

    assert "Thecountdoesnotreconcile:thedifferenceis2." in words_of(a_content(less))


def test_both_are_marked_at_the_top_and_the_foot_of_every_page_and_numbered() -> None:
    for police in (False, True):
        pages = pages_of(printed(a_content(), police=police))
        for at, page in enumerate(pages, start=1):
            assert page.count("OFFICIAL-SENSITIVE") == 2
            assert page.count(f"Page{at}of{len(pages)}") == 1


def test_the_police_copy_names_no_visitor(police: str) -> None:
    for member in (FIRST, SECOND):
        assert member.given_name not in police
        assert member.surname not in police
    assert "V-001,V-002" in police


def test_a_visitors_surname_in_any_text_becomes_the_number_in_the_police_copy() -> None:
    said = "Quillfeather, QUILLFEATHER and quillfeather saw it; so did Wetherspoone-Hale’s light."
    person = replace(answered(a_person(note=said)), cell="Q1")
    visit = replace(
        a_full_visit(),
        positive_practice=said,
        concerns=(a_concern(text=said),),
        people=(person,),
        areas=tuple(replace(area, note=said) for area in a_full_visit().areas),
    )
    content = a_content(visit, events=(a_word(ReviewEventKind.ADDENDUM, said),))

    text = words_of(content, police=True).lower()

    assert "quillfeather" not in text
    assert "wetherspoone" not in text
    assert text.count(squeezed("V-001, V-001 and V-001 saw it; so did V-002’s light.").lower()) >= 5
    assert squeezed(said) in words_of(content)


def test_a_surname_that_is_also_a_word_of_the_checklist_leaves_the_word_alone() -> None:
    bell = replace(FIRST, surname="Bell")
    content = a_content(
        replace(a_full_visit(), positive_practice="The call bell is new. Bell tried it."),
        members={MemberId("V-001"): bell},
    )

    assert "Thecallbellisnew.V-001triedit." in words_of(content, police=True)


def test_other_members_names_are_no_reason_to_change_a_text() -> None:
    stranger = a_member(3, surname="Shower")
    content = a_content(members={stranger.member_id: stranger})

    assert squeezed("Shower 2 drips.") in words_of(content, police=True)


def test_the_police_are_not_told_what_is_no_business_of_theirs(police: str) -> None:
    left_out = [
        "A hard night.", "debrief", "12.70", "95 minutes", "The wait was shorter than we wrote.",
        "Which cell was it?", "The one by the desk.", "The force will call earlier.",
        "Said about this report",
        "By hand to the custody inspector.", "Opened by the coordinator", "The only pair free.",
    ]  # fmt: skip
    assert [words for words in left_out if squeezed(words) in police] == []
    assert "Notallvisitorsagreewithallofit" in police
    assert squeezed("The second shower drips, too.") in police


def test_what_a_person_did_not_want_raised_is_not_in_the_police_copy(police: str, report: str) -> None:
    for words in ("Was shouted at.", "Afraid of the talk.", "the person did not want it raised"):
        assert squeezed(words) in report
        assert squeezed(words) not in police


def test_every_concern_and_every_other_answer_is_in_the_police_copy(police: str) -> None:
    expected = [concern.text for concern in a_full_visit().concerns]
    expected += [answer.note for answer in a_full_person().answers]
    assert missing(expected, police) == []
    assert "ananswerisaskedforwithin24hours" not in police, "the red one was put right"
    assert "ananswerisaskedforwithin5workingdays" in police


def test_the_police_copy_of_a_police_copy_is_the_same() -> None:
    once = for_police(a_content())

    assert for_police(once) == once


def test_a_short_visit_shows_only_what_was_recorded() -> None:
    text = words_of(
        a_content(an_abandoned_visit(stage=Stage.SUBMITTED, submitted_at=NOON), events=(), copies=())
    )

    assert "Noconcernwasraised." in text
    for section in ("People", "Areas", "Stocks", "Addenda", "Allanswers", "Inthevisitors’words"):
        assert f"{section}By" not in text
    assert "Allanswers" not in text
    assert "Areas" not in text


def test_where_the_other_visitors_stand_is_said() -> None:
    later = a_full_visit(sign_off=SignOff(no_names_used=True, second=SecondVisitor.LATER))
    waiting, agreed = a_content(later, events=()), a_content(later, events=(a_word(ReviewEventKind.AGREED),))

    assert "Anothervisitor’swordisawaited" in words_of(waiting)
    assert "V-002hasnotsaidyetwhethertheyagree." in words_of(waiting)
    assert "Anothervisitor’swordisawaited" in words_of(waiting, police=True)
    assert "Allvisitorsagree" in words_of(agreed)
    assert "V-002agrees,signedontheirowndeviceon14March2024,17:00." in words_of(agreed)
    declared = a_full_visit(sign_off=SignOff(second=SecondVisitor.AGREED_HERE))
    assert "V-002agrees,declaredonV-001’slaptop." in words_of(
        a_content(declared, events=declared_words(declared))
    )


def test_the_words_of_a_third_visitors_dissent_are_not_for_the_police() -> None:
    third = FurtherWord(
        member_id=MemberId("V-003"), word=SecondVisitor.DISSENTS_HERE, dissent_note="It was calm."
    )
    visit = a_full_visit(
        visitors=("V-001", "V-002", "V-003"),
        sign_off=SignOff(second=SecondVisitor.AGREED_HERE, further=(third,)),
    )
    content = a_content(visit, events=declared_words(visit))

    assert "Notagreedwith:Itwascalm." in words_of(content)
    assert "Itwascalm." not in words_of(content, police=True)


def test_what_the_privacy_guard_asked_about_is_for_the_scheme_alone() -> None:
    stays = Justified(
        path="positive_practice", found="Calm", hint="name", reason="no_person", note="A word for the mood."
    )
    content = a_content(a_full_visit(justified=(stays,)))

    assert squeezed("“Calm” looks like") in words_of(content)
    assert squeezed("A word for the mood.") in words_of(content)
    assert squeezed("A word for the mood.") not in words_of(content, police=True)


def test_a_part_visit_says_why() -> None:
    visit = a_full_visit(outcome=Outcome.PART, part_reason="A fire alarm went off.")

    assert squeezed("A fire alarm went off.") in words_of(a_content(visit))


def test_what_was_erased_is_said_and_rows_keep_their_places() -> None:
    bare = replace(a_full_visit(), people=tuple(replace(p, custody_number="") for p in a_full_visit().people))

    text = words_of(a_content(bare, erased=True))

    assert "hasbeenerased" in text
    assert "Person1" in text
    assert "Person4" in text


def very_long() -> Visit:
    words = "The light was out and nobody came. " * 143
    assert len(words) > 5000
    unbroken = "x" * 300
    person = answered(a_person(note=unbroken + " " + words, custody_number="13WK/4402"))
    answers = tuple(
        replace(answer, note=words if at == 3 else unbroken) for at, answer in enumerate(person.answers)
    )
    return replace(
        a_full_visit(),
        people=(replace(person, answers=answers),),
        concerns=(a_concern(text=words), a_concern(text=unbroken)),
        positive_practice=words,
        areas=tuple(replace(area, note=words) for area in a_full_visit().areas),
        force_comment=unbroken,
    )


def test_five_thousand_characters_and_a_word_of_three_hundred_are_printed_whole() -> None:
    text = words_of(a_content(very_long()))

    assert text.count("x" * 300) >= 2 or text.count("x") >= 300 * 10
    assert text.count(squeezed("The light was out and nobody came.")) > 4 * 130


def test_a_custody_number_or_a_code_longer_than_a_page_stops_no_report() -> None:
    """The scheme may have no pattern, and another device may have written anything."""
    long = "word " * 2500
    person, *others = a_full_visit().people
    visit = replace(
        a_full_visit(),
        people=(replace(person, custody_number=long, contact_reason=long), *others),
        concerns=(a_concern(category=long, person_id=person.person_id, raised_with=long),),
        observers=(long,),
        observed=(long,),
    )

    assert squeezed("word word") in words_of(a_content(visit))


def test_sixty_people_are_printed() -> None:
    people = tuple(
        replace(
            answered(a_person(contact=Contact.SPOKEN_TO)),
            person_id=PersonId(f"p{at}"),
            custody_number=f"13WK/{at:04d}",
        )
        for at in range(60)
    )
    visit = a_visit(people=people, stage=Stage.SUBMITTED, submitted_at=NOON + timedelta(hours=3))

    text = words_of(a_content(visit, events=(), copies=()))

    assert missing([person.custody_number for person in people], text) == []


@pytest.mark.parametrize(
    "words", ["قهوة وخبز", "ਚਾਹ ਅਤੇ ਰੋਟੀ", "Чай и хлеб", "茶", "👩‍⚕️ café", "a < b & <b>c</b>", "\u202e\x00"]
)
def test_any_script_can_be_printed(words: str) -> None:
    visit = replace(a_full_visit(), positive_practice=words, force_comment=f"before {words} after")

    text = words_of(a_content(visit))

    assert "before" in text


def test_the_same_content_gives_the_same_bytes_with_the_fonts_inside() -> None:
    first, second = printed(a_content()), printed(a_content())

    assert first == second
    assert fonts_not_embedded(first) == set()


def test_an_answer_of_a_newer_checklist_is_printed_as_it_came() -> None:
    person = answered(a_person())
    person = replace(
        person, answers=(*person.answers, replace(person.answers[0], check_id="new_one", value="maybe"))
    )

    text = words_of(a_content(replace(a_full_visit(), people=(person,))))

    assert "new_onemaybe" in text


def said_beside(kind: CommentKind, path: str, text: str) -> ReportComment:
    visit = a_full_visit()
    return ReportComment(
        record_id=RecordId(f"comment {path}"),
        visit_id=visit.visit_id,
        kind=kind,
        path=path,
        at=NOON + timedelta(days=1),
        by=MemberId("C-001"),
        text=text,
    )


def the_comments() -> tuple[ReportComment, ...]:
    person = a_full_person()
    answer = person.answers[0]
    comment = CommentKind.COMMENT
    return (
        said_beside(comment, f"people.{person.person_id}.answers.{answer.check_id}", "Ask again next week."),
        said_beside(comment, "concerns.amber", "The solicitor was told."),
        said_beside(comment, "delay", "Thank you for the reason."),
        said_beside(comment, "areas.f4", "It is on the list."),
        said_beside(CommentKind.THANKS, "visit", "A careful report."),
        said_beside(comment, "visit", ""),
    )


def test_comments_and_thanks_stand_after_the_findings_with_place_and_author() -> None:
    text = words_of(a_content(comments=the_comments()))
    first = a_checklist().check(a_full_person().answers[0].check_id)
    assert first is not None
    expected = [
        f"{a_full_person().custody_number}: {first.text} · C-001",
        "Comment on concern 2 · C-001",
        "The solicitor was told.",
        "Comment on the delay · C-001",
        "Thanks to the visitors · C-001",
        "A careful report.",
        "The words were erased.",
    ]
    assert missing(expected, text) == []
    places = [
        text.index(squeezed(words))
        for words in ("In the visitors’ words", "Comments of the scheme", "Addenda")
    ]
    assert places == sorted(places)


def test_the_police_copy_holds_no_comment() -> None:
    text = words_of(a_content(comments=the_comments()), police=True)
    said = ["Comments of the scheme", *(one.text for one in the_comments() if one.text)]
    assert [words for words in said if squeezed(words) in text] == []
