"""A service's review of one activity: all principles on one screen."""

import streamlit as st

from access.guard import require
from access.viewer import Role
from intake.form import draft_of, drop_draft, new_id, new_token, save_draft, send
from intake.kinds.all import KINDS
from intake.permission import permit_of
from intake.records import SCORES, activities, principles
from models.state import today
from models.store import reading, writing
from widgets.plain import plain
from widgets.record_form import ask, show_problems

FORM = "record_review"
ASKED = {
    "activity": "Which activity?",
    "reviewed_on": "Day of the review",
    "score": "Score",
    "not_applicable_why": "Why it does not apply",
    "evidence": "Evidence: a link or a note",
}
viewer = require(Role.SERVICE_MANAGER, Role.LEAD)
kind = KINDS["reviews"]
with reading() as session:
    permit = permit_of(session, viewer)
    draft = draft_of(session, viewer.account_id, FORM)
    own, listed, day = activities(session, permit), principles(session), today(session)


def keep() -> None:
    """Keep what was chosen and typed so far."""
    start = key("")
    fields = {
        str(k).removeprefix(start): str(v)
        for k, v in st.session_state.items()
        if str(k).startswith(start) and v
    }
    with writing() as session:
        save_draft(session, viewer.account_id, FORM, fields)


def key(name: str) -> str:
    """The key of a field. Each review has new ones: the browser keeps what an old one held."""
    turn = st.session_state.get("turn_of_review", 0)
    return f"{FORM}_in_{turn or ''}{name}"


draft = st.session_state.setdefault(f"{FORM}_began", draft)
token = st.session_state.setdefault(f"{FORM}_token", new_token())
st.title("Review an activity")
if not own:
    st.write("There is no activity of yours yet. Record one first.")
    st.stop()
codes = list(own)
held = draft.get("activity")
activity = st.selectbox(
    ASKED["activity"], codes, codes.index(held) if held in codes else None, format_func=own.get,
    key=key("activity"), placeholder="Choose one", on_change=keep,
)  # fmt: skip
reviewed_on = st.date_input(
    ASKED["reviewed_on"], day, max_value=day, format="DD/MM/YYYY", key="day"
)
st.write("1 not at all, 2 a little, 3 partly, 4 mostly, 5 fully. Show what a 4 or 5 rests on.")
st.write("A gate has to be met, however good the other scores are.")
rows, silent = [], []
for code, name, wording, gate in listed:
    left, right = st.columns([2, 3])
    choices = [c for c in SCORES if c != "n/a" or not gate]
    start = draft.get(f"score_{code}", "")
    score = left.selectbox(
        f"{name} (gate)" if gate else name, choices, choices.index(start) if start in choices else 0,
        format_func=SCORES.get, key=key(f"score_{code}"), help=plain(wording), on_change=keep,
    )  # fmt: skip
    why = score == "n/a"
    note = right.text_input(
        ASKED["not_applicable_why" if why else "evidence"],
        draft.get(f"note_{code}", ""), max_chars=600, key=key(f"note_{code}"), on_change=keep,
    )  # fmt: skip
    if why and not note.strip():
        silent.append(name)
    if score:
        rows.append(
            {
                "id": new_id(kind),
                "activity": activity or "",
                "principle": code,
                "reviewed_on": reviewed_on.isoformat(),
                "score": "" if why else score,
                "not_applicable_why": note if why else "",
                "evidence": "" if why else note,
            }
        )
answers = ask(st.session_state.get(f"{FORM}_questions", ()), FORM, ASKED)

if said := st.session_state.pop("said", None):
    st.success(said)
if not (rows and activity):
    st.write("Choose the activity and give at least one score.")
if st.button("Record the review", type="primary", key="send", disabled=not (rows and activity)):
    if silent:
        st.error(f"Say why it does not apply: {plain(', '.join(silent))}.")
        st.stop()
    sent = send(kind, rows, permit, token=token, answers=answers)
    st.session_state[f"{FORM}_questions"] = sent.questions
    if not sent.done and sent.questions and not sent.problems:
        st.rerun()
    show_problems(sent.problems, ASKED)
    if sent.done:
        with writing() as session:
            drop_draft(session, viewer.account_id, FORM)
        for name in [k for k in st.session_state if str(k).startswith(FORM)]:
            st.session_state.pop(name)
        st.session_state["turn_of_review"] = st.session_state.get("turn_of_review", 0) + 1
        st.session_state["said"] = f"Recorded: {len(rows)} scores."
        st.rerun()
