"""The first statement of every page: who may see it."""

import streamlit as st

from access.pages import TABLE
from access.run import who
from access.viewer import Role, Viewer
from models.account import Account
from models.audit import record
from models.store import reading, writing

_UNFINISHED_PAGE = "my_account"
MEETING_PAGE = "meeting"


def require(*roles: Role, unfinished: bool = False, meeting: bool = False) -> Viewer:
    """The viewer, where they have one of the roles; otherwise a sentence, and the run stops.

    Without roles any signed-in person passes. `unfinished` lets in who must
    first change a password or set up a code, `meeting` who is in meeting mode.
    """
    viewer = who()
    if viewer is None:
        st.write("Sign in to see this page.")
        st.stop()
    if viewer.in_meeting and not meeting:
        refuse_in_meeting(viewer, "a page")
    if (roles and viewer.role not in roles) or (viewer.unfinished and not unfinished):
        refuse(viewer, "a page")
    return viewer


def refuse(viewer: Viewer, what: str) -> None:
    """Say that an account does not show something, note it, and stop the run."""
    with writing() as session:
        record(
            session,
            actor=viewer.username,
            action="refused",
            subject=what,
            details={"role": str(viewer.role)},
        )
    st.title("This page is not for your account")
    st.write("Your account does not show this page. Ask an administrator if it should.")
    st.stop()


def refuse_in_meeting(viewer: Viewer, what: str) -> None:
    """Say that nothing else is shown while the meeting screen is on, note it, and stop."""
    with writing() as session:
        record(session, actor=viewer.username, action="refused in meeting mode", subject=what)
    st.title("The meeting screen is on")
    st.write("This sign-in shows the meeting alone. Leave the meeting screen first.")
    st.stop()


def allowed(viewer: Viewer) -> tuple:
    """The rows of pages that a viewer may open now, the first page first."""
    if viewer.unfinished:
        return tuple(row for row in TABLE if row.address == _UNFINISHED_PAGE)
    if viewer.in_meeting:
        return tuple(row for row in TABLE if row.address == MEETING_PAGE)
    return tuple(row for row in TABLE if viewer.role in row.roles)


def has_codes(viewer: Viewer) -> bool:
    """Whether the viewer gives a one-time code at sign-in."""
    with reading() as session:
        account = session.get(Account, viewer.account_id)
        return bool(account and account.totp_secret)
