"""Seats filled at a meeting, and how its papers went out. Nobody is named."""

import streamlit as st

from access import meetings
from access.challenges import NotYourStep
from access.guard import require
from access.viewer import Role
from charts.group import papers_table, seats_table
from measures.group import papers, seats_filled
from measures.rounding import day_text
from models.meeting import BANDS, Constituency, MeetingError, attendance_of, existing
from models.store import reading, writing
from widgets.agenda import meetings_of
from widgets.show import show_table

YES_NO = {"not recorded": None, "yes": True, "no": False}
FORMATS = {"easy_read": "Easy Read", "word": "Word", "large_print": "Large print"}

viewer = require(Role.OVERSIGHT)
with reading() as session:
    rows = {row["id"]: row for row in meetings_of(session)}
    seats, sent = seats_filled(session), papers(session)
st.title("Who was in the room, and what they were sent", anchor=False)
if said := st.session_state.pop("said", None):
    st.success(said)


def attempt(change) -> None:
    """Make one change, and say what came of it on the page drawn anew."""
    try:
        with writing() as session:
            change(session)
    except (MeetingError, NotYourStep) as error:
        st.error(str(error))
        return
    st.session_state["said"] = "Recorded."
    st.rerun()


def answer(label: str, key: str, value: bool | None) -> bool | None:
    """Yes, no, or not recorded."""
    words = list(YES_NO)
    at = list(YES_NO.values()).index(value)
    return YES_NO[st.radio(label, words, at, key=key, horizontal=True)]


def papers_form(number: int) -> None:
    """When and how the papers went out."""
    with reading() as session:
        now = existing(session, number).model_dump()
    with st.form("papers"):
        on = st.date_input(
            "Papers sent on", now["papers_sent_on"], format="DD/MM/YYYY", key=f"sent_{number}"
        )
        given = {
            name: answer(label, f"{name}_{number}", now[f"{name}_sent"])
            for name, label in FORMATS.items()
        }
        asked = answer(
            "Did the papers ask how the work was co-produced?",
            f"asked_{number}",
            now["asked_how_co_produced"],
        )
        done = st.form_submit_button("Record the papers")
    if done:
        terms = {"sent_on": on, "asked_how_co_produced": asked, **given}
        attempt(lambda s: meetings.put_papers(s, viewer, number, **terms))


def seats_of(place: Constituency, kept: dict, number: int) -> dict:
    """The fields of one constituency, as they are kept; blank where nothing is."""
    words = place[0].upper() + place[1:]
    seats = st.number_input(
        f"{words}: places", 0, 200, kept.get("seats"), key=f"seats_{place}_{number}"
    )
    if place == Constituency.LIVED:
        band = kept.get("band")
        at = BANDS.index(band) if band in BANDS else None
        words = f"{words}: in the room"
        chosen = st.selectbox(words, BANDS, at, key=f"band_{number}", placeholder="Choose one")
        return {"seats": seats, "band": chosen}
    words = f"{words}: filled"
    return {
        "seats": seats,
        "filled": st.number_input(words, 0, 200, kept.get("filled"), key=f"n_{place}_{number}"),
    }


def seats_form(number: int) -> None:
    """The seats of each constituency, those filled as a number or a band."""
    with reading() as session:
        kept = attendance_of(session, number)
    with st.form("seats"):
        st.write("Leave a group blank where nothing is known of it.")
        given = {place: seats_of(place, kept.get(place, {}), number) for place in Constituency}
        done = st.form_submit_button("Record the seats")
    told = {
        place: terms
        for place, terms in given.items()
        if place in kept or any(value is not None for value in terms.values())
    }

    def put(session) -> None:
        for place, terms in told.items():
            meetings.put_attendance(session, viewer, number, place, **terms)

    if done and not told:
        st.error("Nothing was written. Fill in the seats of at least one group.")
    elif done:
        attempt(put)


show_table(seats_table(seats), key="seats")
show_table(papers_table(sent), key="papers")
if rows:
    chosen = st.selectbox(
        "Meeting",
        list(rows),
        format_func=lambda n: f"{rows[n]['title']}, {day_text(rows[n]['held_on'])}",
        key="chosen",
    )
    papers_form(chosen)
    seats_form(chosen)
else:
    st.write("No meeting is planned yet. The chair plans one on the page of the agenda.")
