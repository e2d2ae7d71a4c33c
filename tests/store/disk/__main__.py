"""Every act on a disk that fails at its n-th write or read.

`python -m tests.store.disk MOST [ACT ...]` tries so many faults of every act, spread over its calls (0: every
fault at every call, which takes half an hour) and prints as JSON how many trials there were of each act.
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
    for turn, act in enumerate(acts(folder).values()):
        if names and act.name not in names:
            continue
        laptop = office if act.office else crashed if act.after_a_crash else visitor
        trying = partial(_tried, disk, act, laptop, folder / "trial", before[laptop.folder])
        calls = {reads: trying(Fault("counted", 0, once=True, reads=reads), 0) for reads in (False, True)}
        assert calls[False] > 0, f"{act.name} writes nothing"
        chosen = _chosen(calls, most, turn)
        for fault, number in chosen:
            try:
                trying(fault, number)
            except Exception as error:
                raise AssertionError(f"{act.name}, {fault.name}, call {number}") from error
        tried[act.name] = len(chosen)
    return tried


def _chosen(calls: dict[bool, int], most: int, turn: int) -> list[tuple[Fault, int]]:
    """What to try of an act: everything, or so many, the faults in turn and spread over its calls."""
    everything = [(fault, number) for fault in FAULTS for number in range(1, calls[fault.reads] + 1)]
    if most == 0 or most >= len(everything):
        return everything
    chosen = []
    for place in range(most):
        fault = FAULTS[(turn + place) % len(FAULTS)]
        if calls[fault.reads]:
            # One beyond the middle of its share; the last share ends near the end, where what was
            # written is made whole: a backup was once taken for one that lacked all its content.
            chosen.append((fault, 1 + int((place + 0.875) * (calls[fault.reads] - 1) / most)))
    return chosen


def _crashed(laptop: Laptop, folder: Path) -> Laptop:
    """The laptop after an edit, as a power cut leaves it."""
    with opened(laptop.vault) as vault, vault.open_unit() as unit:
        unit.meta.put("note", "kept")
        unit.commit()
        shutil.copytree(laptop.folder, folder, ignore=without_shared_memory)
    return laptop.at(folder)


def _tried(
    disk: Disk, act: Act, template: Laptop, place: Path, before: Content, fault: Fault, number: int
) -> int:
    """Do an act while a call fails (0: none) and judge what came of it; return how many calls there were."""
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
        if number:
            _judge(act, trial, said, before)
        elif trial.vault is not None:
            trial.vault.close()
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
