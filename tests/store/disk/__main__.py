"""Every act on a disk that fails at its n-th write or read.

`python -m tests.store.disk MOST [ACT ...]` tries at most so many n, spread evenly, for every act and fault
(0: every n there is, which takes half an hour) and prints as JSON how many trials there were of each act.
"""

from __future__ import annotations

import errno
import json
import logging
import shutil
import sys
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path

import structlog

from icv_app.errors import IcvError
from tests.store.disk.acts import Act, Trial, acts, opened_again
from tests.store.disk.failing_disk import Disk, Fault, is_failing_disk, run_on_it
from tests.store.disk.laptops import (
    Laptop,
    a_visitors_and_an_offices,
    content_of,
    opened,
    without_shared_memory,
)

FAULTS = (
    Fault("one error", errno.EIO, once=True),
    Fault("errors from then on", errno.EIO, once=False, half=True),
    Fault("full", errno.ENOSPC, once=False, half=True),
    Fault("unreadable from then on", errno.EIO, once=False, reads=True),
    Fault("one unreadable place", errno.EIO, once=True, reads=True),
)
Content = dict[str, list[tuple[object, ...]]]


def main(folder: Path, most: int, names: list[str]) -> dict[str, int]:
    """Try the named acts, or all; return the number of trials of each.

    Raises:
        AssertionError: Something was lost, half done or not said; names the trial.
    """
    visitor, office = a_visitors_and_an_offices(folder)
    crashed = _crashed(visitor, folder / "crashed")
    disk, tried, before = Disk(), {}, {}
    for laptop in (visitor, office, crashed):
        before[laptop.folder] = _as_it_is(laptop, folder / "trial")
    for act in acts(folder).values():
        if names and act.name not in names:
            continue
        laptop = office if act.office else crashed if act.after_a_crash else visitor
        trying = partial(_tried, disk, act, laptop, folder / "trial", before[laptop.folder])
        tried[act.name] = 0
        for place, fault in enumerate(FAULTS):
            calls = trying(fault, 0)
            assert calls > 0 or fault.reads, f"{act.name} writes nothing"
            for number in _numbers(calls, most, place / len(FAULTS)):
                try:
                    trying(fault, number)
                except Exception as error:
                    raise AssertionError(f"{act.name}, {fault.name}, call {number} of {calls}") from error
                tried[act.name] += 1
    return tried


def _crashed(laptop: Laptop, folder: Path) -> Laptop:
    """The laptop after an edit, as a power cut leaves it."""
    with opened(laptop.vault) as vault, vault.open_unit() as unit:
        unit.meta.put("note", "kept")
        unit.commit()
        shutil.copytree(laptop.folder, folder, ignore=without_shared_memory)
    return laptop.at(folder)


def _numbers(calls: int, most: int, shift: float) -> list[int]:
    """The calls to fail: all, or some with equal steps between them and one near the end.

    There what was written is made whole: a copy was once taken for one that lacked all its content.
    """
    if calls == 0:
        return []
    if most == 0 or most >= calls:
        return list(range(1, calls + 1))
    return [*(1 + int((place + shift) * calls / most) for place in range(most)), calls - calls // 16]


def _tried(
    disk: Disk, act: Act, template: Laptop, place: Path, before: Content, fault: Fault, number: int
) -> int:
    """Do an act while a call fails and judge what came of it; return how many calls there were."""
    trial = Trial(_copied(template, place))
    if act.at_work:
        trial.vault = opened(trial.laptop.vault)
    said: IcvError | None = None
    with act.around():
        try:
            with disk.failing(place / act.where, fault, number):
                act.do(trial)
        except IcvError as error:
            said = error
        calls = disk.counted
        _judge(act, trial, said, before)
    return calls


def _copied(laptop: Laptop, place: Path) -> Laptop:
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(laptop.folder, place)
    return laptop.at(place)


def _as_it_is(laptop: Laptop, place: Path) -> Content:
    with opened(_copied(laptop, place).vault) as vault:
        return content_of(vault)


def _judge(act: Act, trial: Trial, said: IcvError | None, before: Content) -> None:
    assert said is None or said.user_text.strip().endswith("."), "no sentence"
    if trial.vault is not None and not trial.vault.locked:
        _judge_at_work(act, trial, said, before)
        _judge_after_a_crash(act, trial, said, before)
        with suppress(IcvError):
            trial.vault.close()
    trial.vault = opened_again(trial)
    try:
        _judge_opened(act, trial, said, before)
        trial.vault.check()
    finally:
        trial.vault.close()


def _judge_at_work(act: Act, trial: Trial, said: IcvError | None, before: Content) -> None:
    if said is None:
        assert act.happened(trial), "said to be done, and is not"
    else:
        assert content_of(trial.open) == before, f"said that nothing was changed: {said}"


def _judge_after_a_crash(act: Act, trial: Trial, said: IcvError | None, before: Content) -> None:
    """Had the machine stopped just then, all that was acknowledged would be there."""
    place = trial.laptop.folder.with_name("after-a-crash")
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(trial.laptop.folder, place, ignore=without_shared_memory)
    there = Trial(trial.laptop.at(place), said=trial.said, passphrase=trial.passphrase)
    there.vault = opened_again(there)
    with there.vault:
        _judge_opened(act, there, said, before)


def _judge_opened(act: Act, trial: Trial, said: IcvError | None, before: Content) -> None:
    assert trial.open.missing_changes == 0, "changes are said to be missing"
    happened = act.happened(trial)
    if said is None:
        assert happened, "said to be done, and is not there any more"
    elif not happened:
        assert content_of(trial.open) == before, f"half done: {said}"


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    most, *names = sys.argv[1:]
    with tempfile.TemporaryDirectory() as place:
        if is_failing_disk():
            print(json.dumps(main(Path(place), int(most), names)))
        else:
            print(run_on_it(Path(place), "tests.store.disk", *sys.argv[1:]), end="")
