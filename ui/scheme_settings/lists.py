"""Suites, panels and kinds of training."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from icv_app.domain.ids import SuiteId
from icv_app.domain.scheme import Panel, SchemeSettings, Suite
from icv_app.domain.scheme_problems import LONGEST_NAME
from icv_app.domain.training import TrainingKind
from icv_app.errors import BadInput
from icv_app.words import _, plural
from ui.entries.dates import Lean, say_date
from ui.scheme_settings.bound import Bound
from ui.scheme_settings.groups import target_field
from ui.scheme_settings.items import ItemsCard
from ui.scheme_settings.wording import field_words
from ui.theme import Hue
from ui.widgets.choice import Choice
from ui.widgets.date_field import DateField
from ui.widgets.entry_field import EntryField
from ui.widgets.number_field import NumberField
from ui.widgets.table_model import Cell, Column
from ui.widgets.tag import Tagged
from ui.widgets.text_field import TextField
from ui.widgets.tick_box import TickBox

_NO_PANEL = "-"
_MOST_CODES = 12
_LONGEST_CODE = 12


class SuitesCard(ItemsCard[Suite]):
    """A suite that was published is closed by its last day, and keeps its past."""

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today
        super().__init__(
            _("Suites"),
            "suites",
            lambda suite: str(suite.suite_id),
            (
                Column(
                    _("Suite"),
                    lambda suite: Cell(suite.name, suite.district, bold=True),
                    stretch=1,
                ),
                Column(_("Open"), self._standing, stretch=1),
            ),
            lambda key, name: Suite(suite_id=SuiteId(key), name=name, district=name),
            _("Add the suite"),
        )
        self.panel = Choice(field_words("suites", "panel"), [(_NO_PANEL, _("No panel"))])
        hint = _("Like 1/4/2024; empty where open-ended.")
        self.add_row(self._text("name", needed=_("Give the suite a name.")), self._text("district"))
        self.add_row(
            self._date("opened", today, hint=hint), self._date("closed", today, hint=_("Its past stays."))
        )
        self.add_row(self._codes(), self._panel())
        self.add_row(self._own_target())
        self.add_row(self.bound("contingency", TickBox(_("Contingency suite: opened only when needed"))))
        self.lay_out_rest()

    def fill(self, settings: SchemeSettings) -> None:
        """Offer the panels there are, too."""
        self._offer(settings)
        super().fill(settings)

    def note(self, settings: SchemeSettings) -> None:
        """Offer the panels there are now."""
        self._offer(settings)
        super().note(settings)

    def _offer(self, settings: SchemeSettings) -> None:
        panels = [(panel.panel_id, panel.name) for panel in settings.panels]
        self.panel.set_options([(_NO_PANEL, _("No panel")), *panels])

    def _standing(self, suite: Suite) -> Cell:
        today = self._today()
        tags: list[Tagged] = []
        if suite.contingency:
            tags.append((_("Contingency"), Hue.PURPLE))
        if suite.closed is not None and suite.closed < today:
            tags.append((_("Closed"), Hue.GREY))
        elif suite.opened is not None and suite.opened > today:
            tags.append((_("Not open yet"), Hue.BLUE))
        elif not suite.contingency:
            tags.append((_("Open"), Hue.GREEN))
        since = _("from {day}").format(day=say_date(suite.opened)) if suite.opened else ""
        until = _("to {day}").format(day=say_date(suite.closed)) if suite.closed else ""
        return Cell(second=" ".join(filter(None, (since, until))), tags=tuple(tags))

    def _text(self, part: str, needed: str = "") -> Bound:
        words = field_words("suites", part)
        return self.bound(part, TextField(words, most=LONGEST_NAME), label=words, needed=needed)

    def _date(self, part: str, today: Callable[[], date], hint: str) -> Bound:
        words = field_words("suites", part)
        return self.bound(part, DateField(words, today, Lean.FUTURE), label=words, hint=hint)

    def _codes(self) -> Bound:
        words = field_words("suites", "police_codes")
        field: EntryField[tuple[str, ...]] = EntryField(words, read_codes, ", ".join, characters=14)
        bound = self.bound("police_codes", field, label=words, hint=_("Like 13WK, 13WL."))
        get, put = bound.get, bound.put
        bound.get = lambda settings: get(settings) or None
        bound.put = lambda settings, codes: put(settings, codes or ())
        return bound

    def _panel(self) -> Bound:
        words = field_words("suites", "panel")
        bound = self.bound("panel", self.panel, label=words, hint=_("Panels have a list of their own."))
        get, put = bound.get, bound.put

        def known(settings: SchemeSettings) -> str:
            panel = get(settings)
            return panel if panel in {one.panel_id for one in settings.panels} else _NO_PANEL

        bound.get = known
        bound.put = lambda settings, value: put(settings, "" if value in (None, _NO_PANEL) else value)
        return bound

    def _own_target(self) -> Bound:
        words = field_words("suite_targets")

        def put(settings: SchemeSettings, value: float | None) -> SchemeSettings:
            suite = SuiteId(self.chosen)
            targets = {key: one for key, one in settings.suite_targets.items() if key != suite}
            if value is not None:
                targets[suite] = value
            return replace(settings, suite_targets=targets)

        return Bound(
            ("suite_targets", "", ""),
            target_field(words),
            lambda settings: settings.suite_targets.get(SuiteId(self.chosen)),
            put,
            label=words,
            hint=_("Empty: as the scheme's. 0.5 is every other week."),
        )


class PanelsCard(ItemsCard[Panel]):
    """A panel may go once no suite belongs to it."""

    def __init__(self) -> None:
        super().__init__(
            _("Panels"),
            "panels",
            lambda panel: panel.panel_id,
            (
                Column(_("Panel"), lambda panel: Cell(panel.name, bold=True), stretch=1),
                Column(_("Suites"), self._suites, stretch=1),
            ),
            lambda key, name: Panel(panel_id=key, name=name),
            _("Add the panel"),
        )
        words = field_words("panels", "name")
        self.add_row(
            self.bound("name", TextField(words, most=LONGEST_NAME), label=words, needed=_("Give it a name."))
        )
        self.lay_out_rest()

    def may_go(self, settings: SchemeSettings, key: str) -> bool:
        """Whether no suite belongs to it."""
        return all(suite.panel != key for suite in settings.suites)

    def _suites(self, panel: Panel) -> Cell:
        found = self.settings.suites if self.settings is not None else ()
        return Cell(", ".join(suite.name for suite in found if suite.panel == panel.panel_id))


class TrainingCard(ItemsCard[TrainingKind]):
    """A kind that was published is stopped, and what somebody was trained in stays."""

    def __init__(self) -> None:
        super().__init__(
            _("Training"),
            "training",
            lambda kind: kind.kind,
            (
                Column(_("Kind"), lambda kind: Cell(kind.title, bold=True), stretch=1),
                Column(_("Good for"), _good_for, stretch=1),
            ),
            lambda key, name: TrainingKind(kind=key, title=name),
            _("Add the kind"),
        )
        title, months = field_words("training", "title"), field_words("training", "months")
        self.add_row(
            self.bound(
                "title", TextField(title, most=LONGEST_NAME), label=title, needed=_("Give it a name.")
            ),
            self.bound(
                "months", NumberField(months, least=1), label=months, hint=_("Empty: it never runs out.")
            ),
        )
        self.add_row(self.bound("stopped", TickBox(_("The scheme asks for it no more"))))
        self.lay_out_rest()


def _good_for(kind: TrainingKind) -> Cell:
    months = kind.months
    words = _("for good") if months is None else plural("{n} month", "{n} months", months)
    return Cell(words, tags=((_("Stopped"), Hue.GREY),) if kind.stopped else ())


def read_codes(text: str) -> tuple[str, ...]:
    """Return the codes that were typed, with commas or blanks between them.

    Raises:
        BadInput: One has signs that no code has, or there are too many; the text says what to type.
    """
    codes = tuple(dict.fromkeys(text.upper().replace(",", " ").replace(";", " ").split()))
    fit = all(code.isalnum() and code.isascii() and len(code) <= _LONGEST_CODE for code in codes)
    if not fit or len(codes) > _MOST_CODES:
        raise BadInput(
            "unreadable police codes",
            user_text=_("Enter codes of letters and digits with commas between them, like 13WK, 13WL."),
        )
    return codes
