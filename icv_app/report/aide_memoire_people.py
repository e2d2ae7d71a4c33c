"""The sheets about people: who, consent, what came of it, and the questions by their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Spacer, Table, TableStyle

from icv_app.domain.checklist import Check, CheckKind, Checklist
from icv_app.domain.paper import EVERYBODY, FURTHER, SOURCE_LETTERS, PaperBlock, paper_blocks, paper_numbers
from icv_app.report.aide_memoire_visit import ANSWERS, labels
from icv_app.report.condition_words import ConditionWords, fact_words
from icv_app.report.fonts import Face
from icv_app.report.marked import WIDTH
from icv_app.report.paper_parts import (
    FAINT,
    HEADING,
    HEADING_IN_TABLE,
    NUMBER,
    QUESTION,
    SHORT_QUESTION,
    SMALL,
    TINY,
    AnswerBoxes,
    Field,
    Letters,
    Line,
    Lines,
    fields,
    grid,
    titled,
)
from icv_app.report.parts import text
from icv_app.words import _

_ROW = 8.4 * mm
_SHORT_ROW = 7.6 * mm
_NUMBER = 10.5 * mm
_BOXES = 28 * mm
_LETTERS = 24 * mm
_GUTTER = 6 * mm
_FOLLOW_UPS = 5


def person_sheets(checklist: Checklist, people: int) -> list[list[Flowable]]:
    """Return two sides for each person: everybody's questions, then the blocks that apply to some."""
    paper = _Paper.of(checklist)
    return [[*paper.front(at), PageBreak(), *paper.back(at)] for at in range(1, people + 1)]


def further_card(checklist: Checklist) -> list[Flowable]:
    """Return the questions that follow from an answer, printed once for all sheets."""
    paper = _Paper.of(checklist)
    block = paper.block(FURTHER)
    if block is None:
        return []
    when = ConditionWords(checklist, paper.numbers)
    rows: list[list[object]] = [[text("", SMALL), text(_("Question"), SMALL), text(_("Ask when"), SMALL)]]
    for check in block.checks:
        question = [text(check.text, QUESTION), *([kind] if (kind := paper.kind_words(check)) else [])]
        rows.append([text(paper.numbers[check.check_id], NUMBER), question, text(when.of(check), SMALL)])
    side = _("Not asked of everybody. Write the number and the answer on the person’s own sheet.")
    widths = (_NUMBER, (WIDTH - _NUMBER) * 0.56, (WIDTH - _NUMBER) * 0.44)
    return [titled(_("Further questions"), side), grid(rows, widths, head=True)]


@dataclass(frozen=True, slots=True)
class _Paper:
    checklist: Checklist
    numbers: Mapping[str, str]
    blocks: tuple[PaperBlock, ...]

    @classmethod
    def of(cls, checklist: Checklist) -> _Paper:
        return cls(checklist, paper_numbers(checklist), paper_blocks(checklist))

    def block(self, name: str) -> PaperBlock | None:
        return next((block for block in self.blocks if block.name == name), None)

    def front(self, place: int) -> list[Flowable]:
        """Who, consent, what came of it, everybody's questions, room for further ones."""
        everybody = self.block(EVERYBODY)
        return [
            titled(_("Person {n}").format(n=place), _("Ask for consent before anything else.")),
            *self._who(),
            *self._talk(),
            Spacer(0, 5),
            *([self._rows(everybody.checks)] if everybody else []),
            text(self._legend(), SMALL),
            text(_("Further questions, by their numbers on the card"), HEADING),
            grid(
                [[Line(_("No.")), AnswerBoxes(ANSWERS), Letters(self._letters()), Line()] for _at in range(_FOLLOW_UPS)],
                (22 * mm, _BOXES + 2 * mm, _LETTERS, WIDTH - 24 * mm - _BOXES - _LETTERS),
                least=_ROW,
            ),
        ]

    def back(self, place: int) -> list[Flowable]:
        """One block for each group the person may belong to, in two columns; notes below."""
        groups = [block for block in self.blocks if block.name not in {EVERYBODY, FURTHER}]
        side = _("Only what applies to this person. Cross one answer a line.")
        notes = [text(_("Notes about this person: no name, no diagnosis, no offence"), HEADING), Lines(2)]
        return [
            titled(_("Person {n}: if it applies").format(n=place), side),
            self._two_columns(groups),
            KeepTogether(notes),
        ]

    def _two_columns(self, blocks: list[PaperBlock]) -> Flowable:
        """Lay blocks in two columns whose lines stand level, so that the sheet can run on to another page."""
        columns: list[list[list[object]]] = [[], []]
        for block, column in zip(blocks, _halved([len(block.checks) + 1 for block in blocks]), strict=True):
            columns[column].append([text(_block_title(block.name), HEADING_IN_TABLE), "", ""])
            columns[column] += [self._line(check) for check in block.checks]
        rows = [[*left, "", *right] for left, right in zip_longest(*columns, fillvalue=["", "", ""])]
        width = (WIDTH - _GUTTER) / 2
        widths = [_NUMBER, width - _NUMBER - _BOXES, _BOXES]
        table = Table(rows, colWidths=[*widths, _GUTTER, *widths], minRowHeights=[_SHORT_ROW] * len(rows))
        commands: list[tuple[object, ...]] = []
        for start, lines in ((0, columns[0]), (4, columns[1])):
            for at, line in enumerate(lines):
                if line[1] == "":
                    commands += [("SPAN", (start, at), (start + 2, at)), ("VALIGN", (start, at), (start, at), "BOTTOM")]
                commands.append(("LINEBELOW", (start, at), (start + 2, at), 0.4, FAINT))
        table.setStyle(TableStyle([*_PLAIN, *commands]))
        return table

    def _line(self, check: Check) -> list[object]:
        boxes: Flowable = AnswerBoxes(ANSWERS) if check.kind is CheckKind.YES_NO else Line()
        question: list[Flowable] = [text(check.text, SHORT_QUESTION)]
        if check.kind is CheckKind.CHOICE:
            question.append(text(" / ".join(labels(self.checklist, check.choices or "")), TINY))
        return [text(self._number(check), NUMBER), question, boxes]

    def _who(self) -> list[Flowable]:
        one = self.checklist
        marks = (_("vulnerable, AA"), _("neurodivergent"), _("disabled or pregnant"), _("no English"), _("not UK"))
        custody = (_("refused bail"), _("clothing taken"), _("strip searched"), _("force used"))
        return [
            fields(
                Field(_("Custody number"), 1.3), Field(_("Cell"), 0.7),
                Field(_("Authorised at")), Field(_("Relevant time")), Field(_("Last review")),
                height=12.5 * mm,
            ),
            fields(
                Field(_("Gender"), 1, labels(one, "genders")), Field(_("Age"), 1, labels(one, "age_bands")),
            ),
            fields(
                Field(_("Held as"), 1, labels(one, "legal_statuses")),
                Field(_("What applies"), 1, (*marks, *custody)),
            ),
        ]  # fmt: skip

    def _talk(self) -> list[Flowable]:
        one, consent = self.checklist, labels(self.checklist, "consent_answers")
        return [
            fields(
                Field(_("Known to one of us: do not contact"), 1, (_("Yes"),)),
                Field(_("Agree to talk?"), 1.35, consent),
                Field(_("May we see the record?"), 1.35, consent),
                Field(_("Why not?"), 1),
                height=11.5 * mm,
            ),
            fields(
                Field(_("What came of it"), 2.6, labels(one, "contact_outcomes")),
                Field(_("If not spoken to: why (if refused: rank and ground)"), 2),
                height=11.5 * mm,
            ),
            fields(
                Field(_("Introduced by"), 0.95, labels(one, "introduced_by")),
                Field(_("Where"), 1.05, labels(one, "places")),
                Field(_("In sight"), 0.55, (_("Y"), _("N"))),
                Field(_("Out of hearing"), 0.55, (_("Y"), _("N"))),
                height=11.5 * mm,
            ),
        ]

    def _rows(self, checks: tuple[Check, ...]) -> Flowable:
        """Lay questions out: number, words, boxes, source letters, a line to write on."""
        room = WIDTH - _NUMBER - _BOXES - _LETTERS
        rows = []
        for check in checks:
            boxes: Flowable = AnswerBoxes(ANSWERS) if check.kind is CheckKind.YES_NO else Line()
            question = [text(check.text, QUESTION)]
            if check.kind is CheckKind.CHOICE:
                question.append(text(" / ".join(labels(self.checklist, check.choices or "")), TINY))
            rows.append([text(self._number(check), NUMBER), question, boxes, Letters(self._letters()), Line()])
        return grid(rows, [_NUMBER, room * 0.58, _BOXES, _LETTERS, room * 0.42], least=_ROW)

    def kind_words(self, check: Check) -> Flowable | None:
        """What to write where the answer is not yes or no."""
        if check.kind is CheckKind.CHOICE:
            return text(" · ".join(labels(self.checklist, check.choices or "")), SMALL)
        words = {
            CheckKind.TIME: _("a time"),
            CheckKind.HOURS: _("hours, halves will do"),
            CheckKind.NUMBER: _("a number"),
            CheckKind.TEXT: _("in a few words"),
        }
        return text(_("Write {what}.").format(what=words[check.kind]), SMALL) if check.kind in words else None

    def _number(self, check: Check) -> str:
        return self.numbers[check.check_id] + ("*" if check.short_set else "")

    def _letters(self) -> tuple[str, ...]:
        return tuple(SOURCE_LETTERS[choice.choice_id] for choice in self.checklist.reasons["answer_sources"])

    def _legend(self) -> str:
        sources = ", ".join(
            f"{SOURCE_LETTERS[choice.choice_id]} {choice.label.lower()}"
            for choice in self.checklist.reasons["answer_sources"]
        )
        return _(
            "NA not applicable, NK not known. Ring how you know: {sources}. "
            "* may also be answered of somebody only observed or asleep."
        ).format(sources=sources)


_PLAIN: tuple[tuple[object, ...], ...] = (
    ("FONTNAME", (0, 0), (-1, -1), Face.REGULAR.value),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 2),
    ("TOPPADDING", (0, 0), (-1, -1), 1.6),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1.6),
)


def _block_title(name: str) -> str:
    words = fact_words()[name][0]
    return words[:1].upper() + words[1:]


def _halved(weights: list[float]) -> list[int]:
    """Return the column of each block, in order, so that both columns are about as long."""
    whole, so_far = sum(weights), 0.0
    columns = []
    for weight in weights:
        columns.append(int(so_far + weight / 2 > whole / 2))
        so_far += weight
    return columns
