"""The order of roster statements, and which of them have effect.

Statements form a graph: each names the newest ones its author knew. One statement knows another if
a path leads to it; two that know nothing of each other are concurrent. The rules:

1. A statement counts only if its author was a coordinator (or the standby) in the membership that
   results from exactly the statements it knows.
2. A removal (of a device, of a member, or of a member's coordinator role) overrides every
   concurrent statement made by, or about, what it removes. Concurrent removals both stand.
3. A removal signed by the standby also overrides concurrent removals made by what it removes.
4. A new standby overrides what the one before says concurrently, except removals: whoever keeps an
   old recovery kit can then take keys away, and can never bring any in.

The outcome depends on the set of statements alone, never on the order of arrival.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from icv_app.domain.scheme import Role
from icv_app.errors import SealError
from icv_app.seal.envelope import Envelope, verify_envelope
from icv_app.seal.keys import KeyId
from icv_app.seal.membership import Membership, Reason, StatementRefusedError
from icv_app.seal.statements import (
    DeviceAdded,
    DeviceRemoved,
    EpochStarted,
    LaterStatement,
    MemberAdded,
    MemberRemoved,
    StandbyChanged,
)


@dataclass(frozen=True, slots=True)
class Node:
    """An authorised statement in the graph.

    Attributes:
        place: Bit of this node in masks; the root is bit 0.
        knows: Mask of all statements it knows.
        depth: Longest path to the root; orders a statement after all it knows.
        member: The author's number; `None` for the standby.
        demotes: Whether it takes a member's coordinator role away.
        ends_access: Whether somebody who held the office key loses it.
    """

    envelope: Envelope
    statement: LaterStatement
    place: int
    knows: int
    depth: int
    member: str | None
    demotes: bool
    ends_access: bool

    @property
    def removes(self) -> bool:
        """Whether it is a removal in the sense of rule 2."""
        return self.demotes or isinstance(self.statement, DeviceRemoved | MemberRemoved)

    @property
    def order(self) -> tuple[int, datetime, str]:
        """Sorts every statement after those it knows, the same on every device."""
        return self.depth, self.envelope.header.sealed_at, self.envelope.hash


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What the statements in a mask result in; neither attribute is changed once it is made."""

    mask: int
    membership: Membership
    overridden: Mapping[str, Reason]


class RosterGraph:
    """The authorised statements of a scheme and the membership they result in."""

    def __init__(self, root: Envelope, membership: Membership) -> None:
        self._root = root
        self._nodes: dict[str, Node] = {}
        self._everything = 1
        self._initial = _Outcome(1, membership, {})
        self._outcome = self._initial
        self._view = self._initial

    def copy(self) -> RosterGraph:
        """Return an independent copy."""
        twin = RosterGraph(self._root, self._initial.membership)
        twin._nodes = dict(self._nodes)
        twin._everything = self._everything
        twin._outcome = self._outcome
        return twin

    def __contains__(self, envelope_hash: str) -> bool:
        return envelope_hash == self._root.hash or envelope_hash in self._nodes

    @property
    def membership(self) -> Membership:
        """What all statements together result in; not to be changed."""
        return self._settled().membership

    @property
    def overridden(self) -> Mapping[str, Reason]:
        """Envelope hash → reason, for authorised statements that others deprive of effect."""
        return self._settled().overridden

    def node(self, envelope_hash: str) -> Node:
        """Return an authorised statement."""
        return self._nodes[envelope_hash]

    def envelopes(self) -> tuple[Envelope, ...]:
        """Return the root and every authorised statement."""
        return (self._root, *(node.envelope for node in self._nodes.values()))

    def add(self, envelope: Envelope, statement: LaterStatement) -> None:
        """Add a statement whose predecessors are all here.

        Raises:
            StatementRefusedError: Its author may not say it.
        """
        knows = self._mask_of(statement.after)
        view = self._seen_from(knows)
        node = self._authorise(envelope, statement, view.membership, knows)
        after = view.membership.copy()
        after.apply(statement, envelope.header.sealed_at)  # refuses what did not fit what its author knew
        self._nodes[envelope.hash] = node
        if knows == self._everything:
            # Nothing is concurrent with it, so it can override nothing and nothing overrides it.
            self._outcome = _Outcome(knows | 1 << node.place, after, view.overridden)
        self._everything |= 1 << node.place

    def tips(self) -> tuple[str, ...]:
        """Return the hashes of the statements that no other names, sorted; more than one is a fork."""
        named = {parent for node in self._nodes.values() for parent in node.statement.after}
        return tuple(sorted(one for one in (self._root.hash, *self._nodes) if one not in named))

    def epoch_is_due(self) -> bool:
        """Tell whether somebody lost access to the office key and no later epoch has begun."""
        effective = [node for one, node in self._nodes.items() if one not in self.overridden]
        epochs = [node.knows for node in effective if isinstance(node.statement, EpochStarted)]
        leavers = [node.place for node in effective if node.ends_access]
        return any(not any(knows >> place & 1 for knows in epochs) for place in leavers)

    def kit_is_due(self) -> bool:
        """Tell whether an epoch began that no change of the standby, so no newer kit, knows of."""
        effective = [node for one, node in self._nodes.items() if one not in self.overridden]
        kits = [node.knows for node in effective if isinstance(node.statement, StandbyChanged)]
        epochs = [node.place for node in effective if isinstance(node.statement, EpochStarted)]
        return any(not any(knows >> place & 1 for knows in kits) for place in epochs)

    def _settled(self) -> _Outcome:
        if self._outcome.mask != self._everything:
            self._outcome = self._fold(self._everything)
        return self._outcome

    def _seen_from(self, knows: int) -> _Outcome:
        if knows == self._everything:
            return self._settled()
        if knows != self._view.mask:
            self._view = self._fold(knows)
        return self._view

    def _mask_of(self, hashes: Iterable[str]) -> int:
        mask = 1
        for one in hashes:
            if one != self._root.hash:
                node = self._nodes[one]
                mask |= node.knows | 1 << node.place
        return mask

    def _authorise(self, envelope: Envelope, statement: LaterStatement, view: Membership, knows: int) -> Node:
        key = view.author(envelope.header.author_device)
        try:
            verify_envelope(envelope, key)
        except SealError:
            raise StatementRefusedError(Reason.BAD_SIGNATURE) from None
        device = view.devices.get(key.key_id)
        parents = [self._nodes[one].depth for one in statement.after if one in self._nodes]
        return Node(
            envelope=envelope,
            statement=statement,
            place=len(self._nodes) + 1,
            knows=knows,
            depth=1 + max(parents, default=0),
            member=device.member_id if device else None,
            demotes=_demotes(statement, view),
            ends_access=_ends_access(statement, view),
        )

    def _fold(self, mask: int) -> _Outcome:
        nodes = sorted((node for node in self._nodes.values() if mask >> node.place & 1), key=_order)
        removals = [node for node in nodes if node.removes]
        final = [node for node in removals if node.member is None]
        standing = [node for node in removals if not any(_overrides(by, node) for by in final)]
        standing += [
            node
            for node in nodes
            if isinstance(node.statement, StandbyChanged) and not any(_overrides(by, node) for by in standing)
        ]
        membership = self._initial.membership.copy()
        overridden: dict[str, Reason] = {}
        for node in nodes:
            judges = final if node.removes else standing
            try:
                if any(_overrides(by, node) for by in judges):
                    raise StatementRefusedError(Reason.REMOVED_MEANWHILE)
                membership.apply(node.statement, node.envelope.header.sealed_at)
            except StatementRefusedError as refused:
                overridden[node.envelope.hash] = refused.reason
        return _Outcome(mask, membership, overridden)


def _order(node: Node) -> tuple[int, datetime, str]:
    return node.order


def _demotes(statement: LaterStatement, view: Membership) -> bool:
    if not isinstance(statement, MemberAdded) or statement.role is Role.COORDINATOR:
        return False
    known = view.members.get(statement.member)
    return known is not None and known.active and known.role is Role.COORDINATOR


def _ends_access(statement: LaterStatement, view: Membership) -> bool:
    match statement:
        case DeviceRemoved(device=device) if KeyId(device) in view.devices:
            member = view.devices[KeyId(device)].member_id
        case MemberRemoved(member=named):
            member = named
        case _:
            return _demotes(statement, view)
    return member in view.members and view.members[member].role is Role.COORDINATOR


def _overrides(removal: Node, node: Node) -> bool:
    """Tell whether a removal deprives a concurrent statement of effect."""
    if removal is node or removal.knows >> node.place & 1 or node.knows >> removal.place & 1:
        return False
    author, subject = node.envelope.header.author_device, _subject(node)
    match removal.statement:
        case DeviceRemoved(device=device):
            return node.member is not None and author == device
        case MemberRemoved(member=member):
            return member in {node.member, subject}
        case MemberAdded(member=member):
            promotes = isinstance(node.statement, MemberAdded) and node.statement.role is Role.COORDINATOR
            return node.member == member or (promotes and subject == member)
        case StandbyChanged():
            # Of two who change the standby at once neither is the one before.
            return node.member is None and not node.removes and removal.member is not None
        case _:
            return False


def _subject(node: Node) -> str | None:
    """Return the member whom a statement adds, or adds a device for."""
    match node.statement:
        case MemberAdded(member=member) | DeviceAdded(member=member):
            return member
        case _:
            return None
