"""Accounts for tests: one of each role over two directorates, each with the same passphrase."""

from sqlmodel import Session

from access import passwords
from models.account import Account, AccountService, Role
from models.reference import Directorate, Service
from seed.bulk import let_ids_continue

PHRASE = "harbour lantern thistle"
EMAIL = "ola@essex.test"
ADULTS, PLACES = 1, 2

NAMES = {
    Role.OVERSIGHT: "ola",
    Role.LEAD: "lee",
    Role.SERVICE_MANAGER: "sam",
    Role.DATA_OFFICER: "dana",
    Role.ADMINISTRATOR: "ada",
}


def write_units(session: Session) -> None:
    """Two directorates with two services each, and the published unit with one."""
    for d, name in enumerate(("Adults", "Places", "Published record"), start=1):
        code = name.split()[0].lower()
        session.add(Directorate(id=d, code=code, name=name, position=d, published=d == 3))
        session.flush()
        for s in (1, 2)[: 1 if d == 3 else 2]:
            session.add(
                Service(
                    id=d * 10 + s, directorate_id=d, code=f"{code}-{s}",
                    name=f"{name} service {s}", position=s,
                )
            )  # fmt: skip
    session.flush()
    let_ids_continue(session, (Directorate, Service))


def write_people(session: Session) -> None:
    """One account of each role: lee leads Adults, sam manages its first service."""
    kept = passwords.hash_password(PHRASE)
    for role, username in NAMES.items():
        account = Account(
            username=username, name=username.title(), role=role, password_hash=kept,
            email=EMAIL if username == "ola" else None,
            directorate_id=ADULTS if role == Role.LEAD else None,
        )  # fmt: skip
        session.add(account)
        session.flush()
        if role == Role.SERVICE_MANAGER:
            session.add(AccountService(account_id=account.id, service_id=11))
    session.flush()
