"""The `icv-server` command."""

from __future__ import annotations

import os
import signal
import socket
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
import uvicorn
from uvicorn.supervisors.multiprocess import Multiprocess

from sync.server import worker
from sync.server.app import build_app, utc_now
from sync.server.database import Database
from sync.server.erasing import carry_out_again, clear_traces, has_traces
from sync.server.logs import configure_logs
from sync.server.metrics import SHARED_FOLDER
from sync.server.migrate import begin_new_incarnation, is_current, migrate
from sync.server.problems import Refused
from sync.server.registration import register_scheme
from sync.server.rosters import Rosters
from sync.server.settings import Settings, settings_from
from sync.server.version import VERSION

GRACE_S = 10
BACKLOG = 512

app = typer.Typer(
    name="icv-server",
    help="Keeps the sealed records of custody-visiting schemes; it cannot read them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

DataFolder = Annotated[
    Path,
    typer.Option(
        envvar="ICV_SERVER_DATA",
        help="Folder of the SQLite database; not used when ICV_DATABASE_URL names a PostgreSQL.",
    ),
]


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"icv-server {VERSION}")
        raise typer.Exit


@dataclass(frozen=True, slots=True)
class _Serving:
    """How `serve` was asked to run."""

    tls_cert: Path | None
    tls_key: Path | None
    processes: int
    proxies: str | None


@app.callback()
def about(
    _version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Keep the sealed records of custody-visiting schemes."""


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free port and prints it.")] = 8470,
    data: DataFolder = Path("icv-server-data"),
    tls_cert: Annotated[Path | None, typer.Option(exists=True, dir_okay=False)] = None,
    tls_key: Annotated[Path | None, typer.Option(exists=True, dir_okay=False)] = None,
    processes: Annotated[
        int, typer.Option(min=1, max=64, help="Processes that answer; more than one needs PostgreSQL.")
    ] = 1,
    behind_proxy: Annotated[
        str | None,
        typer.Option(help="Addresses of proxies whose X-Forwarded-For is believed, with commas between."),
    ] = None,
) -> None:
    """Answer requests until stopped; a stop lets running requests finish."""
    if (tls_cert is None) != (tls_key is None):
        _give_up("--tls-cert and --tls-key are only used together.")
    configure_logs()
    settings = _settings(data)
    database = _open(settings, data)
    try:
        _require_tables(database, settings)
        if processes > 1 and settings.is_sqlite:
            _give_up("Several processes need PostgreSQL: SQLite has one writer at a time anyway.")
        listener = _listen(host, port)
        options = _Serving(tls_cert, tls_key, processes, behind_proxy)
        if processes > 1:
            database.dispose()
            _run_several(data, listener, options)
        else:
            _run_alone(settings, database, listener, options)
    finally:
        database.dispose()


@app.command("migrate")
def migrate_command(data: DataFolder = Path("icv-server-data")) -> None:
    """Bring the database's tables to what this version needs."""
    database = _open(_settings(data), data)
    try:
        revision = migrate(database, utc_now())
    except Refused as refusal:
        _give_up(refusal.problem.message)
    finally:
        database.dispose()
    typer.echo(f"The database is at revision {revision}.")


@app.command("init-scheme")
def init_scheme(
    rootfile: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The scheme's root.")],
    data: DataFolder = Path("icv-server-data"),
) -> None:
    """Register a scheme by the root that its first coordinator made."""
    settings = _settings(data)
    database = _open(settings, data)
    try:
        _require_tables(database, settings)
        registered = register_scheme(database, rootfile.read_bytes(), utc_now())
    except Refused as refusal:
        _give_up(refusal.problem.message)
    finally:
        database.dispose()
    typer.echo(f"scheme {registered.scheme_id}")
    typer.echo(f"name {registered.scheme_name}")
    typer.echo(f"fingerprint {registered.fingerprint}")


@app.command("restored")
def restored(data: DataFolder = Path("icv-server-data")) -> None:
    """Say that the database was restored from a backup, so that clients fill it again."""
    settings = _settings(data)
    database = _open(settings, data)
    try:
        _require_tables(database, settings)
        with database.writing() as connection:
            incarnation = begin_new_incarnation(connection, utc_now())
        _erase_again(database)
    except Refused as refusal:
        _give_up(refusal.problem.message)
    finally:
        database.dispose()
    typer.echo(f"incarnation {incarnation}")


@app.command("scrub")
def scrub(data: DataFolder = Path("icv-server-data")) -> None:
    """Carry out every erasure run once more and write the database anew, so that no trace is left."""
    settings = _settings(data)
    database = _open(settings, data)
    try:
        _require_tables(database, settings)
        changed, cleared = _erase_again(database)
    except Refused as refusal:
        _give_up(refusal.problem.message)
    finally:
        database.dispose()
    typer.echo(f"erased again {changed}")
    if not cleared:
        _give_up("Somebody is reading the database, so its log was not cut; run icv-server scrub again.")
    typer.echo("written anew")


def _erase_again(database: Database) -> tuple[int, bool]:
    with database.writing() as connection:
        changed = carry_out_again(connection, Rosters(), int(utc_now().timestamp()))
    return changed, clear_traces(database)


def _settings(data: Path) -> Settings:
    try:
        return settings_from(data)
    except ValueError as error:
        _give_up(f"{error}.")


def _open(settings: Settings, data: Path) -> Database:
    try:
        if settings.is_sqlite:
            data.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Database(settings.database_url)
    except OSError as error:
        _give_up(f"The folder {data} cannot be used: {error.strerror}.")
    except ValueError as error:
        _give_up(f"{error}.")


def _require_tables(database: Database, settings: Settings) -> None:
    """Migrate a database of our own; somebody else's is migrated by its administrator, after a backup."""
    try:
        if settings.is_sqlite:
            migrate(database, utc_now())
            with database.reading() as connection:
                left = has_traces(connection)
            if left:  # the server ended between erasing and tidying up
                clear_traces(database)
            return
        with database.reading() as connection:
            current = is_current(connection)
    except Refused as refusal:
        _give_up(refusal.problem.message)
    if not current:
        _give_up("The database's tables are not those of this version; run icv-server migrate first.")


def _listen(host: str, port: int) -> socket.socket:
    # `create_server` leaves the protocol open, and asyncio then leaves small answers to wait for an
    # acknowledgement: 40 ms for each request on a connection that is kept.
    listener = socket.socket(_family(host), socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
        return listener
    except OSError as error:
        _give_up(f"Cannot listen on {host} port {port}: {error.strerror or error}.")


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _config(web: Callable[..., Any] | str, options: _Serving) -> uvicorn.Config:
    return uvicorn.Config(
        web,
        factory=isinstance(web, str),
        workers=options.processes,
        log_config=None,
        access_log=False,
        server_header=False,
        # Nobody is believed to be a proxy unless the administrator named it.
        proxy_headers=options.proxies is not None,
        forwarded_allow_ips=options.proxies,
        timeout_graceful_shutdown=GRACE_S,
        ssl_certfile=options.tls_cert,
        ssl_keyfile=options.tls_key,
    )


def _url_of(listener: socket.socket, options: _Serving) -> str:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"{'https' if options.tls_cert else 'http'}://{shown}:{port}"


def _run_alone(settings: Settings, database: Database, listener: socket.socket, options: _Serving) -> None:
    config = _config(build_app(settings, database), options)
    # Once it has stopped in good order, uvicorn raises the signal again for whoever was there before it.
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: None)
    _AnnouncingServer(config, _url_of(listener, options)).run(sockets=[listener])


def _run_several(data: Path, listener: socket.socket, options: _Serving) -> None:
    """Watch over processes that answer at the same address; one that ends is replaced."""
    os.environ[worker.DATA] = str(data)
    config = _config("sync.server.worker:app", options)
    with tempfile.TemporaryDirectory(prefix="icv-server-metrics-") as folder:
        os.environ[SHARED_FOLDER] = folder
        print(f"listening on {_url_of(listener, options)}", flush=True)
        Multiprocess(config, [listener]).run()


class _AnnouncingServer(uvicorn.Server):
    """Says on standard output where it listens, once it does."""

    def __init__(self, config: uvicorn.Config, url: str) -> None:
        super().__init__(config)
        self._url = url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(f"listening on {self._url}", flush=True)


def _give_up(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def main() -> None:
    """Run the command."""
    app()


if __name__ == "__main__":
    main()
