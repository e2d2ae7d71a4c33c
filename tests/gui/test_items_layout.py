"""Layouts of one's own keep what they were given, for as long as it lives."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.gui.conftest import Show
from ui.widgets.equal_columns import EqualColumns
from ui.widgets.flow import Flow
from ui.widgets.items_layout import ItemsLayout

LAYOUTS: dict[str, Callable[[QWidget], ItemsLayout]] = {
    "flow": Flow,
    "columns": lambda holder: EqualColumns(60, 3, holder),
}


def filled(make: Callable[[QWidget], ItemsLayout]) -> tuple[QWidget, ItemsLayout, list[QLabel]]:
    holder = QWidget()
    layout = make(holder)
    labels = [QLabel(word) for word in ("one", "two", "three")]
    for label in labels:
        layout.addWidget(label)
    return holder, layout, labels


@pytest.mark.parametrize("kind", LAYOUTS)
def test_a_widget_that_is_deleted_leaves_its_place(show: Show, kind: str) -> None:
    holder, layout, labels = filled(LAYOUTS[kind])
    show(holder)
    shiboken6.delete(labels[1])
    QApplication.processEvents()
    assert layout.count() == 2
    assert labels[2].isVisible()
    assert layout.sizeHint().isValid()


@pytest.mark.parametrize("kind", LAYOUTS)
def test_what_is_taken_out_can_be_put_in_again(show: Show, kind: str) -> None:
    holder, layout, labels = filled(LAYOUTS[kind])
    show(holder)
    layout.removeWidget(labels[0])
    assert layout.count() == 2
    layout.addWidget(labels[0])
    taken = layout.takeAt(2)
    assert taken is not None
    assert taken.widget() is labels[0]
    assert layout.takeAt(2) is None


@pytest.mark.parametrize("kind", LAYOUTS)
def test_layouts_that_come_and_go_never_take_a_dead_item_for_a_live_one(show: Show, kind: str) -> None:
    window = show(QWidget())
    kept = []
    for _turn in range(100):
        holder, layout, _labels = filled(LAYOUTS[kind])
        holder.setParent(window)
        holder.show()
        items = [layout.itemAt(at) for at in range(layout.count())]
        assert all(item is not None and shiboken6.isValid(item) for item in items)
        kept.append(items)
        shiboken6.delete(holder)
