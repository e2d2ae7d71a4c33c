"""An evidence pack: one ZIP with the summary, the framework and every document that counts."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from icv_app.domain.ids import RecordId
from icv_app.domain.quality import EvidenceKind
from icv_app.exchange.quality_files import written
from icv_app.exchange.whole_files import written_whole

if TYPE_CHECKING:
    from icv_app.services.quality import QualityStanding

_NOT_IN_NAMES = re.compile("[^a-z0-9]+")
_LONGEST_NAME = 60
_NO_CLOCK = (1980, 1, 1, 0, 0, 0)
"""The same evidence gives the same bytes."""


def document_names(standing: QualityStanding) -> dict[RecordId, str]:
    """Return where each document that counts stands in the pack: by criterion, numbered, under its title.

    Names hold small letters, digits, `-`, `_` and one dot: nothing in a title leads out of the folder.
    """
    names: dict[RecordId, str] = {}
    for criterion in standing.criteria:
        documents = [one for one in criterion.evidence if one.kind is EvidenceKind.DOCUMENT]
        for place, one in enumerate(documents, 1):
            title = _NOT_IN_NAMES.sub("-", one.title.casefold())[:_LONGEST_NAME].strip("-") or "document"
            folder = _NOT_IN_NAMES.sub("-", criterion.criterion.criterion_id)
            names[one.record_id] = f"documents/{folder}/{place:02d}-{title}.{one.ending}"
    return names


def save_pack(
    standing: QualityStanding,
    summary: bytes,
    names: Mapping[RecordId, str],
    document: Callable[[RecordId], bytes],
    file: Path,
) -> None:
    """Write the pack; documents are read one after the other.

    Raises:
        StoreError: The file could not be written.
        NotFound: A document is not here any more; nothing was written.
    """
    with written_whole(file) as opened, zipfile.ZipFile(opened, "w") as pack:
        _add(pack, "summary.pdf", summary)
        _add(pack, "framework.yaml", written(standing.framework).encode("utf-8"))
        for record_id, name in names.items():
            _add(pack, name, document(record_id))


def _add(pack: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _NO_CLOCK)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    pack.writestr(entry, data)
