"""The steps from one schema of the vault to the next, run by Alembic when a vault is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from icv_app.errors import StoreError
from icv_app.store.failures import damaged
from icv_app.words import _

NEWEST: Final = "0001"
"""The schema this program works with; compared first, so that opening need not load Alembic."""


def revision_of(connection: Connection) -> str:
    """The schema a vault has.

    Raises:
        StoreError: It has none, so it is no vault or was never finished.
    """
    if not inspect(connection).has_table("alembic_version"):
        raise damaged("no schema")
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision is None:
        raise damaged("no schema")
    return revision


def migrate(connection: Connection) -> None:
    """Bring an empty or older vault to the newest schema, within the open transaction.

    Raises:
        StoreError: The vault is of a newer program.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, NEWEST)
    except CommandError as error:
        raise StoreError(
            f"schema not known: {error}",
            user_text=_(
                "This vault was last used by a newer version of ICV. Nothing was changed. "
                "Install the newest version and try again."
            ),
        ) from error
