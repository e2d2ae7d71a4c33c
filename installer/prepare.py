"""Set up everything ICV needs on this machine; do nothing when it is there.

Uses the standard library only, because it runs before anything is installed.
It looks for the system libraries that Qt loads, makes a virtual environment,
installs the pinned requirements into it with their hashes checked, and puts
the `icv` and `icv-server` commands beside them. What may not be installed is
named with the exact command that does it.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMP = "icv-prepared"

# Library to Debian and Ubuntu package, as `readelf -d` finds them on PySide6-Essentials 6.12.
EVERYWHERE = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
ON_A_DISPLAY = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


class CannotPrepare(Exception):
    """Something is missing that only the person at the machine can provide."""


def main(arguments: list[str]) -> int:
    """Prepare and return the exit status."""
    parser = argparse.ArgumentParser(description="Set up ICV's environment.")
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv", help="where the environment is")
    purpose = parser.add_mutually_exclusive_group()
    purpose.add_argument("--installer", action="store_true", help="also what building the installer needs")
    purpose.add_argument("--server", action="store_true", help="only what the server needs: no Qt, no tools")
    chosen = parser.parse_args(arguments)
    requirements = ROOT / "requirements" / ("server.txt" if chosen.server else "dev.txt")
    try:
        provide_packages(qt=not chosen.server, for_installer=chosen.installer)
        provide_environment(chosen.venv.absolute(), requirements)
    except CannotPrepare as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def provide_packages(*, qt: bool, for_installer: bool) -> None:
    """Install the system packages that are missing, or say how.

    Raises:
        CannotPrepare: Something this run needs is missing and may not be installed from here.
    """
    needed = python_packages(for_installer=for_installer)
    on_a_display: list[str] = []
    if qt and sys.platform.startswith("linux"):
        needed += missing(EVERYWHERE)
        on_a_display = missing(ON_A_DISPLAY)
    if for_installer or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        needed += on_a_display
    wanted = sorted({*needed, *on_a_display})
    if not wanted:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *wanted]
    prefix = right_to_install()
    if prefix is None:
        report_missing(needed, command)
        return
    print(f"Installing system packages: {' '.join(wanted)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # The list of packages may be absent (a fresh machine) or old; a failed refresh shows in the next step.
    subprocess.run([*prefix, "apt-get", "update", "-qq"], check=False, env=environment)
    install = subprocess.run(
        [*prefix, *command, "-qq"], check=False, env=environment, stdout=subprocess.DEVNULL
    )
    if install.returncode != 0:
        report_missing(needed, command)


def python_packages(*, for_installer: bool) -> list[str]:
    """Return the packages that complete the Python this runs on, where Debian splits it up."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = []
    if importlib.util.find_spec("ensurepip") is None:
        packages.append(f"{version}-venv")
    if for_installer and sys.platform.startswith("linux"):
        if shutil.which("objdump") is None:
            packages.append("binutils")
        if not loads(str(sysconfig.get_config_var("INSTSONAME"))) and sys.base_prefix == "/usr":
            packages.append(f"lib{version}")
    return packages


def missing(libraries: dict[str, str]) -> list[str]:
    """Return the packages of those libraries that do not load."""
    return [package for library, package in libraries.items() if not loads(library)]


def loads(library: str) -> bool:
    """Tell whether the dynamic linker finds a library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def right_to_install() -> list[str] | None:
    """Return what to put before `apt-get`, or `None` where installing is not ours to do."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    return ["sudo", "-n", "--preserve-env=DEBIAN_FRONTEND"] if allowed else None


def report_missing(needed: Iterable[str], command: list[str]) -> None:
    """Name the command that installs what is missing.

    Raises:
        CannotPrepare: Some of it is needed now. The rest only matters once there is a display.
    """
    advice = f"    sudo {' '.join(command)}"
    if shutil.which("apt-get") is None:
        advice += "\n(these are Debian's names; install your system's packages for the same libraries)"
    if set(needed):
        raise CannotPrepare(
            f"ICV needs system packages that are not installed. Install them, then try again:\n{advice}"
        )
    print(f"To open windows on this machine, ICV will also need:\n{advice}", flush=True)


def provide_environment(venv: Path, requirements: Path) -> None:
    """Make the virtual environment hold exactly what that file pins, and this checkout.

    Raises:
        CannotPrepare: The environment could not be made or a package could not be installed.
    """
    stamp = venv / STAMP
    if venv.is_dir() and any(venv.iterdir()) and not (venv / "pyvenv.cfg").is_file():
        raise CannotPrepare(f"{venv} holds something else than a Python environment. Choose another VENV.")
    if (venv / "pyvenv.cfg").is_file() and not stamp.is_file() and venv.resolve() != ROOT / ".venv":
        raise CannotPrepare(f"{venv} is a Python environment made by somebody else. Choose another VENV.")
    fingerprint = environment_fingerprint(requirements)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == fingerprint:
        return
    print(f"Installing the pinned requirements into {venv} (about a minute).", flush=True)
    # An environment of another state is built anew: packages dropped from the list must not linger.
    run([sys.executable, "-m", "venv", "--clear", str(venv)])
    # Marked as ours at once: what an interruption leaves may be built anew, somebody else's may not.
    stamp.write_text("unfinished\n", encoding="utf-8")
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    run([*install, "--require-hashes", "--only-binary=:all:", "--requirement", str(requirements)])
    run([*install, "--no-deps", "--no-index", "--no-build-isolation", "--editable", str(ROOT)])
    stamp.write_text(fingerprint, encoding="utf-8")


def environment_fingerprint(requirements: Path) -> str:
    """Return what changes when the environment must be built anew."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    installed_as = json.dumps([settings["project"], settings["tool"]["setuptools"]], sort_keys=True)
    digest = hashlib.sha256(requirements.read_bytes() + installed_as.encode())
    return f"{digest.hexdigest()} {sys.version} {sys.base_prefix} {ROOT}\n"


def run(command: list[str]) -> None:
    """Run one step with its output shown.

    Raises:
        CannotPrepare: It failed.
    """
    if subprocess.run(command, check=False, cwd=ROOT).returncode != 0:
        raise CannotPrepare(f"This step failed; its reason is above:\n    {' '.join(command)}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
