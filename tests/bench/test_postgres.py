"""A real PostgreSQL: its restart, and two app processes over one store behind nginx."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pgserver
import psutil
import pytest
import requests
from pgserver.postgres_server import pg_ctl
from sqlmodel import select

from access import passwords
from access.sessions import COOKIE, exchange, open_ticket
from models import store as store_module
from models.account import Account, account_of
from models.schema import upgrade
from models.state import StoreState, state
from models.store import reading, writing
from tests.access.people import write_people, write_units
from tests.access.raw import Client
from tests.access.serving import ROOT, Server, free_port

CONFIGURATION = ROOT / "deploy" / "nginx.conf"


@pytest.fixture(scope="module")
def postgresql():
    """A server of this file's own, which it may restart."""
    # Not in pytest's own folder, which a server run as another user could not enter.
    with tempfile.TemporaryDirectory(prefix="oversight-pg-", ignore_cleanup_errors=True) as folder:
        made = pgserver.get_server(folder, cleanup_mode="stop")
        yield made
        made.cleanup()


@pytest.fixture
def address(postgresql):
    """The address of its one database, prepared."""
    found = postgresql.get_uri().replace("postgresql://", "postgresql+psycopg://")
    upgrade(found)
    yield found
    store_module.engine(found).dispose()


def restart(server) -> None:
    pg_ctl(
        ["-w", "-m", "fast", "-l", str(server.log), "restart"],
        pgdata=server.pgdata, user=server.system_user, timeout=60,
    )  # fmt: skip


def test_pooled_connections_survive_a_restart_of_the_server(postgresql, address):
    pool = store_module.engine(address).pool
    with reading(address), reading(address) as second:
        before = state(second).revision
    assert pool.checkedin() >= 1
    restart(postgresql)
    for _ in range(3):
        with reading(address) as session:
            assert state(session).revision == before
    with writing(address) as session:
        session.get(StoreState, 1).revision += 1
    with reading(address) as session:
        assert state(session).revision == before + 1


class Process:
    """One app process over the shared store."""

    def __init__(self, var: Path, address: str, public: str):
        self.server = Server(var, "")
        self.server.environment = {
            "OVERSIGHT_VAR": str(var),
            "OVERSIGHT_DATABASE_URL": address,
            "OVERSIGHT_PUBLIC_URL": public,
        }
        self.log = (var / f"{self.server.port}.txt").open("w")

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        command += ["--server.port", str(self.server.port), "--server.address", "127.0.0.1"]
        environment = {**os.environ, **self.server.environment}
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=self.log, stderr=subprocess.STDOUT
        )
        self.server._wait(self.process)

    def connections(self) -> int:
        """How many browsers this process serves now."""
        found = psutil.Process(self.process.pid).net_connections("tcp")
        own = [c for c in found if c.status == "ESTABLISHED" and c.laddr.port == self.server.port]
        return len(own)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.log.close()


def nginx_configuration(port: int, ports: list[int]) -> str:
    """The configuration that is shipped, on other ports and without TLS."""
    text = CONFIGURATION.read_text("utf-8")
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    text = text.replace("127.0.0.1:8501", f"127.0.0.1:{ports[0]}")
    text = text.replace("127.0.0.1:8502", f"127.0.0.1:{ports[1]}")
    text = "\n".join(line for line in text.splitlines() if not line.strip().startswith("ssl_"))
    return f"worker_processes 1;\nevents {{}}\nhttp {{\naccess_log off;\n{text}\n}}\n"


@pytest.fixture
def county(address, tmp_path):
    """Two app processes behind nginx over a store with people: (public address, processes)."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    assert nginx, "nginx was not found. Install it with: apt-get install nginx-light"
    passwords.ROUNDS, rounds = 4, passwords.ROUNDS
    with writing(address) as session:
        write_units(session)
        write_people(session)
    passwords.ROUNDS = rounds
    port, var = free_port(), tmp_path / "var"
    var.mkdir(mode=0o700)
    processes = [Process(var, address, f"http://127.0.0.1:{port}") for _ in range(2)]
    configuration = tmp_path / "nginx.conf"
    ports = [process.server.port for process in processes]
    configuration.write_text(nginx_configuration(port, ports))
    for process in processes:
        process.start()
    command = [nginx, "-p", str(tmp_path), "-e", str(tmp_path / "nginx.txt"), "-c",
               str(configuration), "-g", f"daemon off; pid {tmp_path}/nginx.pid;"]  # fmt: skip
    proxy = subprocess.Popen(command)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            requests.get(f"http://127.0.0.1:{port}/health", timeout=5)
            break
        except requests.RequestException:
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}", processes
    proxy.terminate()
    proxy.wait(timeout=20)
    for process in processes:
        process.stop()


def cookie_of(address: str, username: str) -> str:
    """An open sign-in of a name, that counts as finished for every role."""
    with writing(address) as session:
        account = account_of(session, username)
        ticket = open_ticket(session, account, browser="b", way="single sign-on")
        session.flush()
        return exchange(session, ticket, browser="b")


def signed_in(public: str, address: str, username: str) -> Client:
    client = Client(public)
    client.http.cookies.set(COOKIE, cookie_of(address, username), domain="127.0.0.1", path="/")
    return client


@pytest.mark.long
def test_two_processes_share_one_store_and_people_go_on_when_one_is_killed(county, address):
    public, (first, second) = county
    people = [signed_in(public, address, "ola") for _ in range(12)]
    for person in people:
        run = person.open().run("definitions")
        assert not run.closed and not run.is_sign_in
    assert first.connections() and second.connections(), "browsers spread over both"
    lost = first.connections()
    first.process.kill()
    first.process.wait()
    went_on = 0
    for person in people:
        run = person.run("definitions")
        if run.closed:
            went_on += 1
            person.close()
            run = person.open().run("definitions")
        assert not run.closed and not run.is_sign_in
    assert 0 < went_on <= lost
    with reading(address) as session:
        assert session.exec(select(Account.username)).all()
    for person in people:
        person.close()
