"""Accounts and the audit trail from the command line: python -m access …"""

import argparse
import sys

from sqlalchemy.exc import SQLAlchemyError

from settings import SettingError, settings

try:
    settings()  # what is loaded below reads them
except SettingError as wrong:
    sys.exit(str(wrong))

from access import accounts, demonstration, trail
from access.people import people
from models import schema
from models.account import Role
from models.audit import system
from models.key import KeyFileError
from models.state import state
from models.store import StoreError, reading, writing
from models.trouble import in_words

_ON_ONE = {
    "disable": (accounts.disable, "stop an account at its next click", "is disabled"),
    "enable": (accounts.enable, "let a disabled account in again", "may sign in again"),
    "delete": (accounts.remove, "delete an account", "is deleted"),
    "sign-out": (accounts.sign_out, "end every open sign-in of an account", "is signed out"),
}


def main(arguments: list[str] | None = None) -> int:
    """Do one command; the exit status is 0, or 1 with a sentence on what is wrong."""
    chosen = _parser().parse_args(arguments)
    try:
        schema.check()
        return chosen.do(chosen) or 0
    except (accounts.AccountError, SettingError, StoreError, KeyFileError, OSError) as error:
        print(error, file=sys.stderr)
    except SQLAlchemyError as error:
        print(in_words(error), file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m access", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    _add_parser(commands)
    for name, (_, help_text, _) in _ON_ONE.items():
        one = commands.add_parser(name, help=help_text)
        one.add_argument("username")
        one.set_defaults(do=_on_one)
    resetting = commands.add_parser("reset", help="set a new random passphrase")
    resetting.add_argument("username")
    resetting.set_defaults(do=_reset)
    showing = commands.add_parser("demonstration", help="make and print demonstration sign-ins")
    showing.add_argument("--address", default="", help="where the app is served, printed too")
    showing.set_defaults(do=_demonstration)
    for name, do, help_text in (
        ("list", _list, "list the accounts"),
        ("verify-audit", _verify, "check that no audit event was changed or lost"),
        ("end-demonstration", _end_demonstration, "remove the demonstration accounts"),
    ):
        commands.add_parser(name, help=help_text).set_defaults(do=do)
    return parser


def _add_parser(commands) -> None:
    adding = commands.add_parser("add", help="add an account and print its first passphrase")
    adding.add_argument("username")
    adding.add_argument("name", help="the person's name")
    adding.add_argument("role", choices=[str(role) for role in Role])
    adding.add_argument("--email", default="", help="for single sign-on and reminders")
    adding.add_argument("--directorate", default="", help="code of a lead's directorate")
    adding.add_argument(
        "--service", action="extend", nargs="+", default=[], metavar="CODE",
        help="codes of a service manager's services",
    )  # fmt: skip
    adding.add_argument("--chair", action="store_true", help="chairs the Group")
    adding.set_defaults(do=_add)


def _add(chosen) -> None:
    with writing() as session:
        account, phrase = accounts.add(
            session, by=system(), username=chosen.username, name=chosen.name, role=chosen.role,
            email=chosen.email, directorate=chosen.directorate, services=tuple(chosen.service),
            chair=chosen.chair,
        )  # fmt: skip
        name = account.username
    print(f"{name} may sign in with: {phrase}\nIt must be changed at the first sign-in.")


def _on_one(chosen) -> None:
    change, _, done = _ON_ONE[chosen.command]
    with writing() as session:
        change(session, chosen.username, by=system())
    print(f"{chosen.username} {done}.")


def _reset(chosen) -> None:
    with writing() as session:
        phrase = accounts.reset(session, chosen.username, by=system())
    print(f"{chosen.username} may sign in with: {phrase}\nIt must be changed at the next sign-in.")


def _list(_chosen) -> None:
    with reading() as session:
        rows = people(session)
    for row in rows:
        units = " ".join(filter(None, [row["directorate"], *row["services"]]))
        print("  ".join(filter(None, [row["username"], row["label"], row["state"], units])))
    if not rows:
        print("There are no accounts. Add one with: python -m access add")


def _verify(_chosen) -> int:
    with writing() as session:
        count, found = trail.verify(session, by=system())
    print("\n".join(found) if found else f"The audit trail is whole: {count} events.")
    return 1 if found else 0


def _demonstration(chosen) -> int:
    listed = demonstration.complete()
    if chosen.address:
        print(f"\nCollaboration Oversight: {chosen.address}")
    if not listed:
        print("This store is no demonstration: sign in with your own account.")
    for role, name, phrase in listed:
        print(f"  {role:24} {name:18} {phrase}")
    return 0


def _end_demonstration(_chosen) -> None:
    with writing() as session:
        was = state(session).demonstration
        count = demonstration.end(session)
    demonstration.forget_passphrases()
    print(f"Removed {count} accounts." if was or count else "This store was no demonstration.")


if __name__ == "__main__":
    sys.exit(main())
