"""The store's version: preparing a store, and refusing one that does not fit.

Revisions are numbered 0001, 0002 …, so that a newer one can be told from an
older one without loading Alembic.
"""

from pathlib import Path

from sqlalchemy import inspect, text

from models.state import StoreState
from models.store import StoreError, engine, writing

VERSION = "0001"  # the newest file in models/migrations/versions

_MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def version(url: str | None = None) -> str | None:
    """The revision that a store was brought to; None for a store never prepared."""
    with engine(url).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def check(url: str | None = None) -> None:
    """Refuse a store that this app does not fit. StoreError says what to do."""
    found = version(url)
    refuse_newer(found)
    refuse_unprepared(found)
    if found < VERSION:
        raise StoreError(
            f"The store is at version {found} and this app needs {VERSION}. "
            "Back it up, then run: python -m models migrate"
        )


def refuse_unprepared(found: str | None) -> None:
    """StoreError for a store that was never prepared."""
    if found is None:
        raise StoreError("The store is empty. Prepare it with: python -m models migrate")


def refuse_newer(found: str | None, what: str = "The store") -> None:
    """StoreError for a store, or a backup of one, that a newer app has prepared."""
    if found is not None and found > VERSION:
        raise StoreError(
            f"{what} is at version {found} and this app knows only {VERSION}. "
            "Install the newer app, or restore an older backup."
        )


def upgrade(url: str | None = None) -> str:
    """Bring a store to this app's version, from nothing too. Hands back the version.

    Can be called again; StoreError for a newer store.
    """
    refuse_newer(version(url))
    _migrate(url)
    with writing(url) as session:
        if session.get(StoreState, 1) is None:
            session.add(StoreState(id=1))
    return VERSION


def _migrate(url: str | None) -> None:
    # Alembic is needed only here; the app at work does without its memory.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine(url).connect().execution_options(writes=True) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
