"""The panel: sign-up, update and withdrawal, with consent recorded."""

import streamlit as st

from access.guard import require
from access.viewer import Role
from intake.form import held, new_id, new_token, send
from intake.kinds.all import KINDS
from intake.kinds.member_writing import WORDING
from intake.panel import details, members_named, note_view, withdraw
from intake.permission import permit_of
from intake.records import districts, impairments
from models.state import today
from models.store import reading, writing
from widgets.plain import plain
from widgets.record_form import RecordForm, ask, show_problems, show_stale

viewer = require(Role.DATA_OFFICER)
kind = KINDS["members"]
JOIN, UPDATE, LEAVE = "Someone joins", "Details change", "Someone withdraws consent"
st.title("Panel sign-up")
if said := st.session_state.pop("said", None):
    st.success(said)
task = st.radio("What happened?", (JOIN, UPDATE, LEAVE), horizontal=True, key="task")
with reading() as session:
    permit, day = permit_of(session, viewer), today(session)
    places, areas = districts(session), impairments(session)

member, begun, version = None, {}, None
if task != JOIN:
    words = st.text_input("Name or identifier of the member", key="words")
    if st.button("Look up", key="look"):
        with writing() as session:
            st.session_state["found"] = members_named(session, words, by=viewer.username)
    found = dict(st.session_state.get("found", ()))
    member = st.selectbox(
        "Member", list(found), None, format_func=found.get, key="member", placeholder="Choose one"
    )
    if member is None:
        st.stop()
if task == LEAVE:
    on = st.date_input("Day of withdrawal", day, max_value=day, format="DD/MM/YYYY", key="on")
    if st.button("Record the withdrawal", type="primary", key="withdraw"):
        try:
            with writing() as session:
                withdraw(session, member, on=on, by=viewer.username)
            st.session_state.pop("found", None)
            st.session_state["said"] = "Consent is withdrawn. Nothing more may be recorded of them."
            st.rerun()
        except ValueError as error:
            st.error(plain(str(error)))
    st.stop()
if task == UPDATE:
    if st.session_state.get("viewed") != member:
        with writing() as session:
            note_view(session, member, by=viewer.username)
        st.session_state["viewed"] = member
    with reading() as session:
        begun, version = held(session, kind, member)
        begun |= details(session, member)

FORM = f"record_panel_{member or 'new'}"
version = st.session_state.setdefault(f"{FORM}_version", version)
token = st.session_state.setdefault(f"{FORM}_token", new_token())
# A member's details are never kept as a draft: they belong in one place only.
form = RecordForm(FORM, kind.columns, begun, lambda fields: None)
form.field("name", label="What is their name?")
form.field("contact", label="How do they want to be reached?")
form.field("disabled", label="Are they disabled? As they told us")
form.field("carer", label="Are they a carer?")
form.field("learning_disability", label="Do they have a learning disability?")
form.several("impairments", areas)
form.field("district", options=places, label="Which district do they live in? (optional)")
form.field("joined_on", label="When did they join?")
st.write(f"They agree: “{WORDING}”")
form.field("consent_on", label="On which day did they agree?")
answers = ask(st.session_state.get(f"{FORM}_questions", ()), FORM, form.asked)

if st.button("Record it", type="primary", key="send"):
    if member and form.same_as(begun):
        st.error("Nothing was written. Change first what is different now.")
        st.stop()
    row = {"id": member or new_id(kind), **form.values}
    sent = send(kind, [row], permit, token=token, version=version, answers=answers)
    st.session_state[f"{FORM}_questions"] = sent.questions
    if sent.stale:
        show_stale(sent.stale, form.asked)
        st.session_state.pop(f"{FORM}_version")
    elif not sent.done and sent.questions and not sent.problems:
        st.rerun()
    show_problems(sent.problems, form.asked)
    if sent.done:
        form.clear()
        for name in ("version", "token"):
            st.session_state.pop(f"{FORM}_{name}", None)
        st.session_state["said"] = "Recorded."
        st.rerun()
