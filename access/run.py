"""What one run of a script knows of its visitor, all of it from the browser's handshake."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from access import doors
from access.sessions import BROWSER_COOKIE, COOKIE, look_up
from access.viewer import Viewer
from models.store import noted

LOCAL_HEADER = "X-Oversight-Local"  # set by our middleware, which drops a visitor's own


def cookie() -> str:
    """The session id in the visitor's cookie, or nothing."""
    return st.context.cookies.get(COOKIE, "")


def browser() -> str:
    """The random mark of the visitor's browser, or nothing."""
    return st.context.cookies.get(BROWSER_COOKIE, "")


def local() -> bool:
    """Whether the visitor and the Host are this machine's own, without forwarding."""
    return st.context.headers.get(LOCAL_HEADER) == "1"


def who() -> Viewer | None:
    """Who is looking at this moment, asked of the store; none where nobody is signed in.

    Asked once in a run, and again after the run has written.
    """
    known, place = noted(), ("who", cookie())
    if known is not None and place in known:
        return known[place]
    viewer = look_up(cookie(), local=local())
    run = get_script_run_ctx(suppress_warning=True)
    if viewer is not None and run is not None:
        doors.note_holder(run.session_id, cookie())
    if known is not None:
        known[place] = viewer
    return viewer
