"""“Ask about this”: a challenge recorded from any figure or signal on a screen."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from access.challenges import may_ask, officers
from access.viewer import Viewer
from models.challenge import ChallengeError, ask, standing_reply_by
from models.state import today
from models.store import reading, writing
from widgets.pickers import View
from widgets.plain import plain
from widgets.turns import keyed, start_anew


def ask_about(
    viewer: Viewer, view: View, figure: str | Sequence[str], page: str, *, key: str = ""
) -> None:
    """A button beside the pickers that opens the form; nothing for those not of the Group.

    figure   what is asked about, as it is shown on the screen; of several one is chosen
    page     the address of the page that shows it
    key      tells several on one page apart
    """
    if not figure or not may_ask(viewer) or view.published:
        return  # nobody here answers for the published record
    beside = st if view.row is None else view.row
    place = beside.popover("Ask about this", key=f"ask_{page}{key}", on_change="rerun")
    if place.open:
        with place:
            ask_form(viewer, view, figure, page, key=key)


@dataclass(frozen=True)
class Asker:
    """Who may ask from one page, and what the page is about."""

    viewer: Viewer
    view: View
    page: str

    @property
    def may(self) -> bool:
        """Whether the viewer may ask; nobody here answers for the published record."""
        return may_ask(self.viewer) and not self.view.published

    def form(self, figure: str, key: str, *, opened: bool) -> None:
        """The form under one figure, from the press of its button until it is closed."""
        place = f"asking_{self.page}"
        if opened:
            st.session_state[place] = key
        if st.session_state.get(place) != key:
            return
        with st.container(border=True, key=f"asks_{key}"):
            ask_form(self.viewer, self.view, figure, self.page, key=f"_{key}")
            st.button("Close", key=f"asks_close_{key}", on_click=self._close)

    def _close(self) -> None:
        st.session_state.pop(f"asking_{self.page}", None)


def ask_form(
    viewer: Viewer,
    view: View,
    figure: str | Sequence[str],
    page: str,
    *,
    key: str = "",
    meeting_id: int | None = None,
) -> None:
    """The form alone. It keeps what was typed until the question is recorded."""
    with reading() as session:
        who = officers(session)
        day = today(session)
        reply_by = standing_reply_by(session, on=day)
    own = [code for code in who if code == view.directorate or code == f"service:{view.service}"]
    keys, form = list(who), f"ask_form_{page}{key}"
    with st.form(form, border=False):
        if isinstance(figure, str):
            st.text(f"About: {figure}")
        else:
            figure = st.selectbox(
                "About which figure?", figure, key=keyed(form, f"ask_what_{page}{key}")
            )
        question = st.text_area(
            "Your question, in plain words", key=keyed(form, f"ask_words_{page}{key}"),
            max_chars=600, height=80,
        )  # fmt: skip
        left, right = st.columns([3, 2])
        officer = left.selectbox(
            "Who should answer?", keys, index=keys.index(own[-1]) if own else None,
            format_func=lambda code: who[code][0], key=keyed(form, f"ask_who_{page}{key}"),
            placeholder="Choose an officer",
        )  # fmt: skip
        by = right.date_input(
            "Reply by", reply_by, min_value=day, format="DD/MM/YYYY",
            key=keyed(form, f"ask_by_{page}{key}"),
        )  # fmt: skip
        said = st.container()
        sent = st.form_submit_button("Put the question")
    if done := st.session_state.pop(f"{form}_done", None):
        said.success(done)
    if not sent:
        return
    if officer is None:
        said.error("Choose who should answer.")
        return
    try:
        _record(viewer, view, figure, page, question, who[officer], by, meeting_id)
    except ChallengeError as error:
        said.error(plain(str(error)))
        return
    start_anew(form)
    st.session_state[f"{form}_done"] = "Asked. The officer sees it on the page of challenges."
    st.rerun()


def _record(viewer, view: View, figure, page, question, who, reply_by, meeting_id) -> None:
    _, officer, directorate_id, service_id = who
    with writing() as session:
        ask(
            session, by=viewer.username, on=today(session), figure=figure, question=question,
            officer=officer, directorate_id=directorate_id, service_id=service_id,
            reply_by=reply_by, page=page, quarter=view.quarter.code if view.quarter else "",
            unit=view.service or view.directorate or "county", unit_label=view.label,
            meeting_id=meeting_id,
        )  # fmt: skip
