"""Messages in words."""

from __future__ import annotations

from collections.abc import Mapping

from icv_app.services.messages import Message, MessageKind
from icv_app.words import _
from ui.report_reader.times import say_short_day, say_short_moment
from ui.theme import Hue
from ui.widgets.tag import Tagged


def message_title(message: Message, suites: Mapping[str, str]) -> str:
    """Return what a message is about."""
    if message.kind is MessageKind.NOTICE:
        return message.title
    suite = suites.get(message.suite or "", message.suite or "")
    return {
        MessageKind.QUESTION: _("Question about the report from {suite}"),
        MessageKind.COMMENT: _("Comment on the report from {suite}"),
        MessageKind.THANKS: _("Thanks for the report from {suite}"),
    }[message.kind].format(suite=suite)


def message_about(message: Message) -> str:
    """Return when it was said and by whom, and of which visit."""
    waited = message.notice is not None and message.notice.notice.at < message.at
    # A notice told ahead is there from the first minute of its day, and nobody wrote it then.
    when = say_short_day(message.at) if waited else say_short_moment(message.at)
    said = _("{when} · {member}").format(when=when, member=message.by)
    if message.began_at is None:
        return said
    return _("{said} · visit of {when}").format(said=said, when=say_short_moment(message.began_at))


def message_text(message: Message) -> str:
    """Return what was said, or that it is not kept any more."""
    if message.text or message.kind is MessageKind.NOTICE:
        return message.text
    return _("What was said was erased after the time it is kept.")


def message_tags(message: Message) -> tuple[Tagged, ...]:
    """Return what there is to do about it, in words."""
    if message.notice is not None and message.notice.owes_word:
        return ((_("To be read"), Hue.ORANGE),)
    if message.unread:
        return ((_("Unread"), Hue.BLUE),)
    if message.notice is not None and message.notice.read is not None:
        return ((_("Read"), Hue.GREEN),)
    return ()
