"""A backup of the store, and putting one back.

SQLite's backup API copies a store that is in use without a torn page. A backup
is checked before it replaces anything, the store of before is kept beside, and
the ledger of erased members is applied before anybody can read the restored
store. PostgreSQL stores are backed up with pg_dump; after a pg_restore run
`python -m models apply-ledger`.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from models.audit import is_under_key, record, system
from models.erasure import Erased, check_key, erase_listed, keep_ledger, ledger_words
from models.key import KeyFileError, key_path
from models.quarters import now
from models.schema import refuse_newer, refuse_unprepared, version
from models.store import StoreError, engine, reading, writing
from models.trouble import in_words, is_damage
from settings import settings

_SIDES = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a store in use
_NOT_SQLITE = "The store is not SQLite. Use pg_dump and pg_restore, then apply-ledger."


@dataclass(frozen=True)
class Restored:
    """What the ledger erased, which ledger it was, and where the store of before lies."""

    erased: Erased
    ledger: str
    before: Path | None


def backup(to: Path | None = None, *, url: str | None = None) -> Path:
    """Copy the store to a new file, checked. StoreError where it cannot; never overwrites."""
    source = _file(url)
    if not source.exists():
        raise StoreError(f"There is no store at {source}. Check OVERSIGHT_DATABASE_URL.")
    refuse_unprepared(version(url))
    target = to or _new_name(source, now())
    if target.exists():
        raise StoreError(f"{target} is there already. Name another file.")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _draft(target, ".part") as draft:
        _copy(source, draft)
        _check(draft, f"The store {source}", "Put a backup back: python -m models restore FILE")
        draft.replace(target)
    return target


def restore(backup_file: Path, *, url: str | None = None) -> Restored:
    """Put a backup in the place of the store, and erase again who was erased since.

    The app must be stopped. The store of before stays beside, named with this moment.
    StoreError where the file is no sound store or a newer app made it; KeyFileError
    where the key is missing or not the backup's. Nothing has changed then.
    """
    target = _file(url)
    if not backup_file.is_file():
        raise StoreError(f"There is no file {backup_file}. Check its name.")
    _check(backup_file, str(backup_file), "Use another backup.")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _draft(target, ".restoring") as draft:
        _copy(backup_file, draft)
        _refuse_unfit(draft, backup_file)
        _save_ledger(target, url)
        engine(url).dispose()
        ledger, erased = ledger_words(), _without_the_erased(draft)
        before = _swap(draft, target)
    with writing(url) as session:
        record(session, actor=system(), action="store restored", details=erased.__dict__)
    return Restored(erased, ledger, before)


@contextmanager
def _draft(target: Path, ending: str) -> Iterator[Path]:
    """A file beside the target for its owner alone, which is gone if it does not become it."""
    draft = target.with_name(target.name + ending)
    draft.unlink(missing_ok=True)
    try:
        draft.touch(mode=0o600)
        yield draft
    finally:
        for rest in ("", *_SIDES):
            draft.with_name(draft.name + rest).unlink(missing_ok=True)


def _refuse_unfit(draft: Path, named: Path) -> None:
    """Refuse a backup of a newer version, or one whose key is missing or another."""
    made = create_engine(f"sqlite:///{draft}", hide_parameters=True)
    try:
        with Session(made) as session:
            if inspect(made).has_table("alembic_version"):
                found = session.execute(text("SELECT version_num FROM alembic_version")).scalar()
                refuse_newer(found, f"The backup {named}")
            check_key(session)
            if not is_under_key(session):
                raise KeyFileError(
                    f"The backup {named} was made with another key than {key_path()}. Put its "
                    "own key and its ledger there first: without them the erased come back."
                )
    finally:
        made.dispose()


def _without_the_erased(draft: Path) -> Erased:
    """Erase from a copy that nobody reads yet everyone on the ledger."""
    made = create_engine(f"sqlite:///{draft}", hide_parameters=True)
    try:
        with Session(made) as session:
            done = erase_listed(session)
            session.commit()
        with made.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM"))
        return done
    finally:
        made.dispose()


def _swap(draft: Path, target: Path) -> Path | None:
    """Put the draft in the place of the store; where the store of before lies now."""
    before = target.with_name(f"{target.name}.before-{_stamp(now())}")
    was = target.exists()
    for rest in ("", *_SIDES):
        beside = target.with_name(target.name + rest)
        if beside.exists():
            beside.replace(before.with_name(before.name + rest))
    draft.replace(target)
    return before if was else None


def _save_ledger(target: Path, url: str | None) -> None:
    """Keep what the store to be replaced knows of erasures, where it can still be read."""
    if not target.exists():
        return
    try:
        with reading(url) as session:
            keep_ledger(session)
    except (SQLAlchemyError, StoreError):
        return  # a broken store is why one restores; its ledger file stands


def _copy(source: Path, target: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
    except sqlite3.Error as error:
        raise StoreError(in_words(error, source if is_damage(error) else target)) from None


def _check(file: Path, named: str, advice: str) -> None:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as opened:
            answer = opened.execute("PRAGMA integrity_check").fetchone()[0]
            tables = {row[0] for row in opened.execute("SELECT name FROM sqlite_master")}
    except sqlite3.Error as error:
        if not is_damage(error):
            raise StoreError(in_words(error, file)) from None
        raise StoreError(f"{named} is not a sound store: {error}. {advice}") from None
    if answer != "ok" or "store_state" not in tables:
        raise StoreError(f"{named} is not a sound store. {advice}")


def _file(url: str | None) -> Path:
    address = make_url(url or settings().database_url)
    if address.get_backend_name() != "sqlite" or not address.database:
        raise StoreError(_NOT_SQLITE)
    return Path(address.database)


def _new_name(source: Path, at: datetime) -> Path:
    return settings().var / "backups" / f"{source.stem}-{_stamp(at)}.db"


def _stamp(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%S%f}Z"
