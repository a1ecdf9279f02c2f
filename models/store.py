"""The store: one engine per address, one session per read or write.

`reading()` and `writing()` are the only ways in. Nothing of the ORM leaves
their blocks.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session

from settings import settings

WAIT = 30  # seconds that one writer waits for another: a large file takes half of them
# Before this release a rare race could corrupt a WAL store with several connections.
_WAL_SAFE = (3, 51, 3)


_here = threading.local()


class StoreError(Exception):
    """The store cannot be used; the text says why and what to do."""


def engine(url: str | None = None) -> Engine:
    """The engine of an address, made once. `url` defaults to the setting."""
    return _engine(url or settings().database_url)


@cache
def _engine(url: str) -> Engine:
    address = make_url(url)
    if address.drivername == "postgresql+psycopg":
        return create_engine(url, pool_pre_ping=True, pool_size=10, hide_parameters=True)
    if address.get_backend_name() != "sqlite":
        raise StoreError(
            f"The store address starts with “{address.drivername}”. "
            "Use sqlite:///… or postgresql+psycopg://…"
        )
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Beyond the pool every read would open the file anew.
    made = create_engine(
        url, pool_size=20, max_overflow=40, hide_parameters=True, connect_args={"timeout": WAIT}
    )
    event.listen(made, "do_connect", _for_owner_alone)
    event.listen(made, "connect", _prepare_sqlite)
    event.listen(made, "begin", _begin_sqlite)
    return made


def _for_owner_alone(_dialect, _record, given: tuple, _more: dict) -> None:
    """Make a store that is not there yet as a file that only its owner reads."""
    path = Path(given[0])
    if given[0] != ":memory:" and not given[0].startswith("file:") and not path.exists():
        with suppress(OSError):  # what it means is said by SQLite, which opens it next
            path.touch(mode=0o600)


def _prepare_sqlite(connection: sqlite3.Connection, _record) -> None:
    connection.isolation_level = None  # BEGIN is ours to send, see _begin_sqlite
    wal = sqlite3.sqlite_version_info >= _WAL_SAFE
    for pragma in (
        "foreign_keys=ON",
        f"busy_timeout={1000 * WAIT}",
        f"journal_mode={'WAL' if wal else 'DELETE'}",
        "synchronous=NORMAL" if wal else "synchronous=FULL",
        # A spilled page takes the exclusive lock early and shuts readers out of a large write.
        "cache_spill=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def once(session: Session, name: str, find: Callable[[], Any]) -> Any:
    """What `find` returns, asked once in a session that only reads: it sees one moment.

    A session that writes is asked afresh every time, for it may have changed the answer.
    """
    if session.connection().get_execution_options().get("writes"):
        return find()
    if name not in session.info:
        session.info[name] = find()
    return session.info[name]


@contextmanager
def moment() -> Iterator[None]:
    """Inside, this thread asks what the store says of itself once, until it writes."""
    outer = noted()
    _here.noted = {}
    try:
        yield
    finally:
        _here.noted = outer


def noted() -> dict | None:
    """What was asked in this thread's moment, None outside one. A write empties it."""
    return getattr(_here, "noted", None)


@contextmanager
def reading(url: str | None = None) -> Iterator[Session]:
    """A session that sees one moment of the store and writes nothing."""
    with Session(engine(url), autoflush=False, info={"reads": True}) as session:
        yield session
        session.rollback()


@contextmanager
def writing(url: str | None = None) -> Iterator[Session]:
    """A session that commits once at the end of its block, or not at all."""
    with (
        engine(url).connect().execution_options(writes=True) as connection,
        Session(connection, expire_on_commit=False) as session,
    ):
        try:
            yield session
            session.commit()
        finally:
            if (known := noted()) is not None:
                known.clear()
