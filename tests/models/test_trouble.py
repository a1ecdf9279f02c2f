"""What keeps a store from being used is said in a sentence with its place, everywhere."""

import sqlite3

import pytest
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

import settings as our_settings
from access.__main__ import main as access
from exports.__main__ import main as exports
from intake.__main__ import main as intake
from measures.__main__ import main as measures
from models import backup as backups
from models.__main__ import main as models
from models.store import StoreError, engine
from models.trouble import in_words
from seed.__main__ import main as seed

COMMANDS = [
    (models, ["erase", "1"]), (models, ["purge"]), (models, ["apply-ledger"]), (models, ["remind"]),
    (measures, ["complete"]), (measures, ["close", "2026-27-Q1"]), (measures, ["snapshot"]),
    (measures, ["check"]), (exports, ["2026-27-Q1", "--out", "packs"]), (access, ["list"]),
    (seed, ["reference"]), (intake, ["activities", "none.csv"]),
]  # fmt: skip


class Sqlite(sqlite3.OperationalError):
    def __init__(self, name):
        super().__init__("said by SQLite")
        self.sqlite_errorname = name


class Postgresql(Exception):
    def __init__(self, sqlstate):
        super().__init__("said by PostgreSQL to eve:secret@host")
        self.sqlstate = sqlstate


class OperationalPostgresql(Postgresql):
    """As psycopg calls what happens before there is a connection."""


@pytest.fixture
def address(monkeypatch):
    """Sets the process's address."""

    def put(text: str) -> None:
        monkeypatch.setenv("OVERSIGHT_DATABASE_URL", text)
        our_settings.settings.cache_clear()

    yield put
    our_settings.settings.cache_clear()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SQLITE_FULL", "The store /srv/a.db has no room left"),
        ("SQLITE_READONLY_DBMOVED", "cannot be written to"),
        ("SQLITE_CORRUPT_VTAB", "is damaged"),
        ("SQLITE_NOTADB", "is no store"),
        ("SQLITE_CANTOPEN", "cannot be opened"),
        ("SQLITE_BUSY_SNAPSHOT", "Another program is writing"),
        ("SQLITE_ERROR", "cannot be used: OperationalError"),
    ],
)
def test_an_error_of_sqlite_names_the_path_and_what_to_do(address, name, said):
    address("sqlite:////srv/a.db")
    sentence = in_words(OperationalError("SELECT 1", {}, Sqlite(name)))
    assert said in sentence and "/srv/a.db" in sentence
    assert sentence.count(". ") + sentence.endswith((".", "FILE")) >= 2


@pytest.mark.parametrize(
    ("sqlstate", "said"),
    [
        ("28P01", "does not let this user in"),
        ("3D000", "no such database"),
        ("57P01", "is stopping"),
        ("53300", "no room left"),
        ("42501", "the right to do that"),
        ("40P01", "Do it again"),
        ("22003", "cannot be used: OperationalError"),
    ],
)
def test_an_error_of_postgresql_names_the_host_and_never_the_password(address, sqlstate, said):
    address("postgresql+psycopg://eve:secret@db.example:5433/county")
    sentence = in_words(OperationalError("SELECT 1", {}, Postgresql(sqlstate)))
    assert said in sentence and "db.example:5433" in sentence and "secret" not in sentence


def test_a_server_that_is_away_and_a_pool_that_is_full(address):
    address("postgresql+psycopg://eve:secret@db.example/county")
    away = in_words(OperationalError("", {}, OperationalPostgresql(None)))
    assert away.startswith("PostgreSQL at db.example does not answer")
    assert "for a connection" in in_words(NoConnection())


def test_an_address_that_is_none_is_not_repeated(address):
    assert "secret" not in in_words(ArgumentError("eve:secret@host"))


@pytest.mark.parametrize("text", ["postgresql://eve:secret@host/a", "mysql://eve:secret@host/a"])
def test_an_address_of_another_driver_is_refused_in_a_sentence(text):
    with pytest.raises(StoreError, match="Use sqlite:///… or postgresql") as refused:
        engine(text)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(("command", "given"), COMMANDS)
def test_every_command_says_how_an_empty_store_is_prepared(
    address, tmp_path, command, given, capsys
):
    address(f"sqlite:///{tmp_path}/empty.db")
    assert command(given) != 0
    assert "Prepare it with: python -m models migrate" in capsys.readouterr().err


@pytest.mark.parametrize(("command", "given"), COMMANDS)
def test_no_command_works_on_a_store_of_a_newer_app(store, command, given, capsys):
    with engine().connect().execution_options(writes=True) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert command(given) != 0
    assert "Install the newer app" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "given"), [*COMMANDS, (models, ["backup"]), (models, ["migrate"])]
)
def test_a_store_that_is_none_gets_a_sentence_from_every_command(
    address, tmp_path, command, given, capsys
):
    address(f"sqlite:///{tmp_path}/other.db")
    (tmp_path / "other.db").write_text("something else " * 100)
    assert command(given) != 0
    said = capsys.readouterr().err
    assert f"{tmp_path}/other.db is no store" in said and "another backup" not in said


def test_a_copy_that_fails_leaves_nothing_behind(address, tmp_path, monkeypatch):
    address(f"sqlite:///{tmp_path}/oversight.db")
    assert models(["migrate"]) == 0

    def full(source, target):
        target.write_bytes(b"half")
        raise StoreError(in_words(Sqlite("SQLITE_FULL"), target))

    sound = backups.backup(tmp_path / "sound.db")
    monkeypatch.setattr(backups, "_copy", full)
    assert models(["backup", str(tmp_path / "kept.db")]) == 1
    assert models(["restore", str(sound)]) == 1
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        "oversight.db",
        "sound.db",
    ]
