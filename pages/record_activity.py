"""A new activity in under a minute, with the rungs of the ladder explained beside the choice."""

import streamlit as st

from access.guard import require
from access.viewer import Role
from intake.form import draft_of, drop_draft, new_id, new_token, save_draft, send
from intake.kinds.all import KINDS
from intake.permission import permit_of
from intake.records import districts, rung_meanings, services, ways
from models.reference import Rung
from models.store import reading, writing
from widgets.plain import plain
from widgets.record_form import RecordForm, ask, show_problems

FORM = "record_activity"
viewer = require(Role.SERVICE_MANAGER, Role.LEAD)
kind = KINDS["activities"]
with reading() as session:
    permit = permit_of(session, viewer)
    draft = draft_of(session, viewer.account_id, FORM)
    own, places, five = services(session, permit), districts(session), ways(session)
    meanings = rung_meanings(session)


def keep(fields: dict[str, str]) -> None:
    """Keep what was typed so far."""
    with writing() as session:
        save_draft(session, viewer.account_id, FORM, fields)


token = st.session_state.setdefault(f"{FORM}_token", new_token())
form = RecordForm(FORM, kind.columns, draft, keep)
st.title("Record an activity")
if draft:
    st.write("This is your draft. It is kept while you write.")
form.field("title", label="What is the work called?")
form.field("service", options=own, label="Which service runs it?")
form.field("started_on", label="When does it start?")
form.field("ended_on", label="When did it end? (blank while it runs)")
rung = form.field(
    "intended_rung", label="Which rung is right for this work? (optional)",
    options={r.value: f"{r.value.capitalize()} · {r.band.value}" for r in Rung},
)  # fmt: skip
if rung and rung in meanings:
    st.info(plain(meanings[rung]))
if rung:
    st.write("Not everything should be co-produced. Say why this rung fits.")
    form.field("intended_why", label="Why is this rung right for this work?")
with st.expander("What each rung means"):
    for each in Rung:
        st.markdown(f"**{each.value.capitalize()}** · {plain(meanings.get(each.value, ''))}")
with st.expander("More about it"):
    form.field("purpose", label="What is it for? (optional)")
    form.field("way", options=five, label="Which of the Five Ways is it? (optional)")
    form.several("districts", places)
    form.field("promised_feedback_on", label="Feedback promised by (optional)")
    form.field("promised_on", label="Promise made on (optional)")
answers = ask(st.session_state.get(f"{FORM}_questions", ()), FORM, form.asked)

if said := st.session_state.pop("said", None):
    st.success(said)
if st.button("Record it", type="primary", key="send"):
    row = {"id": new_id(kind), **form.values}
    if rung and not form.values.get("intended_why", "").strip():
        st.error("Say why this rung is right for this work.")
        st.stop()
    sent = send(kind, [row], permit, token=token, answers=answers)
    st.session_state[f"{FORM}_questions"] = sent.questions
    if not sent.done and sent.questions and not sent.problems:
        st.rerun()
    show_problems(sent.problems, form.asked)
    if sent.done:
        with writing() as session:
            drop_draft(session, viewer.account_id, FORM)
        form.clear()
        st.session_state.pop(f"{FORM}_token")
        st.session_state["said"] = "Recorded."
        st.rerun()
