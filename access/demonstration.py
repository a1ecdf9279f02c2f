"""Demonstration accounts: one per role, with random passphrases, for this machine only."""

import json
import os
from pathlib import Path

from sqlalchemy import delete
from sqlmodel import Session, select

from access.accounts import erase
from access.passwords import hash_password, random_passphrase
from models.account import Account, AccountService, Role, account_of
from models.audit import record, system
from models.key import beside_store
from models.reference import Directorate, Service
from models.state import state
from models.store import StoreError, engine, reading, writing

_NAMES = {
    Role.OVERSIGHT: "group-member",
    Role.LEAD: "directorate-lead",
    Role.SERVICE_MANAGER: "service-manager",
    Role.DATA_OFFICER: "data-officer",
    Role.ADMINISTRATOR: "administrator",
}
_OF_UNITS = {Role.LEAD, Role.SERVICE_MANAGER}
_SERVICES_OF_MANAGER = 3  # so that “several services in one view” can be seen


def make(session: Session) -> list[tuple[str, str, str]]:
    """Make the accounts, or give them new passphrases: (role, name, passphrase) of each.

    Only in a store that is marked as a demonstration; StoreError otherwise.
    Roles that answer for a unit wait until the county has one. The
    passphrases lie in a file of `var` that only its owner reads.
    """
    if not state(session).demonstration:
        raise StoreError("This store is no demonstration, so it gets no demonstration accounts.")
    made = []
    for role, username in _NAMES.items():
        if role in _OF_UNITS and _first_directorate(session) is None:
            continue
        phrase = random_passphrase()
        _put(session, role, username, phrase)
        made.append((role.label, username, phrase))
    record(session, actor=system(), action="demonstration accounts made")
    _keep(_path(session.get_bind().engine.url), made)
    return made


def complete() -> list[tuple[str, str, str]]:
    """The demonstration sign-ins, made where some are missing; none in another store."""
    with writing() as session:
        if not state(session).demonstration:
            return []
        county = _first_directorate(session) is not None
        wanted = {_NAMES[role] for role in _NAMES if county or role not in _OF_UNITS}
        there = set(session.exec(select(Account.username).where(Account.demonstration.is_(True))))
        listed = sign_ins()
        if wanted <= there & {name for _, name, _ in listed}:
            return listed
        return make(session)


def _put(session: Session, role: Role, username: str, phrase: str) -> None:
    account = account_of(session, username)
    if account is not None and not account.demonstration:
        raise StoreError(f"“{username}” is a person's account. Rename it first.")
    if account is None:
        account = Account(
            username=username, name=f"Demonstration {role.label.lower()}", role=role,
            demonstration=True, chair=role == Role.OVERSIGHT,
            directorate_id=_first_directorate(session) if role == Role.LEAD else None,
        )  # fmt: skip
        session.add(account)
    account.password_hash = hash_password(phrase)
    account.version += 1
    session.flush()
    if role == Role.SERVICE_MANAGER:
        _give_services(session, account.id)


def _first_directorate(session: Session) -> int | None:
    county = select(Directorate.id).where(Directorate.published.is_(False))
    return session.exec(county.order_by(Directorate.position)).first()


def _give_services(session: Session, account_id: int) -> None:
    session.execute(delete(AccountService).where(AccountService.account_id == account_id))
    mine = select(Service.id).where(Service.directorate_id == _first_directorate(session))
    for service_id in session.exec(mine.order_by(Service.position).limit(_SERVICES_OF_MANAGER)):
        session.add(AccountService(account_id=account_id, service_id=service_id))


def sign_ins() -> list[tuple[str, str, str]]:
    """(role, name, passphrase) of each, while the store is a demonstration; else none."""
    with reading() as session:
        if not state(session).demonstration:
            return []
    path = _path(engine().url)
    return [tuple(row) for row in json.loads(path.read_text())] if path.exists() else []


def end(session: Session) -> int:
    """Remove the accounts and the mark; how many there were. The caller removes the file after."""
    accounts = session.exec(select(Account).where(Account.demonstration.is_(True))).all()
    for account in accounts:
        erase(session, account)
    state(session).demonstration = False
    record(
        session, actor=system(), action="demonstration ended", details={"accounts": len(accounts)}
    )
    return len(accounts)


def forget_passphrases() -> None:
    """Remove the file of passphrases."""
    _path(engine().url).unlink(missing_ok=True)


def _path(url) -> Path:
    return beside_store("demonstration", url.render_as_string(hide_password=False))


def _keep(path: Path, rows: list[tuple[str, str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(path.name + ".new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(rows, file)
    os.replace(draft, path)
