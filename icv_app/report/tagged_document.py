"""A page layout whose file knows its structure; every PDF of the application is made with one."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any, BinaryIO

from reportlab.lib.pagesizes import A4
from reportlab.platypus import BaseDocTemplate, Flowable

from icv_app.report import fonts
from icv_app.report.fonts import Face
from icv_app.report.structure import structure_of
from icv_app.report.tagged_canvas import TaggedCanvas
from icv_app.report.tagging import FileFacts, write_tagged


class TaggedTemplate(BaseDocTemplate):
    """Lays pages out once, in one pass, and gives the file its structure."""

    def __init__(self, facts: FileFacts, produced_on: date) -> None:
        fonts.register()
        self._laid_out = io.BytesIO()
        self._facts = facts
        self._produced_on = produced_on
        super().__init__(
            self._laid_out,
            pagesize=A4,
            title=facts.title,
            author=facts.author,
            subject=facts.subject,
            keywords=list(facts.keywords),
            creator="ICV",
            producer="ICV",
            lang=facts.language,
            invariant=1,
            initialFontName=Face.REGULAR.value,
            pageCompression=0,  # pages are compressed with the rest of the file
        )

    def write(self, story: Sequence[Flowable], out: BinaryIO) -> None:
        """Lay out the parts and write the file; nothing is written unless all of it could be."""
        tree = structure_of(story)
        made: list[TaggedCanvas] = []

        def canvas(*args: Any, **kwargs: Any) -> TaggedCanvas:
            made.append(TaggedCanvas(*args, produced_on=self._produced_on, **kwargs))
            return made[-1]

        self.build(list(story), canvasmaker=canvas)
        write_tagged(self._laid_out.getvalue(), tree, made[-1].owners, self._facts, out)
