"""What keeps a store from being used, in a sentence that says where it is and what to do."""

import sqlite3
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection

from settings import settings

NO_ADDRESS = (
    "OVERSIGHT_DATABASE_URL is no address of a store. Write sqlite:///… or postgresql+psycopg://…"
)
DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_SQLITE = {
    "SQLITE_FULL": "{place} has no room left on its disk. Make room and do it again.",
    "SQLITE_READONLY": "{place} cannot be written to. Look at the rights to it and to its folder.",
    "SQLITE_CORRUPT": "{place} is damaged. Put a backup back: python -m models restore FILE",
    "SQLITE_NOTADB": "{place} is no store. Check OVERSIGHT_DATABASE_URL, or put a backup back: "
    "python -m models restore FILE",
    "SQLITE_CANTOPEN": "{place} cannot be opened. Check OVERSIGHT_DATABASE_URL, "
    "and the rights to the file and to its folder.",
    "SQLITE_BUSY": "Another program is writing to {place}. Wait until it is done and do it again.",
    "SQLITE_LOCKED": "Another program is writing to {place}. Wait until it is done and do it again.",
    "SQLITE_IOERR": "{place} could not be read or written by its disk. "
    "Look at the disk, and whether it is full.",
}
_POSTGRESQL = {
    "08": "{place} does not answer. See that it runs.",
    "57": "{place} is stopping or ended the work. Do it again when it runs.",
    "28": "{place} does not let this user in. Look at the user and the password of "
    "OVERSIGHT_DATABASE_URL.",
    "3D": "{place} has no such database. Look at the name in OVERSIGHT_DATABASE_URL, or make it.",
    "42501": "{place} does not give this user the right to do that. Make the user its owner.",
    "53": "{place} has no room left, on its disk, in its memory or for a connection.",
    "25006": "{place} may only be read. Look whether it is the right server.",
    "40": "Another program was writing to {place}. Do it again.",
    "55": "Another program is writing to {place}. Wait until it is done and do it again.",
    "XX001": "{place} is damaged. Put a backup back, then run: python -m models apply-ledger",
}
_AWAY = (
    "{place} does not answer, or does not let this user in. "
    "See that it runs, and look at OVERSIGHT_DATABASE_URL."
)
_UNKNOWN = "{place} cannot be used: {kind}. Look at OVERSIGHT_DATABASE_URL and at the rights to it."


def in_words(error: Exception, place: str | Path = "") -> str:
    """What is wrong and what to do. Names a path or a host, never a password.

    place   the file that is meant; the process's store without it
    """
    if isinstance(error, ArgumentError):
        return NO_ADDRESS
    cause = getattr(error, "orig", None) or error
    sentence = _sentence(error, cause)
    return sentence.format(place=place or _store(), kind=type(error).__name__)


def is_damage(error: sqlite3.Error) -> bool:
    """Whether a file is damaged, or is something else than a store."""
    return _name(error).startswith(DAMAGED)


def _sentence(error: Exception, cause: Exception) -> str:
    if isinstance(cause, sqlite3.Error):
        return _longest(_SQLITE, _name(cause)) or _UNKNOWN
    if isinstance(error, NoConnection):
        return _POSTGRESQL["53"]
    if not isinstance(error, SQLAlchemyError) or not hasattr(cause, "sqlstate"):
        return _UNKNOWN
    if cause.sqlstate is None:
        return _AWAY if type(cause).__name__.startswith(("Operational", "Connection")) else _UNKNOWN
    return _longest(_POSTGRESQL, cause.sqlstate) or _UNKNOWN


def _name(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", None) or ""


def _longest(sentences: dict[str, str], code: str) -> str | None:
    fits = [start for start in sentences if code.startswith(start)]
    return sentences[max(fits, key=len)] if fits else None


def _store() -> str:
    address = make_url(settings().database_url)
    if address.get_backend_name() == "sqlite":
        return f"The store {address.database}"
    return f"PostgreSQL at {_host(address)}"


def _host(address: URL) -> str:
    host = address.host or address.query.get("host") or "this machine"
    return f"{host}:{address.port}" if address.port else str(host)
