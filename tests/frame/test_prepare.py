"""Setting up a machine: what is missing is named, nothing of the user's is removed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from installer import prepare

COMMAND = ["apt-get", "install", "-y", "--no-install-recommends", "libegl1", "libxcb-cursor0"]


@pytest.fixture
def nothing_installable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "right_to_install", lambda: None)
    monkeypatch.setattr(prepare, "python_packages", lambda *, for_installer: [])
    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)


def lacking(monkeypatch: pytest.MonkeyPatch, *libraries: str) -> None:
    monkeypatch.setattr(prepare, "loads", lambda library: library not in libraries)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere Qt brings its libraries along")
@pytest.mark.usefixtures("nothing_installable")
class TestMissingLibraries:
    def test_what_every_start_needs_stops_with_the_exact_command(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lacking(monkeypatch, "libEGL.so.1", "libxcb-cursor.so.0")
        with pytest.raises(prepare.CannotPrepare, match=" ".join(COMMAND)):
            prepare.provide_packages(qt=True, for_installer=False)

    def test_what_only_a_window_needs_is_named_where_there_is_no_display(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        lacking(monkeypatch, "libxcb-cursor.so.0")
        prepare.provide_packages(qt=True, for_installer=False)
        assert "--no-install-recommends libxcb-cursor0\n" in capsys.readouterr().out

    def test_what_only_a_window_needs_stops_where_there_is_a_display(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lacking(monkeypatch, "libxcb-cursor.so.0")
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
        with pytest.raises(prepare.CannotPrepare, match="libxcb-cursor0"):
            prepare.provide_packages(qt=True, for_installer=False)

    def test_a_server_needs_none_of_them(self, monkeypatch: pytest.MonkeyPatch) -> None:
        lacking(monkeypatch, *prepare.EVERYWHERE, *prepare.ON_A_DISPLAY)
        prepare.provide_packages(qt=False, for_installer=False)


def test_a_folder_that_is_no_environment_is_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear coordinator", encoding="utf-8")
    with pytest.raises(prepare.CannotPrepare, match="something else"):
        prepare.provide_environment(tmp_path, prepare.ROOT / "requirements" / "dev.txt")
    assert letter.read_text(encoding="utf-8") == "Dear coordinator"


def test_an_environment_that_is_up_to_date_is_not_built_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    requirements = prepare.ROOT / "requirements" / "server.txt"
    (tmp_path / "pyvenv.cfg").touch()
    (tmp_path / prepare.STAMP).write_text(prepare.environment_fingerprint(requirements), encoding="utf-8")
    steps: list[list[str]] = []
    monkeypatch.setattr(prepare, "run", steps.append)
    prepare.provide_environment(tmp_path, requirements)
    assert steps == []
    prepare.provide_environment(tmp_path, requirements.with_name("app.txt"))
    assert len(steps) == 3


@pytest.mark.parametrize("name", ["app", "server", "dev"])
def test_requirements_are_pinned_with_hashes_and_name_no_address(name: str) -> None:
    text = (prepare.ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    packages = [block for block in text.replace("\\\n", " ").splitlines() if block and block[0].isalnum()]
    assert packages
    assert [line for line in packages if "==" not in line or "--hash=sha256:" not in line] == []
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_the_server_is_pinned_without_qt_and_without_the_vaults_cipher() -> None:
    text = (prepare.ROOT / "requirements" / "server.txt").read_text(encoding="utf-8").lower()
    assert [name for name in ("pyside", "shiboken", "sqlcipher") if name in text] == []


def test_app_and_server_are_pinned_at_the_versions_that_are_tested() -> None:
    def pins(name: str) -> set[str]:
        text = (prepare.ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        return {line.split()[0] for line in text.splitlines() if line and line[0].isalnum()}

    assert pins("app") | pins("server") <= pins("dev")


class TestTheEnvironment:
    def test_somebody_elses_environment_is_left_as_it_is(self, tmp_path: Path) -> None:
        settings = tmp_path / "pyvenv.cfg"
        settings.write_text("home = elsewhere\n", encoding="utf-8")
        with pytest.raises(prepare.CannotPrepare, match="made by somebody else"):
            prepare.provide_environment(tmp_path, prepare.ROOT / "requirements" / "dev.txt")
        assert settings.read_text(encoding="utf-8") == "home = elsewhere\n"

    def test_an_interrupted_environment_of_ours_is_built_anew(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        steps: list[list[str]] = []
        monkeypatch.setattr(prepare, "run", steps.append)
        (tmp_path / "pyvenv.cfg").write_text("home = here\n", encoding="utf-8")
        (tmp_path / prepare.STAMP).write_text("unfinished\n", encoding="utf-8")
        prepare.provide_environment(tmp_path, prepare.ROOT / "requirements" / "dev.txt")
        assert "--clear" in steps[0]
        assert (tmp_path / prepare.STAMP).read_text(encoding="utf-8") != "unfinished\n"
