"""Gives a window of a screen the keyboard, as a window manager would; there is none on a screen in memory."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

_REVERT_TO_PARENT = 2
_NOW = 0
_Handler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


# Windows that are not on the screen cannot have the keyboard; X says so, and nothing is lost.
_unmapped = _Handler(lambda _display, _error: 0)


def give_keyboard(display: str) -> None:
    """Put the keyboard on the uppermost window of a display such as ":7"."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    with _connected(x11, display) as connection:
        x11.XSetErrorHandler(_unmapped)
        for window in _windows(x11, connection):
            x11.XSetInputFocus(connection, ctypes.c_ulong(window), _REVERT_TO_PARENT, ctypes.c_ulong(_NOW))
        x11.XSync(connection, 0)


@contextmanager
def _connected(x11: ctypes.CDLL, display: str) -> Iterator[ctypes.c_void_p]:
    opened = x11.XOpenDisplay(display.encode())
    assert opened, f"the display {display} does not answer"
    connection = ctypes.c_void_p(opened)
    try:
        yield connection
    finally:
        x11.XCloseDisplay(connection)


def _windows(x11: ctypes.CDLL, connection: ctypes.c_void_p) -> list[int]:
    """The windows of the display, the uppermost last."""
    root = ctypes.c_ulong(x11.XDefaultRootWindow(connection))
    around, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
    children = ctypes.POINTER(ctypes.c_ulong)()
    found = x11.XQueryTree(connection, root, *map(ctypes.byref, (around, parent, children, count)))
    assert found, "the display does not list its windows"
    listed = children[: count.value]
    if listed:
        x11.XFree(children)
    return listed
