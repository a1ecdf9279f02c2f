"""Asking the C library for fewer heaps."""

import ctypes

from access.memory import hold_less


def test_where_the_library_has_no_such_options_nothing_happens(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    assert hold_less() is False


def test_glibc_takes_the_options():
    assert hold_less() is hasattr(ctypes.CDLL(None), "mallopt")
