"""Sending the browser to another address from within a run."""

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx


def send_to(address: str) -> None:
    """Make this browser leave for an address of ours. The rest of the run is never seen.

    It is the message with which Streamlit's own sign-on leaves; nothing public does it.
    """
    message = ForwardMsg()
    message.auth_redirect.url = address
    get_script_run_ctx().enqueue(message)
