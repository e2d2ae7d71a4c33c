"""How far the demo has come: a progress bar on a terminal, one line for each step elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Show(Protocol):
    """Told of every step and of everything done in it."""

    @contextmanager
    def step(self, title: str, total: int) -> Iterator[Callable[[], None]]:
        """Show a step while the block lasts; what it yields is called for each of `total` things done."""
        ...


class ProgressBars:
    """A bar for each step, one under the other; used as a context manager.

    Several steps may run at once.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress = Progress(
            TextColumn("{task.description:<34}"),
            BarColumn(bar_width=32),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
        )

    def __enter__(self) -> ProgressBars:
        if self._console.is_terminal:
            self._progress.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        if self._console.is_terminal:
            self._progress.stop()

    @contextmanager
    def step(self, title: str, total: int) -> Iterator[Callable[[], None]]:
        """See `Show.step`."""
        if not self._console.is_terminal:
            self._console.print(f"{title} …", highlight=False)
        task = self._progress.add_task(title, total=total)
        yield lambda: self._progress.advance(task)
