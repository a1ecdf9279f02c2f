"""Fewer and smaller heaps, and what is free in them given back.

Each of many short-lived threads would else keep a heap of its own. The C library gives back by
itself only what is free at a heap's end; imports leave megabytes free below.
"""

import asyncio
import ctypes

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
