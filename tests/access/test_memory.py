"""Asking the C library for fewer heaps, and to give back what is free."""

import asyncio
import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

from access import memory
from access.memory import give_back, hold_less


def test_where_the_library_has_no_such_options_nothing_happens(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    assert hold_less() is False
    assert give_back() is False


def test_glibc_takes_the_options():
    assert hold_less() is hasattr(ctypes.CDLL(None), "mallopt")


def test_what_lies_free_between_is_given_back():
    library = ctypes.CDLL(None)
    if not hasattr(library, "malloc_trim"):
        pytest.skip("This C library has no malloc_trim.")
    library.malloc.restype = ctypes.c_void_p
    blocks = [library.malloc(16 * 1024) for _ in range(256)]
    for block in blocks[:-1]:  # the last one keeps the heap's end
        library.free(ctypes.c_void_p(block))
    assert give_back() is True
    library.free(ctypes.c_void_p(blocks[-1]))


def test_a_server_gives_back_again_and_again(monkeypatch):
    given = []
    monkeypatch.setattr(memory, "_EVERY", 0)
    monkeypatch.setattr(memory, "give_back", lambda: given.append(1))

    async def serve():
        task = asyncio.create_task(memory.keep_giving_back())
        while len(given) < 3:
            await asyncio.sleep(0)
        task.cancel()

    asyncio.run(asyncio.wait_for(serve(), 10))


def test_pandas_loads_without_arrow_and_its_tables_still_become_arrows():
    code = (
        "import sys; from access.memory import import_pandas; import_pandas();"
        "assert 'pyarrow' not in sys.modules;"
        "import measures, pandas as pd; from streamlit import dataframe_util as tables;"
        "frame = pd.DataFrame({'words': ['a', None], 'n': [1, 2], 'x': [0.5, None],"
        " 'on': pd.to_datetime(['2026-01-01', None]), 'kind': pd.Categorical(['p', 'q'])});"
        "there = tables.convert_pandas_df_to_arrow_bytes(frame);"
        "back = tables.convert_arrow_bytes_to_pandas_df(there);"
        "assert 'pyarrow' in sys.modules;"
        "pd.testing.assert_frame_equal(frame, back, check_dtype=False)"
    )
    root = Path(__file__).parents[2]
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
