"""Which Streamlit session belongs to which sign-in, as this process knows it.

Streamlit resumes a session for whoever shows its id. The front door notes at
every run whose cookie it ran for; the middleware lets nobody else near it.
"""

import threading
from collections import OrderedDict

from access.sessions import digest

_AT_MOST = 20_000
_holders: OrderedDict[str, str] = OrderedDict()
_turn = threading.Lock()


def note_holder(streamlit_session: str, cookie: str) -> None:
    """Note that a Streamlit session runs for the sign-in of a cookie."""
    with _turn:
        _holders[streamlit_session] = digest(cookie)
        _holders.move_to_end(streamlit_session)
        while len(_holders) > _AT_MOST:
            _holders.popitem(last=False)


def holds(streamlit_session: str, cookie: str | None) -> bool:
    """Whether a cookie's sign-in is the one that a Streamlit session ran for."""
    with _turn:
        holder = _holders.get(streamlit_session)
    return bool(cookie) and holder is not None and holder == digest(cookie)


def sessions_of(cookie: str) -> set[str]:
    """The Streamlit sessions that ran for a cookie's sign-in."""
    mine = digest(cookie)
    with _turn:
        return {session for session, holder in _holders.items() if holder == mine}
