"""Making the demo: a scheme, its people, a year of visits, and the annual report, over a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import resources
from icv_app.bootstrap.publications import PublicationFiles
from icv_app.bootstrap.wiring import SystemClock, checklists
from icv_app.demo.aftermath import COORDINATOR, DEPUTY
from icv_app.demo.agenda import Action, Agenda, Deed, VisitAction
from icv_app.demo.clock import SeededIds, SettableClock
from icv_app.demo.device import Device
from icv_app.demo.doing import decide
from icv_app.demo.folder import DemoFolder
from icv_app.demo.plan import Plan, World, plan_year
from icv_app.demo.published_words import WORDS, read_words
from icv_app.demo.readme import PASSPHRASE, readme
from icv_app.demo.recording import Recorded
from icv_app.demo.scheme import (
    CHECKLIST,
    COORDINATORS,
    FACTS,
    FOUNDED_AT,
    FULL,
    PRESENT,
    YEAR,
    Targets,
    read_facts,
    scheme_settings,
    visitors,
)
from icv_app.demo.sentences import SENTENCES, Sentences
from icv_app.demo.server import DemoServer
from icv_app.demo.show import Show
from icv_app.demo.telling import NOTICES, read_notices
from icv_app.demo.workers import Do, Finish, Join, Order, Settle, Workers, working
from icv_app.domain.ids import MemberId, SchemeId, VisitId
from icv_app.domain.publication import PublicationKind
from icv_app.domain.scheme import Member
from icv_app.domain.times import start_of_london_day
from icv_app.domain.visit import ChecklistRef
from icv_app.exchange.whole_files import write_whole
from icv_app.figures.annual import AnnualFigures
from icv_app.seal.invitations import Invitation
from icv_app.seal.passphrases import LEAST_MEMORY_KIB, KdfCost
from icv_app.services.set_up import found_scheme
from icv_app.store.unlocking import create_vault
from icv_app.words import _

DEFAULT_SEED = 2023
_KEPT = KdfCost()
_CHEAP = KdfCost(memory_kib=LEAST_MEMORY_KIB, iterations=1)
"""For vaults that are removed when the demo is made."""
_WORKERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A finished demo.

    Attributes:
        visitor: Whose vault was kept.
        server_port: The port of the server, which the kept vaults know.
    """

    folder: DemoFolder
    plan: Plan
    visitor: MemberId
    server_port: int
    figures: AnnualFigures


def draw_plan(seed: int, targets: Targets = FULL) -> tuple[Plan, tuple[Member, ...]]:
    """Draw the plan of the demo year, and its visitors."""
    world = World(
        targets=targets,
        members=visitors(targets.visitors),
        checklist=checklists().newest(CHECKLIST),
        sentences=Sentences.read(resources.path(SENTENCES)),
        notices=read_notices(resources.path(NOTICES)),
        words=read_words(resources.path(WORDS)),
    )
    return plan_year(seed, world), tuple(world.members)


def make_demo(out: Path, *, seed: int, show: Show, targets: Targets = FULL) -> Made:
    """Make the whole demo in a folder that is empty, new, or holds an earlier demo.

    Raises:
        BadInput: There is something else in the folder.
        IcvError: A vault, the server or the disk refuses; the folder can be used again.
    """
    folder = DemoFolder(out)
    folder.prepare(seed)
    with show.step(_("Planning the year"), 1) as done:
        plan, members = draw_plan(seed, targets)
        done()
    with (
        DemoServer(folder.server_data, folder.server_log) as server,
        working(_WORKERS, seed) as workers,
        ExitStack() as stack,
    ):
        demo = _Demo(folder, plan, members, show, server, workers)
        stack.callback(demo.close)
        demo.found()
        demo.enrol()
        demo.live_the_year()
        figures = demo.publish()
        made = Made(
            folder=folder,
            plan=plan,
            visitor=plan.kept,
            server_port=server.port_taken,
            figures=figures,
        )
    folder.forget_others()
    write_whole(folder.readme, readme(folder, made.visitor, made.server_port).encode())
    return made


@dataclass(slots=True)
class _Demo:
    """The demo while it is made."""

    folder: DemoFolder
    plan: Plan
    members: Sequence[Member]
    show: Show
    server: DemoServer
    workers: Workers
    office: dict[MemberId, Device] = field(default_factory=dict)

    def close(self) -> None:
        """Lock the coordinators' vaults."""
        while self.office:
            self.office.popitem()[1].close()

    def found(self) -> None:
        """Make the scheme on the coordinator's own machine and register its root with the server."""
        with self.show.step(_("Founding the scheme"), 1) as done:
            clock = SettableClock(FOUNDED_AT)
            ids = SeededIds(clock, self.plan.seed, COORDINATOR)
            newest = checklists().newest(CHECKLIST)
            settings = scheme_settings(
                read_facts(resources.path(FACTS)),
                SchemeId(ids.new()),
                ChecklistRef(checklist_id=newest.checklist_id, version=newest.version),
            )
            vault, _code = create_vault(
                self.folder.coordinator, PASSPHRASE, kdf_parameters=_KEPT, now=SystemClock().now()
            )
            founded = found_scheme(
                vault.open_unit,
                clock,
                ids,
                vault.identity_key,
                coordinator=COORDINATORS[0],
                settings=settings,
                server_url=self.server.url,
                kit_cost=_CHEAP,
            )
            write_whole(self.folder.root_file, founded.root)
            write_whole(self.folder.kit_file, founded.kit)
            self.server.register(self.folder.root_file)
            self.office[COORDINATOR] = Device.of(vault, clock, ids, self.server.url)
            self.office[COORDINATOR].synchronise()
            done()

    def enrol(self) -> None:
        """Invite everybody; each device answers, the coordinator approves it, it fetches the scheme."""
        first = self.office[COORDINATOR]
        people = (COORDINATORS[1], *self.members)
        with self.show.step(_("Enrolling visitors and coordinators"), len(people)) as done:
            for place, member in enumerate(people):
                first.clock.set(FOUNDED_AT + timedelta(minutes=place))
                first.desk.scheme.put_member(member)
            invitations = {member.member_id: first.desk.scheme.invite(member.member_id) for member in people}
            first.synchronise()
            self._answer(invitations, done)
            first.synchronise()
            for place, invitation in enumerate(invitations.values()):
                first.clock.set(FOUNDED_AT + timedelta(hours=4, minutes=place))
                first.desk.scheme.approve(invitation.locator)
            first.synchronise()
            self.office[DEPUTY].enrolled()
            self.workers.obey([Settle(member.member_id) for member in self.members], lambda: None)

    def _answer(self, invitations: dict[MemberId, Invitation], done: Callable[[], None]) -> None:
        deputy = invitations[DEPUTY]
        self.office[DEPUTY] = Device.joining(
            self.folder.others / DEPUTY, PASSPHRASE, _CHEAP, deputy, self.plan.seed, FOUNDED_AT
        )
        done()
        members = [member.member_id for member in self.members]
        self.workers.settle_in(members)
        orders: list[Order] = [
            Join(
                member=member,
                folder=self.folder.visitor if member == self.plan.kept else self.folder.others / member,
                passphrase=PASSPHRASE,
                cost=_KEPT if member == self.plan.kept else _CHEAP,
                invitation=invitations[member].to_bytes(),
            )
            for member in members
        ]
        self.workers.obey(orders, done)

    def live_the_year(self) -> None:
        """Record, send, open and decide, month by month."""
        steps = sum(len(planned.aftermath.steps) for planned in self.plan.visits)
        with (
            self.show.step(_("Recording and sending visits"), len(self.plan.visits)) as filed,
            self.show.step(_("Opening and deciding on reports"), len(self.plan.visits)) as decided,
            self.show.step(_("Following up concerns"), steps) as stepped,
        ):
            year = _Year(
                agenda=Agenda.of(self.plan),
                visitors=[member.member_id for member in self.members],
                office=self.office,
                workers=self.workers,
                filed=filed,
                decided={Deed.APPROVE: decided, Deed.STEP: stepped},
            )
            months = tuple(_months())
            for place, until in enumerate(months):
                year.advance(until, ahead=months[min(place + 1, len(months) - 1)])

    def publish(self) -> AnnualFigures:
        """Fetch what is left, write the annual report and mark the vaults as living on the demo's date."""
        with self.show.step(_("Writing the annual report"), 1) as done:
            for device in self.office.values():
                device.clock.set(PRESENT)
                device.synchronise()
            self.workers.obey([Finish(PRESENT)], lambda: None)
            first = self.office[COORDINATOR]
            figures = first.desk.publications.annual(YEAR)
            report = self.folder.report(YEAR.label)
            PublicationFiles().write(first.desk, PublicationKind.ANNUAL, YEAR, report)
            for device in self.office.values():
                device.synchronise()  # what was logged of it is with everybody
            first.settle(PRESENT)
            done()
        return figures


@dataclass(slots=True)
class _Year:
    """The year as it goes by: visitors' devices in the workers, the office's in this process.

    Attributes:
        known: What the visits of the plan were recorded as.
    """

    agenda: Agenda
    visitors: Sequence[MemberId]
    office: Mapping[MemberId, Device]
    workers: Workers
    filed: Callable[[], None]
    decided: Mapping[Deed, Callable[[], None]]
    known: dict[VisitId, Recorded] = field(default_factory=dict)

    def advance(self, until: datetime, *, ahead: datetime) -> None:
        """Do everything before `until`; visitors go on up to `ahead` while the office is at work."""
        while self.agenda.waiting(until):
            for_visitors = self.agenda.take(self.visitors, ahead)
            for_office = self.agenda.take(self.office, until)
            self.workers.begin(
                [_order(member, actions, self.known) for member, actions in for_visitors.items()]
            )
            for member, actions in for_office.items():
                decide(self.office[member], actions, self.known, self._told)
            self.known.update(self.workers.finish(self.filed))
            for actions in (*for_visitors.values(), *for_office.values()):
                self.agenda.note_done(actions)

    def _told(self, action: Action) -> None:
        if action.deed in self.decided:
            self.decided[action.deed]()
        self.workers.hear(self.filed)


def _order(member: MemberId, actions: Sequence[Action], known: Mapping[VisitId, Recorded]) -> Do:
    about = {action.planned.visit.visit_id for action in actions if isinstance(action, VisitAction)}
    return Do(member, actions, {name: recorded for name, recorded in known.items() if name in about})


def _months() -> Iterator[datetime]:
    """The end of each month of the year, and the demo's own moment."""
    yield from (start_of_london_day(month) for month in YEAR.months[1:])
    yield PRESENT + timedelta(seconds=1)
