"""Looks for sentences in files as an intruder would."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Sequence

_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


def readable_in(data: bytes, sentences: Sequence[str]) -> list[str]:
    """Which sentences are in the bytes, as UTF-8 or UTF-16, plain or in a compressed stream."""
    wholes = [data]
    for opener in (zlib.decompress, gzip.decompress):
        try:
            wholes.append(opener(data))
        except (zlib.error, gzip.BadGzipFile, EOFError):
            continue
    return [
        sentence
        for sentence in sentences
        if any(sentence.encode(encoding) in whole for encoding in _ENCODINGS for whole in wholes)
    ]
