"""The council's policies: what is in force, since when, and setting one from a day on."""

from datetime import date

import streamlit as st

from access.guard import require
from access.policies import set_and_record, standing
from access.viewer import Role
from charts.chart import Table
from models.policy import DAYS, DEFAULTS, PolicyError
from models.state import today
from models.store import reading, writing
from widgets.plain import plain
from widgets.show import show_table

viewer = require(Role.ADMINISTRATOR)
with reading() as session:
    day = today(session)
    rows = standing(session, on=day)

st.title("Settings")
st.write("Each setting has a day from which it holds. Earlier figures keep the earlier one.")
in_force = tuple((row["what"], row["said"], row["next"] or "no change is set") for row in rows)
listed = Table("Settings", ("Setting", "In force", "Next"), in_force)
show_table(listed, key="policies", heading=False, download=False)


def new_value(name: str) -> str:
    """The field of a setting's new value: a day where it is one, else a text."""
    if name not in DAYS:
        return st.text_input("New value", now_in_force, key=f"value_{name}")
    held = date.fromisoformat(now_in_force) if now_in_force else None
    day = st.date_input("New value", held, format="DD/MM/YYYY", key=f"value_{name}")
    return day.isoformat() if day else ""


st.header("Set one")
name = st.selectbox("Setting", list(DEFAULTS), format_func=lambda n: DEFAULTS[n][1], key="name")
now_in_force = next(row["value"] for row in rows if row["name"] == name)
with st.form("set"):
    value = new_value(name)
    starts_on = st.date_input("From", day, min_value=day, format="DD/MM/YYYY", key="starts_on")
    sent = st.form_submit_button("Set")
if sent:
    try:
        with writing() as session:
            set_and_record(session, name, value, starts_on=starts_on, by=viewer.username)
        st.session_state["said"] = f"Set: {DEFAULTS[name][1]}."
        st.rerun()
    except PolicyError as error:
        st.error(plain(str(error)))
if said := st.session_state.pop("said", None):
    st.success(said)
