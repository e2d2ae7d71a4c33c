"""The steps from one schema of the vault to the next, run by Alembic when a vault is opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from icv_app.errors import StoreError
from icv_app.store.concerns import SqlConcernRepository
from icv_app.store.coverage import SqlCoverageRepository
from icv_app.store.failures import damaged
from icv_app.store.search import SqlSearchRepository
from icv_app.words import _

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).parent
NEWEST = "0007"
"""The schema this program works with; compared first, so that opening need not load Alembic."""


def needs_migration(connection: Connection) -> bool:
    """Whether a vault is older than this program.

    Raises:
        StoreError: It is newer, or has no schema and so is no vault or was never finished.
    """
    if not inspect(connection).has_table("alembic_version"):
        raise damaged("no schema")
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision is None:
        raise damaged("no schema")
    if revision == NEWEST:
        return False
    _require_known(revision)
    return True


def migrate(connection: Connection) -> None:
    """Bring an empty or older vault to the newest schema, within the open transaction.

    What an older vault holds is read into the full-text index, counted for the coverage and its
    concerns are listed, if those are new to it.
    """
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, NEWEST)
    SqlSearchRepository(connection).fill()
    SqlCoverageRepository(connection).fill()
    SqlConcernRepository(connection).fill()


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def _require_known(revision: str) -> None:
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    try:
        ScriptDirectory.from_config(_config()).get_revision(revision)
    except CommandError as error:
        raise StoreError(
            f"schema {revision} is not known",
            user_text=_(
                "This vault was last used by a newer version of ICV. Nothing was changed. "
                "Install the newest version and try again."
            ),
        ) from error
