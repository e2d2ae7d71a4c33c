"""When the courier behaves: everybody syncs until nothing is left to do, and then all must be the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from icv_app.domain.visit import Stage
from icv_app.errors import DeviceRemoved, NotYetEnrolled, SyncError
from icv_app.seal.roster import Standing
from icv_app.services.ports import COUNTS, RecordState
from icv_app.services.ports_visits import VisitFilter
from sync.client.channel import HttpChannel
from sync.client.transport import HttpTransport
from sync.client.worker import SyncReport
from sync.wire import digest_of
from tests.torture import erased, life
from tests.torture.laptops import ADDRESS, Laptop
from tests.torture.network import Line
from tests.torture.world import World

MOST_ROUNDS = 12


def come_to_rest(world: World) -> None:
    """Let all that is under way arrive, everybody finish what they began, and everybody sync."""
    while world.network.under_way:
        world.network.deliver(-1)
    for laptop in world.visitors:
        life.file_drafts(laptop.desk)
    for _round in range(MOST_ROUNDS):
        outcomes = {laptop.name: _sync(world, laptop) for laptop in world.working}
        honest = world.honest
        offices = [laptop for laptop in honest if laptop.desk.identity.coordinator]
        decided = sum(life.decide(laptop.desk, take=True) for laptop in offices)
        for laptop in offices:
            life.approve(laptop.desk)
        if decided or _opened_all(offices[0]) or any(map(_waiting, honest)):
            continue
        # Who waits to be let in waits for an invitation that may have run out, or gone with a disk.
        beside = _beside_the_mistaken(world)
        if all(_nothing_left(outcomes[laptop.name]) for laptop in honest if laptop not in beside):
            return
    raise AssertionError(f"no rest after {MOST_ROUNDS} rounds: {outcomes}")


def check(world: World) -> None:
    """Say what is lost, doubled or different; to be asked once all has come to rest."""
    there = {str(name): str(digest) for name, digest in world.server.rows(_FILED)}
    honest = world.honest
    lost = world.ever - world.void - set(there) - _for_nobody(world)
    assert not lost, f"lost: {_names(world, lost)}"
    beside = _beside_the_mistaken(world)
    for laptop in honest:
        if laptop not in beside:
            _same_as_server(world, laptop)
        _nothing_twice(world, laptop)
    erased.check(world, honest)
    offices = [laptop for laptop in honest if laptop.desk.identity.coordinator]
    if not _key_destroyed(honest):
        _same_on_all(offices)
        erased.check_offices(offices)
    for member in {laptop.member for laptop in honest}:
        theirs = [laptop for laptop in honest if laptop.member == member]
        _same_on_all(theirs)


def _key_destroyed(honest: list[Laptop]) -> bool:
    """Whether every copy of an office key is gone with the disks it was on.

    What was sealed to it is with its author and whom else it was for; the office has begun another key.
    """
    offices = [laptop for laptop in honest if laptop.desk.identity.coordinator]
    held: set[str] = set()
    for laptop in offices:
        with laptop.store.open_reading() as unit:
            held |= {str(key) for key in laptop.desk.keyring.openers(unit)}
    roster = offices[0].device.roster
    assert roster.office.key_id in held, "the office seals to a key that nobody has"
    return any(key.key_id not in held for key in roster.office_keys)


def shown(laptop: Laptop) -> dict[str, Any]:
    """What screens and figures are made of, apart from what only this laptop has."""
    desk = laptop.desk
    lines = desk.visits.list(VisitFilter(stage=Stage.SUBMITTED))
    reports = [desk.reviews.read(line.visit_id) for line in lines]
    with laptop.store.open_reading() as unit:
        settings = unit.settings.current()
    return {
        "visits": lines,
        "reports": [replace(report, record=None) for report in reports],  # type: ignore[arg-type]
        "awaiting": desk.reviews.awaiting(),
        "overrides": desk.overrides.all(),
        "members": desk.scheme.members(),
        "settings": settings,
        "devices": sorted(one.key_id for one in laptop.device.roster.active_devices()),
    }


_FILED = "SELECT record_id, digest FROM envelopes"


def _sync(world: World, laptop: Laptop) -> SyncReport | SyncError:
    outcome = laptop.sync(world.network)
    world.look_at(laptop)
    return outcome


def _opened_all(office: Laptop) -> bool:
    """Have a coordinator open every report, so that nobody owes a word by looking."""
    before = office.store.commits
    for line in office.desk.reviews.list():
        office.desk.reviews.read(line.visit_id)
    return office.store.commits > before


def _beside_the_mistaken(world: World) -> list[Laptop]:
    """Laptops of a member of whom another is mistaken in believing that it belongs.

    They may have taken from a stick what was sealed to that one, and the server does not count it as theirs.
    """
    honest = world.honest
    mistaken = {one.member for one in world.working if one.enrolled and one not in honest}
    return [one for one in honest if one.member in mistaken]


def _for_nobody(world: World) -> set[str]:
    """What the server takes from nobody: what was refused, and all of laptops that never belonged."""
    office, honest = world.laptops[0], world.honest
    records = office.store.saved_records.items()
    found = {str(name) for name, record in records if record.reason == Standing.REFUSED_BY_COORDINATOR.value}
    for laptop in world.working:
        if laptop not in honest:
            mine = laptop.store.saved_records.items()
            found |= {str(name) for name, record in mine if record.written_here}
    return found


def _nothing_left(outcome: SyncReport | SyncError) -> bool:
    if isinstance(outcome, SyncError):
        return isinstance(outcome, NotYetEnrolled | DeviceRemoved)
    return outcome.complete and not (outcome.sent or outcome.received or outcome.mended)


def _same_as_server(world: World, laptop: Laptop) -> None:
    """Both sides hold the same, and nothing waits to be sent."""
    waiting = [(record.kind, record.state, record.reason) for record in _waiting(laptop)]
    assert not waiting, f"{laptop.name} never sent {waiting}"
    held = laptop.desk.sync.held()
    line = Line(world.network, lambda: None)
    with HttpChannel(ADDRESS, signer=laptop.device.keys, clock=world.clock.now, inner=line) as channel:
        transport = HttpTransport(channel, laptop.desk.identity.scheme_id)
        theirs = transport.heads()
        cursor = laptop.desk.sync.cursor()
        assert cursor is not None
        summary = transport.summary(cursor)
    assert held == theirs, f"{laptop.name} and the server differ in {set(held.items()) ^ set(theirs.items())}"
    assert (summary.count, summary.digest) == (len(held), digest_of(held))


def _nothing_twice(world: World, laptop: Laptop) -> None:
    """Everything comes once more, and it changes nothing."""
    before, commits = shown(laptop), laptop.store.commits
    pages = []
    line = Line(world.network, lambda: None)
    with HttpChannel(ADDRESS, signer=laptop.device.keys, clock=world.clock.now, inner=line) as channel:
        transport = HttpTransport(channel, laptop.desk.identity.scheme_id)
        page = transport.pull(None)
        pages.append(page)
        while page.more:
            page = transport.pull(page.next_cursor)
            pages.append(page)
    for page in pages:
        outcome = laptop.desk.sync.save_pull(page.records, page.next_cursor)
        assert outcome.new == 0
    assert shown(laptop) == before
    for report in before["reports"]:
        names = [event.record_id for event in report.review.events]
        assert len(names) == len(set(names)), f"{laptop.name}: a word counts twice"
        steps = [step.record_id for concern in report.concerns for step in concern.steps]
        assert len(steps) == len(set(steps)), f"{laptop.name}: a step counts twice"
    assert laptop.store.commits <= commits + len(pages)


def _same_on_all(laptops: list[Laptop]) -> None:
    if len(laptops) < 2:
        return
    first, views = laptops[0], [shown(laptop) for laptop in laptops]
    for laptop, view in zip(laptops[1:], views[1:], strict=True):
        for what, seen in views[0].items():
            assert view[what] == seen, (
                f"{first.name} and {laptop.name} differ in {what}: {_differences(first, laptop)}"
            )


def _differences(one: Laptop, other: Laptop) -> list[str]:
    """Which records count on one of two laptops only."""
    found = []
    for name, record in (one.store.saved_records | other.store.saved_records).items():  # type: ignore[operator]
        states = [laptop.store.saved_records.get(name) for laptop in (one, other)]
        if len({state is not None and state.state in COUNTS for state in states}) > 1:
            found.append(
                f"{record.kind} {name} of {record.device}: {[s and (s.state, s.reason) for s in states]}"
            )
    return found


def _waiting(laptop: Laptop) -> list[Any]:
    states = (RecordState.PENDING, RecordState.SEALED)
    return [record for record in laptop.store.saved_records.values() if record.state in states]


def _names(world: World, lost: set[str]) -> list[str]:
    found = []
    for name in sorted(lost):
        holders = [
            f"{laptop.name}: {record.kind} {record.state} {record.reason}"
            for laptop in world.laptops
            if (record := laptop.store.saved_records.get(name)) is not None  # type: ignore[call-overload]
        ]
        found.append(f"{name} ({'; '.join(holders)})")
    return found
