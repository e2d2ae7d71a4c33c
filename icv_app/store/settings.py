"""Scheme settings: one document a version."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from icv_app.domain.scheme import SchemeSettings
from icv_app.errors import NotFound
from icv_app.services.documents import settings_from_json, to_json
from icv_app.services.ports import PROVISIONAL
from icv_app.store import tables
from icv_app.store.statements import upsert
from icv_app.words import _

_SETTINGS = tables.settings.c
_PUT = upsert(tables.settings, "version")
_PROVISIONAL = select(tables.meta.c.value).where(tables.meta.c.name == PROVISIONAL)
_CURRENT = (
    select(_SETTINGS.document)
    .order_by(_SETTINGS.version.in_(bindparam("giving_way", expanding=True)), _SETTINGS.version.desc())
    .limit(1)
)
_VERSION = select(_SETTINGS.document).where(_SETTINGS.version == bindparam("wanted"))


class SqlSettingsRepository:
    """`SettingsRepository` over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, settings: SchemeSettings) -> None:
        """Insert or replace by version."""
        self._connection.execute(_PUT, {"version": settings.version, "document": to_json(settings)})

    def current(self) -> SchemeSettings:
        """The newest version that counts, else the newest that gives way: see `services.provisional`.

        Raises:
            NotFound: None has arrived yet.
        """
        giving_way = (self._connection.scalar(_PROVISIONAL) or "").split()
        document = self._connection.scalar(_CURRENT, {"giving_way": [int(one) for one in giving_way]})
        if document is None:
            raise NotFound(
                "no scheme settings",
                user_text=_("The settings of the scheme have not arrived yet. Synchronise, then try again."),
            )
        return settings_from_json(document)

    def version(self, version: int) -> SchemeSettings:
        """One version.

        Raises:
            NotFound: It has not arrived.
        """
        document = self._connection.scalar(_VERSION, {"wanted": version})
        if document is None:
            raise NotFound(
                f"scheme settings {version}",
                user_text=_(
                    "These settings of the scheme have not arrived yet. Synchronise, then try again."
                ),
            )
        return settings_from_json(document)
