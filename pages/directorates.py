"""Directorates and services: an administrator adds one, renames one, or gives it another place."""

import streamlit as st

from access.guard import require
from access.viewer import Role
from charts.chart import Table
from models.state import state
from models.store import reading, writing
from models.units import MARKED, Entry, UnitsError, listed, put_and_record
from widgets.show import show_table

viewer = require(Role.ADMINISTRATOR)
with reading() as session:
    rows = listed(session)
    marked = state(session).illustrative
directorates = {row["directorate_code"]: row["directorate"] for row in rows}
services = {row["service_code"]: row for row in rows if row["service_code"]}
CODE = "Code (short and lasting, as adult-support)"


def attempt(entry: Entry, said: str, place: int | None = None) -> None:
    """Make one change, and say what came of it after the list is drawn anew."""
    try:
        with writing() as session:
            done = put_and_record(session, [entry], by=viewer.username, place=place)
    except UnitsError as error:
        for fault in error.faults:
            st.error(fault)
        return
    st.session_state["said"] = " ".join(change.said for change in done) or said
    st.rerun()


def add_directorate() -> None:
    """Add one directorate."""
    with st.form("add_directorate"):
        code = st.text_input(CODE, key="directorate_code")
        name = st.text_input("Name", key="directorate_name")
        sent = st.form_submit_button("Add directorate")
    if sent and code.strip().lower() in directorates:
        st.error(f"There is a directorate “{code.strip().lower()}” already.")
    elif sent:
        attempt(Entry(code, name), "")


def add_service() -> None:
    """Add one service to a directorate."""
    if not directorates:
        st.info("Add a directorate first.")
        return
    with st.form("add_service"):
        home = st.selectbox(
            "Directorate", list(directorates), format_func=directorates.get, key="home"
        )
        code = st.text_input(CODE, key="service_code")
        name = st.text_input("Name", key="service_name")
        sent = st.form_submit_button("Add service")
    if sent and code.strip().lower() in services:
        st.error(f"There is a service “{code.strip().lower()}” already.")
    elif sent and not code.strip():
        st.error("The service has no code.")
    elif sent:
        attempt(Entry(home, "", code, name), "")


def change() -> None:
    """Rename one unit, or give it another place in its list."""
    if not directorates:
        st.info("There is none yet.")
        return
    chosen = st.selectbox("Which", [*directorates, *services], format_func=label, key="chosen")
    row = services.get(chosen)
    beside = siblings(row)
    with st.form(f"change_{chosen}"):
        name = st.text_input(
            "Name", row["service"] if row else directorates[chosen], key=f"name_{chosen}"
        )
        place = st.number_input(
            "Place in its list", 1, len(beside), beside.index(chosen) + 1, key=f"place_{chosen}"
        )
        sent = st.form_submit_button("Save changes")
    if sent and not name.strip():
        st.error("Give its name.")
    elif sent:
        entry = Entry(row["directorate_code"], "", chosen, name) if row else Entry(chosen, name)
        attempt(entry, "It is so already.", place)


def siblings(row: dict | None) -> list[str]:
    """The codes of a service's own list, or of the directorates."""
    if row is None:
        return list(directorates)
    home = row["directorate_code"]
    return [code for code, other in services.items() if other["directorate_code"] == home]


def label(code: str) -> str:
    """A unit as the list of choices names it."""
    row = services.get(code)
    return f"{row['service']}, in {row['directorate']}" if row else directorates[code]


st.title("Directorates and services")
st.write(
    "Names and order can change. Codes last: files and addresses use them. "
    "Nothing is removed, for past figures stand by it."
)
if marked:
    st.info(MARKED)
if said := st.session_state.pop("said", None):
    st.success(said)
tabs = st.tabs(["Add a directorate", "Add a service", "Rename or reorder"])
for tab, form in zip(tabs, (add_directorate, add_service, change), strict=True):
    with tab:
        form()
st.header("The list")
found = Table(
    "Directorates and services",
    ("Directorate", "Directorate code", "Service", "Service code"),
    tuple(
        (
            row["directorate"],
            row["directorate_code"],
            row["service"] or "",
            row["service_code"] or "",
        )
        for row in rows
    ),
)
if rows:
    show_table(found, key="units", heading=False)
    st.caption("The CSV, mended, can be read back: python -m models units FILE")
else:
    st.write("There is none yet.")
