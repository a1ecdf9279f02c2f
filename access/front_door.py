"""The main script: who is looking, which pages they have, and nothing before that."""

from pathlib import Path

import streamlit as st

from access import ahead, meeting_mode, run
from access.guard import MEETING_PAGE, allowed, refuse
from access.pages import TABLE, PageRow, row_of
from access.redirect import send_to
from access.sessions import close
from access.viewer import Viewer
from models.audit import record
from models.store import moment, writing

_NAME = "Collaboration Oversight"
_STYLE = Path(__file__).with_name("page.css")


def page(row: PageRow):
    """Streamlit's page for a row of the table."""
    return st.Page(row.path, title=row.title, url_path=row.address)


def stand_in(row: PageRow, run):
    """A page at a row's address that runs something else.

    Without it the browser would say that there is no such page.
    """

    def start() -> None:
        run(row)

    return st.Page(start, title=_NAME, url_path=row.address, visibility="hidden")


def home(first: PageRow | None = None):
    """The page at the root, which goes on to the viewer's first page."""

    def start() -> None:
        if first is not None:
            st.switch_page(page(first))

    return st.Page(start, title=_NAME, url_path="home", default=True, visibility="hidden")


def signed_out() -> None:
    """Keep the address that was asked for, and show the sign-in alone."""
    # Late, for the packages behind it take 20 MB: a server holds them once someone signs in.
    from access.sign_in import sign_in

    st.navigation([home(), *map(page, TABLE)], position="hidden")
    st.set_page_config(page_title=f"Sign in – {_NAME}")
    sign_in()


def signed_in(viewer: Viewer) -> None:
    """Show the viewer's own pages, and run the one that was asked for."""
    st.set_page_config(layout="wide")
    st.html(_STYLE)
    rows = allowed(viewer)
    sections: dict[str, list] = {"": [home(rows[0])]}
    for row in rows:
        sections.setdefault(row.section, []).append(page(row))
    # In the same call: a second one would make the browser draw the list of pages twice a run.
    sections[""] += [stand_in(row, _refused(viewer)) for row in TABLE if row not in rows]
    chosen = st.navigation(sections, expanded=True)
    _sidebar(viewer, chosen.url_path if row_of(chosen.url_path) in rows else "")
    chosen.run()


def in_meeting(viewer: Viewer) -> None:
    """The meeting screen alone, whatever was asked for."""
    meeting = row_of(MEETING_PAGE)
    st.set_page_config(layout="wide", initial_sidebar_state="collapsed")
    others = [stand_in(row, _to_meeting(viewer)) for row in TABLE if row is not meeting]
    st.navigation([home(meeting), page(meeting), *others], position="hidden").run()


def _to_meeting(viewer: Viewer):
    def go(row: PageRow) -> None:
        with writing() as session:
            record(
                session,
                actor=viewer.username,
                action="refused in meeting mode",
                subject=row.address,
            )
        st.switch_page(page(row_of(MEETING_PAGE)))

    return go


def _refused(viewer: Viewer):
    def refusal(row: PageRow) -> None:
        if viewer.unfinished:
            st.switch_page(page(allowed(viewer)[0]))
        refuse(viewer, row.address)

    return refusal


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


with ahead.run(), moment():
    viewer = run.who()
    if viewer is None:
        signed_out()
    elif viewer.in_meeting:
        in_meeting(viewer)
    else:
        signed_in(viewer)
