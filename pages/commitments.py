"""What was promised: the 2024 intentions, the 2017 recommendations, and meetings' promises."""

import streamlit as st

from access import meetings
from access.challenges import NotYourStep, may_ask, may_chair
from access.guard import require
from access.viewer import Role
from charts.group import commitments_chart, commitments_table, commitments_title, marks_of
from measures.commitments import commitments, completion_counts
from measures.definitions import definition
from models.commitment import CommitmentError, Completion, existing
from models.state import today
from models.store import reading, writing
from widgets.plain import plain
from widgets.show import show, show_table
from widgets.turns import keyed, start_anew

viewer = require(Role.OVERSIGHT, Role.LEAD, Role.SERVICE_MANAGER)
with reading() as session:
    day = today(session)
    found = commitments(session, on=day)
title = commitments_title(found)
st.title(title, anchor=False)
if said := st.session_state.pop("said", None):
    st.success(said)
late = found[found["overdue"]]
if len(late):
    show_table(commitments_table(late, title="Overdue"), key="overdue")
counts = completion_counts(found)
show(
    commitments_chart(counts, title=title, **marks_of(found)),
    table=commitments_table(found),
    key="commitments",
    definition=definition("commitments"),
    heading=False,
)


def attempt(change, words: str, *, form: str) -> None:
    """Make one change, and say what came of it on the page drawn anew, its form empty again."""
    try:
        with writing() as session:
            change(session)
    except (CommitmentError, NotYourStep) as error:
        st.error(plain(str(error)))
        return
    start_anew(form)
    st.session_state["said"] = words
    st.rerun()


def finding_form(number: int) -> None:
    """How far one commitment has come, and what shows it. It opens with nothing chosen."""
    with st.form("finding"):
        word = st.selectbox(
            "How far has it come?",
            list(Completion),
            None,
            format_func=lambda w: str(w).capitalize(),
            placeholder="Choose one",
            key=keyed("finding", f"word_{number}"),
        )
        evidence = st.text_area(
            "What shows it?", key=keyed("finding", f"shows_{number}"), max_chars=1000
        )
        sent = st.form_submit_button("Record")
    if sent and word is None:
        st.error("Nothing was written. Choose how far it has come.")
    elif sent:
        attempt(
            lambda s: meetings.find(s, viewer, number, on=day, completion=word, evidence=evidence),
            "Recorded.",
            form="finding",
        )


def terms_form(number: int) -> None:
    """Who owns a commitment, when it is due, and whether the Group's end needs it."""
    with reading() as session:
        row = existing(session, number)
        owner, due_on, before_end = row.owner or "", row.due_on, row.before_end

    def own(name: str) -> str:
        return keyed("terms", f"{name}_{number}")

    with st.form("terms"):
        owner = st.text_input("Who answers for it? (a role)", owner, key=own("owner"))
        due_on = st.date_input("Due", due_on, format="DD/MM/YYYY", key=own("due"))
        before_end = st.checkbox("Must be in place when the Group ends", before_end, key=own("end"))
        sent = st.form_submit_button("Save")
    if sent:
        terms = {"owner": owner, "due_on": due_on, "before_end": before_end}
        attempt(lambda s: meetings.set_terms(s, viewer, number, **terms), "Saved.", form="terms")


def promise_form() -> None:
    """A promise made in a meeting."""

    def own(name: str) -> str:
        return keyed("promise", f"promise_{name}")

    with st.form("promise"):
        wording = st.text_area("What was promised?", key=own("words"), max_chars=600)
        owner = st.text_input("Who answers for it? (a role)", key=own("owner"), max_chars=120)
        due_on = st.date_input("Due", None, format="DD/MM/YYYY", key=own("due"))
        sent = st.form_submit_button("Record the promise")
    if sent:
        terms = {"wording": wording, "owner": owner, "due_on": due_on}
        attempt(lambda s: meetings.promise(s, viewer, **terms), "Recorded.", form="promise")


if may_ask(viewer):
    if len(found):
        st.header("Record how far one has come", anchor=False)
        names = dict(zip(found["id"], found["wording"], strict=True))
        number = st.selectbox("Commitment", list(names), format_func=names.get, key="chosen")
        finding_form(number)
        if may_chair(viewer):
            terms_form(number)
    st.header("A promise made in a meeting", anchor=False)
    promise_form()
