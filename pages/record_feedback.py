"""Feedback: something new that was heard, or a known item moved along its stages."""

import streamlit as st

from access.guard import require
from access.viewer import Role
from intake.form import (
    OWN_SYSTEM,
    draft_of,
    drop_draft,
    held,
    new_id,
    new_token,
    save_draft,
    send,
)  # fmt: skip
from intake.kinds.all import KINDS
from intake.permission import permit_of
from intake.records import activities, open_items, services
from models.store import reading, writing
from widgets.plain import plain
from widgets.record_form import RecordForm, ask, show_problems, show_stale

STAGES = {
    "acknowledged_on": "When were people thanked, or told it had arrived?",
    "decided_on": "When was it decided what to do?",
    "acted_on": "When was it done?",
    "told_on": "When were people told what came of it?",
}
viewer = require(Role.SERVICE_MANAGER, Role.LEAD)
st.title("Record feedback")
said = st.session_state.pop("said", "")
NEW, MOVE = "Something new was heard", "Move an item along"
task = st.radio("What do you want to do?", (NEW, MOVE), horizontal=True, key="task")
kind = KINDS["feedback" if task == NEW else "stages"]
with reading() as session:
    permit = permit_of(session, viewer)
    own, of_mine = services(session, permit), activities(session, permit)
    waiting = open_items(session, permit)

item, known, version, begun = None, None, None, {}
if task == MOVE:
    if not waiting:
        if said:
            st.success(said)
        st.write("No item of yours waits for an answer.")
        st.stop()
    item = st.selectbox(
        "Which item?", list(waiting), None, format_func=lambda key: waiting[key].words, key="item",
        placeholder="Choose one",
    )  # fmt: skip
    if item is None:
        if said:
            st.success(said)
        st.stop()
    with reading() as session:
        known = waiting[item]
        whole, version = held(session, KINDS["feedback"], known.identifier, source=known.system)
    begun = {c.name: whole.get(c.name, "") for c in kind.columns}
    st.write(f"Heard: {plain(whole['heard'])}")
FORM = f"record_{kind.name}_{item or 'new'}"
with reading() as session:
    draft = draft_of(session, viewer.account_id, FORM)


def keep(fields: dict[str, str]) -> None:
    """Keep what was typed so far."""
    with writing() as session:
        save_draft(session, viewer.account_id, FORM, fields)


version = st.session_state.setdefault(f"{FORM}_version", version)
token = st.session_state.setdefault(f"{FORM}_token", new_token())
form = RecordForm(FORM, kind.columns, begun | draft, keep)
if task == NEW:
    form.field("heard", label="What was said? Leave names out.")
    form.field("service", options=own, label="Which service is it about?")
    form.field("kind", label="Who is owed a reply?", options={
        "individual": "One person",
        "collective": "The group: you said, we did",
        "story": "Nobody: a story, shared without expecting a reply",
    })  # fmt: skip
    form.field("heard_on", label="When was it heard?")
    form.field("activity", options=of_mine, label="At which activity? (optional)")
else:
    st.write("Fill in what has happened so far. Leave the rest blank.")
    for name, label in STAGES.items():
        form.field(name, label=label)
    outcome = form.field("outcome", label="What came of it?")
    label = "Why was nothing changed?" if outcome == "not changed" else "Reason (optional)"
    form.field("outcome_reason", label=label)
    form.field("reply", label="What were people told? (optional)")
    with st.expander("It was withdrawn"):
        form.field("withdrawn_on", label="When was it withdrawn?")
        form.field("withdrawn_reason", label="Why was it withdrawn?")
answers = ask(st.session_state.get(f"{FORM}_questions", ()), FORM, form.asked)
if said:
    st.success(said)
if st.button("Record it", type="primary", key="send"):
    if known and form.same_as(begun):
        st.error("Nothing was written. Say first what has happened to this item.")
        st.stop()
    row = {"id": known.identifier if known else new_id(kind), **form.values}
    sent = send(
        kind, [row], permit, token=token, version=version, answers=answers,
        source=known.system if known else OWN_SYSTEM,
    )  # fmt: skip
    st.session_state[f"{FORM}_questions"] = sent.questions
    if sent.stale:
        show_stale(sent.stale, form.asked)
        st.session_state.pop(f"{FORM}_version")
        st.button("I have seen both. Let me send mine again", key="seen")
    elif not sent.done and sent.questions and not sent.problems:
        st.rerun()
    show_problems(sent.problems, form.asked)
    if sent.done:
        with writing() as session:
            drop_draft(session, viewer.account_id, FORM)
        form.clear()
        for name in ("version", "token"):
            st.session_state.pop(f"{FORM}_{name}", None)
        st.session_state["said"] = "Recorded."
        st.rerun()
