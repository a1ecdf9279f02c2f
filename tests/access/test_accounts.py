"""Changes to accounts, from the page's functions and from the command line."""

import json

import pytest
from sqlalchemy import select, text

from access import accounts
from access.__main__ import main
from access.accounts import AccountError
from access.people import people as list_people
from access.signing_in import by_password
from access.trail import events
from intake.form import save_draft
from models.account import Role, account_of
from models.base import Base
from models.reminders import Reminder
from models.store import reading, writing
from tests.access.people import PHRASE


def add(**given):
    wanted = {"username": "new.person", "name": "New Person", "role": "oversight", **given}
    with writing() as session:
        account, phrase = accounts.add(session, by="ada", **wanted)
        return account.username, phrase


def last_event():
    with reading() as session:
        row = events(session)[0]
    return row["actor"], row["action"], row["subject"], json.loads(row["details"])


def test_an_added_account_signs_in_and_must_change_its_password(people):
    username, phrase = add(email="New@Essex.test")
    assert by_password(username, phrase, browser="b", local=False).ticket
    with reading() as session:
        account = account_of(session, username)
        assert account.must_change and account.email == "new@essex.test"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"username": "a b"}, "cannot be a sign-in name"),
        ({"username": "ola"}, "already"),
        ({"username": "OLA"}, "already"),
        ({"name": " "}, "person's name"),
        ({"role": "king"}, "is not a role"),
        ({"email": "nowhere"}, "is not an e-mail"),
        ({"email": "OLA@essex.test"}, "Another account"),
        ({"role": "lead"}, "needs a directorate"),
        ({"role": "lead", "directorate": "published"}, "needs a directorate"),
        ({"role": "service_manager"}, "at least one service"),
        ({"role": "service_manager", "services": ("none",)}, "no service"),
    ],
)
def test_a_faulty_account_is_refused_with_a_sentence_and_nothing_is_written(people, given, said):
    with pytest.raises(AccountError, match=said):
        add(**given)
    with reading() as session:
        assert len(list_people(session)) == 5


def test_a_change_is_in_the_trail_before_and_after(people):
    with writing() as session:
        accounts.change(session, "lee", by="ada", name="Lee", role="service_manager",
                        services=("places-1",))  # fmt: skip
    actor, action, subject, details = last_event()
    assert (actor, action, subject) == ("ada", "account changed", "lee")
    assert details["before"]["role"] == "lead" and details["after"]["services"] == [21]


def test_the_last_administrator_stays(people):
    for act in (accounts.disable, accounts.remove):
        with pytest.raises(AccountError, match="last administrator"), writing() as session:
            act(session, "ada", by="ada")
    with pytest.raises(AccountError, match="last administrator"), writing() as session:
        accounts.change(session, "ada", by="ada", name="Ada", role="oversight")
    add(role=Role.ADMINISTRATOR)
    with writing() as session:
        accounts.disable(session, "ada", by="new.person")


def test_a_person_changes_their_own_password(people):
    with writing() as session:
        accounts.change_password(session, "ola", old=PHRASE, new="orchard pebble windmill")
    assert by_password("ola", "orchard pebble windmill", browser="b", local=False).ticket
    assert by_password("ola", PHRASE, browser="b", local=False).refusal


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("wrong horse entirely", "orchard pebble windmill", "you use now is wrong"),
        (PHRASE, PHRASE, "is the old one"),
        (PHRASE, "short", "12 characters"),
        (PHRASE, "password1234", "common"),
    ],
)
def test_a_faulty_change_of_password_changes_nothing(people, old, new, said):
    with pytest.raises(AccountError, match=said), writing() as session:
        accounts.change_password(session, "ola", old=old, new=new)
    assert by_password("ola", PHRASE, browser="b", local=False).ticket


def test_the_old_password_cannot_be_guessed_without_end(people):
    def guess():
        with pytest.raises(AccountError) as refusal, writing() as session:
            accounts.change_password(session, "ola", old="wrong", new="orchard pebble windmill")
        return str(refusal.value)

    said = [guess() for _ in range(11)]
    assert "too many attempts" in said[-1] and "too many attempts" not in said[-2]


def test_the_commands_do_what_they_say(people, capsys, monkeypatch):
    monkeypatch.setattr("models.schema.check", lambda url=None: None)
    assert main(["add", "cara", "Cara Quill", "lead", "--directorate", "places"]) == 0
    phrase = capsys.readouterr().out.split(": ")[1].split()[0]
    assert by_password("cara", phrase, browser="b", local=False).ticket
    for command in ("disable", "enable", "sign-out", "reset", "delete"):
        assert main([command, "cara"]) == 0, command
    assert main(["verify-audit"]) == 0
    assert "The audit trail is whole" in capsys.readouterr().out
    assert last_event()[0].startswith("system (")
    assert main(["list"]) == 0
    assert "ola  Oversight group member  in use" in capsys.readouterr().out


def test_an_account_is_deleted_with_all_that_points_to_it(people):
    with writing() as session:
        key = account_of(session, "sam").id
        save_draft(session, key, "activity", {"title": "Half a ti"})
        session.add(Reminder(topic="challenge 1", account_id=key))
    with writing() as session:
        accounts.remove(session, "sam", by="ada")
    with reading() as session:
        assert account_of(session, "sam") is None
        for table in Base.metadata.sorted_tables:
            for link in table.foreign_keys:
                if link.column.table.name == "account":
                    held = session.execute(select(table).where(link.parent == key)).all()
                    assert not held, table.name


@pytest.mark.parametrize(
    "services",
    [["--service", "adults-1", "places-1"], ["--service", "adults-1", "--service", "places-1"]],
)
def test_a_service_manager_is_given_several_services(people, capsys, monkeypatch, services):
    monkeypatch.setattr("models.schema.check", lambda url=None: None)
    assert main(["add", "mona", "Mona Quill", "service_manager", *services]) == 0
    with reading() as session:
        [row] = [row for row in list_people(session) if row["username"] == "mona"]
    assert row["services"] == ["adults-1", "places-1"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["disable", "nobody"], "There is no account “nobody”."),
        (["add", "ola", "Ola", "oversight"], "already"),
        (["disable", "ada"], "last administrator"),
    ],
)
def test_a_command_that_cannot_be_done_says_why(people, capsys, monkeypatch, arguments, said):
    monkeypatch.setattr("models.schema.check", lambda url=None: None)
    assert main(arguments) == 1
    assert said in capsys.readouterr().err


def test_a_broken_trail_gives_a_failing_status(people, capsys, monkeypatch):
    monkeypatch.setattr("models.schema.check", lambda url=None: None)
    add()
    add(username="another")
    with writing() as session:
        session.execute(text("UPDATE audit_event SET actor = 'x' WHERE number = 1"))
    assert main(["verify-audit"]) == 1
    assert "Event 1 was changed" in capsys.readouterr().out
