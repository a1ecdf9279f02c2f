"""Signing in: who is let in, what is said to others, and how names are locked."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import bcrypt
import pyotp
import pytest

from access import codes, lockout, signing_in
from access.signing_in import (
    LOCKED,
    NO_ACCOUNT,
    STALE,
    WRONG,
    WRONG_CODE,
    by_code,
    by_password,
    by_sign_on,
)
from access.trail import events
from models import quarters
from models.account import account_of
from models.store import reading, writing
from tests.access.people import EMAIL, PHRASE

ROOT = Path(__file__).parents[2]


def enter(username, password=PHRASE):
    return by_password(username, password, browser="b", local=False)


def later(monkeypatch, **by):
    moment = quarters.now() + timedelta(**by)
    for module in (lockout, codes):
        monkeypatch.setattr(module, "now", lambda: moment)


def test_the_right_name_and_password_give_a_ticket(people):
    assert enter("ola").ticket
    assert enter(" OLA ").ticket


def test_a_wrong_password_and_an_unknown_name_read_the_same(people):
    assert enter("ola", "wrong horse entirely").refusal == WRONG
    assert enter("nobody-here").refusal == WRONG


def test_an_unknown_name_costs_the_same_work(people, monkeypatch):
    done = []
    checkpw = bcrypt.checkpw
    monkeypatch.setattr(bcrypt, "checkpw", lambda *a: done.append(a) or checkpw(*a))
    for username in ("ola", "nobody-here"):
        enter(username, "wrong horse entirely")
    rounds = {kept.split(b"$")[2] for _, kept in done}
    assert len(done) == 2 and len(rounds) == 1


def test_a_disabled_account_is_refused_like_an_unknown_one(people):
    with writing() as session:
        account_of(session, "ola").disabled = True
    assert enter("ola").refusal == WRONG


def test_an_account_without_a_password_cannot_use_one(people):
    with writing() as session:
        account_of(session, "ola").password_hash = None
    assert enter("ola", "").refusal == WRONG
    assert enter("ola").refusal == WRONG


@pytest.mark.parametrize("username", ["ola", "nobody-here"])
def test_ten_failures_lock_a_name_whether_or_not_it_exists(people, username):
    said = [enter(username, "wrong horse entirely").refusal for _ in range(11)]
    assert said == [WRONG] * 10 + [LOCKED]
    assert enter(username).refusal == LOCKED


def test_the_lock_opens_after_its_time(people, monkeypatch):
    for _ in range(10):
        enter("ola", "wrong horse entirely")
    assert enter("ola").refusal == LOCKED
    later(monkeypatch, minutes=16)
    assert enter("ola").ticket


def test_a_success_takes_the_failures_away(people):
    for _ in range(9):
        enter("ola", "wrong horse entirely")
    assert enter("ola").ticket
    assert enter("ola", "wrong horse entirely").refusal == WRONG
    assert enter("ola").ticket


def test_guesses_in_two_processes_and_after_a_restart_count_together(people):
    guess = (
        "from access import passwords; passwords.ROUNDS = 4\n"
        "from access.signing_in import by_password\n"
        "for _ in range(5): by_password('ola', 'wrong horse entirely', browser='b', local=False)"
    )
    for _ in range(2):
        subprocess.run([sys.executable, "-c", guess], cwd=ROOT, check=True, timeout=120)
    assert enter("ola").refusal == LOCKED


@pytest.fixture
def still(monkeypatch):
    """The clock of codes stands, so that none runs out on a slow machine."""
    moment = quarters.now()
    monkeypatch.setattr(codes, "now", lambda: moment)
    return int(moment.timestamp()) // 30


def turn_on_codes(username):
    secret = codes.new_secret()
    with writing() as session:
        codes.keep_secret(account_of(session, username), secret)
    return pyotp.TOTP(secret)


def test_a_password_alone_is_not_enough_where_codes_are_on(people, still):
    one_time = turn_on_codes("ola")
    step = enter("ola")
    assert not step.ticket and step.code_for
    code = one_time.generate_otp(still)
    given = {"browser": "b", "local": False}
    assert by_code(step.code_for, step.version, "000", **given).refusal == WRONG_CODE
    assert by_code(step.code_for, step.version, code, **given).ticket
    assert by_code(step.code_for, step.version, code, **given).refusal == WRONG_CODE


def test_codes_cannot_be_guessed_without_end(people):
    turn_on_codes("ola")
    step = enter("ola")
    said = [
        by_code(step.code_for, step.version, "none", browser="b", local=False).refusal
        for _ in range(10)
    ]
    assert said[-1] == LOCKED


def test_the_secret_of_codes_lies_encrypted_in_the_store(people):
    secret = turn_on_codes("ola").secret
    with reading() as session:
        kept = account_of(session, "ola").totp_secret
    assert secret not in kept


def sign_on(**changed):
    claims = {"iss": "i", "sub": "s", "nonce": "n", "iat": quarters.now().timestamp()}
    claims |= {"email": EMAIL, "email_verified": True}
    return by_sign_on(claims | changed, browser="b", local=False)


def test_a_verified_address_lets_its_account_in(people):
    assert sign_on(email=EMAIL.upper()).ticket


def test_a_sign_on_counts_once_and_for_minutes(people):
    same = {"iat": quarters.now().timestamp()}
    assert sign_on(**same).ticket
    assert sign_on(**same).refusal == STALE
    assert sign_on(nonce="another").ticket
    for iat in (None, "soon", 0, quarters.now().timestamp() - 600):
        assert sign_on(iat=iat, nonce=str(iat)).refusal == STALE


@pytest.mark.parametrize(
    "changed",
    [{"email_verified": False}, {"email_verified": "true"}, {"email_verified": None},
     {"email": "who@essex.test"}, {"email": ""}, {"email": None}],
)  # fmt: skip
def test_an_unverified_an_unknown_and_an_empty_address_are_refused(people, changed):
    assert sign_on(**changed).refusal == NO_ACCOUNT


def test_single_sign_on_does_not_pass_a_disabled_account(people):
    with writing() as session:
        account_of(session, "ola").disabled = True
    assert sign_on().refusal == NO_ACCOUNT


def test_sign_ins_and_refusals_are_in_the_trail_without_what_was_typed(people):
    enter("ola")
    enter("my secret typed as a name", "wrong horse entirely")
    with reading() as session:
        rows = events(session)
    assert [row["action"] for row in rows] == ["sign-in refused", "sign-in"]
    assert rows[1]["actor"] == "ola" and rows[0]["subject"].startswith("unknown ")
    assert "secret" not in str(rows)


def test_a_password_changed_while_it_was_checked_lets_nobody_in(people, monkeypatch):
    matches = signing_in.passwords.matches

    def slow(*given):
        right = matches(*given)
        with writing() as session:
            account_of(session, "ola").version += 1
        return right

    monkeypatch.setattr(signing_in.passwords, "matches", slow)
    assert enter("ola").refusal == WRONG
