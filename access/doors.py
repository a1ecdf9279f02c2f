"""Which Streamlit session and which files belong to which sign-in, as this process knows it.

Streamlit resumes a session for whoever shows its id. The front door notes at
every run whose cookie it ran for; the middleware lets nobody else near it. It
serves a file to whoever knows its address, too: only browsers that were sent
the address may fetch it.
"""

import threading
from collections import Counter, OrderedDict

from streamlit import runtime

from access.sessions import digest

_AT_MOST = 20_000
_holders: OrderedDict[str, str] = OrderedDict()
_files: OrderedDict[tuple[str, str], None] = OrderedDict()
_coming: Counter[str] = Counter()
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


def note_files(cookie: str, files: set[str]) -> None:
    """Note that the addresses of files were sent to a sign-in's browser."""
    mine = digest(cookie)
    with _turn:
        for file_id in files:
            _files[(mine, file_id)] = None
            _files.move_to_end((mine, file_id))
        while len(_files) > _AT_MOST:
            _files.popitem(last=False)


def may_fetch(cookie: str, file_id: str) -> bool:
    """Whether a file's address was sent to a sign-in's browser."""
    with _turn:
        return (digest(cookie), file_id) in _files


def let_in(cookie: str, size: int, *, at_most: int) -> bool:
    """Whether a sign-in may upload so many bytes more. If so they count until `is_in`.

    What Streamlit still holds of its earlier files counts too, for each is kept in memory.
    """
    mine = digest(cookie)
    with _turn:
        sessions = [session for session, holder in _holders.items() if holder == mine]
        if _coming[mine] + _held(sessions) + size > at_most:
            return False
        _coming[mine] += size
        return True


def is_in(cookie: str, size: int) -> None:
    """Count an upload no longer: it ended, and Streamlit holds what came of it."""
    with _turn:
        mine = digest(cookie)
        _coming[mine] -= size
        if not _coming[mine]:
            del _coming[mine]


def _held(sessions: list[str]) -> int:
    if not runtime.exists():
        return 0
    kept = getattr(runtime.get_instance().uploaded_file_mgr, "file_storage", {})
    files = [file for session in sessions for file in list(kept.get(session, {}).values())]
    return sum(len(file.data) for file in files)
