"""How weeks, windows and pairs of the rota are said, to visitors and coordinators alike."""

from __future__ import annotations

from datetime import date, timedelta

from icv_app.domain.rota import Duty, Window
from icv_app.domain.times import day_in_words
from icv_app.words import _


def week_words(week: date) -> str:
    """Say a week by its first and last day: `1 – 7 April 2024`."""
    last = week + timedelta(days=6)
    first = f"{week.day}" if week.month == last.month else f"{week.day} {week:%B}"
    if week.year != last.year:
        first = day_in_words(week)
    return f"{first} \u2013 {day_in_words(last)}"


def short_week_words(week: date) -> str:
    """Say a week without its year, where weeks stand below each other: `1 – 7 April`."""
    return week_words(week).rpartition(" ")[0]


def window_words(window: Window) -> str:
    """Say when in its week a visit is to be made."""
    return {
        Window.DAY: _("By day, Monday to Friday"),
        Window.NIGHT: _("At night, Monday to Friday"),
        Window.WEEKEND: _("At the weekend"),
    }[window]


def window_titles() -> dict[Window, str]:
    """The same, in a word."""
    return {Window.DAY: _("Day"), Window.NIGHT: _("Night"), Window.WEEKEND: _("Weekend")}


def with_whom(duty: Duty, member_id: str) -> str:
    """Say with whom a member goes on a duty."""
    others = [name for name in duty.pair if name != member_id]
    return ", ".join(others)
