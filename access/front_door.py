"""The main script: who is looking, which pages they have, and nothing before that."""

from pathlib import Path

import streamlit as st

from access import meeting_mode, run
from access.guard import MEETING_PAGE, allowed, refuse
from access.pages import TABLE, PageRow, row_of
from access.redirect import send_to
from access.sessions import close
from access.sign_in import sign_in
from access.viewer import Viewer
from models.audit import record
from models.store import writing

_NAME = "Collaboration Oversight"
_STYLE = Path(__file__).with_name("page.css")


def page(row: PageRow, *, hidden: bool = False):
    """Streamlit's page for a row of the table."""
    return st.Page(
        row.path,
        title=row.title,
        url_path=row.address,
        visibility="hidden" if hidden else "visible",
    )


def home(first: PageRow | None = None):
    """The page at the root, which goes on to the viewer's first page."""

    def start() -> None:
        if first is not None:
            st.switch_page(page(first))

    return st.Page(start, title=_NAME, url_path="home", default=True, visibility="hidden")


def signed_out() -> None:
    """Keep the address that was asked for, and show the sign-in alone."""
    st.navigation([home(), *map(page, TABLE)], position="hidden")
    st.set_page_config(page_title=f"Sign in – {_NAME}")
    sign_in()


def signed_in(viewer: Viewer) -> None:
    """Show the viewer's own pages, and run the one that was asked for."""
    st.set_page_config(layout="wide")
    st.html(_STYLE)
    rows = allowed(viewer)
    asked = st.navigation([home(), *map(page, TABLE)], position="hidden").url_path
    if asked and asked not in {row.address for row in rows}:
        _refused(viewer, asked)
        return
    sections: dict[str, list] = {"": [home(rows[0])]}
    for row in rows:
        sections.setdefault(row.section, []).append(page(row))
    chosen = st.navigation(sections, expanded=True)
    _sidebar(viewer, chosen.url_path)
    chosen.run()


def in_meeting(viewer: Viewer) -> None:
    """The meeting screen alone, whatever was asked for."""
    row = row_of(MEETING_PAGE)
    st.set_page_config(layout="wide", initial_sidebar_state="collapsed")
    asked = st.navigation([home(), *map(page, TABLE)], position="hidden").url_path
    if asked != row.address:
        if asked:
            with writing() as session:
                record(
                    session, actor=viewer.username, action="refused in meeting mode", subject=asked
                )
        st.switch_page(page(row))
    st.navigation([home(row), page(row)], position="hidden").run()


def _refused(viewer: Viewer, asked: str) -> None:
    if viewer.unfinished:
        st.switch_page(page(allowed(viewer)[0]))

    def refusal() -> None:
        refuse(viewer, asked)

    # A page of the asked address, or the browser says that there is none.
    stands_in = st.Page(refusal, title=_NAME, url_path=asked, visibility="hidden")
    chosen = st.navigation([home(), stands_in, *map(page, allowed(viewer))])
    _sidebar(viewer)
    chosen.run()


def _sidebar(viewer: Viewer, address: str = "") -> None:
    with st.sidebar:
        st.text(f"{viewer.name}\n{viewer.role.label}")
        row = row_of(address)
        if row is not None and row.section in meeting_mode.SECTIONS:
            meeting_mode.button(viewer, address)
        if st.button("Sign out", key="sign_out", width="stretch"):
            leave(viewer)


def leave(viewer: Viewer) -> None:
    """End this sign-in and take the cookie away."""
    with writing() as session:
        close(session, run.cookie())
        record(session, actor=viewer.username, action="sign-out")
    send_to("/leave")
    st.stop()


viewer = run.who()
if viewer is None:
    signed_out()
elif viewer.in_meeting:
    in_meeting(viewer)
else:
    signed_in(viewer)
