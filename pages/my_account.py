"""What a person can change about their own sign-in: password and one-time codes."""

import streamlit as st

from access.accounts import AccountError, change_password, turn_off_codes, turn_on_codes
from access.codes import new_secret, picture
from access.guard import has_codes, require
from models.store import writing

viewer = require(unfinished=True)
st.title("My account")
st.text(f"{viewer.name}, {viewer.role.label}. Sign-in name: {viewer.username}")
if viewer.unfinished == "password":
    st.info("Choose your own password before you go on.")
if viewer.unfinished == "code":
    st.info("Your role needs one-time codes. Set them up before you go on.")


def password_form() -> None:
    """Ask for the old password and twice for the new one."""
    st.header("Change your password")
    st.write("Use 12 characters or more. A few words together work well.")
    with st.form("password", clear_on_submit=True):
        old = st.text_input("Password now", type="password", autocomplete="current-password")
        new = st.text_input("New password", type="password", autocomplete="new-password")
        again = st.text_input("New password again", type="password", autocomplete="new-password")
        sent = st.form_submit_button("Change password")
    if not sent:
        return
    if new != again:
        st.error("The two new passwords differ.")
        return
    try:
        with writing() as session:
            change_password(session, viewer.username, old=old, new=new)
    except AccountError as error:
        st.error(str(error))
        return
    st.success("Your password is changed. Sign in again everywhere.")
    st.button("Sign in again", key="again")


def codes_form() -> None:
    """Turn one-time codes on, with a picture for the phone, or off."""
    st.header("One-time codes")
    if has_codes(viewer):
        st.write("You give a code from your phone at each sign-in.")
        _turn_off()
        return
    st.write("A code from your phone makes your sign-in safer.")
    secret = st.session_state.setdefault("new_secret", new_secret())
    if not st.toggle("Set up codes", key="set_up", value=viewer.unfinished == "code"):
        return
    st.image(picture(secret, viewer.username), caption="Read this with an authenticator app.")
    st.text(f"Or type this key: {secret}")
    with st.form("codes", clear_on_submit=True):
        code = st.text_input("Code that the app shows now", autocomplete="one-time-code")
        sent = st.form_submit_button("Turn codes on")
    if sent:
        _turn_on(secret, code)


def _turn_on(secret: str, code: str) -> None:
    try:
        with writing() as session:
            turn_on_codes(session, viewer.username, secret=secret, code=code)
    except AccountError as error:
        st.error(str(error))
        return
    st.session_state.pop("new_secret")
    st.rerun()


def _turn_off() -> None:
    with st.form("codes_off", clear_on_submit=True):
        code = st.text_input("Code that the app shows now", autocomplete="one-time-code")
        sent = st.form_submit_button("Turn codes off")
    if not sent:
        return
    try:
        with writing() as session:
            turn_off_codes(session, viewer.username, code=code)
    except AccountError as error:
        st.error(str(error))
        return
    st.success("Codes are off. Sign in again.")
    st.button("Sign in again", key="again_off")


if viewer.unfinished != "code":
    password_form()
if viewer.unfinished != "password":
    codes_form()
