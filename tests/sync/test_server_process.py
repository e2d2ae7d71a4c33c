"""The `icv-server` command as an administrator meets it."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import text
from typer.testing import CliRunner, Result

from icv_app.errors import SyncError, Unreachable
from icv_app.seal.envelope import read_envelope
from sync.client.channel import HttpChannel
from sync.client.failures import ServerBusy, ServerRefused
from sync.client.transport import HttpTransport, Outgoing
from sync.server.cli import app
from sync.server.database import Database
from sync.server.version import VERSION
from sync.wire import Code
from tests.servers import ROOT, RunningServer, run_command, running_server
from tests.sync.scheme_at_hand import SECRET_SENTENCE, SchemeAtHand


def sent(scheme: SchemeAtHand, server: RunningServer, *envelopes: bytes) -> None:
    with HttpChannel(server.url, signer=scheme.coordinator.keys) as channel:
        batch = [Outgoing(read_envelope(data).record_id, data) for data in envelopes]
        HttpTransport(channel, scheme.scheme_id).push(batch)


def at_once(name: str, *arguments: str, data: Path, environment: dict[str, str] | None = None) -> Result:
    """Run one command in this process."""
    return CliRunner().invoke(app, [name, "--data", str(data), *arguments], env=environment)


def test_it_tells_its_version(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sync.server.cli", "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == f"icv-server {VERSION}"


def test_a_scheme_is_registered_once(tmp_path: Path) -> None:
    scheme = SchemeAtHand()
    root = tmp_path / "root.icv"
    root.write_bytes(scheme.root)

    first = run_command("init-scheme", str(root), data=tmp_path / "data")
    again = run_command("init-scheme", str(root), data=tmp_path / "data")

    assert first.returncode == 0
    assert f"scheme {scheme.scheme_id}" in first.stdout
    assert f"fingerprint {scheme.fingerprint}" in first.stdout
    assert again.returncode == 1
    assert "registered here already" in again.stderr
    assert "Traceback" not in again.stderr


def test_a_file_that_is_no_root_is_refused_in_a_sentence(tmp_path: Path) -> None:
    scheme = SchemeAtHand()
    for content in (b"not a root", scheme.report(scheme.add_visitor()), scheme.root[:-5]):
        file = tmp_path / "file"
        file.write_bytes(content)

        done = at_once("init-scheme", str(file), data=tmp_path / "data")

        assert done.exit_code == 1
        assert done.stderr.startswith("This file is not the root of a scheme")


def test_a_stop_lets_it_end_in_good_order_and_a_new_start_goes_on(tmp_path: Path) -> None:
    scheme = SchemeAtHand()
    visitor = scheme.add_visitor()
    report = scheme.report(visitor)
    with running_server(tmp_path / "data") as server:
        server.register(scheme.root)
        sent(scheme, server, *scheme.statements, report)
        assert server.stop() == 0

    with (
        running_server(tmp_path / "data") as server,
        HttpChannel(server.url, signer=visitor.keys) as channel,
    ):
        page = HttpTransport(channel, scheme.scheme_id).pull(None)

    assert page.records[-1].envelope == report


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    scheme = SchemeAtHand()
    visitor = scheme.add_visitor()
    report = scheme.report(visitor)
    with running_server(tmp_path / "data") as server:
        server.register(scheme.root)
        sent(scheme, server, *scheme.statements, report)
        server.kill()
        with (
            HttpChannel(server.url, signer=visitor.keys) as channel,
            pytest.raises(Unreachable, match="ConnectError") as unreachable,
        ):
            HttpTransport(channel, scheme.scheme_id).pull(None)
        assert "cannot be reached" in unreachable.value.user_text

    with (
        running_server(tmp_path / "data") as server,
        HttpChannel(server.url, signer=visitor.keys) as channel,
    ):
        assert HttpTransport(channel, scheme.scheme_id).pull(None).records[-1].envelope == report


def test_no_word_of_a_report_is_in_the_database_or_the_log(tmp_path: Path) -> None:
    scheme = SchemeAtHand()
    visitor = scheme.add_visitor()
    with running_server(tmp_path / "data") as server:
        server.register(scheme.root)
        sent(scheme, server, *scheme.statements, scheme.report(visitor))
        kept = b"".join(file.read_bytes() for file in server.database_files)
        server.stop()
        logged = server.log.read_bytes()

    assert len(server.database_files) >= 1
    assert read_envelope(scheme.root).hash.encode() in kept
    for word in (SECRET_SENTENCE, "call bell", "cell 7"):
        assert word.encode() not in kept
        assert word.encode() not in logged
    assert visitor.key_id.encode() in logged
    assert [json.loads(line) for line in logged.splitlines()]


def test_a_port_in_use_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run_command("serve", "--port", str(port), data=tmp_path / "data")

    assert done.returncode == 1
    assert f"Cannot listen on 127.0.0.1 port {port}" in done.stderr


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("ICV_DATABASE_URL", "mysql://somewhere/db", "must begin with postgresql://"),
        ("ICV_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none", "cannot reach its database"),
        ("ICV_MAX_BATCH_BYTES", "many", "must be a whole number"),
    ],
)
def test_a_setting_that_cannot_be_used_is_said_in_a_sentence(
    tmp_path: Path, variable: str, value: str, sentence: str
) -> None:
    done = at_once("migrate", data=tmp_path / "data", environment={variable: value})

    assert done.exit_code == 1
    assert sentence in done.stderr
    assert isinstance(done.exception, SystemExit)


def test_a_data_folder_that_cannot_be_used_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    done = at_once("migrate", data=tmp_path / "file" / "data")

    assert done.exit_code == 1
    assert "cannot be used" in done.stderr


def test_postgresql_is_migrated_by_its_administrator(tmp_path: Path, postgres_url: str) -> None:
    environment = {"ICV_DATABASE_URL": postgres_url.replace("+psycopg", "")}
    root = tmp_path / "root.icv"
    root.write_bytes(SchemeAtHand().root)

    refused = at_once("init-scheme", str(root), data=tmp_path / "data", environment=environment)
    migrated = at_once("migrate", data=tmp_path / "data", environment=environment)
    accepted = at_once("init-scheme", str(root), data=tmp_path / "data", environment=environment)

    assert refused.exit_code == 1
    assert "run icv-server migrate first" in refused.stderr
    assert migrated.stdout.startswith("The database is at revision ")
    assert accepted.exit_code == 0


def test_two_processes_over_one_postgresql_are_one_server(tmp_path: Path, postgres_url: str) -> None:
    scheme = SchemeAtHand()
    visitor = scheme.add_visitor()
    with (
        running_server(tmp_path / "a", database_url=postgres_url) as first,
        running_server(tmp_path / "b", database_url=postgres_url) as second,
    ):
        first.register(scheme.root)
        sent(scheme, second, *scheme.statements)
        sent(scheme, first, scheme.report(visitor))
        scheme.remove_device(visitor)
        with HttpChannel(second.url, signer=visitor.keys) as channel:
            assert len(HttpTransport(channel, scheme.scheme_id).pull(None).records) == 4
        sent(scheme, first, *scheme.statements)
        with (
            HttpChannel(second.url, signer=visitor.keys) as channel,
            pytest.raises(ServerRefused) as refused,
        ):
            HttpTransport(channel, scheme.scheme_id).pull(None)

    assert refused.value.code == Code.DEVICE_REMOVED


def test_a_restore_is_told_to_the_server(tmp_path: Path) -> None:
    scheme = SchemeAtHand()
    with running_server(tmp_path / "data") as server:
        server.register(scheme.root)
        with HttpChannel(server.url, signer=scheme.coordinator.keys) as channel:
            transport = HttpTransport(channel, scheme.scheme_id)
            before = transport.server().incarnation
            done = at_once("restored", data=server.data)
            after = transport.server().incarnation

    assert done.stdout.strip() == f"incarnation {after}"
    assert after != before


def test_health_readiness_and_metrics_say_how_it_is(tmp_path: Path) -> None:
    scheme = SchemeAtHand()
    with running_server(tmp_path / "data") as server:
        server.register(scheme.root)
        sent(scheme, server, *scheme.statements, scheme.report(scheme.coordinator))
        health, ready = httpx.get(f"{server.url}/healthz"), httpx.get(f"{server.url}/readyz")
        metrics = httpx.get(f"{server.url}/metrics").text

    assert health.json() == {"status": "ok"}
    assert ready.json() == {"status": "ready"}
    assert 'icv_refusals_total{code="not_allowed"} 1.0' in metrics
    assert 'route="/v1/schemes/{scheme_id}/envelopes",status="200"' in metrics
    assert scheme.scheme_id not in metrics


def test_it_is_not_ready_without_its_tables(tmp_path: Path, postgres_url: str) -> None:
    with running_server(tmp_path / "data", database_url=postgres_url) as server:
        database = Database(postgres_url)
        with database.writing() as connection:
            connection.execute(text("DROP TABLE alembic_version"))
        database.dispose()

        assert httpx.get(f"{server.url}/readyz").status_code == 503
        assert httpx.get(f"{server.url}/healthz").status_code == 200


def test_a_device_that_asks_too_often_is_told_to_wait(tmp_path: Path) -> None:
    scheme = SchemeAtHand()
    settings = {"ICV_DEVICE_REQUESTS_PER_SECOND": "1", "ICV_DEVICE_REQUESTS_BURST": "2"}
    with running_server(tmp_path / "data", settings=settings) as server:
        server.register(scheme.root)
        with HttpChannel(server.url, signer=scheme.coordinator.keys) as channel:
            transport = HttpTransport(channel, scheme.scheme_id)
            first, second = transport.pull(None), transport.pull(None)
            with pytest.raises(ServerBusy) as busy:
                transport.pull(None)

    assert first == second
    assert busy.value.code == Code.SLOW_DOWN
    assert busy.value.retry_after_s == 1


def test_guessing_locators_is_slowed_down(tmp_path: Path) -> None:
    settings = {"ICV_ADDRESS_REQUESTS_PER_SECOND": "1", "ICV_ADDRESS_REQUESTS_BURST": "3"}
    with running_server(tmp_path / "data", settings=settings) as server:
        statuses = [httpx.get(f"{server.url}/v1/invitations/{n:064x}").status_code for n in range(5)]

    assert statuses[:3] == [404, 404, 404]
    assert 429 in statuses[3:]


def test_a_body_larger_than_announced_or_allowed_is_not_read_to_its_end(tmp_path: Path) -> None:
    settings = {"ICV_MAX_BATCH_BYTES": "1000"}
    with running_server(tmp_path / "data", settings=settings) as server:
        url = f"{server.url}/v1/schemes/x/envelopes"
        announced = httpx.post(url, content=bytes(1001))
        streamed = httpx.post(url, content=(bytes(600) for _ in range(2)))

    assert announced.status_code == streamed.status_code == 413
    assert announced.json()["code"] == streamed.json()["code"] == Code.TOO_LARGE


def test_nonsense_is_answered_with_a_problem_and_never_repeated(tmp_path: Path) -> None:
    with running_server(tmp_path / "data") as server:
        answers = [
            httpx.get(f"{server.url}/nowhere"),
            httpx.get(f"{server.url}/v1/schemes/a b/envelopes"),
            httpx.get(f"{server.url}/v1/schemes/x/envelopes?limit=nonsense-value"),
            httpx.request("PATCH", f"{server.url}/v1/server"),
        ]

    for answer in answers:
        assert 400 <= answer.status_code < 500
        assert answer.json().keys() == {"code", "message", "retryable"}
        assert "nonsense-value" not in answer.text


def a_certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return cert_file, key_file


def test_tls_by_certificate_files_and_a_stranger_certificate_is_named(tmp_path: Path) -> None:
    cert, key = a_certificate(tmp_path)
    scheme = SchemeAtHand()
    with running_server(
        tmp_path / "data", arguments=["--tls-cert", str(cert), "--tls-key", str(key)]
    ) as server:
        server.register(scheme.root)
        url = server.url.replace("127.0.0.1", "localhost")
        trusting = ssl.create_default_context(cafile=cert)
        with HttpChannel(url, signer=scheme.coordinator.keys, certificates=trusting) as channel:
            assert len(HttpTransport(channel, scheme.scheme_id).pull(None).records) == 1
        with (
            HttpChannel(url, signer=scheme.coordinator.keys) as channel,
            pytest.raises(SyncError, match="TLS") as refused,
        ):
            HttpTransport(channel, scheme.scheme_id).pull(None)

    assert url.startswith("https://")
    assert not isinstance(refused.value, Unreachable)
    assert "certificate is not trusted" in refused.value.user_text


def test_it_runs_without_qt_and_without_the_vaults_cipher() -> None:
    program = (
        "import sys\n"
        "for absent in ('PySide6', 'shiboken6', 'sqlcipher3'):\n"
        "    sys.modules[absent] = None\n"
        "import sync.server.cli, sync.server.routes_envelopes, sync.server.routes_invitations\n"
        "import sync.server.routes_health\n"
    )

    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=60)
