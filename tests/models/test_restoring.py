"""Erasure followed by the restore of an older backup. SQLite, whatever the run asks for."""

import shutil
import sqlite3

import pytest

import settings as our_settings
from models.__main__ import main
from models.audit import faults, record
from models.backup import backup, restore
from models.erasure import ErasedMember, ErasureError, ledger_path
from models.key import KeyFileError, key_path
from models.panel import PanelMember
from models.store import StoreError, engine, reading, writing
from tests.models.test_erasure import ABOUT_MEMBERS, NAME, full_store, left


@pytest.fixture
def empty_address(tmp_path):
    """A file: the tools for copies of a PostgreSQL store are its own."""
    return f"sqlite:///{tmp_path / 'oversight.db'}"


def test_a_restored_older_backup_does_not_bring_the_person_back(store, tmp_path):
    who = full_store()
    older = backup(tmp_path / "older.db")
    assert main(["erase", who]) == 0
    assert restore(older).erased.members == 1
    assert [left(table) for table in ABOUT_MEMBERS] == [1, 1, 1, 1, 1]
    assert left(ErasedMember) == 1
    assert NAME.encode() not in (tmp_path / "oversight.db").read_bytes()


def test_the_erased_stay_erased_when_the_store_itself_was_lost(store, tmp_path):
    who = full_store()
    older = backup(tmp_path / "older.db")
    assert main(["erase", who]) == 0
    (tmp_path / "oversight.db").write_bytes(b"broken")
    assert restore(older).erased.members == 1
    assert left(PanelMember) == 1


def test_no_byte_of_the_person_stays_in_the_store(store, tmp_path):
    who = full_store()
    assert NAME.encode() in (tmp_path / "oversight.db").read_bytes()
    assert main(["erase", who]) == 0
    assert NAME.encode() not in (tmp_path / "oversight.db").read_bytes()


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Makes another folder and address the process's; hands back the folder of before."""

    def moved(name: str):
        before = our_settings.settings().var
        monkeypatch.setenv("OVERSIGHT_VAR", str(tmp_path / name))
        monkeypatch.setenv("OVERSIGHT_DATABASE_URL", f"sqlite:///{tmp_path / name}/{name}.db")
        our_settings.settings.cache_clear()
        (tmp_path / name).mkdir(mode=0o700)
        return before

    yield moved
    our_settings.settings.cache_clear()


def erased_after_a_backup(tmp_path):
    who = full_store()
    older = backup(tmp_path / "older.db")
    assert main(["erase", who]) == 0
    return older


def test_the_erased_stay_erased_when_the_store_has_another_address(store, tmp_path, elsewhere):
    older = erased_after_a_backup(tmp_path)
    before = elsewhere("moved")
    for name in ("key", "erased"):
        shutil.copy2(before / name, tmp_path / "moved" / name)
    done = restore(older)
    assert done.erased.members == 1 and left(PanelMember) == 1
    assert done.ledger == f"The ledger {tmp_path / 'moved' / 'erased'} has 1 entry."
    assert done.before is None


def test_a_ledger_of_before_that_was_named_after_a_store_is_read(store, tmp_path, elsewhere):
    older = erased_after_a_backup(tmp_path)
    before = elsewhere("moved")
    shutil.copy2(before / "key", tmp_path / "moved" / "key")
    shutil.copy2(before / "erased", tmp_path / "moved" / "erased-oversight-0123abcd")
    assert restore(older).erased.members == 1
    assert main(["erase", "nobody"]) == 1


def test_a_restore_says_which_ledger_it_read_or_that_there_is_none(store, tmp_path, capsys):
    full_store()
    assert main(["backup", str(tmp_path / "kept.db")]) == 0
    assert main(["restore", str(tmp_path / "kept.db")]) == 0
    said = capsys.readouterr().out
    assert f"There is no ledger {ledger_path()}." in said
    assert f"The store of before is {tmp_path / 'oversight.db.before-'}" in said
    assert main(["apply-ledger"]) == 0
    assert "There is no ledger" in capsys.readouterr().out


def test_a_damaged_ledger_stops_a_restore(store, tmp_path):
    older = erased_after_a_backup(tmp_path)
    ledger_path().write_text('["half of an ent')
    with pytest.raises(ErasureError, match="is damaged"):
        restore(older)
    assert left(PanelMember) == 1
    assert not list(tmp_path.glob("*.restoring*"))


def test_without_the_key_nothing_is_erased_or_restored_and_no_key_is_made(store, tmp_path, capsys):
    older = erased_after_a_backup(tmp_path)
    was = (tmp_path / "oversight.db").read_bytes()
    key_path().unlink()
    other = "SELECT source_id FROM panel_member"
    with sqlite3.connect(tmp_path / "oversight.db") as opened:
        who = opened.execute(other).fetchone()[0]
    assert main(["erase", who]) == 1
    assert main(["restore", str(older)]) == 1
    assert capsys.readouterr().err.count("is missing, and this store already uses one") == 2
    assert not key_path().exists() and (tmp_path / "oversight.db").read_bytes() == was
    assert not list(tmp_path.glob("oversight.db.*"))


def test_a_ledger_alone_keeps_a_new_key_from_being_made(store, tmp_path):
    older = erased_after_a_backup(tmp_path)
    key_path().unlink()
    with pytest.raises(KeyFileError, match="missing"):
        restore(older)
    assert not key_path().exists()


def test_a_backup_of_another_key_is_refused(store, tmp_path):
    assert main(["erase", full_store()]) == 0
    kept = backup(tmp_path / "kept.db")
    key_path().write_text("0123456789abcdef" * 4)
    with pytest.raises(KeyFileError, match="made with another key"):
        restore(kept)
    assert not list(tmp_path.glob("oversight.db.*"))


def test_a_backup_of_a_newer_app_is_refused_before_anything_changes(store, tmp_path):
    full_store()
    newer = backup(tmp_path / "newer.db")
    with sqlite3.connect(newer) as opened:
        opened.execute("UPDATE alembic_version SET version_num = '9999'")
    was = (tmp_path / "oversight.db").read_bytes()
    with pytest.raises(StoreError, match="is at version 9999"):
        restore(newer)
    assert (tmp_path / "oversight.db").read_bytes() == was
    assert not list(tmp_path.glob("oversight.db.*"))


def test_a_moved_store_finds_the_head_of_its_trail_and_a_cut_one_does_not(
    store, tmp_path, elsewhere
):
    for number in range(3):
        with writing() as session:
            record(session, actor="ada", action="tested", subject=str(number))
    before = elsewhere("moved")
    shutil.copytree(before, tmp_path / "moved", dirs_exist_ok=True)
    moved = shutil.copy2(tmp_path / "oversight.db", tmp_path / "moved" / "moved.db")
    with reading() as session:
        assert faults(session) == []
    engine().dispose()
    with sqlite3.connect(moved) as opened:
        opened.execute("DELETE FROM audit_event WHERE number = 3")
        opened.execute(
            "UPDATE audit_head SET count = 2, head = (SELECT mac FROM audit_event WHERE number = 2)"
        )
    with reading() as session:
        assert len(faults(session)) == 1 and "is missing or was changed" in faults(session)[0]
