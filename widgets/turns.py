"""Forms that keep what was typed until it was written, and then start empty."""

import streamlit as st


def keyed(form: str, name: str) -> str:
    """The key of a field. Each turn of a form has new ones: the browser keeps what old ones held."""
    turn = st.session_state.get(f"{form}_turn", 0)
    return f"{name}_{turn}" if turn else name


def start_anew(form: str) -> None:
    """Let the next run draw the form as it opens, since what was typed is written."""
    turn = f"{form}_turn"
    st.session_state[turn] = st.session_state.get(turn, 0) + 1
