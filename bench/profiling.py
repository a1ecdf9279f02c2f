"""Where each millisecond of one rerun goes: the overview, run in this process without a browser.

A rerun's own time is measured plain; the parts are the profiler's shares of it. The sign-in
is left out: many people at once are measured on a real server, by bench/crowd.py.
"""

import cProfile
import gc
import logging
import pstats
import sys
import time
from pathlib import Path

from bench import answers, stores

# The first name that a function's file holds says whose work it is.
_PARTS = (
    ("SQL: SQLAlchemy and SQLite", ("/sqlalchemy/", "/sqlmodel/", "sqlite3")),
    ("Measures", ("/measures/",)),
    ("Charts and tables", ("/charts/",)),
    ("Widgets and pages", ("/widgets/", "/pages/")),
    ("Access and store", ("/access/", "/models/")),
    ("pandas, numpy and Arrow", ("/pandas/", "/numpy/", "/pyarrow/", "numpy", "pyarrow")),
    ("Streamlit", ("/streamlit/", "/google/", "/starlette/")),
)
_REST = "Python's own library and the rest"


def measure(size: str) -> dict[str, dict[str, float]]:
    """“new” and “seen” → milliseconds by whose work it is, and “all”."""
    main = sys.modules["__main__"]
    with stores.opened(size):
        rerun, labels, forget = _runner(size)
        for label in labels:
            rerun(label)
        gc.collect()
        gc.freeze()
        try:
            return {kind: _shares(rerun, labels, forget, kind) for kind in ("new", "seen")}
        finally:
            gc.unfreeze()
            # A run of a page puts it there, and the next crowd would be started with it.
            sys.modules["__main__"] = main


def _shares(rerun, labels, forget, kind: str) -> dict[str, float]:
    profile, plain = cProfile.Profile(), []
    for label in labels * 2:
        forget(kind)
        plain.append(rerun(label))
    for label in labels:
        forget(kind)
        rerun(label, profile)
    spent = _by_part(pstats.Stats(profile))
    whole, middle = sum(spent.values()), sorted(plain)[len(plain) // 2]
    return {"all": middle, **{part: middle * each / whole for part, each in spent.items()}}


def _by_part(stats: pstats.Stats) -> dict[str, float]:
    spent = dict.fromkeys([*(name for name, _ in _PARTS), _REST], 0.0)
    for (file, _line, name), (_calls, _all, own, *_more) in stats.stats.items():
        spent[_part(file if file not in {"~", "<string>"} else name)] += own
    return spent


def _part(place: str) -> str:
    inside = place.replace(str(stores.ROOT), "") if "site-packages" not in place else place
    for part, names in _PARTS:
        if any(name in inside for name in names):
            return part
    return _REST


def _runner(size: str):
    """(rerun, labels, forget): rerun(label, profile) gives the CPU milliseconds of the script."""
    from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
    from streamlit.testing.v1 import AppTest

    from access import guard, reading
    from access.viewer import Role, Viewer
    from measures import kept

    logging.disable(logging.WARNING)
    guard.who = lambda: Viewer(1, "bench", "Bench", Role.OVERSIGHT)
    labels = [label for _, label in answers.quarters(str(stores.store(size)))[:6]]
    app = AppTest.from_file(str(Path(stores.ROOT) / "pages" / "overview.py"), default_timeout=120)
    whole, now = ScriptRunner._run_script, {"profile": None, "ms": 0.0}

    def timed(self, *given, **named):
        began = time.thread_time()
        if now["profile"]:
            now["profile"].enable()
        try:
            return whole(self, *given, **named)
        finally:
            if now["profile"]:
                now["profile"].disable()
            now["ms"] = 1000 * (time.thread_time() - began)

    def rerun(label: str, profile=None) -> float:
        now["profile"] = profile
        ScriptRunner._run_script = timed
        try:
            if app.selectbox:
                app.selectbox(key="pick-quarter").set_value(_code(label))
            app.run()
        finally:
            ScriptRunner._run_script = whole
        if app.exception:
            raise RuntimeError("The overview failed.")
        return now["ms"]

    def forget(kind: str) -> None:
        if kind == "new":
            reading.forget()
            kept._answers.clear()

    return rerun, labels, forget


def _code(label: str) -> str:
    year, number = label.split()
    return f"{year.replace('/', '-')}-{number}"
