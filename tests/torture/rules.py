"""Rules of the state machine about what is erased and held, and about members who come and leave."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.torture import keeping, life
from tests.torture.world import World

numbers = st.integers(0, 30)
# Mostly nothing goes wrong: otherwise little would ever get anywhere.
crashes = st.one_of(st.none(), st.none(), st.none(), st.integers(0, 25))
comers = st.sampled_from([*keeping.COMING, "C-002", "V-002"])


class Rules(RuleBasedStateMachine):
    """What the machine needs of a subclass: a world, and to count a step."""

    world: World

    def _step(self) -> None:
        raise NotImplementedError


class RetentionRules(Rules):
    """Runs, holds, and own copies that end."""

    @rule(whole=st.integers(0, 3))
    def years_pass(self, whole: int) -> None:
        self._step()
        keeping.years_pass(self.world.clock, whole=not whole)

    @rule(who=numbers, crash=crashes)
    def a_coordinator_erases_what_is_due(self, who: int, crash: int | None) -> None:
        self._step()
        self.world.does(self.world.one_of(self.world.offices, who), keeping.erase, crash)

    @rule(who=numbers, about=numbers, crash=crashes)
    def a_coordinator_holds_a_visit(self, who: int, about: int, crash: int | None) -> None:
        self._step()
        laptop = self.world.one_of(self.world.offices, who)
        self.world.does(laptop, lambda desk: keeping.hold(desk, about), crash)

    @rule(who=numbers, about=numbers, crash=crashes)
    def a_coordinator_lifts_a_hold(self, who: int, about: int, crash: int | None) -> None:
        self._step()
        laptop = self.world.one_of(self.world.offices, who)
        self.world.does(laptop, lambda desk: keeping.lift(desk, about), crash)

    @rule(who=numbers, crash=crashes)
    def a_laptop_tidies_up(self, who: int, crash: int | None) -> None:
        self._step()
        self.world.does(self.world.one_of(self.world.working, who), keeping.tidy_up, crash)


class JoiningRules(Rules):
    """Members and laptops that come and leave, and the keys that change with them."""

    @rule(by=numbers, member=comers)
    def somebody_is_invited(self, by: int, member: str) -> None:
        self._step()
        self.world.invites(self.world.one_of(self.world.offices, by), member)

    @rule(who=numbers, crash=crashes)
    def a_coordinator_lets_in_who_asks(self, who: int, crash: int | None) -> None:
        self._step()
        self.world.does(self.world.one_of(self.world.offices, who), life.approve, crash)

    @rule(by=numbers, member=st.sampled_from(keeping.COMING), chance=st.integers(0, 3), crash=crashes)
    def a_member_leaves(self, by: int, member: str, chance: int, crash: int | None) -> None:
        laptop = self.world.one_of(self.world.offices, by)
        if not chance and laptop.member != member:
            self._step()
            now = self.world.clock.now()
            self.world.does(laptop, lambda desk: keeping.sign_out(desk, member, now), crash)

    @rule(by=numbers, chance=st.integers(0, 3), crash=crashes)
    def a_coordinator_renews_the_kit(self, by: int, chance: int, crash: int | None) -> None:
        if not chance:
            self._step()
            self.world.does(self.world.one_of(self.world.offices, by), keeping.renew_kit, crash)
