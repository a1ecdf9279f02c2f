"""The list of accounts, as an administrator reads it."""

from sqlmodel import Session, select

from models.account import Account, AccountService, Role
from models.reference import Directorate, Service


def people(session: Session) -> list[dict]:
    """Every account by name: what it is, may do and answers for. No secret is among it."""
    units = dict(session.exec(select(Directorate.id, Directorate.code)).all())
    services: dict[int, list[str]] = {}
    linked = select(AccountService.account_id, Service.code).join(
        Service, Service.id == AccountService.service_id
    )
    for account_id, code in session.exec(linked.order_by(Service.position)):
        services.setdefault(account_id, []).append(code)
    return [
        _row(account, units, services.get(account.id, []))
        for account in session.exec(select(Account).order_by(Account.username))
    ]


def _row(account: Account, units: dict[int, str], services: list[str]) -> dict:
    return {
        "username": account.username,
        "name": account.name,
        "email": account.email or "",
        "role": account.role,
        "label": Role(account.role).label,
        "chair": account.chair,
        "directorate": units.get(account.directorate_id, ""),
        "services": services,
        "state": _state(account),
        "codes": bool(account.totp_secret),
        "disabled": account.disabled,
    }


def _state(account: Account) -> str:
    if account.disabled:
        return "disabled"
    return "demonstration" if account.demonstration else "in use"


def directorates(session: Session) -> dict[str, str]:
    """Code to name of the directorates that a lead can have, in their set order."""
    rows = select(Directorate.code, Directorate.name).where(Directorate.published.is_(False))
    return dict(session.exec(rows.order_by(Directorate.position)).all())


def services(session: Session) -> dict[str, str]:
    """Code to name of the services that a manager can have, by directorate and set order."""
    rows = (
        select(Service.code, Service.name)
        .join(Directorate, Directorate.id == Service.directorate_id)
        .where(Directorate.published.is_(False))
        .order_by(Directorate.position, Service.position)
    )
    return dict(session.exec(rows).all())
