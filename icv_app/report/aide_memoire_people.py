"""The sheets about people: who, consent, what came of it, and the questions by their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer, TableStyle

from icv_app.domain.checklist import Check, CheckKind, Checklist
from icv_app.domain.paper import EVERYBODY, FURTHER, SOURCE_LETTERS, PaperBlock, paper_blocks, paper_numbers
from icv_app.report.aide_memoire_visit import ANSWERS, labels
from icv_app.report.condition_words import ConditionWords, fact_words
from icv_app.report.fonts import Face
from icv_app.report.marked import WIDTH
from icv_app.report.paper_parts import (
    HEADING,
    HEADING_IN_TABLE,
    NUMBER,
    QUESTION,
    SHORT_QUESTION,
    SMALL,
    TINY,
    Field,
    Row,
    fields,
    grid,
    lines_of,
    titled,
)
from icv_app.report.parts import text
from icv_app.report.pen_parts import FAINT, AnswerBoxes, AsManyRows, Letters, Line, RestOfPage
from icv_app.report.structure import Role, made_of, outermost
from icv_app.report.tables import Command, Grid
from icv_app.words import _

_ROW = 7.2 * mm
_SHORT_ROW = 7.0 * mm
_SHORT_BOX = 5.3 * mm
_NUMBER = 10 * mm
_BOXES = 27.5 * mm
_LETTERS = 23 * mm
_GUTTER = 6 * mm
_NAME = 24 * mm
_FOLLOW_UPS = 5
"""Lines for further questions, two in each, where the page has room."""


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
        question = [text(check.text, QUESTION), text(f"{check.guidance} {paper.kind_words(check)}", SMALL)]
        rows.append([text(paper.numbers[check.check_id], NUMBER), question, text(when.of(check), SMALL)])
    side = _("Not asked of everybody. Write the number and the answer on the person’s own sheet.")
    widths = (_NUMBER, (WIDTH - _NUMBER) * 0.68, (WIDTH - _NUMBER) * 0.32)
    return [titled(_("Further questions"), side), grid(rows, widths, head=True, gap=8)]


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
            text(_("Further questions, by their numbers on the card"), HEADING, Role.H2),
            AsManyRows(self._write_in, _FOLLOW_UPS),
        ]

    def _write_in(self, lines: int) -> Grid:
        """Room for further questions, two in a line."""

        def half() -> list[Flowable]:
            return [Line(_("No.")), AnswerBoxes(ANSWERS), Letters(self._letters())]

        rows = [[*half(), "", *half()] for _at in range(lines)]
        width = (WIDTH - _GUTTER) / 2
        widths = [width - _BOXES - _LETTERS, _BOXES, _LETTERS]
        table = Grid(rows, colWidths=[*widths, _GUTTER, *widths], minRowHeights=[_ROW] * len(rows))
        table.setStyle(TableStyle(list(_PLAIN)))
        return table

    def back(self, place: int) -> list[Flowable]:
        """One block for each group the person may belong to, in two columns; notes below."""
        groups = [block for block in self.blocks if block.name not in {EVERYBODY, FURTHER}]
        side = _("Only what applies to this person. Cross one answer a line.")
        return [
            titled(_("Person {n}: if it applies").format(n=place), side),
            self._two_columns(groups),
            RestOfPage(_("Notes: no name, no diagnosis, no offence")),
        ]

    def _two_columns(self, blocks: list[PaperBlock]) -> Flowable:
        """Lay blocks in two columns whose lines stand level, so that the sheet can run on to another page."""
        columns: list[list[list[Any]]] = [[], []]
        for block, column in zip(blocks, _halved([len(block.checks) + 1 for block in blocks]), strict=True):
            heading = text(_block_title(block.name), HEADING_IN_TABLE, Role.H2)
            lines = [[heading, "", ""], *(self._line(check) for check in block.checks)]
            # Read block by block, not across the page.
            made_of(Role.SECT, *outermost([Grid(lines)]))
            columns[column] += lines
        rows = [
            [*left, "", *right] for left, right in zip_longest(columns[0], columns[1], fillvalue=["", "", ""])
        ]
        width = (WIDTH - _GUTTER) / 2
        boxes = 4 * _SHORT_BOX + 4 * mm
        widths = [_NUMBER, width - _NUMBER - boxes, boxes]
        table = Grid(rows, colWidths=[*widths, _GUTTER, *widths], minRowHeights=[_SHORT_ROW] * len(rows))
        commands: list[Command] = []
        for start, lines in ((0, columns[0]), (4, columns[1])):
            for at, line in enumerate(lines):
                if line[2] == "" and line[1] != "":
                    commands.append(("SPAN", (start + 1, at), (start + 2, at)))
                if line[1] == "":
                    commands += [
                        ("SPAN", (start, at), (start + 2, at)),
                        ("VALIGN", (start, at), (start, at), "BOTTOM"),
                    ]
                commands.append(("LINEBELOW", (start, at), (start + 2, at), 0.4, FAINT))
        table.setStyle(TableStyle([*_PLAIN, *commands]))
        return table

    def _line(self, check: Check) -> list[Any]:
        number, question = text(self._number(check), NUMBER), text(check.text, SHORT_QUESTION)
        if check.kind is CheckKind.CHOICE:
            choices = " / ".join(labels(self.checklist, check.choices or ""))
            return [number, [question, text(_("Ring one: {choices}").format(choices=choices), TINY)], ""]
        return [
            number,
            question,
            AnswerBoxes(ANSWERS, _SHORT_BOX) if check.kind is CheckKind.YES_NO else Line(),
        ]

    def _who(self) -> list[Flowable]:
        one = self.checklist
        marks = (
            _("vulnerable, AA"),
            _("neurodivergent"),
            _("disabled or pregnant"),
            _("no English"),
            _("not UK"),
        )
        custody = (_("refused bail"), _("clothing taken"), _("strip searched"), _("force used"))
        return [
            fields(
                Field(_("Custody number"), 1.4), Field(_("Cell"), 0.7), Field(_("Authorised at")),
                Field(_("Relevant time")), Field(_("Last review")), Field(_("Obs. level"), 0.6),
                height=12 * mm,
            ),
            *lines_of(
                (Row(_("Gender"), labels(one, "genders"), name_width=_NAME),),
                (Row(_("Age"), labels(one, "age_bands"), name_width=_NAME),),
                (Row(_("Held as"), labels(one, "legal_statuses"), name_width=_NAME),),
                (Row(_("What applies"), (*marks, *custody), name_width=_NAME),),
            ),
        ]  # fmt: skip

    def _talk(self) -> list[Flowable]:
        one, consent = self.checklist, labels(self.checklist, "consent_answers")
        yes_no = (_("Y"), _("N"))
        return lines_of(
            (Row(_("Agree to talk?"), consent), Row(_("May we see the record?"), consent, 1.15)),
            (Row(_("Known to one of us?"), (_("yes: do not contact"),), 0.75), Row(_("If not: why?"))),
            (Row(_("What came of it"), labels(one, "contact_outcomes")),),
            (Row(_("If not spoken to: why; if refused: rank and ground")),),
            (
                Row(_("Where"), labels(one, "places"), 1.9),
                Row(_("In sight"), yes_no, 0.75),
                Row(_("Out of hearing"), yes_no, 0.95),
            ),
            (
                Row(_("Introduced by"), labels(one, "introduced_by"), 1.1),
                Row(_("Interpreter"), labels(one, "interpreter_kinds")),
            ),
        )

    def _rows(self, checks: tuple[Check, ...]) -> Flowable:
        """Lay questions out: number, words, boxes, source letters, a line to write on."""
        room = WIDTH - _NUMBER - _BOXES - _LETTERS
        rows = []
        for check in checks:
            boxes: Flowable = AnswerBoxes(ANSWERS) if check.kind is CheckKind.YES_NO else Line()
            question = [text(check.text, QUESTION)]
            if check.kind is CheckKind.CHOICE:
                question.append(text(" / ".join(labels(self.checklist, check.choices or "")), TINY))
            rows.append(
                [text(self._number(check), NUMBER), question, boxes, Letters(self._letters()), Line()]
            )
        return grid(rows, [_NUMBER, room * 0.76, _BOXES, _LETTERS, room * 0.24], least=_ROW)

    def kind_words(self, check: Check) -> str:
        """What to write where the answer is not yes or no."""
        if check.kind is CheckKind.CHOICE:
            choices = " / ".join(labels(self.checklist, check.choices or ""))
            return _("Write one of: {choices}.").format(choices=choices)
        words = {
            CheckKind.TIME: _("Write the time."),
            CheckKind.HOURS: _("Write the hours."),
            CheckKind.NUMBER: _("Write the number."),
            CheckKind.TEXT: _("Write a few words."),
        }
        return words.get(check.kind, "")

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


_PLAIN: tuple[Command, ...] = (
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
