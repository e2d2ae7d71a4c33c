"""Argon2id: what a passphrase or printed code costs to try, and how that cost is chosen."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from pydantic import Field

from icv_app.errors import BadInput, StoreError
from icv_app.seal.cipher import KEY_BYTES
from icv_app.words import _

LEAST_MEMORY_KIB = 64 * 1024
MOST_MEMORY_KIB = 4 * 1024 * 1024
MOST_ITERATIONS = 64
MOST_LANES = 16
SALT_BYTES = 16

_MEMORY_WANTED_KIB = 256 * 1024
_PASSPHRASE_LIMIT = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class KdfCost:
    """Parameters of Argon2id; a stored cost outside these bounds is refused before any work is done.

    Attributes:
        memory_kib: Memory per try, in KiB; 64 MiB to 4 GiB.
        iterations: Passes over the memory.
        lanes: Threads.
    """

    memory_kib: Annotated[int, Field(ge=LEAST_MEMORY_KIB, le=MOST_MEMORY_KIB)] = LEAST_MEMORY_KIB
    iterations: Annotated[int, Field(ge=1, le=MOST_ITERATIONS)] = 3
    lanes: Annotated[int, Field(ge=1, le=MOST_LANES)] = 2

    def __post_init__(self) -> None:
        if not (
            LEAST_MEMORY_KIB <= self.memory_kib <= MOST_MEMORY_KIB
            and 1 <= self.iterations <= MOST_ITERATIONS
            and 1 <= self.lanes <= MOST_LANES
        ):
            raise ValueError("the cost of a passphrase is out of bounds")


def calibrate(target_seconds: float, timer: Callable[[], float]) -> KdfCost:
    """Return the cost at which one try takes about `target_seconds` on this machine.

    More memory comes first, up to 256 MiB, then more passes; never under 64 MiB and three passes.
    `timer` is a monotonic clock in seconds, such as `time.perf_counter`.
    """
    cost = KdfCost()
    while cost.memory_kib < _MEMORY_WANTED_KIB:
        if _seconds(cost, timer) * 2 > target_seconds:
            return cost
        cost = replace(cost, memory_kib=cost.memory_kib * 2)
    passes = round(cost.iterations * target_seconds / max(_seconds(cost, timer), 1e-6))
    return replace(cost, iterations=min(max(passes, cost.iterations), MOST_ITERATIONS))


def stretch(passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
    """Return 32 bytes from a passphrase; takes as long as `cost` says.

    Raises:
        BadInput: It is empty, far too long, or holds characters that cannot be stored.
    """
    try:
        # Keyboards differ in how they send an accented letter; the vault must not notice.
        secret = unicodedata.normalize("NFC", passphrase).encode("utf-8")
    except UnicodeEncodeError:
        secret = b""
    if not 0 < len(secret) <= _PASSPHRASE_LIMIT:
        raise BadInput(
            "passphrase is empty, too long or not text",
            user_text=_("Enter a passphrase of ordinary letters, at most a few hundred of them."),
        )
    return stretch_secret(secret, salt, cost)


def stretch_secret(secret: bytes, salt: bytes, cost: KdfCost) -> bytes:
    """Return 32 bytes from the bytes of a printed code.

    Raises:
        StoreError: This computer has not the memory that `cost` asks for.
    """
    argon = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory_kib
    )
    try:
        return argon.derive(secret)
    except MemoryError:
        raise StoreError(
            f"argon2id: no {cost.memory_kib} KiB of memory",
            user_text=_("There is not enough free memory to unlock. Close other programs and try again."),
        ) from None


def _seconds(cost: KdfCost, timer: Callable[[], float]) -> float:
    started = timer()
    stretch_secret(b"how long does one try take", bytes(SALT_BYTES), cost)
    return timer() - started
