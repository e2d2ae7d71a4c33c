"""The people in custody by their custody numbers; every answer in a table at the end."""

from __future__ import annotations

from icv_app.domain.paper import paper_numbers
from icv_app.domain.person import Answer, DetainedPerson
from icv_app.domain.wording import label
from icv_app.report.visit_content import VisitContent
from icv_app.report.visit_parts import QUIET, NotedRow, Sheets
from icv_app.report.visit_words import answer_word, became_of, contact, fell_short, marks, person_title, talk
from icv_app.words import _


def write_people(content: VisitContent, sheets: Sheets) -> None:
    """Each person: who, how the talk was held, and what was not as it should be."""
    if not content.visit.people:
        return
    sheets.section(_("People"))
    sheets.paragraph(_("By custody number. Every answer is in the table at the end."), QUIET)
    for person in content.people():
        sheets.bar("", person_title(person, content), contact(person, content.checklist))
        sheets.paragraph(marks(person, content))
        sheets.paragraph(talk(person, content.checklist), QUIET)
        sheets.paragraph(person.note)
        _table(person, [answer for answer in person.answers if _exception(answer, content)], content, sheets)


def write_answers(content: VisitContent, sheets: Sheets) -> None:
    """Every answer about everybody."""
    answered = [person for person in content.people() if person.answers]
    if not answered:
        return
    sheets.section(_("All answers"), new_page=True)
    for person in answered:
        sheets.subsection(person_title(person, content))
        _table(person, list(person.answers), content, sheets)


def _exception(answer: Answer, content: VisitContent) -> bool:
    return fell_short(answer, content.checklist.check(answer.check_id))


def _table(person: DetainedPerson, answers: list[Answer], content: VisitContent, sheets: Sheets) -> None:
    if not answers:
        return
    checklist, numbers = content.checklist, paper_numbers(content.checklist)
    order = {check.check_id: at for at, check in enumerate(checklist.checks)}
    rows = []
    for answer in sorted(answers, key=lambda one: order.get(one.check_id, len(order))):
        check = checklist.check(answer.check_id)
        word = answer_word(answer, check, content)
        long = len(word) > _LONG_ANSWER
        notes = (word if long else "", answer.note, answer.resolution.note if answer.resolution else "")
        rows.append(
            NotedRow(
                (
                    numbers.get(answer.check_id, ""),
                    check.text if check else answer.check_id,
                    _("see below") if long else word,
                    label(checklist, "answer_sources", answer.source),
                    became_of(answer, content),
                ),
                "\n".join(filter(None, notes)),
            )
        )
    columns = (
        (_("No."), 0.6),
        (_("Question"), 4.05),
        (_("Answer"), 1.4),
        (_("Source"), 1.95),
        (_("What came of it"), 1.9),
    )
    sheets.table(columns, rows)


_LONG_ANSWER = 60
"""Characters; what was typed at greater length stands below its row."""
