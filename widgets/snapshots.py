"""The control that takes a snapshot of the panel outside a closing."""

import streamlit as st

from access.viewer import Viewer
from measures.snapshots import take_stock
from models.audit import record
from models.quarters import now
from models.store import writing

_SAID = "snapshot_said"
TAKEN = "A new snapshot was taken. It passed the attack, and pages show it from now on."


def take_button(viewer: Viewer) -> None:
    """Take a snapshot, and say that it was taken or why it was not."""
    taken, said = st.session_state.pop(_SAID, (True, ""))
    if said:
        (st.success if taken else st.warning)(said)
    if st.button("Take a new snapshot", type="primary", key="take_snapshot"):
        with st.spinner("Taking the snapshot and attacking it. This can take minutes."):
            st.session_state[_SAID] = _take(viewer)
        st.rerun()


def _take(viewer: Viewer) -> tuple[bool, str]:
    """Whether it was taken, and what to say of it."""
    with writing() as session:
        _, reason = take_stock(session, at=now())
        record(
            session,
            actor=viewer.username,
            action="snapshot refused" if reason else "snapshot taken",
            details={"reason": reason} if reason else {},
        )
    return (False, f"No snapshot was taken. {reason}") if reason else (True, TAKEN)
