"""Domain objects as JSON documents."""

from __future__ import annotations

from functools import cache

from pydantic import TypeAdapter

from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.visit import Visit
from icv_app.services.ports import Addressees


@cache
def _visits() -> TypeAdapter[Visit]:
    return TypeAdapter(Visit)


@cache
def _members() -> TypeAdapter[Member]:
    return TypeAdapter(Member)


@cache
def _settings() -> TypeAdapter[SchemeSettings]:
    return TypeAdapter(SchemeSettings)


@cache
def _addressees() -> TypeAdapter[Addressees]:
    return TypeAdapter(Addressees)


def to_json(thing: Visit | Member | SchemeSettings | Addressees) -> bytes:
    """Return a domain object as JSON."""
    match thing:
        case Visit():
            return _visits().dump_json(thing)
        case Member():
            return _members().dump_json(thing)
        case SchemeSettings():
            return _settings().dump_json(thing)
        case Addressees():
            return _addressees().dump_json(thing)


def visit_from_json(document: bytes) -> Visit:
    """Return the visit of a document."""
    return _visits().validate_json(document)


def member_from_json(document: bytes) -> Member:
    """Return the member of a document."""
    return _members().validate_json(document)


def settings_from_json(document: bytes) -> SchemeSettings:
    """Return the scheme settings of a document."""
    return _settings().validate_json(document)


def addressees_from_json(document: bytes) -> Addressees:
    """Return the addressees of a document."""
    return _addressees().validate_json(document)
