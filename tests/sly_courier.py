"""A scheme in memory with a courier that keeps back what a test tells it to, heads included."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from icv_app.seal.envelope import Envelope, read_envelope
from icv_app.seal.heads import DeviceHead, read_head
from icv_app.seal.withholding import Missed, Sign
from sync.client.heads import HeadErrand
from sync.wire import DeviceHeadsAnswer
from tests.memory_scheme import Courier, Device, MemoryScheme, a_scheme

Kept = Callable[[Envelope], bool]


def nothing(_envelope: Envelope) -> bool:
    return False


@dataclass
class SlyCourier(Courier):
    """A server that keeps back from a device what a test tells it to.

    Attributes:
        heads: The newest head of each device.
        keeps_back: Device name → which envelopes it never shows it.
        keeps_heads_back: Device name → of which devices it never shows it the heads.
    """

    heads: dict[str, bytes] = field(default_factory=dict)
    keeps_back: dict[str, Kept] = field(default_factory=dict)
    keeps_heads_back: dict[str, Kept] = field(default_factory=dict)

    def show(self, device: Device) -> None:
        """One page with everything that it lets a device see, whatever it showed before."""
        kept = self.keeps_back.get(device.name, nothing)
        page = [one for one in self.for_device(device) if not kept(read_envelope(one.envelope))]
        device.desk.sync.save_pull(page, str(len(self.filed)))


@dataclass
class HeadsFor:
    """What the courier does with heads for one device."""

    courier: SlyCourier
    name: str

    def device_heads(self, known: Mapping[str, str]) -> DeviceHeadsAnswer:
        kept = self.courier.keeps_heads_back.get(self.name, nothing)
        shown = {
            device: data
            for device, data in self.courier.heads.items()
            if not kept(read_envelope(data)) and known.get(device) != read_envelope(data).hash
        }
        return DeviceHeadsAnswer(
            heads=list(shown.values()), lacking=[one for one in known if one not in self.courier.heads]
        )

    def bring_heads(self, heads: Sequence[bytes]) -> None:
        for data in heads:
            envelope = read_envelope(data)
            held = self.courier.heads.get(envelope.header.author_device)
            if held is None or read_envelope(held).header.sealed_at < envelope.header.sealed_at:
                self.courier.heads[envelope.header.author_device] = data


@dataclass
class Story:
    """A scheme with a courier that may be sly."""

    scheme: MemoryScheme
    courier: SlyCourier

    def __getitem__(self, name: str) -> Device:
        return self.scheme[name]

    def sync(self, *names: str) -> None:
        """These devices synchronise one after the other, as the worker does it."""
        for name in names:
            device = self.scheme[name]
            errand = HeadErrand(device.desk.heads, HeadsFor(self.courier, name))
            errand.before_pulling()
            self.courier.show(device)
            self.courier.send(device)
            self.courier.show(device)
            errand.at_the_end()

    def everybody_syncs(self) -> None:
        self.sync(*self.scheme.devices)
        self.sync(*self.scheme.devices)

    def missed(self, name: str) -> list[Missed]:
        return list(self.scheme[name].desk.withholding.missed())

    def noticed(self, name: str) -> list[tuple[Sign, str]]:
        return [(one.sign, one.member) for one in self.missed(name)]

    def head_of(self, name: str) -> DeviceHead:
        return read_head(read_envelope(self.courier.heads[self.device_id(name)]))

    def device_id(self, name: str) -> str:
        return self.scheme[name].desk.identity.device_id

    def file_reports(self, member: str, count: int) -> None:
        for _number in range(count):
            self.scheme.filed_by(member)
            self.scheme.clock.forward(minutes=5)

    def by(self, name: str) -> Kept:
        """Whatever a device signed."""
        device_id = self.device_id(name)
        return lambda one: one.header.author_device == device_id

    def nth_of(self, name: str, *numbers: int) -> Kept:
        """Some of the envelopes of a device, by their number."""
        made_by = self.by(name)
        return lambda one: made_by(one) and one.header.sequence in numbers


def a_story() -> Story:
    """A scheme of which everybody has synchronised twice through an honest courier."""
    scheme = a_scheme()
    made = Story(scheme, SlyCourier(filed=list(scheme.courier.filed)))
    made.everybody_syncs()
    return made
