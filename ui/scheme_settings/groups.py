"""The groups of settings that are plain fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from icv_app.domain.concern import Severity
from icv_app.domain.scheme import ReplyTarget, SchemeSettings
from icv_app.domain.scheme_problems import LONGEST_NAME
from icv_app.words import _
from ui.entries.dates import Lean
from ui.entries.numbers import read_decimal, say_decimal
from ui.scheme_settings.bound import Bound, GroupCard, enter_number
from ui.scheme_settings.wording import field_words, severity_words
from ui.widgets.choice import Choice
from ui.widgets.date_field import DateField
from ui.widgets.entry_field import EntryField
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Heading, Muted
from ui.widgets.number_field import NumberField
from ui.widgets.text_field import TextField

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_HOURS, _DAYS = "hours", "working_days"


def scheme_card() -> GroupCard:
    """Name, policing body, force, contact, award."""
    card = GroupCard(_("The scheme"))
    card.add_row(_text("name", _("Give the scheme a name.")))
    card.add_row(
        _text(
            "policing_body",
            _("Say which policing body it is."),
            _("For example West Yorkshire Combined Authority."),
        )
    )
    card.add_row(_text("force", _("Say which police force it is.")))
    card.add_row(_text("contact_email", "", _("For readers of the annual report.")))
    card.add_row(_text("quality_award", "", _("Of ICVA's quality framework, like Gold.")))
    card.body.addStretch(1)
    return card


class TargetsCard(GroupCard):
    """How many visits, and from when on."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(_("Targets"))
        self._today = today
        self.add_row(
            Bound(
                ("visits_per_suite_and_week", "", ""),
                target_field(field_words("visits_per_suite_and_week")),
                lambda settings: settings.visits_per_suite_and_week,
                lambda settings, value: replace(settings, visits_per_suite_and_week=value),
                label=field_words("visits_per_suite_and_week"),
                hint=_("For every suite without a target of its own; those stand under Suites."),
                needed=enter_number(),
            )
        )
        self.add_row(_share("night_share"), _share("weekend_share"))
        self.body.addWidget(Heading(_("From when on"), 3))
        self.since = DateField(_("Changed targets and limits count from"), today, Lean.FUTURE)
        self.since_field = LabelledField(
            _("Changed targets and limits count from"),
            self.since,
            hint=_("Figures of the days before keep the targets and limits they had. Empty: today."),
        )
        self.body.addWidget(self.since_field)
        self.body.addStretch(1)

    def since_day(self) -> date:
        """From which day changed targets and limits count."""
        return self.since.value() or self._today()


def limits_card() -> GroupCard:
    """When something is late."""
    card = GroupCard(_("Limits"))
    card.add_row(
        _span("delay_threshold", MINUTE, _("Minutes. A longer wait needs a reason and who explained it.")),
        _span("filed_late_after", HOUR, _("Hours after leaving the station.")),
    )
    card.add_row(
        _span("unsigned_after", DAY, _("Days until the second visitor's word is shown as missing.")),
        _span("over_24h", HOUR, _("Hours in custody, after which somebody comes to the top of the board.")),
    )
    note = _("A visit keeps the limits it was begun under. For figures see Targets, From when on.")
    card.body.addWidget(Muted(note))
    card.body.addStretch(1)
    return card


def replies_card() -> GroupCard:
    """How soon the force is to reply, and what counts as a repeat."""
    card = GroupCard(_("Replies of the force"))
    for severity in Severity:
        card.add_row(_reply_number(severity), _reply_unit(severity))
    card.add_row(
        Bound(
            ("repeat_months", "", ""),
            NumberField(field_words("repeat_months"), least=1),
            lambda settings: settings.repeat_months,
            lambda settings, value: replace(settings, repeat_months=value),
            label=field_words("repeat_months"),
            hint=_("Concerns of one category at one suite within so many months are shown together."),
            needed=enter_number(),
        )
    )
    card.body.addStretch(1)
    return card


def keeping_card() -> GroupCard:
    """Retention, and how often devices say how far they are."""
    card = GroupCard(_("Keeping and devices"))
    card.body.addWidget(Muted(_("A shorter time erases more, on every laptop and in every backup.")))
    card.add_row(
        _part("retention", "identifying_years", _("Years after the financial year ends.")),
        _part("retention", "visits_years", _("Years; concerns too.")),
    )
    card.add_row(
        _part("retention", "visitor_copy_days", _("Days after the coordinator has the report.")),
    )
    card.add_row(_part("retention", "office_years", _("Years: rota, expenses, files, who read what.")))
    card.body.addWidget(Heading(_("Devices"), 3))
    card.add_row(
        _days("every", _("Days. A device says so even if nothing has changed.")),
        _days("silent_after", _("Days without word of a device.")),
    )
    card.add_row(_days("unconfirmed_after", _("Days without word of any coordinator's device.")))
    card.body.addStretch(1)
    return card


def target_field(name: str) -> EntryField[float]:
    """A number of visits a week."""
    return EntryField(name, read_decimal, say_decimal, characters=6)


def _text(name: str, needed: str, hint: str = "") -> Bound:
    return Bound(
        (name, "", ""),
        TextField(field_words(name), most=LONGEST_NAME),
        lambda settings: getattr(settings, name),
        lambda settings, value: replace(settings, **{name: value}),
        label=field_words(name),
        hint=hint,
        needed=needed,
    )


def _share(name: str) -> Bound:
    return Bound(
        (name, "", ""),
        NumberField(field_words(name), most=100),
        lambda settings: round(getattr(settings, name) * 100),
        lambda settings, value: replace(settings, **{name: value / 100}),
        label=field_words(name),
        hint=_("Per cent of the duties that the rota asks for."),
        needed=enter_number(),
    )


def _span(name: str, unit: timedelta, hint: str) -> Bound:
    return Bound(
        (name, "", ""),
        NumberField(field_words(name)),
        lambda settings: getattr(settings, name) // unit,
        lambda settings, value: replace(settings, **{name: value * unit}),
        label=field_words(name),
        hint=hint,
        needed=enter_number(),
    )


def _part(whole: str, name: str, hint: str, unit: Any = 1) -> Bound:
    def put(settings: SchemeSettings, value: Any) -> SchemeSettings:
        return replace(settings, **{whole: replace(getattr(settings, whole), **{name: value * unit})})

    return Bound(
        (whole, "", name),
        NumberField(field_words(whole, name), least=1),
        lambda settings: getattr(getattr(settings, whole), name) // unit,
        put,
        label=field_words(whole, name),
        hint=hint,
        needed=enter_number(),
    )


def _days(name: str, hint: str) -> Bound:
    return _part("heads", name, hint, DAY)


def _target(settings: SchemeSettings, severity: Severity) -> ReplyTarget:
    return settings.reply_targets.get(severity, ReplyTarget(working_days=20))


def _with_target(settings: SchemeSettings, severity: Severity, target: ReplyTarget) -> SchemeSettings:
    return replace(settings, reply_targets={**settings.reply_targets, severity: target})


def _reply_number(severity: Severity) -> Bound:
    def put(settings: SchemeSettings, value: int) -> SchemeSettings:
        hours = _target(settings, severity).hours is not None
        target = ReplyTarget(hours=value) if hours else ReplyTarget(working_days=value)
        return _with_target(settings, severity, target)

    return Bound(
        ("reply_targets", severity.value, ""),
        NumberField(severity_words(severity), least=1),
        lambda settings: _target(settings, severity).hours or _target(settings, severity).working_days,
        put,
        label=severity_words(severity),
        needed=enter_number(),
    )


def _reply_unit(severity: Severity) -> Bound:
    name = _("{concern}: counted in").format(concern=severity_words(severity))

    def put(settings: SchemeSettings, value: str) -> SchemeSettings:
        present = _target(settings, severity)
        number = present.hours or present.working_days
        target = ReplyTarget(hours=number) if value == _HOURS else ReplyTarget(working_days=number)
        return _with_target(settings, severity, target)

    return Bound(
        ("reply_targets", severity.value, "unit"),
        Choice(name, [(_HOURS, _("Hours")), (_DAYS, _("Working days"))]),
        lambda settings: _HOURS if _target(settings, severity).hours is not None else _DAYS,
        put,
        label=_("Counted in"),
        needed=_("Choose hours or working days."),
    )
