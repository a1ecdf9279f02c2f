"""What the Group asked, what officers answered, and every step in between."""

from textwrap import shorten

import streamlit as st

from access.challenges import NotYourStep, answerable, may_ask, may_reply, need, visible
from access.guard import require
from access.viewer import Role
from charts.group import challenges_table, challenges_title, replies_table
from measures.challenges import challenge_log, challenge_steps, reply_record
from measures.definitions import definition
from models import challenge as log
from models.challenge import Challenge, ChallengeError
from models.state import today
from models.store import reading, writing
from widgets.challenge_steps import step_lines
from widgets.plain import plain
from widgets.show import show_table

viewer = require(Role.OVERSIGHT, Role.LEAD, Role.SERVICE_MANAGER)
with reading() as session:
    day = today(session)
    found = challenge_log(session, on=day, ids=visible(session, viewer))
    record = reply_record(session, on=day)
    steps = challenge_steps(session, ids=tuple(found["id"].tolist()))
    mine = answerable(session, viewer)
st.title(challenges_title(found), anchor=False)
if said := st.session_state.pop("said", None):
    st.success(said)


def attempt(change, words: str) -> None:
    """Take one step, and say what came of it on the page drawn anew."""
    try:
        with writing() as session:
            change(session)
    except (ChallengeError, NotYourStep) as error:
        st.error(plain(str(error)))
        return
    st.session_state["said"] = words
    st.rerun()


def reply_form(number: int) -> None:
    """The officer's answer: what will change, by when, and what shows it."""
    with st.form(f"reply_{number}"):
        words = st.text_area("What will change?", key=f"words_{number}", max_chars=1000)
        by = st.date_input("By when?", None, min_value=day, format="DD/MM/YYYY", key=f"by_{number}")
        evidence = st.text_input("Evidence, if any", key=f"evidence_{number}", max_chars=600)
        sent = st.form_submit_button("Reply")

    def answer(session) -> None:
        need(may_reply(viewer, session.get(Challenge, number)), "answer this challenge")
        log.reply(
            session, number, by=viewer.username, on=day,
            what_will_change=words, change_by=by, evidence=evidence,
        )  # fmt: skip

    if sent:
        attempt(answer, "Your reply is recorded. The Group will judge it.")


def judge_form(number: int) -> None:
    """The Group accepts a reply, or asks again with a new day."""

    def accept(session) -> None:
        need(may_ask(viewer), "judge a reply")
        log.accept(session, number, by=viewer.username, on=day)

    def ask_again(session) -> None:
        need(may_ask(viewer), "ask again")
        log.ask_again(session, number, by=viewer.username, on=day, question=words)

    if st.button("Accept the reply", key=f"accept_{number}"):
        attempt(accept, "The reply is accepted.")
    with st.form(f"again_{number}"):
        words = st.text_area("Ask again, in plain words", key=f"again_words_{number}")
        sent = st.form_submit_button("Ask again")
    if sent:
        attempt(ask_again, "Asked again. The standing rule sets the new day.")


show_table(challenges_table(found), key="log", heading=False)
if may_ask(viewer):
    show_table(replies_table(record), key="replies")
st.markdown(definition("challenges"))
for row in found.itertuples():
    words = plain(f"{row.state.capitalize()}: {shorten(row.question, 90, placeholder='…')}")
    with st.expander(words, key=f"challenge_{row.id}", expanded=len(found) == 1):
        step_lines(row, steps[row.id])
        if row.open and row.id in mine and row.state in {"waiting for a reply", "reply overdue"}:
            reply_form(row.id)
        if row.open and may_ask(viewer) and row.state.startswith("replied"):
            judge_form(row.id)
