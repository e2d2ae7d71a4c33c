"""Two more processes in which visitors' devices live, so that both cores record visits."""

from __future__ import annotations

import multiprocessing
import signal
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import assert_never

from icv_app.bootstrap.logs import log_quietly
from icv_app.demo.agenda import Action
from icv_app.demo.device import Device
from icv_app.demo.doing import visit_and_answer
from icv_app.demo.recording import Recorded
from icv_app.demo.scheme import FOUNDED_AT
from icv_app.domain.ids import MemberId, VisitId
from icv_app.errors import IcvError
from icv_app.seal.invitations import Invitation
from icv_app.seal.passphrases import KdfCost


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Make a member's vault in a folder and answer the invitation."""

    member: MemberId
    folder: Path
    passphrase: str
    cost: KdfCost
    invitation: bytes


@dataclass(frozen=True, slots=True)
class Settle:
    """Note that the coordinator has approved the member's device, and fetch the scheme."""

    member: MemberId


@dataclass(frozen=True, slots=True)
class Do:
    """Do a member's part of the agenda; `known` are the visits of others it speaks of."""

    member: MemberId
    actions: Sequence[Action]
    known: Mapping[VisitId, Recorded]


@dataclass(frozen=True, slots=True)
class Finish:
    """Fetch what is new a last time, mark the vaults as living at `present` and lock them."""

    present: datetime


Order = Join | Settle | Do | Finish


@dataclass(frozen=True, slots=True)
class _OneDone:
    """One action, or one enrolment, is done."""


@dataclass(frozen=True, slots=True)
class _AllDone:
    filed: Mapping[VisitId, Recorded]


@dataclass(frozen=True, slots=True)
class _Failed:
    """An expected failure, or the traceback of a defect."""

    detail: str
    user_text: str | None


@dataclass(slots=True)
class _House:
    """The devices of one worker process."""

    seed: int
    devices: dict[MemberId, Device] = field(default_factory=dict)

    def obey(self, order: Order, told: Callable[[], None]) -> Mapping[VisitId, Recorded]:
        match order:
            case Join():
                self.devices[order.member] = Device.joining(
                    order.folder,
                    order.passphrase,
                    order.cost,
                    Invitation.from_bytes(order.invitation),
                    self.seed,
                    FOUNDED_AT,
                )
                told()
            case Settle():
                self.devices[order.member].enrolled()
            case Do():
                device = self.devices[order.member]
                return visit_and_answer(device, order.actions, order.known, told)
            case Finish():
                for device in self.devices.values():
                    device.clock.set(order.present)
                    device.synchronise()
                    device.settle(order.present)
                self.close()
            case _:
                assert_never(order)
        return {}

    def close(self) -> None:
        while self.devices:
            self.devices.popitem()[1].close()


def _work(line: Connection, seed: int) -> None:
    """What a worker process does until its connection closes: lists of orders, one after the other."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it stops it in good order
    log_quietly()
    house = _House(seed)
    try:
        while True:
            orders: list[Order] = line.recv()
            filed: dict[VisitId, Recorded] = {}
            for order in orders:
                filed.update(house.obey(order, lambda: line.send(_OneDone())))
            line.send(_AllDone(filed))
    except EOFError:
        return
    except IcvError as error:
        line.send(_Failed(str(error), error.user_text))
    except Exception:  # noqa: BLE001 - a defect, told to the process that shows it
        line.send(_Failed(traceback.format_exc(), None))
    finally:
        house.close()


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    line: Connection
    busy: bool = False


class Workers:
    """Processes that hold the visitors' devices; every member belongs to one of them.

    `begin` hands out orders, `hear` takes in what has been done so far, `finish` waits for the rest:
    meanwhile this process can do something else.
    """

    def __init__(self, workers: Sequence[_Worker]) -> None:
        self._workers = workers
        self._home: dict[MemberId, _Worker] = {}
        self._filed: dict[VisitId, Recorded] = {}

    def settle_in(self, members: Sequence[MemberId]) -> None:
        """Say which members there are; they are dealt out evenly."""
        for place, member in enumerate(members):
            self._home[member] = self._workers[place % len(self._workers)]

    def begin(self, orders: Sequence[Order]) -> None:
        """Hand out orders, each to the process of its member; `Finish` goes to all."""
        for worker in self._workers:
            own = [
                order for order in orders if isinstance(order, Finish) or self._home[order.member] is worker
            ]
            if own:
                worker.line.send(own)
                worker.busy = True

    def hear(self, told: Callable[[], None], *, patience_s: float | None = 0) -> None:
        """Take in what the workers have said; `told` is called for each thing done.

        Args:
            told: Called in this process.
            patience_s: How long to wait for something to hear; `None` for as long as it takes.

        Raises:
            IcvError: An expected failure in a worker.
            RuntimeError: A defect in a worker, with its traceback.
        """
        busy = [worker for worker in self._workers if worker.busy]
        heard = wait([worker.line for worker in busy], patience_s) if busy else []
        for worker in busy:
            if worker.line in heard:
                self._take(worker, told)

    def finish(self, told: Callable[[], None]) -> dict[VisitId, Recorded]:
        """Wait until every order is obeyed; return the visits filed since the last time.

        Raises:
            IcvError, RuntimeError: As `hear`.
        """
        while any(worker.busy for worker in self._workers):
            self.hear(told, patience_s=None)
        filed, self._filed = self._filed, {}
        return filed

    def obey(self, orders: Sequence[Order], told: Callable[[], None]) -> dict[VisitId, Recorded]:
        """Hand out orders and wait until they are obeyed; see `begin` and `finish`."""
        self.begin(orders)
        return self.finish(told)

    def _take(self, worker: _Worker, told: Callable[[], None]) -> None:
        try:
            said: object = worker.line.recv()
        except EOFError:
            raise RuntimeError("a worker of the demo ended unexpectedly") from None
        match said:
            case _OneDone():
                told()
            case _AllDone(filed):
                worker.busy = False
                self._filed.update(filed)
            case _Failed(detail, str(user_text)):
                raise IcvError(detail, user_text=user_text)
            case _Failed(detail):
                raise RuntimeError(detail)
            case _:
                raise RuntimeError(f"a worker said {said!r}")


@contextmanager
def working(number: int, seed: int) -> Iterator[Workers]:
    """Worker processes for as long as the block lasts."""
    context = multiprocessing.get_context("spawn")
    with ExitStack() as stack:
        workers = []
        for _place in range(number):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, seed), daemon=True)
            process.start()
            theirs.close()
            stack.callback(_end, process, ours)
            workers.append(_Worker(process, ours))
        yield Workers(workers)


def _end(process: BaseProcess, line: Connection) -> None:
    """A closed connection ends the worker; one that does not listen is ended."""
    line.close()
    process.join(20)
    if process.is_alive():
        process.terminate()
        process.join()
