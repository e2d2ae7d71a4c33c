"""An outside program that works a window through the accessibility bus, as screen readers do.

It knows nothing of Qt or of ICV: it finds controls by role and name, reads
their states, and operates them through the interfaces that AT-SPI defines.

Source: https://gitlab.gnome.org/GNOME/at-spi2-core, the XML of its interfaces.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Properties,
    message_bus,
    new_method_call,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse, unwrap_msg

PATIENCE_S = 60.0
"""For a laptop that is busy with other things."""
LOOK_AGAIN_S = 0.5
"""Not every change is told: after so long without an event, look all the same."""
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_SYMBOL, _STRING = 3, 4
"""Of `KeySynthType`: one key by its number in X; the keys that a text needs."""
RETURN, F1 = 0xFF0D, 0xFFBE
"""Keys by their numbers in X."""
_NOWHERE = "/org/a11y/atspi/null"


class Role(IntEnum):
    """Those of AT-SPI's roles that are asked for."""

    CHECK_BOX = 7
    COMBO_BOX = 11
    DIALOG = 16
    LABEL = 29
    LIST_ITEM = 32
    PASSWORD_TEXT = 40
    BUTTON = 43
    RADIO_BUTTON = 44
    TABLE = 55
    CELL = 56
    TEXT = 61


class State(IntEnum):
    """Those of AT-SPI's states that are asked for."""

    CHECKED = 4
    ENABLED = 8
    FOCUSED = 12
    SELECTED = 23
    SHOWING = 25


@dataclass(frozen=True, slots=True)
class Thing:
    """One object of a program: who has it, and where."""

    owner: str
    path: str


class Assistant:
    """Looks at one application and works it.

    Args:
        session_bus: Address of the desktop's bus, which knows where the accessibility bus is.
    """

    def __init__(self, session_bus: str) -> None:
        with open_dbus_connection(session_bus) as session:
            launcher = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            call = new_method_call(launcher, "GetAddress")
            [address] = unwrap_msg(session.send_and_get_reply(call, timeout=PATIENCE_S))
        self._bus: DBusConnection = open_dbus_connection(address)
        self.changes: list[tuple[str, str]] = []
        """What the application told of texts: "insert" or "delete", and the text."""
        for kind in ("Object", "Window", "Focus"):
            rule = MatchRule(type="signal", interface=f"org.a11y.atspi.Event.{kind}")
            self._call(
                message_bus.object_path,
                message_bus.bus_name,
                message_bus.interface,
                "AddMatch",
                "s",
                (rule.serialise(),),
            )
        # Just started, the registry has been seen to die of its first question; the bus starts it again.
        self.wait(self._asks_for_events, "the registry of the accessibility bus")
        self._application: Thing | None = None

    def close(self) -> None:
        """Leave the bus."""
        self._bus.close()

    def meet(self, name: str) -> None:
        """Wait for an application with this name."""

        def there() -> bool:
            desktop = Thing("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
            self._application = next(
                (each for each in self.children(desktop) if self.name(each) == name), None
            )
            return self._application is not None

        self.wait(there, f"an application called {name!r}")

    def find(self, role: Role, name: str, *, described: str = "") -> Thing:
        """Wait for the one control in sight with this role and name; `described` where several have them."""
        found: list[Thing] = []

        def one() -> bool:
            found[:] = [
                thing
                for thing in self.all(role)
                if self.name(thing) == name and described in self.description(thing)
            ]
            return len(found) == 1

        self.wait(
            one,
            f"one {role.name} called {name!r} {described}",
            lambda: [self.name(each) for each in self.all(role)],
        )
        return found[0]

    def press(self, thing: Thing) -> None:
        """Do the first action that a control offers."""
        self._do(thing, "Action", "DoAction", "i", (0,))

    def actions(self, thing: Thing) -> list[str]:
        """What a control offers to do."""
        [listed] = self._do(thing, "Action", "GetActions")
        return [name for name, _description, _keys in listed]

    def enter(self, thing: Thing, text: str) -> None:
        """Put a text in place of what stands in a field."""
        [taken] = self._do(thing, "EditableText", "SetTextContents", "s", (text,))
        assert taken, f"{self.name(thing)!r} does not take a text"

    def written(self, thing: Thing) -> str:
        """What a field says stands in it."""
        [text] = self._do(thing, "Text", "GetText", "ii", (0, -1))
        return str(text)

    def focus(self, thing: Thing) -> None:
        """Put the keyboard on a control."""
        self._do(thing, "Component", "GrabFocus")
        self.wait(lambda: self.has(thing, State.FOCUSED), f"the keyboard on {self.name(thing)!r}")

    def type(self, text: str) -> None:
        """Press the keys of a text, wherever the keyboard is."""
        self._keys(0, text, _STRING)

    def key(self, number: int) -> None:
        """Press one key, wherever the keyboard is."""
        self._keys(number, "", _SYMBOL)

    def open_row(self, table: str, words: str) -> None:
        """Put the keyboard on a table, choose the row that has these words, and open it with Enter."""

        def cells() -> list[Thing]:
            return [cell for cell in self.all(Role.CELL) if words in self.name(cell)]

        self.wait(lambda: len(cells()) == 1, f"a row with {words!r}")
        self.focus(self.find(Role.TABLE, table))
        [cell] = cells()
        if not self.has(cell, State.SELECTED):
            self.press(cell)
            self.wait(lambda: self.has(cell, State.SELECTED), f"the row with {words!r} chosen")
        self.key(RETURN)

    def name(self, thing: Thing) -> str:
        """What a control is called."""
        return str(self._property(thing, "Name"))

    def description(self, thing: Thing) -> str:
        """What is said of a control after its name."""
        return str(self._property(thing, "Description"))

    def role(self, thing: Thing) -> int:
        """What kind of thing it is, in AT-SPI's numbers."""
        [role] = self._do(thing, "Accessible", "GetRole")
        return int(role)

    def has(self, thing: Thing, state: State) -> bool:
        """Whether a thing is in a state."""
        [words] = self._do(thing, "Accessible", "GetState")
        return bool(words[state // 32] >> (state % 32) & 1)

    def interfaces(self, thing: Thing) -> list[str]:
        """The last parts of the names of what a thing understands."""
        [names] = self._do(thing, "Accessible", "GetInterfaces")
        return [name.rpartition(".")[2] for name in names]

    def children(self, thing: Thing) -> list[Thing]:
        """What is in it."""
        [found] = self._do(thing, "Accessible", "GetChildren")
        return [Thing(owner, path) for owner, path in found if path != _NOWHERE]

    def all(self, role: Role) -> list[Thing]:
        """Every thing of a role in sight."""
        return [thing for thing in self.in_sight() if self.role(thing) == role]

    def sees(self, words: str) -> bool:
        """Whether these words stand in the window, as the name of anything."""
        return any(words in self.name(thing) for thing in self.in_sight())

    def wait_to_see(self, words: str) -> None:
        """Wait until these words stand in the window."""
        self.wait(lambda: self.sees(words), f"the words {words!r}", self.read)

    def read(self) -> list[str]:
        """Every word that stands in the window."""
        return [name for thing in self.in_sight() if (name := self.name(thing))]

    def in_sight(self) -> Iterator[Thing]:
        """Everything of the application that shows, from the outside in."""
        assert self._application is not None
        waiting = self.children(self._application)[::-1]
        while waiting:
            thing = waiting.pop()
            try:
                if not self.has(thing, State.SHOWING):
                    continue
                yield thing
                waiting += self.children(thing)[::-1]
            except Gone:
                continue  # the window changed while it was looked at

    def wait(self, there: Callable[[], bool], what: str, instead: Callable[[], object] | None = None) -> None:
        """Wait for something, looking again at every event, and say what was there if it does not come."""
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                if there():
                    return
            except Gone:
                pass  # it went while it was looked at: look again
            if time.monotonic() > end:
                shown = "" if instead is None else f"; there is {instead()}"
                raise AssertionError(f"{what} did not come{shown}")
            self._listen()

    def _asks_for_events(self) -> bool:
        for event in ("object:", "window:", "focus:"):
            self._registry("RegisterEvent", "sass", (event, [], ""))
        return True

    def _listen(self) -> None:
        """Wait for one event."""
        try:
            self._hear(self._bus.receive(timeout=LOOK_AGAIN_S))
        except TimeoutError:
            return

    def _hear(self, message: Any) -> None:
        if message.header.fields.get(HeaderFields.member) == "TextChanged":
            kind, _at, _length, (_type, text), *_rest = message.body
            self.changes.append((kind, str(text)))

    def _property(self, thing: Thing, name: str) -> Any:
        where = DBusAddress(thing.path, thing.owner, _ACCESSIBLE)
        [(_kind, value)] = self._answer(Properties(where).get(name))
        return value

    def _do(
        self, thing: Thing, interface: str, method: str, kinds: str = "", values: tuple[Any, ...] = ()
    ) -> Any:
        return self._call(thing.path, thing.owner, f"org.a11y.atspi.{interface}", method, kinds, values)

    def _registry(self, method: str, kinds: str, values: tuple[Any, ...]) -> Any:
        return self._call(
            "/org/a11y/atspi/registry",
            "org.a11y.atspi.Registry",
            "org.a11y.atspi.Registry",
            method,
            kinds,
            values,
        )

    def _keys(self, code: int, text: str, kind: int) -> None:
        self._call(
            "/org/a11y/atspi/registry/deviceeventcontroller",
            "org.a11y.atspi.Registry",
            "org.a11y.atspi.DeviceEventController",
            "GenerateKeyboardEvent",
            "isu",
            (code, text, kind),
        )

    def _call(
        self, path: str, owner: str, interface: str, method: str, kinds: str, values: tuple[Any, ...]
    ) -> Any:
        where = DBusAddress(path, owner, interface)
        return self._answer(new_method_call(where, method, kinds or None, values))

    def _answer(self, call: Any) -> Any:
        serial = next(self._bus.outgoing_serial)
        self._bus.send(call, serial=serial)
        end = time.monotonic() + PATIENCE_S
        while True:
            message = self._bus.receive(timeout=max(0.0, end - time.monotonic()))
            if message.header.fields.get(HeaderFields.reply_serial) == serial:
                break
            self._hear(message)
        try:
            return unwrap_msg(message)
        except DBusErrorResponse as error:
            raise Gone(f"{call.header.fields}: {error}") from error


class Gone(Exception):
    """What was asked is no longer there, or does not understand the question."""
