"""Who may sign in: an administrator adds, changes and stops accounts."""

import streamlit as st

from access import accounts
from access.guard import require
from access.people import directorates, people, services
from access.viewer import Role
from charts.chart import Table
from models.store import reading, writing
from widgets.plain import plain
from widgets.show import show_table

viewer = require(Role.ADMINISTRATOR)
st.title("Accounts")
with reading() as session:
    rows = people(session)
    directorate_names = directorates(session)
    service_names = services(session)


def fields(key: str, row: dict | None = None) -> dict:
    """The fields of an account, as they stand."""
    row = row or {
        "name": "",
        "email": "",
        "role": Role.OVERSIGHT,
        "directorate": "",
        "chair": False,
    }
    roles = list(Role)
    return {
        "name": st.text_input("Person's name", row["name"], key=f"{key}_name"),
        "email": st.text_input("E-mail (for single sign-on)", row["email"], key=f"{key}_email"),
        "role": st.selectbox(
            "Role",
            roles,
            roles.index(row["role"]),
            format_func=lambda r: r.label,
            key=f"{key}_role",
        ),
        "directorate": st.selectbox(
            "Directorate (of a directorate lead)",
            ["", *directorate_names],
            ["", *directorate_names].index(row["directorate"]),
            format_func=lambda code: directorate_names.get(code, "None"),
            key=f"{key}_directorate",
        ),
        "services": tuple(
            st.multiselect(
                "Services (of a service manager)",
                list(service_names),
                [code for code in row.get("services", []) if code in service_names],
                format_func=service_names.get,
                key=f"{key}_services",
            )
        ),
        "chair": st.checkbox("Chairs the Group", row["chair"], key=f"{key}_chair"),
    }


def attempt(change, said: str) -> None:
    """Make one change, and say what came of it after the list is drawn anew."""
    try:
        with writing() as session:
            result = change(session)
    except accounts.AccountError as error:
        st.error(plain(str(error)))
        return
    phrase = result[1] if isinstance(result, tuple) else result
    told = f" Passphrase for the next sign-in: {phrase}" if phrase else ""
    st.session_state["said"] = said + told
    st.rerun()


def add_form() -> None:
    """Add one account."""
    with st.form("add"):
        username = st.text_input("Sign-in name", key="add_username")
        given = fields("add")
        sent = st.form_submit_button("Add account")
    if sent:
        attempt(
            lambda session: accounts.add(session, by=viewer.username, username=username, **given),
            f"{username} is added.",
        )


def change_form(row: dict) -> None:
    """Change one account; its open sign-ins end."""
    key = f"change_{row['username']}"
    with st.form(key):
        given = fields(key, row)
        sent = st.form_submit_button("Save changes")
    if sent:
        attempt(
            lambda session: accounts.change(session, row["username"], by=viewer.username, **given),
            f"{row['username']} is changed and signed out.",
        )


def buttons(row: dict) -> None:
    """What can be done to one account at once."""
    stop = (accounts.enable, "Enable") if row["disabled"] else (accounts.disable, "Disable")
    for act, label in (
        stop,
        (accounts.sign_out, "Sign out everywhere"),
        (accounts.reset, "Reset password"),
        (accounts.remove, "Delete"),
    ):
        if st.button(label, key=f"{label}_{row['username']}"):
            attempt(
                lambda session, act=act: act(session, row["username"], by=viewer.username),
                f"{label}: done for {row['username']}.",
            )


def answers_for(row: dict) -> list[str]:
    """The names of the directorate and services of an account."""
    names = {**directorate_names, **service_names}
    return [names.get(code, code) for code in (row["directorate"], *row["services"]) if code]


if said := st.session_state.pop("said", None):
    st.success(said)
listed = Table(
    "Accounts",
    ("Name", "Person", "Email", "Role", "State", "Codes", "Answers for"),
    tuple(
        (
            row["username"],
            row["name"],
            row["email"],
            row["label"],
            row["state"],
            "yes" if row["codes"] else "no",
            ", ".join(answers_for(row)),
        )
        for row in rows
    ),
)
show_table(listed, key="accounts", heading=False, download=False)
adding, changing = st.tabs(["Change an account", "Add an account"])[::-1]
with adding:
    add_form()
with changing:
    names = {row["username"]: row for row in rows}
    chosen = names[st.selectbox("Account", list(names), key="chosen")]
    change_form(chosen)
    buttons(chosen)
