"""What coordinators said beside a report: comments by the place they speak of, and thanks."""

from __future__ import annotations

from icv_app.domain.comment import CommentKind, ReportComment
from icv_app.domain.comment_wording import field_words
from icv_app.domain.ids import ConcernId, PersonId
from icv_app.report.visit_content import VisitContent
from icv_app.report.visit_parts import STRONG, Sheets
from icv_app.report.visit_words import full_moment, item_title, joined, person_title
from icv_app.words import _


def write_comments(content: VisitContent, sheets: Sheets) -> None:
    """Each with its place, its author and when it was said; the police are given none of them."""
    if not content.comments:
        return
    sheets.section(_("Comments of the scheme"))
    for one in content.comments:
        sheets.paragraph(joined((_about(one, content), one.by, full_moment(one.at))), STRONG)
        sheets.paragraph(one.text or _("The words were erased."))


def _about(comment: ReportComment, content: VisitContent) -> str:
    if comment.kind is CommentKind.THANKS:
        return _("Thanks to the visitors")
    return _("Comment on {place}").format(place=_place(comment.path, content))


def _place(path: str, content: VisitContent) -> str:
    visit, checklist = content.visit, content.checklist
    first, _dot, rest = path.partition(".")
    match first:
        case "people":
            name, _dot, field = rest.partition(".")
            person = visit.person(PersonId(name))
            check = checklist.check(field.rpartition(".")[2]) if field else None
            title = person_title(person, content) if person is not None else _("a person")
            return f"{title}: {check.text}" if check is not None else title
        case "concerns":
            return _("concern {n}").format(n=content.number_of(ConcernId(rest)))
        case "areas":
            return item_title(checklist.areas, rest)
        case "stocks":
            return item_title(checklist.stocks, rest)
    return field_words().get(path, path)
