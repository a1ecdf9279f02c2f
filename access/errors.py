"""What happens to an unforeseen error: a reference on the screen, the place in the log."""

import logging
import secrets
import traceback

import streamlit as st

from access.scope import NotYours

_log = logging.getLogger("oversight")


def show_error(error: Exception) -> bool:
    """Show a reference number; write where it happened to the log, without its text.

    An error's text may hold what someone typed, or a row of the store.
    """
    if isinstance(error, NotYours):
        st.info(str(error))
        return True
    reference = secrets.token_hex(4)
    _log.error("Error %s: %s", reference, place_of(error))
    st.error(f"Something went wrong. Tell an administrator this reference: {reference}")
    return True


def place_of(error: BaseException) -> str:
    """The kinds of an error and its causes, and the lines of code that led there."""
    lines = [
        f"{frame.filename}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    cause = error.__cause__ or error.__context__
    kind = type(error).__qualname__ + (f" from {type(cause).__qualname__}" if cause else "")
    return " < ".join([kind, *reversed(lines[-12:])])


def guard_logs() -> None:
    """Write no error's text to any log: Streamlit's, the server's or ours."""
    logging.setLogRecordFactory(_without_text)
    # Streamlit warns of each module that is loaded before there is a visitor.
    outside = "streamlit.runtime.scriptrunner_utils.script_run_context"
    logging.getLogger(outside).setLevel(logging.ERROR)


def _without_text(*given, **more) -> logging.LogRecord:
    record = logging.LogRecord(*given, **more)
    if record.exc_info and record.exc_info[1] is not None:
        record.msg = f"{record.getMessage()}: {place_of(record.exc_info[1])}"
        record.args, record.exc_info = None, None
    return record
