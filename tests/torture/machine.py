"""One step after another, as Hypothesis draws them; see `tests.torture.world`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.torture import life, settled
from tests.torture.network import Trouble
from tests.torture.rules import JoiningRules, RetentionRules, crashes, numbers
from tests.torture.world import Tally, World, a_world

REMOVABLE = ("C-002 at home", "V-001 at home", "V-003")
shares = st.floats(0, 1, exclude_max=True, allow_nan=False, allow_subnormal=False, width=16)
troubles: st.SearchStrategy[list[Trouble]] = st.one_of(
    st.just([]), st.lists(st.sampled_from(list(Trouble)), min_size=1, max_size=8)
)


class Torture(RetentionRules, JoiningRules):
    """Members, laptops, bundles, a server and a network of which nothing can be relied on.

    Attributes:
        steps: Taken by all machines of this process.
        tally: Of all of them.
    """

    steps: ClassVar[int] = 0
    tally: ClassVar[Tally] = Tally()

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory(prefix="icv-torture-")
        self.world: World = a_world(Path(self.place.name))

    @rule(who=numbers, crash=crashes)
    def a_visitor_files_a_report(self, who: int, crash: int | None) -> None:
        self._step()
        self.world.does(self.world.one_of(self.world.visitors, who), life.file_report, crash)

    @rule(who=numbers, what=st.sampled_from(sorted(life.VISITORS_SAY)), about=numbers, crash=crashes)
    def a_visitor_speaks(self, who: int, what: str, about: int, crash: int | None) -> None:
        self._step()
        laptop = self.world.one_of(self.world.visitors, who)
        self.world.does(laptop, lambda desk: life.say(desk, life.VISITORS_SAY, what, about), crash)

    @rule(who=numbers, what=st.sampled_from(sorted(life.OFFICE_SAYS)), about=numbers, crash=crashes)
    def a_coordinator_speaks(self, who: int, what: str, about: int, crash: int | None) -> None:
        self._step()
        laptop = self.world.one_of(self.world.offices, who)
        self.world.does(laptop, lambda desk: life.say(desk, life.OFFICE_SAYS, what, about), crash)

    @rule(who=numbers, what=numbers, crash=crashes)
    def a_coordinator_changes_the_scheme(self, who: int, what: int, crash: int | None) -> None:
        self._step()
        laptop = self.world.one_of(self.world.offices, who)
        self.world.does(laptop, lambda desk: life.change_scheme(desk, what), crash)

    @rule(who=numbers, befalls=troubles, where=shares, crash=crashes)
    def somebody_syncs(self, who: int, befalls: list[Trouble], where: float, crash: int | None) -> None:
        self._step()
        self.world.syncs(self.world.one_of(self.world.working, who), befalls, where, crash)

    @rule(who=numbers)
    def somebody_syncs_undisturbed(self, who: int) -> None:
        self._step()
        self.world.syncs(self.world.one_of(self.world.working, who), [], 0)

    @precondition(lambda self: self.world.network.under_way)
    @rule(which=numbers)
    def a_delayed_request_arrives(self, which: int) -> None:
        self._step()
        self.world.network.deliver(which)

    @rule(minutes=st.integers(1, 600))
    def time_passes(self, minutes: int) -> None:
        self._step()
        self.world.clock.forward(minutes=minutes)

    @rule(who=numbers)
    def somebody_starts_anew(self, who: int) -> None:
        self._step()
        self.world.one_of(self.world.working, who).start()

    @rule(who=numbers)
    def a_laptop_is_backed_up(self, who: int) -> None:
        self._step()
        self.world.one_of(self.world.working, who).back_up()

    @rule(who=numbers, which=numbers, chance=st.integers(0, 2))
    def a_laptop_is_restored(self, who: int, which: int, chance: int) -> None:
        if not chance:
            self._step()
            self.world.restores(self.world.one_of(self.world.working, who), which)

    @rule()
    def the_server_is_backed_up(self) -> None:
        self._step()
        self.world.server_backups.append(self.world.server.disk())

    @rule(which=numbers, told=st.booleans(), chance=st.integers(0, 2))
    def the_server_loses_its_disk(self, which: int, told: bool, chance: int) -> None:
        if not chance:
            self._step()
            self.world.server_loses_disk(which, told=told)

    @rule()
    def the_server_starts_anew(self) -> None:
        self._step()
        self.world.server.restart()

    @rule(who=numbers, crash=crashes)
    def somebody_saves_a_bundle(self, who: int, crash: int | None) -> None:
        self._step()
        self.world.saves_bundle(self.world.one_of(self.world.working, who), crash)

    @precondition(lambda self: self.world.bundles)
    @rule(who=numbers, which=numbers, damage=st.one_of(st.none(), st.none(), shares), crash=crashes)
    def somebody_reads_a_bundle(self, who: int, which: int, damage: float | None, crash: int | None) -> None:
        self._step()
        self.world.reads_bundle(self.world.one_of(self.world.working, who), which, damage, crash)

    @rule(by=numbers, which=st.sampled_from(REMOVABLE), chance=st.integers(0, 7), crash=crashes)
    def a_laptop_is_removed(self, by: int, which: str, chance: int, crash: int | None) -> None:
        [other] = [laptop for laptop in self.world.laptops if laptop.name == which]
        laptop = self.world.one_of(self.world.offices, by)
        if not chance and laptop is not other:
            self._step()
            device = other.desk.identity.device_id
            self.world.does(laptop, lambda desk: life.remove(desk, device), crash)

    @rule(who=numbers, take=st.booleans(), crash=crashes)
    def a_coordinator_decides_on_what_came_late(self, who: int, take: bool, crash: int | None) -> None:
        self._step()
        laptop = self.world.one_of(self.world.offices, who)
        self.world.does(laptop, lambda desk: life.decide(desk, take=take), crash)

    def teardown(self) -> None:
        try:
            settled.come_to_rest(self.world)
            settled.check(self.world)
            self._count()
        finally:
            self.world.close()
            self.place.cleanup()

    def _step(self) -> None:
        type(self).steps += 1

    def _count(self) -> None:
        tally = self.tally
        tally.worlds += 1
        tally.acknowledged += len(set().union(*(one.acknowledged for one in self.world.laptops)))
        tally.destroyed += len(self.world.destroyed)
