"""Meeting mode: kept with the sign-in in the store, so that every tab and address obeys it.

While it is on, the sign-in reaches the meeting screen and nothing else. It
locks after a time without input; a password opens it again.
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

import streamlit as st
from sqlalchemy import update
from sqlmodel import Session

from access import lockout, run
from access.passwords import matches
from access.redirect import send_to
from access.sessions import close, digest
from access.viewer import Role, Viewer
from models.account import Account, SignInSession
from models.audit import record
from models.meeting import Meeting, open_now
from models.policy import policy_number
from models.quarters import now
from models.state import today
from models.store import reading, writing

SECTIONS = {"The four questions", "The Group"}
_TOUCH_SECONDS = 20  # how stale the moment of the last input may be


@dataclass(frozen=True)
class Mode:
    """What the meeting screen of one sign-in shows.

    meeting_id   the opened meeting, none where figures are shown as they stand now
    edition_id   the edition that was frozen at its opening
    locked       nothing was typed or clicked for too long
    """

    meeting_id: int | None
    edition_id: int | None
    locked: bool


def start(session: Session, cookie: str, viewer: Viewer) -> int | None:
    """Turn the mode on for one sign-in, with the meeting that is open. Its id, or none."""
    meeting = open_now(session)
    moment = now()
    _put(
        session, cookie, meeting_at=moment, input_at=moment,
        meeting_id=meeting.id if meeting else None,
    )  # fmt: skip
    record(
        session, actor=viewer.username, action="meeting mode on",
        subject=meeting.title if meeting else "",
    )  # fmt: skip
    return meeting.id if meeting else None


def stop(session: Session, cookie: str, viewer: Viewer) -> None:
    """Turn the mode off for one sign-in."""
    _put(session, cookie, meeting_at=None, meeting_id=None, input_at=None)
    record(session, actor=viewer.username, action="meeting mode off")


def mode_of(session: Session, cookie: str) -> Mode | None:
    """The mode of a sign-in; none while it is off."""
    row = session.get(SignInSession, digest(cookie))
    if row is None or row.meeting_at is None:
        return None
    minutes = policy_number(session, "meeting_lock_minutes", on=today(session))
    locked = row.input_at + timedelta(minutes=minutes) <= now()
    meeting = session.get(Meeting, row.meeting_id) if row.meeting_id else None
    return Mode(row.meeting_id, meeting.edition_id if meeting else None, locked)


def touch(cookie: str) -> None:
    """Note that something was typed or clicked."""
    with reading() as session:
        row = session.get(SignInSession, digest(cookie))
        fresh = row and row.input_at and now() - row.input_at < timedelta(seconds=_TOUCH_SECONDS)
    if not fresh:
        with writing() as session:
            _put(session, cookie, input_at=now())


def unlock(cookie: str, viewer: Viewer, password: str) -> bool:
    """Open a locked screen with the viewer's password. Attempts count as those of a sign-in."""
    with writing() as session:
        may_try = lockout.count_attempt(session, viewer.username)
        account = session.get(Account, viewer.account_id)
        kept = account.password_hash if account and may_try else None
    if not matches(password, kept):
        return False
    with writing() as session:
        lockout.forgive(session, viewer.username)
        _put(session, cookie, input_at=now())
        record(session, actor=viewer.username, action="meeting screen unlocked")
    return True


def may_start(viewer: Viewer) -> bool:
    """Whether there is anything that the viewer could show: an administrator needs a meeting."""
    if viewer.role != Role.ADMINISTRATOR:
        return True
    with reading() as session:
        return open_now(session) is not None


def button(viewer: Viewer, address: str = "") -> None:
    """The one button of every oversight page; the key M presses it."""
    if not may_start(viewer):
        return
    asked = st.button("Meeting screen", key="meeting_mode", shortcut="M", width="stretch")
    if asked:
        enter(viewer, address)


def enter(viewer: Viewer, address: str = "") -> None:
    """Turn the mode on and load the meeting screen, at the view of a page where it has one."""
    with writing() as session:
        start(session, run.cookie(), viewer)
    kept = {name: st.query_params[name] for name in ("quarter", "directorate")
            if name in st.query_params}  # fmt: skip
    view = {"page": address, **kept} if address else {}
    send_to(f"/meeting?{urlencode(view)}" if view else "/meeting")
    st.stop()


def leave(viewer: Viewer, address: str = "/") -> None:
    """Turn the mode off and load a page of the app."""
    with writing() as session:
        stop(session, run.cookie(), viewer)
    send_to(address)
    st.stop()


def sign_out(viewer: Viewer) -> None:
    """End this sign-in, from a locked screen."""
    with writing() as session:
        close(session, run.cookie())
        record(session, actor=viewer.username, action="sign-out")
    send_to("/leave")
    st.stop()


def _put(session: Session, cookie: str, **values) -> None:
    session.execute(
        update(SignInSession).where(SignInSession.id_hash == digest(cookie)).values(**values)
    )
