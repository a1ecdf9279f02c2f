"""Open sign-ins: taking a ticket up, and every way in which a sign-in ends."""

import base64
import json
from datetime import date, timedelta

import pytest
from sqlmodel import select

from access import accounts, demonstration, sessions
from access.accounts import change_password
from access.sessions import close, close_all, exchange, look_up, open_ticket
from models import quarters
from models.account import Role, SignInSession, account_of
from models.policy import set_policy
from models.state import raise_revision
from models.store import WAIT, engine, reading, writing
from tests.access.people import PHRASE

START = date(2026, 1, 1)


def ticket_of(username):
    with writing() as session:
        account = account_of(session, username)
        return open_ticket(session, account, browser="b", way="password")


def take_up(ticket, browser="b"):
    with writing() as session:
        return exchange(session, ticket, browser=browser)


def later(monkeypatch, **by):
    moment = quarters.now() + timedelta(**by)
    monkeypatch.setattr(sessions, "now", lambda: moment)


def test_a_ticket_works_once(people):
    ticket = ticket_of("ola")
    assert look_up(take_up(ticket), local=False).username == "ola"
    assert take_up(ticket) is None


def test_a_ticket_of_another_browser_is_refused(people):
    ticket = ticket_of("ola")
    assert take_up(ticket, browser="another") is None
    assert take_up(ticket, browser="") is None


def test_a_late_ticket_is_refused(people, monkeypatch):
    ticket = ticket_of("ola")
    later(monkeypatch, seconds=61)
    assert take_up(ticket) is None


def test_a_ticket_taken_before_a_change_of_the_account_opens_nothing(people):
    ticket = ticket_of("ola")
    with writing() as session:
        account_of(session, "ola").version += 1
    assert look_up(take_up(ticket), local=False) is None


def test_the_store_keeps_no_cookie(cookie_of):
    cookie = cookie_of("ola")
    with reading() as session:
        kept = session.query(SignInSession).one()
    assert cookie not in str(kept.model_dump())


def test_a_viewer_carries_role_and_units(cookie_of):
    sam, lee = (look_up(cookie_of(name), local=False) for name in ("sam", "lee"))
    assert (sam.role, sam.service_ids) == (Role.SERVICE_MANAGER, (11,))
    assert (lee.role, lee.directorate_id, lee.service_ids) == (Role.LEAD, 1, ())


def unsigned_token(**claims):
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    coded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in parts]
    return ".".join([*coded, ""])


@pytest.mark.parametrize(
    "cookie",
    [None, "", "x", "a" * 100_000, "é\x00", unsigned_token(sub="ada"), unsigned_token(sub="")],
    ids=range(7),
)
def test_a_made_up_cookie_opens_nothing(cookie_of, cookie):
    cookie_of("ada")
    assert look_up(cookie, local=True) is None


def test_a_tampered_cookie_opens_nothing(cookie_of):
    cookie = cookie_of("ada")
    assert look_up(cookie[:-1] + ("a" if cookie[-1] != "a" else "b"), local=True) is None


ENDINGS = {
    "signed out everywhere": lambda s: accounts.sign_out(s, "sam", by="ada"),
    "password changed": lambda s: change_password(
        s, "sam", old=PHRASE, new="orchard pebble windmill"
    ),
    "password reset": lambda s: accounts.reset(s, "sam", by="ada"),
    "disabled": lambda s: accounts.disable(s, "sam", by="ada"),
    "demoted": lambda s: accounts.change(s, "sam", by="ada", name="Sam", role="data_officer"),
    "another service": lambda s: accounts.change(
        s, "sam", by="ada", name="Sam", role="service_manager", services=("places-1",)
    ),
    "deleted": lambda s: accounts.remove(s, "sam", by="ada"),
    "closed": lambda s: close_all(s, account_of(s, "sam").id),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_ending_reaches_every_copy_of_the_cookie(cookie_of, ending):
    first, second = cookie_of("sam"), cookie_of("sam")
    assert look_up(first, local=False) and look_up(second, local=False)
    with writing() as session:
        ENDINGS[ending](session)
    assert look_up(first, local=False) is None and look_up(second, local=False) is None


def test_signing_out_ends_this_sign_in_alone(cookie_of):
    first, second = cookie_of("sam"), cookie_of("sam")
    with writing() as session:
        close(session, first)
    assert look_up(first, local=False) is None and look_up(second, local=False)


def test_enabling_again_does_not_revive_an_old_cookie(cookie_of):
    cookie = cookie_of("sam")
    with writing() as session:
        accounts.disable(session, "sam", by="ada")
    with writing() as session:
        accounts.enable(session, "sam", by="ada")
    assert look_up(cookie, local=False) is None


def test_thirty_idle_minutes_end_a_sign_in(cookie_of, monkeypatch):
    cookie = cookie_of("sam")
    later(monkeypatch, minutes=31)
    assert look_up(cookie, local=False) is None


def test_use_keeps_a_sign_in_open_until_its_last_hour(cookie_of, monkeypatch):
    cookie = cookie_of("sam")
    started = quarters.now()
    for minutes in range(20, 720, 20):
        moment = started + timedelta(minutes=minutes)
        monkeypatch.setattr(sessions, "now", lambda moment=moment: moment)
        assert look_up(cookie, local=False), minutes
    moment = started + timedelta(hours=12, minutes=1)
    monkeypatch.setattr(sessions, "now", lambda: moment)
    assert look_up(cookie, local=False) is None


def test_the_time_outs_are_settings(cookie_of, monkeypatch):
    cookie = cookie_of("sam")
    with writing() as session:
        raise_revision(session)
        set_policy(session, "idle_minutes", "5", starts_on=START, by="ada")
    later(monkeypatch, minutes=6)
    assert look_up(cookie, local=False) is None


def test_a_changed_password_must_be_ones_own_before_anything_else(cookie_of):
    with writing() as session:
        accounts.reset(session, "sam", by="ada")
    assert look_up(cookie_of("sam"), local=False).unfinished == "password"


def test_a_role_that_needs_codes_sets_them_up_first(cookie_of):
    with writing() as session:
        raise_revision(session)
        set_policy(session, "second_factor_roles", "administrator", starts_on=START, by="ada")
    assert look_up(cookie_of("ada"), local=False).unfinished == "code"
    assert look_up(cookie_of("sam"), local=False).unfinished == ""
    assert look_up(cookie_of("ada", way="single sign-on"), local=False).unfinished == ""
    with writing() as session:
        account_of(session, "ada").totp_secret = "kept"
    assert look_up(cookie_of("ada"), local=False).unfinished == ""


def test_a_demonstration_account_looks_from_this_machine_alone(people, cookie_of):
    with writing() as session:
        demonstration.make(session)
    cookie = cookie_of("group-member")
    assert look_up(cookie, local=True) and look_up(cookie, local=False) is None
    with writing() as session:
        demonstration.end(session)
    assert look_up(cookie, local=True) is None


def test_a_busy_store_does_not_hold_a_reader_up(cookie_of, monkeypatch):
    cookie = cookie_of("sam")
    later(monkeypatch, minutes=2)
    with writing() as session:
        session.execute(sessions.update(SignInSession).values(way="password"))
        assert look_up(cookie, local=False)


def test_a_note_of_use_that_others_hold_up_leaves_the_store_as_patient_as_before(
    cookie_of, monkeypatch
):
    cookie = cookie_of("sam")
    later(monkeypatch, minutes=2)
    with reading() as other:
        assert other.exec(select(SignInSession)).all()  # a reader: on SQLite no commit gets past
        assert look_up(cookie, local=False)
        with engine().connect() as connection:
            if connection.dialect.name == "sqlite":
                patience = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
                assert patience == 1000 * WAIT
    assert look_up(cookie, local=False)
