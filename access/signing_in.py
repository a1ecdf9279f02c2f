"""The steps of a sign-in, each in its own transaction and with its audit event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import Session, select

from access import codes, lockout, passwords
from access.sessions import digest, may_look, open_ticket
from models.account import Account, UsedSignOn, account_of
from models.audit import record
from models.quarters import now
from models.store import reading, writing

WRONG = "The name or the password is wrong."
LOCKED = "There were too many attempts for this name. Wait 15 minutes and try again."
NO_ACCOUNT = "No account here has the address that you signed on with."
STALE = "That sign-on was some time ago. Sign in with your council account again."
_SIGN_ON_SECONDS = 300
WRONG_CODE = "The code is wrong or was used already. Wait for the next one."


@dataclass(frozen=True)
class Step:
    """How far a sign-in came: a ticket to exchange, a code still needed, or a refusal."""

    ticket: str = ""
    code_for: int | None = None  # the account whose password was right
    version: int = 0
    refusal: str = ""


def by_password(username: str, password: str, *, browser: str, local: bool) -> Step:
    """Check a name and a password. Unknown names take as long and read the same."""
    with writing() as session:
        if not lockout.count_attempt(session, username):
            _refused(session, username, "locked")
            locked = True
        else:
            locked = False
    with reading() as session:
        account = account_of(session, username)
        usable = account is not None and may_look(session, account, local=local)
        kept = account.password_hash if usable else None
        account_id, version = (account.id, account.version) if usable else (None, 0)
    right = passwords.matches(password, kept)  # outside of any transaction: it takes long
    if locked:
        return Step(refusal=LOCKED)
    if not right:
        with writing() as session:
            _refused(session, username, "name or password")
        return Step(refusal=WRONG)
    return _password_was_right(account_id, version, browser=browser)


def _password_was_right(account_id: int, version: int, *, browser: str) -> Step:
    with writing() as session:
        account = session.get(Account, account_id)
        if account is None or account.version != version:
            return Step(refusal=WRONG)
        if account.totp_secret:
            return Step(code_for=account_id, version=version)
        return _let_in(session, account, browser=browser, way="password")


def by_code(account_id: int, version: int, code: str, *, browser: str, local: bool) -> Step:
    """Check the one-time code of an account whose password was right just now."""
    with writing() as session:
        account = session.get(Account, account_id)
        if account is None or account.version != version:
            return Step(refusal=WRONG)
        if not may_look(session, account, local=local):
            return Step(refusal=WRONG)
        if not lockout.count_attempt(session, account.username):
            _refused(session, account.username, "locked")
            return Step(refusal=LOCKED)
        if not codes.code_is_right(account, code):
            _refused(session, account.username, "one-time code")
            return Step(refusal=WRONG_CODE)
        return _let_in(session, account, browser=browser, way="password")


def by_sign_on(claims: Mapping, *, browser: str, local: bool) -> Step:
    """Let in the account of the e-mail address that the sign-on provider has verified.

    `claims` are the provider's, whose signature Streamlit has checked. They
    count once and for five minutes, so that a copy of them opens nothing later.
    """
    email = str(claims.get("email") or "").strip().lower()
    with writing() as session:
        if not _counts_now(session, claims):
            return Step(refusal=STALE)
        found = select(Account).where(Account.email == email)
        account = session.exec(found).first() if email else None
        usable = claims.get("email_verified") is True and account is not None
        if not usable or account.demonstration or not may_look(session, account, local=local):
            record(session, actor="nobody", action="sign-in refused", details={"why": "no account"})
            return Step(refusal=NO_ACCOUNT)
        return _let_in(session, account, browser=browser, way="single sign-on")


def _counts_now(session: Session, claims: Mapping) -> bool:
    """Whether claims are fresh and were not used before; marks them as used."""
    issued = claims.get("iat")
    moment = now()
    if not isinstance(issued, int | float) or abs(moment.timestamp() - issued) > _SIGN_ON_SECONDS:
        return False
    mark = digest("|".join(str(claims.get(name)) for name in ("iss", "sub", "nonce", "iat")))
    if session.get(UsedSignOn, mark) is not None:
        return False
    session.execute(delete(UsedSignOn).where(UsedSignOn.used_at < moment - timedelta(hours=1)))
    session.add(UsedSignOn(mark=mark, used_at=moment))
    session.flush()
    return True


def _let_in(session: Session, account: Account, *, browser: str, way: str) -> Step:
    lockout.forgive(session, account.username)
    record(session, actor=account.username, action="sign-in", details={"way": way})
    return Step(ticket=open_ticket(session, account, browser=browser, way=way))


def _refused(session: Session, username: str, why: str) -> None:
    """Note a refusal. A name that is no account's is kept as its digest alone."""
    account = account_of(session, username)
    known = account.username if account else f"unknown {lockout.name_digest(username)[:12]}"
    record(session, actor="nobody", action="sign-in refused", subject=known, details={"why": why})
