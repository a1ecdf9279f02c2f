"""Backups: whole, checked, and put back only when sound."""

import os
import sqlite3

import pytest
from sqlmodel import select

from models.__main__ import main
from models.backup import backup, restore
from models.reference import Directorate
from models.schema import upgrade
from models.store import StoreError, engine, reading, writing


@pytest.fixture
def empty_address(tmp_path):
    """A file: the tools for copies of a PostgreSQL store are its own."""
    return f"sqlite:///{tmp_path / 'oversight.db'}"


@pytest.fixture(autouse=True)
def ready(store):
    """Every test here has a store."""


def name_it(name: str) -> None:
    with writing() as session:
        session.add(Directorate(code=name.lower(), name=name, position=1))


def names() -> list[str]:
    with reading() as session:
        return list(session.exec(select(Directorate.name).order_by(Directorate.id)))


def test_a_backup_put_back_is_the_store_of_then(tmp_path):
    name_it("Adults")
    kept = backup(tmp_path / "kept.db")
    name_it("Places")
    restore(kept)
    assert names() == ["Adults"]


def test_every_store_of_before_is_kept_beside(tmp_path):
    name_it("Adults")
    kept = backup(tmp_path / "kept.db")
    name_it("Places")
    first = restore(kept).before
    second = restore(kept).before
    assert first != second
    assert first.name.startswith("oversight.db.before-")
    for store, rows in ((first, 2), (second, 1)):
        with sqlite3.connect(store) as before:
            assert before.execute("SELECT count(*) FROM directorate").fetchone() == (rows,)


def test_a_backup_made_while_someone_writes_is_whole(tmp_path):
    name_it("Adults")
    with writing() as session:
        session.add(Directorate(code="open", name="Not committed", position=2))
        session.flush()
        kept = backup(tmp_path / "kept.db")
    with sqlite3.connect(kept) as copy:
        assert copy.execute("SELECT name FROM directorate").fetchall() == [("Adults",)]


def test_a_backup_is_readable_by_its_owner_only(tmp_path):
    kept = backup()
    assert kept.parent == tmp_path / "var" / "backups"
    assert kept.stat().st_mode & 0o077 == 0


def test_a_new_store_is_readable_by_its_owner_only(tmp_path):
    address = f"sqlite:///{tmp_path}/new/store.db"
    was = os.umask(0o022)
    try:
        upgrade(address)
        with writing(address):
            files = list((tmp_path / "new").iterdir())
            assert files and not [path for path in files if path.stat().st_mode & 0o077]
    finally:
        os.umask(was)
        engine(address).dispose()


def test_a_backup_never_overwrites(tmp_path):
    backup(tmp_path / "kept.db")
    with pytest.raises(StoreError, match="Name another file"):
        backup(tmp_path / "kept.db")


def test_a_torn_backup_is_refused_and_the_store_stays(tmp_path):
    name_it("Adults")
    kept = backup(tmp_path / "kept.db")
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreError, match="not a sound store"):
        restore(kept)
    assert names() == ["Adults"]


def test_a_file_of_something_else_is_refused(tmp_path):
    other = tmp_path / "other.db"
    other.write_text("not a store")
    with pytest.raises(StoreError, match="not a sound store"):
        restore(other)
    with sqlite3.connect(tmp_path / "empty.db") as made:
        made.execute("CREATE TABLE something (id INTEGER)")
    with pytest.raises(StoreError, match="not a sound store"):
        restore(tmp_path / "empty.db")


def test_the_commands_say_where_the_copy_is_and_what_is_missing(tmp_path, capsys):
    assert main(["backup", str(tmp_path / "kept.db")]) == 0
    assert "kept.db" in capsys.readouterr().out
    assert main(["restore", str(tmp_path / "kept.db")]) == 0
    assert main(["restore", str(tmp_path / "missing.db")]) == 1
    assert "Check its name" in capsys.readouterr().err
