"""Fewer and smaller heaps: each of many short-lived threads would else keep one of its own."""

import ctypes

# glibc's mallopt(3): M_ARENA_MAX, M_TRIM_THRESHOLD and M_MMAP_THRESHOLD (bytes).
_OPTIONS = ((-8, 2), (-1, 64 * 1024), (-3, 64 * 1024))


def hold_less() -> bool:
    """Ask the C library to give memory back early. False where it has no such options."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return False
    return all(mallopt(option, value) for option, value in _OPTIONS)
