"""Sending the browser to another address, from within a run or over its connection.

It is the message with which Streamlit's own sign-on leaves; nothing public sends it.
"""

from urllib.parse import urlsplit

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_cache import populate_hash_if_needed
from streamlit.runtime.scriptrunner import get_script_run_ctx

from access.pages import TABLE


def send_to(address: str) -> None:
    """Make this browser leave for an address of ours. The rest of the run is never seen."""
    get_script_run_ctx().enqueue(_leaving(address))


def sending_back(sent: bytes) -> bytes:
    """The message that loads anew the page from which a browser's message came."""
    asked = BackMsg()
    try:
        asked.ParseFromString(sent)
        address = own_address(_without_host(asked.rerun_script.context_info.url))
    except (ValueError, DecodeError):  # whatever was sent, it goes home
        address = "/"
    message = _leaving(address)
    populate_hash_if_needed(message)
    return message.SerializeToString()


def _leaving(address: str) -> ForwardMsg:
    message = ForwardMsg()
    message.auth_redirect.url = address
    return message


def _without_host(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def own_address(asked: str) -> str:
    """An address of one of our pages, or the root; never another site's."""
    parts = urlsplit(asked)
    known = {"/", *(f"/{row.address}" for row in TABLE)}
    if parts.scheme or parts.netloc or parts.path not in known or "\\" in asked:
        return "/"
    return parts.path + (f"?{parts.query}" if parts.query else "")
