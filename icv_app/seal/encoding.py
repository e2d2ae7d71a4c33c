"""Strict, canonical JSON: one way to write each value, and nothing else accepted.

Canonical means sorted keys, no spaces, UTF-8 without escapes beyond what JSON demands, whole
numbers only. Equal values therefore have equal bytes, which is what gets signed and hashed.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from datetime import UTC, datetime
from typing import Annotated, Any, NoReturn, TypeVar
from uuid import UUID

from pydantic import AfterValidator, Field, PlainSerializer, PlainValidator, TypeAdapter, ValidationError

from icv_app.seal.refusals import refusal, update_needed

T = TypeVar("T")

BIGGEST_NUMBER = 2**53 - 1
"""Whole numbers stay exact in every JSON reader up to here."""

_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}
"""Made when first needed: building them all would slow the start of the application."""

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{6})?Z", re.ASCII)


def canonical_json(value: object) -> bytes:
    """Return the one canonical writing of `value`.

    Raises:
        ValueError: It holds a float that is not a number, or text that is not Unicode.
    """
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def decode(kind: type[T], data: bytes, *, limit: int, what: str, newest: int | None = None) -> T:
    """Return `data`, canonical JSON, as a `kind`; fields that `kind` does not know are let through.

    Args:
        kind: A dataclass whose annotations are the rules each field must meet.
        data: As it came from outside.
        limit: Greatest accepted length in bytes.
        what: Name of the thing for the log.
        newest: Greatest `version` this ICV can read; `None` where that is judged elsewhere.

    Raises:
        UpdateNeeded: Its version is greater than `newest`.
        SealError: It is too long, not canonical, or breaks a rule of `kind`.
    """
    version = _version(_canonical_value(data, limit=limit, what=what))
    if newest is not None and version > newest:
        raise update_needed(f"{what}: version {version}")
    try:
        value: T = _adapter(kind).validate_json(data, strict=True)
    except ValidationError as error:
        # Only where it failed: the values themselves may be secret or personal.
        places = {
            ".".join(str(step) for step in problem["loc"]) for problem in error.errors(include_input=False)
        }
        raise refusal(f"{what}: not usable at {', '.join(sorted(places)) or 'top'}") from None
    return value


def encode(value: object) -> bytes:
    """Return a dataclass that `decode` can read back, as canonical JSON."""
    return canonical_json(_adapter(type(value)).dump_python(value, mode="json"))


def format_moment(moment: datetime) -> str:
    """Return a moment as RFC 3339 in UTC, with microseconds only where there are any.

    Raises:
        ValueError: It has no time zone.
    """
    if moment.utcoffset() is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def parse_moment(text: object) -> datetime:
    """Return the moment that `format_moment` wrote, in UTC.

    Raises:
        ValueError: It is written in any other way.
    """
    if not isinstance(text, str) or not _MOMENT.fullmatch(text):
        raise ValueError("not a UTC time")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("no such time") from None
    if format_moment(moment) != text:
        raise ValueError("not the canonical writing of a time")
    return moment


def to_base64(data: bytes) -> str:
    """Return standard base64 with padding."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: object) -> bytes:
    """Return what `to_base64` wrote.

    Raises:
        ValueError: It is not exactly that.
    """
    if not isinstance(text, str):
        raise ValueError("not base64")  # pydantic turns a ValueError into a refusal
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None
    if to_base64(data) != text:
        raise ValueError("not canonical base64")
    return data


def is_uuid(text: str) -> bool:
    """Tell whether `text` is a UUID in its usual lower-case writing."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _canonical_value(data: bytes, *, limit: int, what: str) -> object:
    if len(data) > limit:
        raise refusal(f"{what}: {len(data)} bytes, more than {limit}")
    try:
        value: object = json.loads(
            data.decode("utf-8"), parse_float=_no_fraction, parse_constant=_no_fraction
        )
        canonical = canonical_json(value) == data
    except (ValueError, RecursionError):
        raise refusal(f"{what}: not JSON") from None
    if not canonical:
        raise refusal(f"{what}: not canonical JSON")
    return value


def _version(value: object) -> int:
    version = value.get("version") if isinstance(value, dict) else None
    return version if isinstance(version, int) else 0


def _uuid(text: str) -> str:
    if not is_uuid(text):
        raise ValueError("not a UUID")
    return text


def _no_fraction(text: str) -> NoReturn:
    raise ValueError("only whole numbers")


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


Uuid = Annotated[str, AfterValidator(_uuid)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 in lower-case hexadecimal."""
KeyIdText = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Base64 = Annotated[bytes, PlainValidator(from_base64), PlainSerializer(to_base64)]
Moment = Annotated[datetime, PlainValidator(parse_moment), PlainSerializer(format_moment)]
Count = Annotated[int, Field(ge=0, le=BIGGEST_NUMBER)]
Ordinal = Annotated[int, Field(ge=1, le=BIGGEST_NUMBER)]
SHORT_TEXT_LENGTH = 200
ShortText = Annotated[str, Field(min_length=1, max_length=SHORT_TEXT_LENGTH)]
MEMBER_NUMBER = r"^[A-Z][A-Z0-9]{0,7}-[0-9]{1,6}$"
MemberId = Annotated[str, Field(pattern=MEMBER_NUMBER)]
"""A member's scheme number, such as V-004; never a name."""
