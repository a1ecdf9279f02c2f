"""One call made twice at the same time, so that both have written before either has its name."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

_SECONDS = 20


def twice_at_once(monkeypatch, call) -> None:
    """Make a call in two threads that meet before their files are put in place."""
    meet, replace = Barrier(2, timeout=_SECONDS), Path.replace

    def together(self, target):
        meet.wait()
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", together)
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(call) for _ in range(2)]:
            done.result()
