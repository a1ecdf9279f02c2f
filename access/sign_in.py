"""The sign-in screen: streamlit-authenticator's form with our check behind it."""

import time
from urllib.parse import quote, urlsplit

import streamlit as st

from access import run
from access.authenticator import Authenticate
from access.demonstration import sign_ins
from access.redirect import send_to
from access.signing_in import Step, by_code, by_password, by_sign_on
from settings import settings

_CODE_SECONDS = 300  # to type the one-time code after the password
_FIELDS = {"Form name": "Sign in", "Username": "Name", "Password": "Password", "Login": "Sign in"}


class _OurCheck:
    """Stands where the package checks credentials: ours are in the store."""

    def login(self, username: str, password: str, *_, **__) -> bool:
        if username and password:
            step = by_password(username, password, browser=run.browser(), local=run.local())
            st.session_state["sign_in_step"] = step
            st.session_state["sign_in_at"] = time.monotonic()
        return False


class _NoCookie:
    """Stands where the package keeps its own cookie: ours is set by a route, HttpOnly."""

    def get_cookie(self) -> None:
        return None


class _Form(Authenticate):
    """The package's form alone."""

    def __init__(self) -> None:
        self.attrs, self.path = {"login_sleep_time": 0}, None
        self.cookie_controller = _NoCookie()
        self.authentication_controller = _OurCheck()


def sign_in() -> None:
    """Draw the screen, take one step, and leave with a ticket once all are done."""
    st.title("Collaboration Oversight", anchor=False)
    if not run.browser():
        st.warning("Your browser sent no cookie. Allow cookies for this site, then load it again.")
        return
    _single_sign_on()
    step = st.session_state.get("sign_in_step") or Step()
    if step.code_for is not None:
        _ask_code(step)
        return
    _Form().login(fields=_FIELDS, key="sign_in")
    _go_on(st.session_state.pop("sign_in_step", None) or Step())
    _list_demonstration()


def _go_on(step: Step) -> None:
    if step.refusal:
        st.error(step.refusal)
    if step.code_for is not None:
        st.session_state["sign_in_step"] = step
        st.rerun()
    if step.ticket:
        st.write("One moment …")
        send_to(f"/enter?ticket={step.ticket}&to={quote(_here(), safe='')}")
        st.stop()


def _here() -> str:
    """The address that was asked for, with its parameters, without the host."""
    # The last part alone: Streamlit gives “/record_/record_feedback” where one page's name ends
    # in another's.
    name = urlsplit(st.context.url or "/").path.rpartition("/")[2]
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in st.query_params.items())
    return f"/{name}" + (f"?{query}" if query else "")


def _ask_code(step: Step) -> None:
    if time.monotonic() - st.session_state.get("sign_in_at", 0) > _CODE_SECONDS:
        st.session_state.pop("sign_in_step")
        st.rerun()
    with st.form("code"):
        st.header("One-time code")
        code = st.text_input("Code from your authenticator app", autocomplete="one-time-code")
        sent = st.form_submit_button("Go on")
    if sent:
        _go_on(by_code(step.code_for, step.version, code, browser=run.browser(), local=run.local()))
    if st.button("Start again", key="start_again"):
        st.session_state.pop("sign_in_step")
        st.rerun()


def _single_sign_on() -> None:
    if not settings().oidc_client_id:
        return
    if st.user.get("is_logged_in"):
        claims = st.user.to_dict()
        _go_on(by_sign_on(claims, browser=run.browser(), local=run.local()))
    st.button("Sign in with your council account", on_click=st.login, key="sign_on")


def _list_demonstration() -> None:
    listed = sign_ins() if run.local() else []
    if not listed:
        return
    st.header("Demonstration sign-ins")
    st.write("This store is a demonstration. These work only on this machine.")
    # Not st.table, which loads all of Arrow.
    rows = [f"| {role} | {name} | {phrase} |" for role, name, phrase in listed]
    st.markdown("\n".join(["| Role | Name | Password |", "| --- | --- | --- |", *rows]))
