"""Where, who, when, and why it took long to be let in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from icv_app.domain.fitness import lapses, standing
from icv_app.domain.ids import ConcernId, MemberId, PersonId, SuiteId
from icv_app.domain.problem import Problem
from icv_app.domain.scheme import Member, Role, Suite
from icv_app.domain.times import london_day
from icv_app.domain.visit import Visit, VisitKind
from icv_app.words import _, plural
from ui.entries.moments import last_day, nearest_day
from ui.report_reader.parts import Note
from ui.theme import Hue
from ui.theme.tokens import SPACE_M
from ui.visit.arrival.delay_ground import DelayGround, with_delay_reason
from ui.visit.arrival.last_time import LastTimeCard
from ui.visit.arrival.paper_card import add_paper_card
from ui.visit.arrival.visitors_field import MemberOption, VisitorsField
from ui.visit.heading import wait_minutes
from ui.visit.view_model import VisitViewModel
from ui.visit.visit_form import FormStep, VisitForm
from ui.visit.wording import options
from ui.widgets.check_list import CheckList
from ui.widgets.choice import Choice
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.date_time_field import DateTimeField
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Text
from ui.widgets.tag import Tag
from ui.widgets.text_field import NoteField
from ui.widgets.tick_box import TickBox


class ArrivalStep(FormStep):
    """The first step of the editor."""

    def __init__(self, view_model: VisitViewModel, parent: QWidget | None = None) -> None:
        super().__init__(view_model, parent=parent)
        self._members = view_model.context.members
        self._day = london_day(view_model.visit.created_at)
        self._kind = view_model.visit.kind
        self._make_where()
        self._make_who()
        self.last_time = LastTimeCard(view_model)
        self.left.addWidget(self.last_time)
        view_model.last_time_changed.connect(self._show_last_time)
        self.paper = add_paper_card(self)
        self.show_visit(view_model.visit)
        self._offer_members()
        self._show_last_time()

    def show_visit(self, visit: Visit) -> None:
        """Show a visit, the wait computed from its times, and ask about a long one."""
        super().show_visit(visit)
        telephone = visit.kind is VisitKind.TELEPHONE
        self.entered_field.label.setText(_("The call began") if telephone else _("Entered the suite"))
        self._show_wait(visit)
        day = london_day(visit.began_at or visit.created_at)
        if (day, visit.kind) != (self._day, self._kind):
            self._day, self._kind = day, visit.kind
            self._offer_members()
            self._show_training(visit)
        self.visitors.set_value([one for one in visit.visitors if one != visit.author])
        if self.observers.values() != visit.observers:
            self.observers.set_values(visit.observers)
        self.last_time.show_visit(visit)

    def show_field(self, field: str, person_id: PersonId | None, concern_id: ConcernId | None) -> None:
        """Put the keyboard on a field."""
        if field == "visitors":
            self.visitors_field.set_focus()
        elif field.startswith("follow_ups."):
            if not self.last_time.focus_note(ConcernId(field.removeprefix("follow_ups."))):
                self.focus_first()
        else:
            super().show_field(field, person_id, concern_id)

    def mark(self, problems: Sequence[Problem]) -> None:
        """Show what is missing at its field."""
        super().mark(problems)
        texts = [problem.text for problem in problems if problem.field == "visitors"]
        if self.visitors_field.problem() != (text := texts[0] if texts else ""):
            self.visitors_field.set_problem(text)

    def finish(self) -> None:
        """Take what was typed in any field."""
        super().finish()
        self.visitors.finish()

    def _make_where(self) -> None:
        model = self.view_model
        _card, form = self.add_card(self.left, _("Suite and times"))
        suites = [(suite.suite_id, _suite_words(suite)) for suite in model.context.settings.suites]
        form.field(
            "suite", _("Custody suite"), Choice(_("Custody suite"), suites), take=SuiteId, required=True
        )
        kinds = ChoiceFlow(_("Kind of visit"), options(model.checklist, "visit_kinds"))
        form.field("kind", _("Kind of visit"), kinds, take=VisitKind)
        self.arrived = DateTimeField(
            _("Arrived at the counter"), self._today, usual_day=lambda clock: last_day(clock, model.now())
        )
        form.field(
            "arrived_at",
            _("Arrived at the counter"),
            self.arrived,
            hint=_("Type the time, like 2140; the date is filled in, and you can change it."),
            shown=lambda visit: visit.kind is not VisitKind.TELEPHONE or visit.arrived_at is not None,
        )
        self.entered = DateTimeField(_("Entered the suite"), self._today, usual_day=self._usual_entry_day)
        framed = form.field("entered_at", _("Entered the suite"), self.entered)
        assert isinstance(framed, LabelledField)  # noqa: S101 - only tick boxes stand without a label
        self.entered_field = framed
        self._make_wait(form)

    def _make_wait(self, form: VisitForm) -> None:
        """The computed wait, and what is asked about a long one."""
        checklist = self.view_model.checklist
        self.wait = Text(weight="semibold", wrap=False)
        self.wait_tag = Tag("", Hue.ORANGE)
        row = Flow()
        row.addWidget(self.wait)
        row.addWidget(self.wait_tag)
        form.column.addLayout(row)
        self.delay = QFrame()
        self.delay.setProperty("role", "note")
        self.delay.setProperty("hue", "orange")
        inside = QVBoxLayout(self.delay)
        inside.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        inside.setSpacing(SPACE_M)
        form.column.addWidget(self.delay)
        reasons = Choice(_("Reason for the wait"), options(checklist, "delay_reasons"))
        form.bind(
            "delay.reason",
            _("Reason for the wait"),
            reasons,
            required=True,
            read=lambda visit: visit.delay.reason,
            write=lambda visit, code: with_delay_reason(visit, code, checklist),
            into=inside,
        )
        self.ground = DelayGround(self.view_model)
        inside.addWidget(self.ground)
        roles = Choice(_("Who explained it"), options(checklist, "roles"))
        hint = _("Their role, never a name.")
        form.field("delay.explained_by", _("Who explained it"), roles, hint=hint, required=True, into=inside)
        danger = TickBox(_("Danger to us was given as the ground"))
        form.field("delay.danger", "", danger, into=inside)
        note = NoteField(_("Note on the wait"), least_lines=2)
        form.field("delay.note", _("Note on the wait"), note, into=inside)

    def _make_who(self) -> None:
        model = self.view_model
        _card, form = self.add_card(self.right, _("Visitors"))
        form.column.addWidget(Text(_("You: {visitor}").format(visitor=self._name(model.visit.author))))
        self.training = Note("orange", _("Terrorism visit"))
        self.training.body.addWidget(
            Text(
                _(
                    "Only visitors trained for terrorism visits may make one. It always has a report, which "
                    "the coordinator copies to the Independent Reviewer of Terrorism Legislation."
                )
            )
        )
        form.column.addWidget(self.training)
        self._show_training(model.visit)
        self.visitors = VisitorsField()
        self.visitors_field = LabelledField(_("Second visitor"), self.visitors, required=True)
        form.column.addWidget(self.visitors_field)
        self.visitors.value_changed.connect(self._on_visitors)
        self.trainee = Choice(_("Trainee"), [])
        hint = _("Comes along and does not count as one of the pair.")
        form.field("trainee", _("Trainee"), self.trainee, take=MemberId, hint=hint)
        listed = options(model.checklist, "observer_roles")
        self.observers = CheckList(_("Observers"), listed, columns=2)
        observers = LabelledField(_("Observers"), self.observers, hint=_("Their role, never a name."))
        form.column.addWidget(observers)
        observers.setVisible(bool(listed))
        self.observers.values_changed.connect(self._on_observers)

    def _offer_members(self) -> None:
        """Offer whoever was a visitor of the scheme on the day; for a terrorism visit those trained."""
        visit = self.view_model.visit
        offered = [
            MemberOption(member.member_id, self._member_words(member))
            for member in self._members.values()
            if member.role is Role.VISITOR
            and member.in_scheme_on(self._day)
            and member.member_id != visit.author
        ]
        trained = {one.member_id for one in self._members.values() if one.tact_trained_on(self._day)}
        tact = visit.kind is VisitKind.TACT
        self.visitors.set_options([one for one in offered if not tact or one.member_id in trained])
        self.trainee.set_options([(one.member_id, one.words) for one in offered])
        self.trainee.set_value(visit.trainee if self.trainee.findData(visit.trainee) != -1 else None)

    def _member_words(self, member: Member) -> str:
        words = {
            "term": _("term ended"),
            "vetting": _("vetting out of date"),
            "id_card": _("identity card out of date"),
        }
        undated = {
            "term": _("no end of term on record"),
            "vetting": _("no vetting date on record"),
            "id_card": _("no identity card date on record"),
        }
        against = [words[name] for name in member.lapsed_on(self._day)]
        lapsed = ", ".join((*against, *(undated[name] for name in member.undated())))
        name = self._name(member.member_id)
        if not lapsed:
            return name
        found = lapses((member.member_id,), self._members, self.view_model.context.overrides, self._day)
        if standing(found):
            return f"{name} ({lapsed})"
        return _("{name} ({lapsed}, but allowed)").format(name=name, lapsed=lapsed)

    def _show_training(self, visit: Visit) -> None:
        """Say what a terrorism visit asks for."""
        self.training.setVisible(visit.kind is VisitKind.TACT)

    def _name(self, member_id: MemberId) -> str:
        member = self._members.get(member_id)
        parts = (member_id, member.given_name, member.surname) if member else (member_id,)
        return " ".join(part for part in parts if part)

    def _on_visitors(self, others: tuple[MemberId, ...]) -> None:
        self.visitors_field.set_problem("")
        self.view_model.edit(lambda visit: visit.with_visitors((visit.author, *others)))

    def _on_observers(self, roles: tuple[str, ...]) -> None:
        self.view_model.edit(lambda visit: replace(visit, observers=roles))

    def _show_wait(self, visit: Visit) -> None:
        minutes = wait_minutes(visit)
        threshold = self.view_model.context.settings.delay_threshold
        long = minutes is not None and visit.wait is not None and visit.wait > threshold
        known = minutes is not None and minutes >= 0
        self.wait.setVisible(known)
        self.wait_tag.setVisible(known and long)
        self.delay.setVisible(long or bool(visit.delay.note))
        if minutes is not None and known:
            self.wait.setText(
                _("You were let in at once.")
                if minutes == 0
                else plural("You waited {n} minute.", "You waited {n} minutes.", minutes)
            )
        self.ground.show_visit(visit)
        most = int(threshold.total_seconds() // 60)
        self.wait_tag.show_word(_("Over {n} minutes: say why").format(n=most), Hue.ORANGE)

    def _show_last_time(self) -> None:
        self.last_time.show_last_time()

    def _usual_entry_day(self, clock: time) -> date:
        model = self.view_model
        return nearest_day(clock, model.visit.arrived_at or model.now())

    def _today(self) -> date:
        return london_day(self.view_model.now())


def _suite_words(suite: Suite) -> str:
    return _("{suite} (contingency)").format(suite=suite.name) if suite.contingency else suite.name
