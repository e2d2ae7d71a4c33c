"""Tests get databases of their own, of both kinds."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text


def write_and_count(url: str) -> int:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE note (words TEXT)"))
        connection.execute(text("INSERT INTO note VALUES ('ŵ')"))
        count = connection.execute(text("SELECT count(*) FROM note WHERE words = 'ŵ'")).scalar_one()
    engine.dispose()
    return int(count)


@pytest.mark.parametrize("again", [1, 2])
def test_each_test_finds_its_database_empty(database_url: str, again: int) -> None:
    assert write_and_count(database_url) == 1, f"time {again}"


def test_postgresql_is_the_real_one(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        assert "PostgreSQL" in connection.execute(text("SELECT version()")).scalar_one()
    engine.dispose()


def test_a_test_has_a_home_of_its_own(home: Path, tmp_path: Path) -> None:
    assert Path.home() == home
    assert home != tmp_path
