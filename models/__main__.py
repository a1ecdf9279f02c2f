"""The store from the command line: prepare it, name its units, back it up, forget people."""

import argparse
import sqlite3
import sys
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from models.audit import system
from models.backup import backup, restore
from models.clock import refuse_behind, refuse_far_ahead
from models.erasure import ErasureError, apply_ledger, erase, keep_ledger, ledger_words
from models.key import KeyFileError
from models.reminders import remind
from models.retention import purge
from models.schema import check, upgrade, version
from models.state import state, today
from models.store import StoreError, writing
from models.trouble import in_words
from models.units import (
    COLUMNS,
    MARKED,
    Change,
    UnitsError,
    entry_of,
    put,
    put_and_record,
    read_list,
)
from settings import SettingError


def _migrate(_given) -> str:
    return f"The store is ready, at version {upgrade()}."


def _version(_given) -> str:
    never = "The store was never prepared. Prepare it with: python -m models migrate"
    return version() or never


def _erase(given) -> str:
    with writing() as session:
        done = erase(session, given.member, by=system(), source_system=given.system)
        keep_ledger(session)  # before the commit: a ledger may name too many, never too few
    return f"Erased, with {done.rows} rows. Restored backups will be cleared too."


def _purge(given) -> str:
    with writing() as session:
        if not given.yes:
            refuse_behind(session)
            refuse_far_ahead(session)
        done = purge(session, on=today(session), by=system())
    if not done.total:
        return "Nothing has reached the end of its period."
    return (
        f"Removed {done.members} members, {done.invitations} invitations, "
        f"{done.participations} participations and the words of {done.feedback_items} items."
    )


def _apply_ledger(_given) -> str:
    with writing() as session:
        done = apply_ledger(session, by=system())
    return f"Erased again: {done.members} members. {ledger_words()}"


def _backup(given) -> str:
    return f"The store was copied to {backup(given.to)}."


def _restore(given) -> str:
    done = restore(given.file)
    said = f"The store was restored. Erased again: {done.erased.members} members. {done.ledger}"
    return said + (f"\nThe store of before is {done.before}." if done.before else "")


def _remind(_given) -> str:
    sent = remind()
    return f"Sent {sent} reminders." if sent else "There is nothing to remind anyone of."


def _unit(given) -> str:
    check()
    with writing() as session:
        entry = entry_of(session, given.code, given.name, of=given.of)
        done = put_and_record(session, [entry], by=system(), place=given.place)
        return _told(done, illustrative=state(session).illustrative)


def _units(given) -> str:
    check()
    entries = read_list(given.file)
    with writing() as session:
        if given.dry_run:
            done = put(session, entries, in_order=True)
        else:
            done = put_and_record(session, entries, by=system(), in_order=True)
        told = _told(done, illustrative=state(session).illustrative)
        if given.dry_run:
            session.rollback()
            told += "\nNothing was written: this was a dry run."
    return told


def _told(done: list[Change], *, illustrative: bool) -> str:
    lines = [change.said for change in done] or ["All of it is there already."]
    if illustrative and any(change.done == "added" for change in done):
        lines.append(MARKED)
    return "\n".join(lines)


_COMMANDS = {
    "migrate": (_migrate, "prepare the store, or bring it to this version"),
    "version": (_version, "print the version of the store"),
    "unit": (_unit, "add or rename one directorate or service, or give it another place"),
    "units": (_units, "add and rename directorates and services from a CSV file"),
    "erase": (_erase, "erase one member everywhere, restored backups included"),
    "purge": (_purge, "remove what has reached the end of its retention period"),
    "apply-ledger": (_apply_ledger, "erase again who was erased before, after a restore"),
    "remind": (_remind, "send the reminders that are due, each once"),
    "backup": (_backup, "copy the store to a new, checked file"),
    "restore": (_restore, "put a backup in the place of the store; stop the app first"),
}
_ON_ANY_STORE = {"migrate", "version", "backup", "restore"}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m models", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    made = {name: commands.add_parser(name, help=text) for name, (_, text) in _COMMANDS.items()}
    made["unit"].add_argument("code", help="short and lasting, as adult-support")
    made["unit"].add_argument("name", nargs="?", default="", help="as people read it")
    made["unit"].add_argument("--of", default="", help="a new service's directorate: its code")
    made["unit"].add_argument("--place", type=int, help="its place in its list, 1 the first")
    made["units"].add_argument("file", type=Path, help=f"with the columns {', '.join(COLUMNS)}")
    made["units"].add_argument("--dry-run", action="store_true", help="say what it would do")
    made["erase"].add_argument("member", help="the member's id in the system they came from")
    made["erase"].add_argument("--system", default="oversight", help="that system")
    made["purge"].add_argument("--yes", action="store_true", help="the clock is right")
    made["backup"].add_argument("to", nargs="?", type=Path, help="the file to write")
    made["restore"].add_argument("file", type=Path, help="the backup to put back")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Do one command; the exit status is 0, or 1 with a sentence on what is wrong."""
    given = _parser().parse_args(arguments)
    try:
        if given.command not in _ON_ANY_STORE:
            check()
        print(_COMMANDS[given.command][0](given))
    except (SettingError, StoreError, ErasureError, UnitsError, KeyFileError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except (SQLAlchemyError, sqlite3.Error) as error:
        print(in_words(error), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
