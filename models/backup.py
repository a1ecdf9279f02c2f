"""A backup of the store, and putting one back.

SQLite's backup API copies a store that is in use without a torn page. A backup
is checked before it replaces anything, the store of before is kept beside, and
the ledger of erased members is applied before anybody can read the restored
store. PostgreSQL stores are backed up with pg_dump; after a pg_restore run
`python -m models apply-ledger`.
"""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from models.audit import record, system
from models.erasure import Erased, erase_listed, keep_ledger
from models.quarters import now
from models.store import StoreError, engine, reading, writing
from settings import settings

_NOT_SQLITE = "The store is not SQLite. Use pg_dump and pg_restore, then apply-ledger."


def backup(to: Path | None = None, *, url: str | None = None) -> Path:
    """Copy the store to a new file, checked. StoreError where it cannot; never overwrites."""
    source = _file(url)
    if not source.exists():
        raise StoreError(f"There is no store at {source}. Check OVERSIGHT_DATABASE_URL.")
    target = to or _new_name(source, now())
    if target.exists():
        raise StoreError(f"{target} is there already. Name another file.")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(target.name + ".part")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    _copy(source, draft)
    _check(draft)
    draft.replace(target)
    return target


def restore(backup_file: Path, *, url: str | None = None) -> Erased:
    """Put a backup in the place of the store, and erase again who was erased since.

    The app must be stopped. The store of before stays beside as `….before`.
    Returns what the ledger erased. StoreError where the file is no sound store.
    """
    target = _file(url)
    if not backup_file.is_file():
        raise StoreError(f"There is no file {backup_file}. Check its name.")
    _check(backup_file)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(target.name + ".restoring")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    _copy(backup_file, draft)
    _save_ledger(target, url)
    engine(url).dispose()
    done = _without_the_erased(draft, url)
    _swap(draft, target)
    with writing(url) as session:
        record(session, actor=system(), action="store restored", details=done.__dict__)
    return done


def _without_the_erased(draft: Path, url: str | None) -> Erased:
    """Erase from a copy that nobody reads yet everyone on the ledger of the store at `url`."""
    made = create_engine(f"sqlite:///{draft}", hide_parameters=True)
    try:
        with Session(made) as session:
            done = erase_listed(session, url)
            session.commit()
        with made.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM"))
        return done
    finally:
        made.dispose()


def _swap(draft: Path, target: Path) -> None:
    if target.exists():
        target.replace(target.with_name(target.name + ".before"))
    for rest in ("-wal", "-shm", "-journal"):
        target.with_name(target.name + rest).unlink(missing_ok=True)
    draft.replace(target)


def _save_ledger(target: Path, url: str | None) -> None:
    """Keep what the store to be replaced knows of erasures, where it can still be read."""
    if not target.exists():
        return
    try:
        with reading(url) as session:
            keep_ledger(session, url)
    except (SQLAlchemyError, StoreError):
        return  # a broken store is why one restores; its ledger file stands


def _copy(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)


def _check(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as opened:
            answer = opened.execute("PRAGMA integrity_check").fetchone()[0]
            tables = {row[0] for row in opened.execute("SELECT name FROM sqlite_master")}
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{file} is not a sound store: {error}. Use another backup.") from None
    if answer != "ok" or "store_state" not in tables:
        raise StoreError(f"{file} is not a sound store. Use another backup.")


def _file(url: str | None) -> Path:
    address = make_url(url or settings().database_url)
    if address.get_backend_name() != "sqlite" or not address.database:
        raise StoreError(_NOT_SQLITE)
    return Path(address.database)


def _new_name(source: Path, at: datetime) -> Path:
    return settings().var / "backups" / f"{source.stem}-{at:%Y%m%dT%H%M%S%f}Z.db"
