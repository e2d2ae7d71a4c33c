"""Which documents may be attached to a record: told by what is in them, never by their names."""

from __future__ import annotations

import io
import zipfile
import zlib

from icv_app.domain.attached import LARGEST_DOCUMENT, AttachedDocument
from icv_app.errors import BadInput
from icv_app.seal.cipher import sha256_hex
from icv_app.services.ports import StoredRecord
from icv_app.services.report_records import unfit
from icv_app.words import _

DOCUMENT = "document"
"""The part that holds a document's bytes as they were chosen."""
_PDF = b"%PDF-"
_PNG = b"\x89PNG\r\n\x1a\n"
_ZIP = b"PK\x03\x04"
_WORD = {"[Content_Types].xml", "word/document.xml"}
_MACROS = "vbaproject.bin"
_UNREADABLE = (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError, zlib.error)


def ending_of(document: bytes) -> str:
    """Return `pdf`, `png` or `docx`.

    Nothing in it is unpacked or run.

    Raises:
        BadInput: It is empty, too large, or anything else.
    """
    if not document:
        raise BadInput("empty document", user_text=_("This file is empty. Choose another one."))
    if len(document) > LARGEST_DOCUMENT:
        raise too_large()
    if document.startswith(_PDF):
        return "pdf"
    if document.startswith(_PNG):
        return "png"
    if document.startswith(_ZIP) and _is_word(document):
        return "docx"
    raise BadInput(
        "document of an unknown kind",
        user_text=_("Only PDF, PNG and Word documents (DOCX, without macros) can be attached."),
    )


def check_attached(record: StoredRecord, said: AttachedDocument | None) -> None:
    """Refuse a record whose document is not the one it speaks of, or of a kind nobody should open.

    Raises:
        SealError: It is refused.
    """
    document = record.parts.get(DOCUMENT)
    if document is None or said is None:
        return
    try:
        ending = ending_of(document)
    except BadInput as wrong:
        raise unfit(record, str(wrong)) from None
    if (ending, len(document), sha256_hex(document)) != (said.ending, said.size, said.digest):
        raise unfit(record, "another document than it says")


def too_large() -> BadInput:
    """A document that nobody needs to look into."""
    return BadInput(
        f"document over {LARGEST_DOCUMENT} bytes",
        user_text=_(
            "This file is larger than {n} MB. Make it smaller, or attach the pages that matter."
        ).format(n=LARGEST_DOCUMENT // 1_000_000),
    )


def _is_word(document: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(document)) as opened:
            names = set(opened.namelist())
    except _UNREADABLE:
        return False
    return names >= _WORD and not any(name.casefold().endswith(_MACROS) for name in names)
