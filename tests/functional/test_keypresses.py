"""How many keys recording takes, counted through the real windows; the driver checks what was recorded."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from tests.bench.keypresses import empty_suite, ordinary_person


def test_an_ordinary_person_takes_at_most_30_key_presses(qapp: QApplication) -> None:
    assert len(ordinary_person().keys.pressed) <= 30


def test_a_visit_to_an_empty_suite_takes_at_most_40_key_presses(qapp: QApplication) -> None:
    assert len(empty_suite().keys.pressed) <= 40
