"""The four packages stand beside each other at the top of the checkout."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("package", ["icv_app", "ui", "sync", "resources"])
def test_a_package_loads_from_the_checkout_and_not_from_another_project(package: str) -> None:
    file = import_module(package).__file__
    assert file is not None
    assert Path(file) == CHECKOUT / package / "__init__.py"


def test_all_four_load_from_beside_each_other_without_tests_or_installation() -> None:
    load = (
        "import icv_app, pathlib, resources, sync, ui;"
        "print(*{pathlib.Path(module.__file__).parents[1] for module in (icv_app, resources, sync, ui)})"
    )
    answer = subprocess.run(
        [sys.executable, "-c", load], cwd=CHECKOUT, check=True, capture_output=True, text=True
    )
    assert answer.stdout.strip() == str(CHECKOUT)
