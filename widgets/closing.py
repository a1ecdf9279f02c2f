"""The controls that close and reopen a quarter."""

import streamlit as st

from access.viewer import Viewer
from measures.closing import close_quarter
from models.audit import record
from models.closing import ClosingError, reopen
from models.quarters import Quarter
from models.store import writing
from widgets.plain import plain

SAID = "closing_said"


def close_button(viewer: Viewer, quarter: Quarter) -> None:
    """Close a quarter, after a tick that the checklist was read."""
    _say()
    read_it = st.checkbox("I have read the list of what is missing", key=f"read_{quarter.code}")
    if st.button(
        f"Close {quarter}", key=f"close_{quarter.code}", type="primary", disabled=not read_it
    ):
        _do(lambda session: _close(session, viewer, quarter))


def reopen_form(viewer: Viewer, quarter: Quarter) -> None:
    """Reopen a closed quarter, with a reason."""
    _say()
    with st.form(f"reopen_{quarter.code}"):
        st.write(
            f"{quarter} is closed. Reopening keeps its figures; closing again adds a revision."
        )
        why = st.text_input("Why is it reopened?", max_chars=600)
        if st.form_submit_button(f"Reopen {quarter}"):
            _do(lambda session: _reopen(session, viewer, quarter, why))


def _close(session, viewer: Viewer, quarter: Quarter) -> str:
    done = close_quarter(session, quarter, by=viewer.username)
    record(
        session,
        actor=viewer.username,
        action="quarter closed",
        subject=quarter.code,
        details={"revision": done.edition.revision, "hash": done.edition.content_hash},
    )
    said = f"{quarter} is closed, revision {done.edition.revision}."
    for reason in (done.panel.stock_reason, done.panel.flow_reason):
        said += f" {reason}" if reason else ""
    return said


def _reopen(session, viewer: Viewer, quarter: Quarter, why: str) -> str:
    reopen(session, quarter, by=viewer.username, why=why)
    record(
        session,
        actor=viewer.username,
        action="quarter reopened",
        subject=quarter.code,
        details={"why": why},
    )
    return f"{quarter} is reopened. Its last closing is kept."


def _do(change) -> None:
    try:
        with writing() as session:
            said = change(session)
    except ClosingError as wrong:
        st.error(plain(str(wrong)))
        return
    st.session_state[SAID] = said
    st.rerun()


def _say() -> None:
    if said := st.session_state.pop(SAID, None):
        st.success(said)
