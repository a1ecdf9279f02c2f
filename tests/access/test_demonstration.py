"""Demonstration accounts: one per role, random, on this machine only, and gone at its end."""

import pytest

from access import demonstration
from access.signing_in import WRONG, by_password
from intake.form import save_draft
from models.account import Role, account_of
from models.state import state
from models.store import StoreError, reading, writing
from tests.access.people import write_units


@pytest.fixture
def units(store):
    from models.key import key

    key(may_make=True)
    with writing() as session:
        write_units(session)


def test_there_is_one_of_each_role_and_each_signs_in_here(units):
    listed = demonstration.complete()
    assert [role for role, _, _ in listed] == [role.label for role in Role]
    for _, username, phrase in listed:
        assert by_password(username, phrase, browser="b", local=True).ticket, username


def test_they_do_not_work_from_elsewhere(units):
    _, username, phrase = demonstration.complete()[0]
    assert by_password(username, phrase, browser="b", local=False).refusal == WRONG


def test_a_second_call_makes_nothing_new(units):
    assert demonstration.complete() == demonstration.complete() == demonstration.sign_ins()


def test_a_lost_file_gives_new_passphrases(units):
    first = demonstration.complete()
    demonstration.forget_passphrases()
    second = demonstration.complete()
    assert {phrase for *_, phrase in first}.isdisjoint({phrase for *_, phrase in second})


def test_without_a_county_the_roles_that_need_a_unit_wait(store):
    labels = [role for role, _, _ in demonstration.complete()]
    assert labels == [Role.OVERSIGHT.label, Role.DATA_OFFICER.label, Role.ADMINISTRATOR.label]
    with writing() as session:
        write_units(session)
    assert len(demonstration.complete()) == 5


def test_the_file_is_for_its_owner_alone(units):
    demonstration.complete()
    with reading() as session:
        path = demonstration._path(session.get_bind().engine.url)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_store_that_is_no_demonstration_gets_none(units):
    demonstration.complete()
    with writing() as session:
        state(session).demonstration = False
    assert demonstration.complete() == [] and demonstration.sign_ins() == []
    with pytest.raises(StoreError), writing() as session:
        demonstration.make(session)


def test_its_end_removes_the_accounts_and_the_file(units, capsys, monkeypatch):
    from access.__main__ import main

    monkeypatch.setattr("models.schema.check", lambda url=None: None)
    _, username, phrase = demonstration.complete()[0]
    with writing() as session:
        save_draft(session, account_of(session, username).id, "activity", {"title": "Half a ti"})
    assert main(["end-demonstration"]) == 0
    assert "Removed 5 accounts" in capsys.readouterr().out
    assert by_password(username, phrase, browser="b", local=True).refusal == WRONG
    with reading() as session:
        assert account_of(session, username) is None and not state(session).demonstration
    assert demonstration.sign_ins() == []


def test_a_persons_account_is_never_taken_over(units):
    from access import accounts

    with writing() as session:
        accounts.add(session, by="x", username="group-member", name="G", role="oversight")
    with pytest.raises(StoreError, match="a person's account"):
        demonstration.complete()
