"""What every test shares: settings of Hypothesis, and a store of its own."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import text
from sqlmodel import Session
from streamlit.components.v2 import manifest_scanner

import settings as our_settings
from access import ahead
from models import schema
from models import store as store_module
from models.all import metadata
from models.state import StoreState
from tests.records import TODAY, Records

# The same examples at every run: a random failure elsewhere must be brought here as a case.
hypothesis_settings.register_profile(
    "same_every_time",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
hypothesis_settings.load_profile("same_every_time")


@pytest.fixture(scope="session", autouse=True)
def no_search_for_components() -> Iterator[None]:
    """Every run of a page under test would search all installed packages for components."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: [])
        yield


@pytest.fixture(autouse=True)
def nothing_ahead(monkeypatch) -> None:
    """A thread that works answers out ahead would look into the next test's store."""
    monkeypatch.setitem(ahead._state, "started", True)
    ahead.forget()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str | None]:
    """The address of a real PostgreSQL, where the run asks for one."""
    if os.environ.get("OVERSIGHT_TEST_DATABASE") != "postgresql":
        yield None
        return
    import pgserver

    # Not in pytest's own folder: a second run of pytest locks that folder against every other
    # user, and as root the server runs as one of them.
    with tempfile.TemporaryDirectory(prefix="oversight-pg-", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(folder, cleanup_mode="stop")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()


@pytest.fixture
def empty_address(tmp_path: Path, postgresql_server) -> Iterator[str]:
    """The address of an empty database that is this test's own."""
    if postgresql_server is None:
        yield f"sqlite:///{tmp_path / 'oversight.db'}"
        return
    name = f"t{uuid.uuid4().hex}"
    admin = store_module.engine(postgresql_server)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    address = postgresql_server.replace("/postgres?", f"/{name}?")
    yield address
    store_module.engine(address).dispose()
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def store(empty_address: str, tmp_path: Path, monkeypatch) -> Iterator[str]:
    """A store of this test's own: tables and their one row of state, set as the process's store.

    It is a demonstration store whose today is 20 November 2026.
    """
    monkeypatch.setenv("OVERSIGHT_DATABASE_URL", empty_address)
    monkeypatch.setenv("OVERSIGHT_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("OVERSIGHT_TODAY", TODAY.isoformat())
    our_settings.settings.cache_clear()
    made = store_module.engine(empty_address)
    with made.connect().execution_options(writes=True) as connection:
        metadata().create_all(connection)
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:v)"), {"v": schema.VERSION})
        connection.commit()
    with store_module.writing() as session:
        session.add(StoreState(id=1, demonstration=True))
    yield empty_address
    made.dispose()
    store_module._engine.cache_clear()
    our_settings.settings.cache_clear()


@pytest.fixture
def session(store: str) -> Iterator[Session]:
    """One open writing session on the test's store. What it writes is gone at the end."""
    with store_module.engine().connect().execution_options(writes=True) as connection:
        with Session(connection, expire_on_commit=False) as opened:
            yield opened
        connection.rollback()


@pytest.fixture
def records(session: Session) -> Records:
    """A writer of records into the open session, with the small lists in place."""
    made = Records(session)
    made.lists()
    return made
