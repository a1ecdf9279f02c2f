"""A store with people in it, and passwords that are quick to check."""

import os
from types import SimpleNamespace

import pytest
from oidc_provider_mock import User, run_server_in_thread
from streamlit.runtime import context

from access import passwords, reading, run, sessions
from access.sessions import exchange, open_ticket
from models.account import account_of
from models.key import key
from models.store import writing
from tests.access.people import EMAIL, write_people, write_units
from tests.access.serving import Server

BROWSER = "a-browser"
# These say nothing that differs between SQLite and PostgreSQL; the run on SQLite holds them.
if os.environ.get("OVERSIGHT_TEST_DATABASE") == "postgresql":
    collect_ignore = [
        "test_server.py",
        "test_pages.py",
        "test_canaries.py",
        "test_middleware.py",
        "test_compressed.py",
        "test_passwords.py",
        "test_key.py",
    ]
SIGN_ON_USERS = [
    User(sub="ola", claims={"email": EMAIL, "email_verified": True}),
    User(sub="unverified", claims={"email": EMAIL, "email_verified": False}),
    User(sub="stranger", claims={"email": "stranger@essex.test", "email_verified": True}),
]


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch):
    """The least work that bcrypt allows; no kept answers of another test."""
    monkeypatch.setattr(passwords, "ROUNDS", 4)
    reading.forget()


@pytest.fixture
def people(store):
    """Units and one account of each role, committed."""
    key(may_make=True)  # as the start does
    with writing() as session:
        write_units(session)
        write_people(session)
    return store


@pytest.fixture
def cookie_of(people):
    """Makes an open sign-in of a name and gives its cookie."""

    def made(username: str, way: str = "password") -> str:
        with writing() as session:
            account = account_of(session, username)
            ticket = open_ticket(session, account, browser=BROWSER, way=way)
            return exchange(session, ticket, browser=BROWSER)

    return made


@pytest.fixture
def visitor(monkeypatch):
    """Sets what the browser's handshake says: its cookie, and whether it is on this machine."""

    def becomes(cookie: str | None, *, local: bool = True) -> None:
        cookies = {sessions.BROWSER_COOKIE: BROWSER}
        if cookie:
            cookies[sessions.COOKIE] = cookie
        headers = [(run.LOCAL_HEADER, "1")] if local else []
        known = SimpleNamespace(cookies=cookies, headers=headers, remote_ip="127.0.0.1")
        monkeypatch.setattr(context, "_get_client_context", lambda: known)

    becomes(None)
    return becomes


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The app as it is served, started once, with a sign-on provider on this machine."""
    with run_server_in_thread(user_claims=SIGN_ON_USERS) as provider:
        metadata = f"http://localhost:{provider.server_port}/.well-known/openid-configuration"
        made = Server(tmp_path_factory.mktemp("server"), metadata)
        made.prepare()
        with made.serving():
            yield made
