"""Erasure followed by the restore of an older backup. SQLite, whatever the run asks for."""

import pytest

from models.__main__ import main
from models.backup import backup, restore
from models.erasure import ErasedMember
from models.panel import PanelMember
from tests.models.test_erasure import ABOUT_MEMBERS, NAME, full_store, left


@pytest.fixture
def empty_address(tmp_path):
    """A file: the tools for copies of a PostgreSQL store are its own."""
    return f"sqlite:///{tmp_path / 'oversight.db'}"


def test_a_restored_older_backup_does_not_bring_the_person_back(store, tmp_path):
    who = full_store()
    older = backup(tmp_path / "older.db")
    assert main(["erase", who]) == 0
    assert restore(older).members == 1
    assert [left(table) for table in ABOUT_MEMBERS] == [1, 1, 1, 1, 1]
    assert left(ErasedMember) == 1
    assert NAME.encode() not in (tmp_path / "oversight.db").read_bytes()


def test_the_erased_stay_erased_when_the_store_itself_was_lost(store, tmp_path):
    who = full_store()
    older = backup(tmp_path / "older.db")
    assert main(["erase", who]) == 0
    (tmp_path / "oversight.db").write_bytes(b"broken")
    assert restore(older).members == 1
    assert left(PanelMember) == 1


def test_no_byte_of_the_person_stays_in_the_store(store, tmp_path):
    who = full_store()
    assert NAME.encode() in (tmp_path / "oversight.db").read_bytes()
    assert main(["erase", who]) == 0
    assert NAME.encode() not in (tmp_path / "oversight.db").read_bytes()
