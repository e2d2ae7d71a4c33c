"""The one JSON codec for whatever is stored or travels: visits, settings, members, reviews, concern steps.

Fields stand in the order of their class, times are UTC ending in `Z`. A field
of a newer version is passed over here (the record itself is kept as it came),
a missing one takes its default, an unknown word in a closed list is refused,
and so is a number or a time that no database or calendar can hold.
"""

from __future__ import annotations

from dataclasses import is_dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import SchemaSerializer, SchemaValidator, core_schema

from icv_app.domain.identifying import IdentifyingPart, join_visit, split_visit
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.times import in_utc
from icv_app.domain.visit import Visit
from icv_app.errors import BadInput
from icv_app.words import _

__all__ = [
    "IdentifyingPart",
    "from_json",
    "identifying_from_json",
    "join_visit",
    "settings_from_json",
    "split_visit",
    "to_json",
    "visit_from_json",
]

T = TypeVar("T")

_FAULTS_LOGGED = 5
_NOTHING = timedelta(0)
_BIGGEST_NUMBER = 2**53 - 1
# A year from either end of the calendar, so that a time zone never leads out of it.
_EARLIEST, _LATEST = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 12, 31, tzinfo=UTC)


def to_json(thing: object) -> bytes:
    """Return a frozen dataclass of the domain as UTF-8 JSON, the same bytes every time.

    Raises:
        TypeError: It is no dataclass.
        ValueError: A time in it has no time zone (a defect, like the above).
    """
    return _codec(type(thing))[1].to_json(thing)


def from_json(kind: type[T], data: bytes) -> T:
    """Return the `kind` that `to_json` wrote.

    Raises:
        BadInput: It is not JSON of this kind, or of a newer version that this one cannot read.
    """
    try:
        found: T = _codec(kind)[0].validate_json(data, strict=True)
    except ValidationError as error:
        # Without the values: they may be about a person, and the detail is logged.
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        places = [
            ".".join(str(part) for part in fault["loc"]) + " " + fault["type"]
            for fault in faults[:_FAULTS_LOGGED]
        ]
        raise BadInput(
            f"{kind.__name__}: {'; '.join(places)}",
            user_text=_(
                "This version of ICV cannot read a record: install the newest version and open it again."
            ),
        ) from None
    return found


def visit_from_json(data: bytes) -> Visit:
    """Return a visit, whole or without its identifying part.

    Raises:
        BadInput: See `from_json`.
    """
    return from_json(Visit, data)


def identifying_from_json(data: bytes) -> IdentifyingPart:
    """Return the identifying part of a visit.

    Raises:
        BadInput: See `from_json`.
    """
    return from_json(IdentifyingPart, data)


def settings_from_json(data: bytes) -> SchemeSettings:
    """Return scheme settings.

    Raises:
        BadInput: See `from_json`.
    """
    return from_json(SchemeSettings, data)


_Codec = tuple[SchemaValidator, SchemaSerializer]
_codecs: dict[type[Any], _Codec] = {}


def _codec(kind: type[Any]) -> _Codec:
    """The reader and the writer of one class, built at first use: a large one takes a tenth of a second."""
    if kind not in _codecs:
        if not is_dataclass(kind):
            raise TypeError(f"{kind.__name__} is no dataclass")
        schema = TypeAdapter(kind).core_schema
        _keep_in_bounds(schema)
        _codecs[kind] = (SchemaValidator(schema), SchemaSerializer(schema))
    return _codecs[kind]


def _keep_in_bounds(schema: Any) -> None:
    """Let times be written and read in UTC only, and numbers be such as everybody can hold.

    The domain's classes say just `datetime` and `int`; what travels may come from anybody.
    """
    if isinstance(schema, list):
        for part in schema:
            _keep_in_bounds(part)
    elif isinstance(schema, dict):
        for part in schema.values():
            _keep_in_bounds(part)
        match schema.get("type"):
            case "datetime":
                schema |= {"tz_constraint": 0, "ge": _EARLIEST, "le": _LATEST}
                schema["serialization"] = core_schema.plain_serializer_function_ser_schema(
                    _written_time, when_used="json"
                )
            case "int":
                schema |= {"ge": -_BIGGEST_NUMBER, "le": _BIGGEST_NUMBER}
            case "float":
                schema["allow_inf_nan"] = False


def _written_time(moment: datetime) -> str:
    if moment.utcoffset() == _NOTHING:  # nearly always: a draft has hundreds, written at every edit
        return moment.isoformat()[: -len("+00:00")] + "Z"
    return in_utc(moment).astimezone(UTC).isoformat().replace("+00:00", "Z")
