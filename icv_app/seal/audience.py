"""For whom an envelope is, as far as its header says: what the server and a bundle go by."""

from __future__ import annotations

from collections.abc import Collection

from icv_app.seal.authority import SealedTo, rule_of
from icv_app.seal.header import Header


def for_everybody(header: Header) -> bool:
    """Whether every device of the scheme is given it, one that joins later included.

    What is sealed to everybody is granted to later devices by a coordinator.
    """
    rule = rule_of(header.kind)
    return not header.recipients or (rule is not None and rule.sealed_to is SealedTo.EVERYBODY)


def is_for(header: Header, keys: Collection[str]) -> bool:
    """Whether it is for the holder of one of these keys: a recipient, its author, or anybody."""
    return (
        for_everybody(header)
        or header.author_device in keys
        or any(recipient in keys for recipient in header.recipients)
    )
