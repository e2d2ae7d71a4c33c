"""The roster: who belongs to a scheme and with which keys, folded from signed statements.

`fold_roster` starts from the root whose fingerprint came with the invitation. A statement by
somebody who may not make it is listed as refused and changes nothing; only a missing or damaged
root is an error. `roster_graph` holds the rules.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import Role
from icv_app.errors import SealError, UpdateNeeded
from icv_app.seal.authority import may_author, rule_of
from icv_app.seal.devices import OfficePublicKey
from icv_app.seal.envelope import Envelope, verify_envelope
from icv_app.seal.keys import KeyId, PublicSigningKey
from icv_app.seal.membership import Member, Membership, Reason, RosterDevice, StatementRefusedError
from icv_app.seal.refusals import refusal
from icv_app.seal.roster_graph import RosterGraph
from icv_app.seal.statements import ChainPosition, LaterStatement, RosterRoot, read_statement


class Standing(StrEnum):
    """What the roster says of a record's author."""

    ACCEPTED = "accepted"
    UNKNOWN_DEVICE = "its device is not in the roster"
    REFUSED_BY_COORDINATOR = "made after its device was removed, and a coordinator decided not to take it"
    WAITS_FOR_COORDINATOR = "made after its device was removed or its author's role changed"
    NOT_ALLOWED = "its author may not make records of this kind"
    UPDATE_NEEDED = "a newer version of ICV made it"


@dataclass(frozen=True, slots=True)
class RefusedStatement:
    """A roster statement without effect, and why."""

    hash: str
    record_id: str
    kind: str
    author_device: str
    reason: Reason


class Roster:
    """One state of a scheme's roster; `apply` returns the next, and this one stays as it is.

    Attributes:
        fingerprint: Hash of the root's envelope; invitations carry it.
        tips: Hashes that the next statement must name in `after`.
        waiting: Statements whose predecessors have not arrived.
    """

    def __init__(
        self,
        root: Envelope,
        graph: RosterGraph,
        refused: Mapping[str, RefusedStatement],
        waiting: Mapping[str, Envelope],
    ) -> None:
        self._root = root
        self._graph = graph
        self._refused = dict(refused)
        self._waiting = dict(waiting)
        statement = read_statement(root)
        assert isinstance(statement, RosterRoot)  # noqa: S101 - fold_roster made sure
        self.fingerprint = root.hash
        self.scheme_id = root.header.scheme_id
        self.scheme_name = statement.scheme_name
        self.tips = graph.tips()
        self.waiting = tuple(waiting.values())

    @property
    def members(self) -> Mapping[str, Member]:
        """Every member by scheme number, past ones included."""
        return MappingProxyType(self._graph.membership.members)

    @property
    def devices(self) -> Mapping[KeyId, RosterDevice]:
        """Every device by key id, removed ones included."""
        return MappingProxyType(self._graph.membership.devices)

    @property
    def office_keys(self) -> tuple[OfficePublicKey, ...]:
        """Every office key, oldest first; more than one of an epoch only after a fork."""
        return tuple(sorted(self._graph.membership.office_keys, key=lambda key: key.epoch))

    @property
    def office(self) -> OfficePublicKey:
        """The office key to seal to now."""
        return self.office_keys[-1]

    @property
    def standby(self) -> PublicSigningKey:
        """The standby's public key."""
        return self._graph.membership.standby

    @property
    def statements(self) -> tuple[Envelope, ...]:
        """Every statement that was made by somebody who might make it, the root first."""
        return self._graph.envelopes()

    def knows(self, envelope_hash: str) -> bool:
        """Tell whether a statement is here, whatever became of it."""
        return envelope_hash in self._graph or envelope_hash in {*self._refused, *self._waiting}

    @property
    def epoch_due(self) -> bool:
        """Whether somebody who held the office key has left and no new epoch has begun."""
        return self._graph.epoch_is_due()

    @property
    def kit_due(self) -> bool:
        """Whether an office key began since the recovery kit was last made."""
        return self._graph.kit_is_due()

    @property
    def forked(self) -> bool:
        """Whether two newest statements know nothing of each other; the next one mends it."""
        return len(self.tips) > 1

    @property
    def refused(self) -> tuple[RefusedStatement, ...]:
        """Statements without effect, each with its reason."""
        overridden = (
            _refused(self._graph.node(one).envelope, reason) for one, reason in self._graph.overridden.items()
        )
        return (*self._refused.values(), *overridden)

    def apply(self, envelopes: Iterable[Envelope]) -> Roster:
        """Return the roster with more statements; those already in it are ignored."""
        graph, refused, waiting = self._graph.copy(), dict(self._refused), dict(self._waiting)
        for envelope in envelopes:
            if envelope.hash not in graph and envelope.hash not in refused:
                waiting[envelope.hash] = envelope
        _settle(graph, waiting, refused, self.scheme_id)
        return Roster(self._root, graph, refused, waiting)

    def active_devices(self, member_id: str | None = None) -> tuple[RosterDevice, ...]:
        """Return devices that still belong: of one member, or all."""
        return tuple(
            device
            for device in self.devices.values()
            if device.active and member_id in {None, device.member_id}
        )

    def author_key(self, key_id: str) -> PublicSigningKey:
        """Return the signing key of a device (removed ones included) or of a standby (former ones too).

        Raises:
            SealError: The roster knows no such device.
        """
        for standby in (self.standby, *self._graph.membership.former_standbys):
            if key_id == standby.key_id:
                return standby
        device = self.devices.get(KeyId(key_id))
        if device is None:
            raise refusal(f"device {key_id} is not in the roster")
        return device.keys.signing

    def role_of(self, key_id: str) -> Role | None:
        """Return the role of an active device's member; `None` for any other device."""
        device = self.devices.get(KeyId(key_id))
        return self.members[device.member_id].role if device and device.active else None

    def standing(self, envelope: Envelope) -> Standing:
        """Say whether the envelope's author may have made it; the signature is checked elsewhere.

        Of a removed device, and of a member in a former role, a record counts up to the accepted
        position of its chain. That an earlier one truly leads there is what `chains` checks.
        """
        header = envelope.header
        device = self.devices.get(KeyId(header.author_device))
        if device is None:
            by_standby = self._is_standby(header.author_device) and header.kind.startswith("roster.")
            return Standing.ACCEPTED if by_standby else Standing.UNKNOWN_DEVICE
        counts = device.active or _within(device.accepted, envelope) or envelope.hash in device.late_accepted
        if not counts:
            refused = envelope.hash in device.late_refused
            return Standing.REFUSED_BY_COORDINATOR if refused else Standing.WAITS_FOR_COORDINATOR
        if rule_of(header.kind) is None or envelope.needs_update:
            return Standing.UPDATE_NEEDED
        return self._standing_by_role(envelope, self.members[device.member_id])

    def _standing_by_role(self, envelope: Envelope, member: Member) -> Standing:
        header = envelope.header
        if may_author(header.kind, member.role):
            return Standing.ACCEPTED
        former = [past for past in member.former_roles if may_author(header.kind, past.role)]
        if not former:
            return Standing.NOT_ALLOWED
        counts = any(_within(past.accepted, envelope) for past in former)
        return Standing.ACCEPTED if counts else Standing.WAITS_FOR_COORDINATOR

    def _is_standby(self, key_id: str) -> bool:
        standbys = (self.standby, *self._graph.membership.former_standbys)
        return any(standby.key_id == key_id for standby in standbys)


def fold_roster(root_fingerprint: str, envelopes: Iterable[Envelope]) -> Roster:
    """Return the roster that these statements result in, in whatever order they come.

    Raises:
        UpdateNeeded: A newer ICV made the root.
        SealError: The root with that fingerprint is missing, or was not signed by its own device.
    """
    everything = {envelope.hash: envelope for envelope in envelopes}
    root = everything.pop(root_fingerprint, None)
    if root is None:
        raise refusal(f"roster: root {root_fingerprint} is missing")
    statement = read_statement(root)
    if not isinstance(statement, RosterRoot):
        raise refusal(f"roster: {root_fingerprint} is no root")
    membership = Membership.from_root(statement, root)
    first = next(iter(membership.devices.values()))
    verify_envelope(root, first.keys.signing)
    return Roster(root, RosterGraph(root, membership), {}, {}).apply(everything.values())


def _settle(
    graph: RosterGraph,
    waiting: dict[str, Envelope],
    refused: dict[str, RefusedStatement],
    scheme_id: str,
) -> None:
    """Move every statement that can be judged out of `waiting`, into the graph or to the refused."""
    parsed: dict[str, LaterStatement] = {}
    for one, envelope in list(waiting.items()):
        try:
            parsed[one] = _later_statement(envelope, scheme_id)
        except StatementRefusedError as error:
            refused[one] = _refused(waiting.pop(one), error.reason)
    blocked_by: dict[str, list[str]] = {}
    ready: list[str] = []
    missing = {one: {p for p in statement.after if p not in graph} for one, statement in parsed.items()}
    for one, parents in missing.items():
        for parent in parents:
            blocked_by.setdefault(parent, []).append(one)
        if not parents:
            ready.append(one)
    while ready:
        one = ready.pop()
        envelope = waiting.pop(one)
        try:
            graph.add(envelope, parsed[one])
        except StatementRefusedError as error:
            refused[one] = _refused(envelope, error.reason)
            continue
        for follower in blocked_by.get(one, ()):
            missing[follower].discard(one)
            if not missing[follower]:
                ready.append(follower)


def _later_statement(envelope: Envelope, scheme_id: str) -> LaterStatement:
    if envelope.header.scheme_id != scheme_id:
        raise StatementRefusedError(Reason.OTHER_SCHEME)
    if envelope.kind == RecordKind.ROSTER_ROOT:
        raise StatementRefusedError(Reason.SECOND_ROOT)
    try:
        statement = read_statement(envelope)
    except UpdateNeeded:
        raise StatementRefusedError(Reason.UPDATE_NEEDED) from None
    except SealError:
        raise StatementRefusedError(Reason.MALFORMED) from None
    if isinstance(statement, RosterRoot):  # a root under another kind cannot be parsed
        raise StatementRefusedError(Reason.SECOND_ROOT)
    return statement


def _refused(envelope: Envelope, reason: Reason) -> RefusedStatement:
    return RefusedStatement(
        envelope.hash, envelope.record_id, envelope.kind, envelope.header.author_device, reason
    )


def _within(accepted: Collection[ChainPosition], envelope: Envelope) -> bool:
    header = envelope.header
    return any(
        position.chain_id == header.chain_id
        and (
            header.sequence < position.sequence
            or (header.sequence == position.sequence and envelope.hash == position.hash)
        )
        for position in accepted
    )
