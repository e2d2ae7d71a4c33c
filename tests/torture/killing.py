"""Two servers over one PostgreSQL and many laptops, all of them killed at random; then the account of it.

`python -m tests.torture.killing DATABASE_URL [--seconds N] [--clients N] [--seed N] [--hasty]` prints the
figures as JSON. It forks, so it is a process of its own, without threads.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog

from icv_app.bootstrap.wiring import privacy_guard
from sync.server.database import Database
from sync.server.migrate import migrate
from sync.server.registration import register_scheme
from tests.servers import ROOT
from tests.torture.accounts import Account, account_of
from tests.torture.at_work import Ledger, synchronised, work_until_killed
from tests.torture.processes import Forked, Server
from tests.torture.real_scheme import RealScheme, Seat, a_real_scheme

SERVER_SHARE = 0.1
"""The share of kills that strike a server."""
MOST_BETWEEN_S = 1.0
SERVERS = 2
MOST_ROUNDS = 5
NO_LIMITS = {
    f"ICV_{who}_REQUESTS_{what}": "1000000"
    for who in ("DEVICE", "ADDRESS")
    for what in ("PER_SECOND", "BURST")
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The figures of one run.

    Attributes:
        kills: `kill -9` of servers and of laptops.
        written: Records that a laptop said it keeps.
        acknowledged: Records whose receipt came.
        lost: Records of either kind that are missing anywhere they belong.
        duplicated: Records, words and numbers that are there more than once.
    """

    seed: int
    seconds: float
    clients: int
    kills: int
    server_kills: int
    written: int
    acknowledged: int
    lost: int
    duplicated: int


class Killing:
    """One run, with its data in a folder."""

    def __init__(
        self, folder: Path, database_url: str, *, clients: int, seed: int, hasty: bool = False
    ) -> None:
        self._folder = folder
        self._database_url = database_url
        self._chance = random.Random(seed)
        self._hasty = hasty
        environment = {**NO_LIMITS, "ICV_DATABASE_URL": database_url}
        self.servers = [Server(folder / f"server-{n}", environment) for n in range(SERVERS)]
        self.urls = [server.url for server in self.servers]
        self.scheme = self._prepared(clients)
        self.clients = [self._client(seat) for seat in self.scheme.seats]
        self.kills = self.server_kills = 0

    def run(self, seconds: float) -> None:
        """Kill for so long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            # A random moment is what is tried out: there is no event to wait for.
            time.sleep(self._chance.uniform(0, MOST_BETWEEN_S))
            if self._chance.random() < SERVER_SHARE:
                server = self._chance.choice(self.servers)
                server.kill()
                server.start()
                self.server_kills += 1
            else:
                client = self._chance.choice(self.clients)
                assert not client.ended(), f"a laptop's process ended by itself: {self._failures()}"
                client.kill()
                client.start()
            self.kills += 1

    def break_a_promise(self) -> None:
        """Kill the first laptop that says a record is written."""
        while True:
            for client, seat in zip(self.clients, self.scheme.seats, strict=True):
                if b"\nwritten" in self._ledger(seat).read_bytes():
                    client.kill()
                    self.kills += 1
                    return
            assert not any(client.ended() for client in self.clients), self._failures()
            time.sleep(0.05)

    def start(self) -> None:
        for server in self.servers:
            server.start()
        for server in self.servers:
            server.wait_until_ready()
        for seat in self.scheme.seats:
            self._settled(seat)
        for client in self.clients:
            client.start()

    def stop_work(self) -> None:
        """Kill every laptop a last time."""
        for client in self.clients:
            client.kill()
        self.kills += len(self.clients)

    def stop(self) -> None:
        for client in self.clients:
            client.kill()
        for server in self.servers:
            server.kill()

    def come_to_rest(self) -> None:
        """Everybody synchronises until there is nothing left to do."""
        for server in self.servers:
            server.wait_until_ready()
        for round_ in range(MOST_ROUNDS):
            quiet = [self._settled(seat) for seat in self.scheme.seats]
            if all(quiet) and round_:
                return
        raise AssertionError(f"no rest after {MOST_ROUNDS} rounds")

    def account(self) -> Account:
        return account_of(self._database_url, self.scheme.seats, self._ledgers())

    def _settled(self, seat: Seat) -> bool:
        with seat.at_work() as desk:
            report = synchronised(desk, self._chance.choice(self.urls), Ledger(self._ledger(seat)))
        assert report.complete, f"{seat.member}: {report}"
        return not (report.sent or report.received or report.mended)

    def _prepared(self, clients: int) -> RealScheme:
        scheme = a_real_scheme(self._folder / "laptops", clients, self.urls[0])
        database = Database(self._database_url)
        migrate(database, datetime.now(UTC))
        register_scheme(database, scheme.root, datetime.now(UTC))
        database.dispose()
        privacy_guard()  # loaded once, and forked with everybody
        return scheme

    def _client(self, seat: Seat) -> Forked:
        def work() -> None:
            work_until_killed(seat, self.urls, self._ledger(seat), time.monotonic_ns(), hasty=self._hasty)

        return Forked(work)

    def _ledger(self, seat: Seat) -> Path:
        return self._folder / f"{seat.member}.ledger"

    def _ledgers(self) -> dict[str, Path]:
        return {seat.member: self._ledger(seat) for seat in self.scheme.seats}

    def _failures(self) -> list[str]:
        lines = [line for file in self._ledgers().values() for line in file.read_text().splitlines()]
        return [line for line in lines if line.startswith("failed")]


def kill_at_random(
    database_url: str, *, seconds: float, clients: int, seed: int, hasty: bool = False
) -> Outcome:
    """Kill for so long, let everybody synchronise in peace, and account for every record.

    Args:
        database_url: An empty PostgreSQL.
        seconds: Of killing.
        clients: Members, each with a laptop.
        seed: For who is killed, and when.
        hasty: Laptops say that a record is written before it is, and one is killed in between.
    """
    with tempfile.TemporaryDirectory(prefix="icv-kill-") as folder:
        killing = Killing(Path(folder), database_url, clients=clients, seed=seed, hasty=hasty)
        try:
            killing.start()
            if hasty:
                killing.break_a_promise()
            else:
                killing.run(seconds)
            killing.stop_work()
            killing.come_to_rest()
            account = killing.account()
        finally:
            killing.stop()
    for line in (*account.lost, *account.duplicated):
        print(line, file=sys.stderr)
    return Outcome(
        seed=seed,
        seconds=seconds,
        clients=clients,
        kills=killing.kills,
        server_kills=killing.server_kills,
        written=account.written,
        acknowledged=account.acknowledged,
        lost=len(account.lost),
        duplicated=len(account.duplicated),
    )


def in_a_process_of_its_own(
    database_url: str, *, seconds: float, clients: int, seed: int, hasty: bool = False
) -> Outcome:
    """The same, in a process that has no windows and no threads, so that it can fork."""
    command = [sys.executable, "-m", "tests.torture.killing", database_url]
    command += ["--seconds", str(seconds), "--clients", str(clients), "--seed", str(seed)]
    process = subprocess.Popen(
        [*command, *(["--hasty"] if hasty else [])], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        said, _nothing = process.communicate()
    finally:
        # Ended from outside, it still has its own processes to end.
        process.send_signal(signal.SIGTERM)
        process.wait()
    assert process.returncode == 0, "the run failed: see above"
    return Outcome(**json.loads(said))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("database_url")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hasty", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    given = _arguments()
    outcome = kill_at_random(
        given.database_url,
        seconds=given.seconds,
        clients=given.clients,
        seed=given.seed,
        hasty=given.hasty,
    )
    print(json.dumps(asdict(outcome)))
