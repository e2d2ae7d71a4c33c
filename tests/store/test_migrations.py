"""The schema, and how a vault comes to it."""

from __future__ import annotations

import shutil
from pathlib import Path
from textwrap import dedent

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, text

from icv_app.domain.concern import ConcernState, ConcernStepKind
from icv_app.domain.ids import ConcernId
from icv_app.errors import StoreError
from icv_app.services.ports_concerns import ConcernFilter
from icv_app.store import migrations
from icv_app.store.backup import Occasion, backups
from icv_app.store.tables import PASSAGE_WORDS, metadata
from icv_app.store.vault import Vault
from tests.builders import NOON, a_concern, a_filed_visit
from tests.step_records import a_step_record
from tests.store.conftest import Made


def _engine_of(vault: Vault) -> Engine:
    engine: Engine = vault._engine
    return engine


def _schema(connection: Connection) -> dict[str, object]:
    """Everything SQLite knows of the tables, as it came to be or not."""
    names = connection.scalars(
        text("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'alembic%' ORDER BY name")
    ).all()
    schema: dict[str, object] = dict.fromkeys(
        connection.scalars(text("SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"))
    )
    for name in names:
        about = (f"table_xinfo('{name}')", f"foreign_key_list('{name}')")
        columns = [connection.execute(text(f"PRAGMA {pragma}")).all() for pragma in about]
        listed = connection.execute(text(f"PRAGMA index_list('{name}')")).all()
        indexes = {
            index.name: (index.unique, connection.execute(text(f"PRAGMA index_info('{index.name}')")).all())
            for index in listed
        }
        kind = connection.execute(text(f"PRAGMA table_list('{name}')")).one()
        schema[name] = (columns, indexes, (kind.wr, kind.strict))
    return schema


def _not_of_the_index(name: str | None, kind: str, _parents: object) -> bool:
    """SQLAlchemy knows nothing of the full-text index; `_schema` compares it."""
    return kind != "table" or not str(name).startswith(PASSAGE_WORDS)


def test_the_migrations_come_to_the_schema_of_the_tables(vault: Vault) -> None:
    models = create_engine("sqlite://")
    metadata.create_all(models)
    with _engine_of(vault).connect() as migrated, models.connect() as wanted:
        context = MigrationContext.configure(
            migrated, opts={"compare_type": True, "include_name": _not_of_the_index}
        )
        assert compare_metadata(context, metadata) == []
        assert _schema(migrated) == _schema(wanted)
    models.dispose()


def test_the_newest_schema_is_the_last_migration() -> None:
    assert ScriptDirectory.from_config(migrations._config()).get_heads() == [migrations.NEWEST]


def test_a_vault_of_a_newer_program_is_left_alone(made: Made) -> None:
    with made.open() as vault, _engine_of(vault).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = (made.folder / "vault.db").read_bytes()
    with pytest.raises(StoreError) as raised:
        made.open()
    assert raised.value.user_text.startswith("This vault was last used by a newer version of ICV.")
    assert (made.folder / "vault.db").read_bytes() == before
    assert not backups(made.folder)


def _add_migration(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    scripts = folder / "migrations"
    shutil.copytree(migrations.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    step = dedent(
        f'''
        from alembic import op

        revision = "later"
        down_revision = "{migrations.NEWEST}"

        def upgrade():
            op.execute("CREATE TABLE added (name TEXT)")
            {body}
        '''
    )
    (scripts / "versions" / "added_later.py").write_text(step)
    monkeypatch.setattr(migrations, "SCRIPTS", scripts)
    monkeypatch.setattr(migrations, "NEWEST", "later")


def _with_a_note(made: Made) -> None:
    with made.open() as vault, vault.open_unit() as unit:
        unit.meta.put("note", "kept")
        unit.commit()


def test_an_older_vault_is_backed_up_and_then_migrated(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_a_note(made)
    _add_migration(tmp_path, monkeypatch, "pass")

    with made.open() as vault:
        assert inspect(_engine_of(vault)).has_table("added")
        with vault.open_reading() as unit:
            assert unit.meta.get("note") == "kept"
    with made.open():
        pass

    (kept,) = backups(made.folder)
    assert kept.manifest.occasion is Occasion.MIGRATION
    shutil.copy(kept.database, made.folder / "vault.db")
    monkeypatch.undo()
    with made.open() as vault, vault.open_reading() as unit:
        assert unit.meta.get("note") == "kept"
        assert not inspect(_engine_of(vault)).has_table("added")


def test_a_migration_that_fails_leaves_the_vault_as_it_was(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_a_note(made)
    with monkeypatch.context() as patch:
        _add_migration(tmp_path, patch, "raise ZeroDivisionError")
        with pytest.raises(ZeroDivisionError):
            made.open()

    with made.open() as vault:
        assert not inspect(_engine_of(vault)).has_table("added")
        with vault.open_reading() as unit:
            assert unit.meta.get("note") == "kept"


def test_the_visits_of_an_older_vault_are_counted_for_the_coverage(made: Made) -> None:
    with made.open() as vault:
        with vault.open_unit() as unit:
            unit.visits.put(a_filed_visit())
            unit.commit()
        with _engine_of(vault).begin() as connection:
            connection.execute(text("DROP TABLE visit_coverage"))
            connection.execute(text("DROP TABLE concerns"))
            connection.execute(text("UPDATE alembic_version SET version_num = '0005'"))
    with made.open() as vault, vault.open_reading() as unit:
        assert unit.coverage.first_day() == NOON.date()


def test_the_concerns_of_an_older_vault_are_listed_where_they_stand(made: Made) -> None:
    visit = a_filed_visit(concerns=(a_concern(concern_id=ConcernId("one")), a_concern()))
    with made.open() as vault:
        with vault.open_unit() as unit:
            unit.visits.put(visit)
            unit.records.put(a_step_record(visit.visit_id, "one", ConcernStepKind.SENT, NOON))
            listed = unit.concerns.listed(ConcernFilter(), NOON)
            unit.commit()
        with _engine_of(vault).begin() as connection:
            connection.execute(text("DROP TABLE concerns"))
            connection.execute(text("UPDATE alembic_version SET version_num = '0006'"))
    with made.open() as vault, vault.open_reading() as unit:
        assert [one.state for one in listed] == [ConcernState.SENT, ConcernState.RAISED]
        assert unit.concerns.listed(ConcernFilter(), NOON) == listed
