"""What the figures were measured on, and how much of it others used meanwhile."""

import os
import platform
import sqlite3
import subprocess
import time
from importlib.metadata import version
from pathlib import Path

import psutil

PACKAGES = ("streamlit", "plotly", "pandas", "sqlalchemy", "dash", "flask-caching", "gunicorn")


def about() -> list[tuple[str, str]]:
    """Rows of machine and versions."""
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
         if line.startswith("model name")), platform.machine(),
    )  # fmt: skip
    memory = psutil.virtual_memory().total / 2**30
    rows = [
        ("Processor", f"{cpu}, {os.cpu_count()} cores"),
        ("Memory", f"{memory:.0f} GB"),
        ("System", platform.platform()),
        ("Python", platform.python_version()),
        ("SQLite", sqlite3.sqlite_version),
        ("Browser", _browser()),
    ]
    return [*rows, *((name, version(name)) for name in PACKAGES)]


def chromium() -> str:
    """The browser's file. RuntimeError where there is none."""
    for folder in os.environ["PATH"].split(os.pathsep):
        for name in ("chromium", "chromium-browser"):
            if (Path(folder) / name).exists():
                return str(Path(folder) / name)
    raise RuntimeError("Chromium was not found. Install it with: make chromium")


def _browser() -> str:
    said = subprocess.run([chromium(), "--version"], capture_output=True, text=True, check=False)
    return said.stdout.strip()


class Foreign:
    """The share of the machine that processes other than ours took, from now until asked.

    The whole comes from /proc/stat; ours are this process and all that it started.
    """

    def __init__(self):
        self.busy, self.all = _stat()
        self.own, self.began = _own(), time.monotonic()

    def share(self) -> float:
        """0–1 of all cores."""
        busy, every = _stat()
        ticks = max(every - self.all, 1)
        own = (_own() - self.own) * os.sysconf("SC_CLK_TCK")
        return round(max(0.0, (busy - self.busy) - own) / ticks, 3)


def _stat() -> tuple[int, int]:
    fields = [int(n) for n in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    idle = fields[3] + fields[4]
    return sum(fields[:8]) - idle, sum(fields[:8])


_seen: dict[int, float] = {}


def _own() -> float:
    """CPU seconds of this process and all that it ever started, as last seen."""
    me = psutil.Process()
    for process in (me, *me.children(recursive=True)):
        try:
            used = process.cpu_times()
            _seen[process.pid] = used.user + used.system
        except psutil.Error:
            continue
    return sum(_seen.values())


def memory_mb(pid: int) -> float:
    """Megabytes that a process and its children hold, shared pages counted once."""
    root = psutil.Process(pid)
    every = [root, *root.children(recursive=True)]
    return round(sum(p.memory_full_info().pss for p in every) / 2**20, 1)


def cpu_seconds(pid: int) -> float:
    """CPU seconds that a process and its children have used."""
    root = psutil.Process(pid)
    every = [root, *root.children(recursive=True)]
    return sum(sum(p.cpu_times()[:2]) for p in every)
