"""Changes to accounts, each with its audit event in the caller's transaction."""

import re

from sqlalchemy import delete
from sqlmodel import Session, select

from access import codes, lockout
from access.passwords import WeakPassword, hash_password, matches, random_passphrase, refuse_weak
from access.sessions import close_all
from models.account import Account, AccountService, Role, account_of, services_of
from models.audit import record
from models.intake import Draft
from models.reference import Directorate, Service
from models.reminders import Reminder


class AccountError(ValueError):
    """A change to an account cannot be made; the text says why and what to do."""


def add(
    session: Session,
    *,
    by: str,
    username: str,
    name: str,
    role: str,
    email: str = "",
    directorate: str = "",
    services: tuple[str, ...] = (),
    chair: bool = False,
) -> tuple[Account, str]:
    """Add an account. Returns it with the passphrase for its first sign-in."""
    username = _checked_username(username)
    if account_of(session, username):
        raise AccountError(f"There is an account “{username}” already.")
    if not name.strip():
        raise AccountError("Give the person's name.")
    phrase = random_passphrase()
    account = Account(
        username=username, name=name.strip(), email=_checked_email(session, email),
        role=_checked_role(role), chair=chair and role == Role.OVERSIGHT,
        directorate_id=_directorate_id(session, role, directorate),
        password_hash=hash_password(phrase), must_change=True,
    )  # fmt: skip
    session.add(account)
    session.flush()
    _put_services(session, account, services)
    record(
        session,
        actor=by,
        action="account added",
        subject=username,
        details=_facts(session, account),
    )
    return account, phrase


def change(
    session: Session,
    username: str,
    *,
    by: str,
    name: str,
    role: str,
    email: str = "",
    directorate: str = "",
    services: tuple[str, ...] = (),
    chair: bool = False,
) -> None:
    """Change what an account is and may do. Its open sign-ins end."""
    account = existing(session, username)
    before = _facts(session, account)
    if account.role == Role.ADMINISTRATOR and role != Role.ADMINISTRATOR:
        _refuse_last_administrator(session, account)
    account.email = _checked_email(session, email, own=account.id)
    account.directorate_id = _directorate_id(session, role, directorate)
    account.name, account.role = name.strip() or account.name, _checked_role(role)
    account.chair = chair and role == Role.OVERSIGHT
    _put_services(session, account, services)
    end_sign_ins(session, account)
    details = {"before": before, "after": _facts(session, account)}
    record(session, actor=by, action="account changed", subject=account.username, details=details)


def disable(session: Session, username: str, *, by: str) -> None:
    """Stop an account at its next click."""
    account = existing(session, username)
    _refuse_last_administrator(session, account)
    account.disabled = True
    end_sign_ins(session, account)
    record(session, actor=by, action="account disabled", subject=account.username)


def enable(session: Session, username: str, *, by: str) -> None:
    """Let a disabled account in again."""
    existing(session, username).disabled = False
    record(session, actor=by, action="account enabled", subject=username)


def remove(session: Session, username: str, *, by: str) -> None:
    """Delete an account. What it did stays in the audit trail."""
    account = existing(session, username)
    _refuse_last_administrator(session, account)
    erase(session, account)
    record(session, actor=by, action="account deleted", subject=account.username)


def erase(session: Session, account: Account) -> None:
    """Take an account out of the store with its sign-ins, drafts and reminders."""
    close_all(session, account.id)
    for table in (AccountService, Draft, Reminder):
        session.execute(delete(table).where(table.account_id == account.id))
    session.delete(account)


def reset(session: Session, username: str, *, by: str) -> str:
    """Set a new random passphrase, to be changed at sign-in; codes are turned off. Returns it."""
    account = existing(session, username)
    phrase = random_passphrase()
    account.password_hash, account.must_change = hash_password(phrase), True
    account.totp_secret, account.totp_step = None, 0
    lockout.forgive(session, account.username)
    end_sign_ins(session, account)
    record(session, actor=by, action="password reset", subject=account.username)
    return phrase


def sign_out(session: Session, username: str, *, by: str) -> None:
    """End every open sign-in of an account."""
    account = existing(session, username)
    end_sign_ins(session, account)
    record(session, actor=by, action="signed out everywhere", subject=account.username)


def change_password(session: Session, username: str, *, old: str, new: str) -> None:
    """A person's own change. Every open sign-in of theirs ends, this one too."""
    account = existing(session, username)
    if not lockout.count_attempt(session, account.username):
        raise AccountError("There were too many attempts. Wait 15 minutes and try again.")
    if not matches(old, account.password_hash):
        record(session, actor=username, action="password change refused", subject=username)
        session.commit()  # the count must outlive the refusal
        raise AccountError("The password that you use now is wrong.")
    _checked_new(account, old, new)
    lockout.forgive(session, account.username)
    account.password_hash, account.must_change = hash_password(new), False
    end_sign_ins(session, account)
    record(session, actor=account.username, action="password changed", subject=account.username)


def _checked_new(account: Account, old: str, new: str) -> None:
    if old == new:
        raise AccountError("The new password is the old one. Choose another.")
    try:
        refuse_weak(new, username=account.username, name=account.name)
    except WeakPassword as weak:
        raise AccountError(str(weak)) from None


def turn_on_codes(session: Session, username: str, *, secret: str, code: str) -> None:
    """Ask a person for a one-time code from now on, once they showed that theirs works."""
    account = existing(session, username)
    step = codes.step_of(secret, code)
    if step is None:
        raise AccountError("The code does not fit. Check your phone's clock and try again.")
    codes.keep_secret(account, secret)
    account.totp_step = step
    record(session, actor=account.username, action="one-time codes on", subject=account.username)


def turn_off_codes(session: Session, username: str, *, code: str) -> None:
    """Ask for no code any more, once one was given that works."""
    account = existing(session, username)
    if not account.totp_secret or not codes.code_is_right(account, code):
        raise AccountError("The code is wrong or was used already. Wait for the next one.")
    account.totp_secret, account.totp_step = None, 0
    end_sign_ins(session, account)
    record(session, actor=account.username, action="one-time codes off", subject=account.username)


def existing(session: Session, username: str) -> Account:
    """The account of a name. AccountError where there is none."""
    account = account_of(session, username)
    if account is None:
        raise AccountError(f"There is no account “{username}”.")
    return account


def end_sign_ins(session: Session, account: Account) -> None:
    """End what is open, and what a copied cookie or an unused ticket could still open."""
    account.version += 1
    close_all(session, account.id)


def _refuse_last_administrator(session: Session, account: Account) -> None:
    others = select(Account.id).where(
        Account.role == Role.ADMINISTRATOR, Account.disabled.is_(False), Account.id != account.id
    )
    if account.role == Role.ADMINISTRATOR and not session.exec(others).first():
        raise AccountError("This is the last administrator. Add another first.")


def _checked_username(username: str) -> str:
    text = username.strip().lower()
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{1,58}[a-z0-9]", text):
        raise AccountError(
            f"“{username}” cannot be a sign-in name. Use 3 to 60 letters, digits, dots or hyphens."
        )
    return text


def _checked_email(session: Session, email: str, *, own: int | None = None) -> str | None:
    text = email.strip().lower()
    if not text:
        return None
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise AccountError(f"“{email}” is not an e-mail address.")
    holder = session.exec(select(Account.id).where(Account.email == text)).first()
    if holder not in (None, own):
        raise AccountError(f"Another account has the address {text}.")
    return text


def _checked_role(role: str) -> Role:
    if role not in set(Role):
        raise AccountError(f"“{role}” is not a role. Use one of: {', '.join(Role)}.")
    return Role(role)


def _directorate_id(session: Session, role: str, code: str) -> int | None:
    if role != Role.LEAD:
        return None
    found = session.exec(
        select(Directorate.id).where(Directorate.code == code, Directorate.published.is_(False))
    ).first()
    if found is None:
        raise AccountError(f"A directorate lead needs a directorate; “{code}” is none.")
    return found


def _put_services(session: Session, account: Account, wanted: tuple[str, ...]) -> None:
    session.execute(delete(AccountService).where(AccountService.account_id == account.id))
    if account.role != Role.SERVICE_MANAGER:
        return
    if not wanted:
        raise AccountError("A service manager needs at least one service.")
    for code in wanted:
        found = session.exec(select(Service.id).where(Service.code == code)).first()
        if found is None:
            raise AccountError(f"There is no service “{code}”.")
        session.add(AccountService(account_id=account.id, service_id=found))
    session.flush()


def _facts(session: Session, account: Account) -> dict:
    return {
        "name": account.name,
        "role": str(account.role),
        "chair": account.chair,
        "directorate": account.directorate_id,
        "services": services_of(session, account.id),
    }
