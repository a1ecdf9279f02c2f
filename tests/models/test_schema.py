"""Preparing a store: migrations, versions and refusals."""

import pytest
from sqlalchemy import inspect, text

from models import schema
from models.__main__ import main
from models.all import metadata
from models.state import state
from models.store import StoreError, engine, reading


def shape(address: str) -> dict:
    """Everything that the database says of its tables, Alembic's own left out."""
    found = inspect(engine(address))
    return {
        name: {
            "columns": [
                (c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(name)
            ],
            "primary key": found.get_pk_constraint(name)["constrained_columns"],
            "foreign keys": sorted(
                (f["name"], f["constrained_columns"], f["referred_table"], f["referred_columns"])
                for f in found.get_foreign_keys(name)
            ),
            "unique": sorted(
                (u["name"], u["column_names"]) for u in found.get_unique_constraints(name)
            ),
            "indexes": sorted(
                (i["name"], i["column_names"], bool(i["unique"])) for i in found.get_indexes(name)
            ),
            "checks": sorted(
                (c["name"], " ".join(c["sqltext"].split()))
                for c in found.get_check_constraints(name)
            ),
        }
        for name in sorted(found.get_table_names())
        if name != "alembic_version"
    }


def set_version(address: str, number: str) -> None:
    """Write another version into a store."""
    with engine(address).connect().execution_options(writes=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": number})
        connection.commit()


def test_a_migrated_store_has_exactly_the_models_tables(empty_address: str):
    schema.upgrade(empty_address)
    migrated = shape(empty_address)
    with engine(empty_address).connect().execution_options(writes=True) as connection:
        metadata().drop_all(connection)
        metadata().create_all(connection)
        connection.commit()
    made = shape(empty_address)
    assert set(migrated) == set(metadata().tables)
    for name in made:
        assert migrated[name] == made[name], name


def test_preparing_a_store_twice_changes_nothing(empty_address: str):
    assert schema.version(empty_address) is None
    assert schema.upgrade(empty_address) == schema.VERSION
    assert schema.upgrade(empty_address) == schema.VERSION
    assert schema.version(empty_address) == schema.VERSION
    with reading(empty_address) as session:
        assert state(session).revision == 0


def test_a_prepared_store_is_accepted(empty_address: str):
    schema.upgrade(empty_address)
    schema.check(empty_address)


def test_an_empty_store_is_refused_with_the_command_that_prepares_it(empty_address: str):
    with pytest.raises(StoreError, match="python -m models migrate"):
        schema.check(empty_address)


def test_a_newer_store_is_refused_and_left_alone(empty_address: str):
    schema.upgrade(empty_address)
    set_version(empty_address, "9999")
    with pytest.raises(StoreError, match="version 9999 and this app knows only"):
        schema.check(empty_address)
    with pytest.raises(StoreError, match="Install the newer app"):
        schema.upgrade(empty_address)
    assert schema.version(empty_address) == "9999"


def test_an_older_store_is_refused_with_what_to_do(empty_address: str):
    schema.upgrade(empty_address)
    set_version(empty_address, "0000")
    with pytest.raises(StoreError, match="Back it up"):
        schema.check(empty_address)


def test_the_version_is_that_of_the_newest_migration():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(schema._MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.VERSION]


def test_the_command_prepares_and_says_the_version(empty_address, tmp_path, monkeypatch, capsys):
    import settings

    monkeypatch.setenv("OVERSIGHT_DATABASE_URL", empty_address)
    settings.settings.cache_clear()
    try:
        assert main(["version"]) == 0
        assert main(["migrate"]) == 0
        assert main(["version"]) == 0
        said = capsys.readouterr().out.splitlines()
        set_version(empty_address, "9999")
        assert main(["migrate"]) == 1
        assert "Install the newer app" in capsys.readouterr().err
    finally:
        settings.settings.cache_clear()
    assert said == [
        "The store was never prepared. Prepare it with: python -m models migrate",
        f"The store is ready, at version {schema.VERSION}.",
        schema.VERSION,
    ]
