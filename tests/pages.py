"""The pages of an encrypted database and its log as they lie on the disk, decrypted.

Source: the design page of SQLCipher 4: AES-256-CBC, 4096 bytes a page, of which the last 80 are the
initialisation vector (16) and the authentication code (64); page 1 begins with the salt (16).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

PAGE, RESERVED, SALT, VECTOR = 4096, 80, 16, 16
LOG_HEADER, FRAME_HEADER = 32, 24


def images(folder: Path, key: bytes) -> Iterator[tuple[Path, bytes]]:
    """Every database, log and other file below a folder, decrypted where it is a database or its log."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        if path.name.endswith("-wal"):
            yield path, b"".join(_frames(data, key))
        elif ".db" in path.name and not path.name.endswith("-shm"):
            yield path, b"".join(_pages(data, key))
        else:
            yield path, data


def files_holding(folder: Path, key: bytes, *secrets: bytes) -> list[str]:
    """Names of the files below a folder that hold one of these."""
    return [
        str(path.relative_to(folder))
        for path, content in images(folder, key)
        if any(secret in content for secret in secrets)
    ]


def pieces_of(ciphertext: bytes) -> list[bytes]:
    """Some of it, short enough to lie within one page."""
    return [ciphertext[at : at + 32] for at in range(0, len(ciphertext) - 32, 200)]


def _pages(data: bytes, key: bytes) -> Iterator[bytes]:
    for at in range(0, len(data) - PAGE + 1, PAGE):
        yield _opened(data[at : at + PAGE], key, skip=SALT if at == 0 else 0)


def _frames(data: bytes, key: bytes) -> Iterator[bytes]:
    for at in range(LOG_HEADER, len(data) - FRAME_HEADER - PAGE + 1, FRAME_HEADER + PAGE):
        number = int.from_bytes(data[at : at + 4], "big")
        page = data[at + FRAME_HEADER : at + FRAME_HEADER + PAGE]
        yield _opened(page, key, skip=SALT if number == 1 else 0)


def _opened(page: bytes, key: bytes, *, skip: int) -> bytes:
    end = PAGE - RESERVED
    decryptor = Cipher(AES(key), CBC(page[end : end + VECTOR])).decryptor()
    return decryptor.update(page[skip:end]) + decryptor.finalize()
