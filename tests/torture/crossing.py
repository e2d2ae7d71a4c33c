"""A walk in which runs, holds, sticks, backups and removals cross as often as they can.

The rules are those of `tests.torture.machine`; here they come with a weight each, and nothing else fails. So
a walk of a hundred steps has several runs that somebody else's hold, decision or backup crosses.

`python -m tests.torture.crossing FIRST LAST` takes the walks of these seeds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.torture import keeping, life, settled
from tests.torture.laptops import Laptop
from tests.torture.world import World, a_world

STEPS = 100
REMOVABLE = ("C-002 at home", "V-001 at home", "V-003")


@dataclass
class Walk:
    """One scheme, and chance.

    Attributes:
        taken: How often each step was taken.
    """

    world: World
    chance: Random
    taken: Counter[str] = field(default_factory=Counter)

    def step(self) -> None:
        """Take one step."""
        self.world.clock.forward(minutes=self.chance.randint(1, 600))
        name = self.chance.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
        self.taken[name] += 1
        _STEPS[name](self)

    def office(self) -> Laptop:
        return self.chance.choice(self.world.offices)

    def anybody(self) -> Laptop:
        return self.chance.choice(self.world.working)

    def number(self) -> int:
        return self.chance.randrange(1000)


def walk(seed: int, steps: int = STEPS) -> Walk:
    """Take one walk and check what it leads to.

    Raises:
        AssertionError: Something is lost, doubled or different once all has come to rest.
    """
    with tempfile.TemporaryDirectory(prefix="icv-torture-") as folder:
        going = Walk(a_world(Path(folder)), Random(seed))
        try:
            for _step in range(steps):
                going.step()
            settled.come_to_rest(going.world)
            settled.check(going.world)
        finally:
            going.world.close()
    return going


def _file(walk: Walk) -> None:
    walk.world.does(walk.chance.choice(walk.world.visitors), life.file_report)


def _sync(walk: Walk) -> None:
    walk.world.syncs(walk.anybody(), [], 0, walk.chance.choice([None, None, walk.chance.randrange(12)]))


def _visitor_speaks(walk: Walk) -> None:
    about, what = walk.number(), walk.chance.choice(sorted(life.VISITORS_SAY))
    visitor = walk.chance.choice(walk.world.visitors)
    walk.world.does(visitor, lambda desk: life.say(desk, life.VISITORS_SAY, what, about))


def _office_speaks(walk: Walk) -> None:
    about, what = walk.number(), walk.chance.choice(sorted(life.OFFICE_SAYS))
    walk.world.does(walk.office(), lambda desk: life.say(desk, life.OFFICE_SAYS, what, about))


def _hold(walk: Walk) -> None:
    about = walk.number()
    walk.world.does(walk.office(), lambda desk: keeping.hold(desk, about))


def _lift(walk: Walk) -> None:
    about = walk.number()
    walk.world.does(walk.office(), lambda desk: keeping.lift(desk, about))


def _erase(walk: Walk) -> None:
    keeping.years_pass(walk.world.clock, whole=walk.chance.random() < 0.1)
    walk.world.does(walk.office(), keeping.erase)


def _tidy_up(walk: Walk) -> None:
    walk.world.does(walk.anybody(), keeping.tidy_up)


def _stick(walk: Walk) -> None:
    before = len(walk.world.bundles)
    walk.world.saves_bundle(walk.anybody(), None)
    if len(walk.world.bundles) > before:
        walk.world.reads_bundle(walk.anybody(), before, None, None)


def _old_stick(walk: Walk) -> None:
    if walk.world.bundles:
        walk.world.reads_bundle(walk.anybody(), walk.number(), None, None)


def _back_up(walk: Walk) -> None:
    walk.anybody().back_up()


def _restore(walk: Walk) -> None:
    walk.world.restores(walk.anybody(), walk.number())


def _server_restored(walk: Walk) -> None:
    walk.world.server_backups.append(walk.world.server.disk())
    walk.world.server_loses_disk(walk.number(), told=walk.chance.random() < 0.5)


def _remove(walk: Walk) -> None:
    name = walk.chance.choice(
        [*REMOVABLE, *(one.name for one in walk.world.laptops if one.member == "C-003")]
    )
    [other] = [laptop for laptop in walk.world.laptops if laptop.name == name]
    laptop, device = walk.office(), other.desk.identity.device_id
    if laptop is not other:
        walk.world.does(laptop, lambda desk: life.remove(desk, device))


def _leave(walk: Walk) -> None:
    laptop, member, now = walk.office(), walk.chance.choice(keeping.COMING), walk.world.clock.now()
    if laptop.member != member:
        walk.world.does(laptop, lambda desk: keeping.sign_out(desk, member, now))


def _decide(walk: Walk) -> None:
    take = walk.chance.random() < 0.5
    walk.world.does(walk.office(), lambda desk: life.decide(desk, take=take))


def _come(walk: Walk) -> None:
    """Somebody is invited, answers, and is let in, unless a sync in between fails them."""
    office, known = walk.office(), len(walk.world.laptops)
    walk.world.invites(office, walk.chance.choice([*keeping.COMING, "C-002", "V-002"]))
    for new in walk.world.laptops[known:]:
        for laptop in (office, new, office):
            if not laptop.gone:
                walk.world.syncs(laptop, [], 0)
        if not office.gone:  # it may just have heard that it was removed
            walk.world.does(office, life.approve)
            walk.world.syncs(office, [], 0)
            walk.world.syncs(new, [], 0)


def _renew_kit(walk: Walk) -> None:
    walk.world.does(walk.office(), keeping.renew_kit)


_WEIGHTS = {
    "file": 12,
    "sync": 26,
    "visitor speaks": 6,
    "office speaks": 9,
    "hold": 5,
    "lift": 3,
    "erase": 7,
    "tidy up": 3,
    "stick": 8,
    "old stick": 2,
    "back up": 4,
    "restore": 3,
    "server restored": 1,
    "remove": 2,
    "leave": 1,
    "decide": 3,
    "come": 4,
    "renew kit": 1,
}
_STEPS: dict[str, Callable[[Walk], None]] = {
    "file": _file,
    "sync": _sync,
    "visitor speaks": _visitor_speaks,
    "office speaks": _office_speaks,
    "hold": _hold,
    "lift": _lift,
    "erase": _erase,
    "tidy up": _tidy_up,
    "stick": _stick,
    "old stick": _old_stick,
    "back up": _back_up,
    "restore": _restore,
    "server restored": _server_restored,
    "remove": _remove,
    "leave": _leave,
    "decide": _decide,
    "come": _come,
    "renew kit": _renew_kit,
}


def main(first: int, last: int) -> None:
    """Take these walks and say how each went."""
    began = time.monotonic()
    for seed in range(first, last + 1):
        print(f"walk {seed}: ", end="", flush=True)
        going = walk(seed)
        print(f"{going.taken['erase']} runs asked for, after {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
