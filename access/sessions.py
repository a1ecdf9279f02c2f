"""Open sign-ins: a random id in the browser's cookie, its hash in the store.

Every run, every message and every gated fetch looks its cookie up here, so
that whatever ends a sign-in takes effect at once and everywhere.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from access.viewer import Role, Viewer
from models.account import Account, SignInSession, SignInTicket, services_of
from models.policy import policy, policy_number
from models.quarters import now
from models.state import state, today
from models.store import WAIT, engine, reading
from settings import settings

COOKIE = "__Host-oversight" if settings().served_over_tls else "oversight"
BROWSER_COOKIE = "__Host-oversight-browser" if settings().served_over_tls else "oversight-browser"
_TICKET_SECONDS = 60
_TOUCH_SECONDS = 30  # how stale `seen_at` may be, so that not every click writes


def digest(secret: str) -> str:
    """What the store keeps of a random secret: it is long, so one plain hash will do."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def open_ticket(session: Session, account: Account, *, browser: str, way: str) -> str:
    """A one-time ticket that the same browser may exchange for a session cookie."""
    ticket = secrets.token_urlsafe(32)
    session.execute(delete(SignInTicket).where(SignInTicket.expires_at < now()))
    session.add(
        SignInTicket(
            ticket_hash=digest(ticket),
            browser_hash=digest(browser),
            account_id=account.id,
            account_version=account.version,
            way=way,
            expires_at=now() + timedelta(seconds=_TICKET_SECONDS),
        )
    )
    return ticket


def exchange(session: Session, ticket: str, *, browser: str) -> str | None:
    """The session id for a ticket; none where it is unknown, used, late or another browser's."""
    found = session.get(SignInTicket, digest(ticket))
    if not found or not browser or found.browser_hash != digest(browser):
        return None
    used = session.execute(
        delete(SignInTicket).where(SignInTicket.ticket_hash == found.ticket_hash)
    )
    if not used.rowcount or found.expires_at < now():
        return None
    return _open(session, found)


def _open(session: Session, ticket: SignInTicket) -> str:
    made = now()
    hours = policy_number(session, "absolute_hours", on=today(session))
    session.execute(delete(SignInSession).where(SignInSession.expires_at < made))
    session_id = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            id_hash=digest(session_id),
            account_id=ticket.account_id,
            account_version=ticket.account_version,
            way=ticket.way,
            made_at=made,
            seen_at=made,
            expires_at=made + timedelta(hours=hours),
        )
    )
    return session_id


def look_up(cookie: str | None, *, local: bool, url: str | None = None) -> Viewer | None:
    """Who holds a session id now; none where it is unknown or has ended.

    `local` says that the visitor and the Host are this machine's own, without
    which no demonstration account may look.
    """
    if not cookie or len(cookie) > 200:
        return None
    with reading(url) as session:
        found = viewer_of(session, digest(cookie), local=local)
        if found is None:
            return None
        viewer, seen_at = found
    if now() - seen_at > timedelta(seconds=_TOUCH_SECONDS):
        _touch(digest(cookie), url)
    return viewer


def viewer_of(session: Session, id_hash: str, *, local: bool) -> tuple[Viewer, datetime] | None:
    """The viewer of an open session and when they were last seen."""
    row = session.execute(
        select(SignInSession, Account)
        .join(Account, Account.id == SignInSession.account_id)
        .where(SignInSession.id_hash == id_hash)
    ).first()
    if row is None:
        return None
    signed_in, account = row
    if not may_look(session, account, local=local) or _over(session, signed_in, account):
        return None
    return _viewer(session, signed_in, account), signed_in.seen_at


def may_look(session: Session, account: Account, *, local: bool) -> bool:
    """Whether an account may be used at all, from where the visitor is."""
    if account.disabled:
        return False
    return not account.demonstration or (local and state(session).demonstration)


def _over(session: Session, signed_in: SignInSession, account: Account) -> bool:
    if signed_in.account_version != account.version or signed_in.expires_at <= now():
        return True
    return signed_in.seen_at + timedelta(minutes=_rules(session)[0]) <= now()


def _viewer(session: Session, signed_in: SignInSession, account: Account) -> Viewer:
    services = ()
    if account.role == Role.SERVICE_MANAGER:
        services = services_of(session, account.id)
    return Viewer(
        account_id=account.id,
        username=account.username,
        name=account.name,
        role=account.role,
        chair=account.chair,
        service_ids=services,
        directorate_id=account.directorate_id,
        unfinished=_unfinished(session, signed_in, account),
        in_meeting=signed_in.meeting_at is not None,
    )


def _unfinished(session: Session, signed_in: SignInSession, account: Account) -> str:
    if signed_in.way != "password":
        return ""
    if account.must_change:
        return "password"
    if account.totp_secret or account.demonstration:
        return ""
    return "code" if account.role in code_roles(session) else ""


def code_roles(session: Session) -> frozenset[str]:
    """The roles that need a one-time code."""
    return _rules(session)[1]


_RULES: dict[tuple, tuple[int, frozenset[str]]] = {}


def _rules(session: Session) -> tuple[int, frozenset[str]]:
    """Idle minutes and the roles that need codes, kept until a policy is set or the day ends."""
    day = today(session)
    place = (str(session.get_bind().engine.url), state(session).revision, day)
    if place not in _RULES:
        _RULES.clear()
        listed = policy(session, "second_factor_roles", on=day).split(",")
        roles = frozenset(part.strip() for part in listed if part.strip())
        _RULES[place] = (policy_number(session, "idle_minutes", on=day), roles)
    return _RULES[place]


def _touch(id_hash: str, url: str | None) -> None:
    """Note that a session is in use. A busy store is not waited for: the next click notes it."""
    with engine(url).connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.exec_driver_sql("PRAGMA busy_timeout=50")
        else:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
        try:
            connection.execute(
                update(SignInSession).where(SignInSession.id_hash == id_hash).values(seen_at=now())
            )
            connection.commit()
        except OperationalError:
            # A commit that was refused leaves its transaction open in the driver, and the short
            # patience set: this connection must not go back to those that wait.
            connection.invalidate()
        else:
            if sqlite:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={1000 * WAIT}")


def close(session: Session, cookie: str) -> None:
    """End one sign-in."""
    session.execute(delete(SignInSession).where(SignInSession.id_hash == digest(cookie)))


def close_all(session: Session, account_id: int) -> None:
    """End every sign-in of an account, and every ticket not yet exchanged."""
    session.execute(delete(SignInSession).where(SignInSession.account_id == account_id))
    session.execute(delete(SignInTicket).where(SignInTicket.account_id == account_id))
