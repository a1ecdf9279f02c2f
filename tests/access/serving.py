"""One real server for the tests that need one, with people in its store and a sign-on provider."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import requests

import settings as our_settings
from access import passwords
from access.sessions import COOKIE, exchange, open_ticket
from models import schema
from models import store as store_module
from models.account import account_of
from models.key import key
from models.state import state
from models.store import writing
from tests.access.people import write_people, write_units
from tests.access.raw import Client

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return opened.getsockname()[1]


class Server:
    """The app as it is served, and a way into its store."""

    def __init__(self, var: Path, metadata_url: str):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = var / "log.txt"
        self.environment = {
            "OVERSIGHT_VAR": str(var),
            "OVERSIGHT_DATABASE_URL": f"sqlite:///{var}/oversight.db",
            "OVERSIGHT_PUBLIC_URL": self.address,
            "OVERSIGHT_OIDC_METADATA_URL": metadata_url,
            "OVERSIGHT_OIDC_CLIENT_ID": "oversight",
            "OVERSIGHT_OIDC_CLIENT_SECRET": "a secret that the provider gave",
        }

    @contextmanager
    def store(self):
        """Inside, this process's settings and store are the server's."""
        before = {name: os.environ.get(name) for name in self.environment}
        rounds = passwords.ROUNDS
        os.environ.update(self.environment)
        our_settings.settings.cache_clear()
        passwords.ROUNDS = 4
        try:
            yield
        finally:
            passwords.ROUNDS = rounds
            store_module.engine().dispose()
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value
            our_settings.settings.cache_clear()

    def prepare(self) -> None:
        """A migrated store with units and people."""
        with self.store():
            schema.upgrade()
            key(may_make=True)
            with writing() as session:
                state(session).demonstration = True
                write_units(session)
                write_people(session)

    def cookie_of(self, username: str) -> str:
        """An open sign-in of a name."""
        with self.store(), writing() as session:
            account = account_of(session, username)
            ticket = open_ticket(session, account, browser="b", way="password")
            return exchange(session, ticket, browser="b")

    def client(self, username: str | None = None) -> Client:
        """A browser, signed in where a name is given."""
        made = Client(self.address)
        if username:
            made.http.cookies.set(COOKIE, self.cookie_of(username), domain="127.0.0.1", path="/")
        return made

    @contextmanager
    def serving(self):
        """The server runs inside."""
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        command += ["--server.port", str(self.port), "--server.address", "127.0.0.1"]
        environment = {**os.environ, **self.environment}
        with self.log.open("w") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        try:
            self._wait(process)
            yield self
        finally:
            process.terminate()
            process.wait(timeout=30)

    def _wait(self, process) -> None:
        until = time.monotonic() + 120
        while time.monotonic() < until and process.poll() is None:
            try:
                if requests.get(f"{self.address}/health", timeout=5).ok:
                    return
            except requests.RequestException:
                time.sleep(0.1)
        raise RuntimeError(f"The server did not start: {self.log.read_text()}")
