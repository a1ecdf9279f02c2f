"""Fewer and smaller heaps, and what is free in them given back.

Each of many short-lived threads would else keep a heap of its own. The C library gives back by
itself only what is free at a heap's end; imports leave megabytes free below.
"""

import asyncio
import ctypes
import sys

_EVERY = 10  # seconds
# glibc's mallopt(3): M_ARENA_MAX, M_TRIM_THRESHOLD and M_MMAP_THRESHOLD (bytes).
_OPTIONS = ((-8, 2), (-1, 64 * 1024), (-3, 64 * 1024))


def hold_less() -> bool:
    """Ask the C library to give memory back early. False where it has no such options."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return False
    return all(mallopt(option, value) for option, value in _OPTIONS)


def import_pandas() -> None:
    """Import pandas as it is where Arrow is not installed, unless either is loaded already.

    It would load all of Arrow, 35 MB, for kinds of columns that are not used here. Streamlit
    loads Arrow by itself when a page first shows a table that needs it.
    """
    if "pandas" in sys.modules or "pyarrow" in sys.modules:
        return
    sys.modules["pyarrow"] = None  # Python's own way to make an import fail
    try:
        import pandas  # noqa: F401
    finally:
        del sys.modules["pyarrow"]


def give_back() -> bool:
    """Give the free pages of every heap back; takes a millisecond. False where none were."""
    try:
        return bool(ctypes.CDLL(None).malloc_trim(0))
    except (OSError, AttributeError):
        return False


async def keep_giving_back() -> None:
    """Give back every ten seconds, for as long as the server runs."""
    while True:
        await asyncio.sleep(_EVERY)
        give_back()
