"""Notices and who has read them, in words."""

from __future__ import annotations

from collections.abc import Sequence

from icv_app.domain.attached import AttachedDocument
from icv_app.domain.ids import MemberId
from icv_app.domain.notices import Notice, NoticeState, Reader, Reading
from icv_app.services.notices import NoticeOnDesk
from icv_app.words import _, plural
from ui.entries.dates import say_date
from ui.report_reader.times import say_moment
from ui.theme import Hue
from ui.widgets.tag import Tagged

_KB, _MB = 1_000, 1_000_000


def state_tag(state: NoticeState) -> Tagged:
    """Return whether visitors see a notice now."""
    return {
        NoticeState.SHOWN: (_("Shown"), Hue.GREEN),
        NoticeState.COMING: (_("Not yet shown"), Hue.BLUE),
        NoticeState.OVER: (_("Over"), Hue.GREY),
        NoticeState.WITHDRAWN: (_("Withdrawn"), Hue.GREY),
    }[state]


def days_words(notice: Notice) -> str:
    """Return on which days visitors see it."""
    first = say_date(notice.first_day)
    if notice.last_day is None:
        return _("From {first}").format(first=first)
    if notice.last_day == notice.first_day:
        return _("On {first} only").format(first=first)
    return _("From {first} to {last}").format(first=first, last=say_date(notice.last_day))


def to_words(names: Sequence[MemberId]) -> str:
    """Return whom it is shown to."""
    return ", ".join(names) if names else _("All visitors")


def read_words(seen: NoticeOnDesk) -> str:
    """Return how many have read it."""
    if not seen.notice.must_read:
        return _("No word asked for")
    return _("{read} of {all} have read it").format(read=seen.count(Reading.READ), all=len(seen.readers))


def reading_tag(reader: Reader, *, asked: bool) -> Tagged:
    """Return how a visitor stands to a notice; `asked` for a word of them."""
    if not asked and reader.reading is Reading.UNREAD:
        return _("Not asked"), Hue.GREY
    return {
        Reading.READ: (_("Read"), Hue.GREEN),
        Reading.UNREAD: (_("Not read"), Hue.RED),
        Reading.EARLIER: (_("Read an earlier version"), Hue.ORANGE),
        Reading.ON_LEAVE: (_("On leave, not read"), Hue.YELLOW),
        Reading.JOINED_LATER: (_("Joined later, not read"), Hue.ORANGE),
        Reading.LEFT: (_("Left, not read"), Hue.GREY),
    }[reader.reading]


def read_at_words(reader: Reader) -> str:
    """Return when a visitor read it, or nothing."""
    return say_moment(reader.read_at) if reader.read_at is not None else ""


def document_words(document: AttachedDocument | None) -> str:
    """Return which document goes with it."""
    if document is None:
        return _("No document")
    return sized_words(document.ending, document.size)


def sized_words(ending: str, size: int) -> str:
    """Return a document's kind and size."""
    shown = f"{size / _MB:.1f} MB" if size >= _MB else f"{max(1, round(size / _KB))} kB"
    kind = {"pdf": _("PDF"), "png": _("Picture (PNG)"), "docx": _("Word document")}[ending]
    return _("{kind}, {size}").format(kind=kind, size=shown)


def summary(notices: Sequence[NoticeOnDesk]) -> str:
    """Return how many notices there are, and how often one has still to be read."""
    shown = sum(one.state is NoticeState.SHOWN for one in notices)
    waits = sum(one.waits_for for one in notices)
    words = [plural("{n} shown now", "{n} shown now", shown)]
    if waits:
        words.append(plural("{n} not read yet", "{n} not read yet", waits))
    return " · ".join(words)


def file_name(notice: Notice, ending: str) -> str:
    """Return a name for a file that is written of it."""
    kept = "".join(sign if sign.isalnum() else " " for sign in notice.title)
    return ("-".join(kept.split())[:60].lower() or "notice") + f".{ending}"
