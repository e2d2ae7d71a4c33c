"""`icv demo`: makes the demo, says what came of it, and opens the application on it."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from icv_app.bootstrap.places import has_display
from icv_app.demo.readme import readme, summary
from icv_app.demo.run import Made, make_demo
from icv_app.demo.scheme import FULL, SMALL
from icv_app.demo.server import DemoServer
from icv_app.demo.show import ProgressBars
from icv_app.errors import SyncError
from icv_app.words import _


def make_and_open(out: Path, *, seed: int, small: bool, window: bool) -> None:
    """Make the demo in a folder and open the application on it where there is a display.

    Raises:
        IcvError: See `make_demo`.
    """
    console = Console()
    with ProgressBars(console) as bars:
        made = make_demo(out, seed=seed, show=bars, targets=SMALL if small else FULL)
    _say(console, summary(made.figures))
    _say(console, readme(made.folder, made.visitor, made.server_port))
    if window:
        open_on_it(made, console)


def open_on_it(made: Made, console: Console) -> None:
    """Open the coordinator's vault where there is a display; the demo's server runs as long as it is open."""
    if not has_display():
        _say(console, _("There is no display here, so the application was not opened."))
        return
    from icv_app.bootstrap.application import run

    _say(console, _("Opening the application as the coordinator; the passphrase is above."))
    server = DemoServer(made.folder.server_data, made.folder.server_log, port=made.server_port)
    try:
        server.start()
    except SyncError as error:
        # The application works without it; only synchronising does not.
        _say(console, error.user_text)
    try:
        run(made.folder.coordinator)
    finally:
        server.stop()


def _say(console: Console, text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)
