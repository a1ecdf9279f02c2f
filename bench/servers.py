"""The two pages that are held against each other: how each is started, read and clicked."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from bench import stores
from bench.machine import cpu_seconds, memory_mb

OURS, DASH = "ours", "dash"

# Each script takes a page's own drawing to the numbers that it prints.
_OURS_CHARTS = """() => {
  const plots = {};
  for (const name of ['scores', 'mix', 'closure', 'reach']) {
    const card = document.querySelector('.st-key-card_' + name + ' .js-plotly-plot');
    if (!card || !card.data || !card.querySelector('.main-svg')) return null;
    if (card.closest('[data-stale="true"]') || card.clientHeight < 50) return null;
    plots[name] = card;
  }
  const inBrackets = t => +((t.replace(/,/g, '').match(/\\((\\d+)\\)/) || [0, 0])[1]);
  const first = t => +((t.replace(/,/g, '').match(/: (\\d+)/) || [0, 0])[1]);
  const add = list => list.reduce((a, b) => a + b, 0);
  const lines = plots.closure.data.filter(t => (t.mode || '').includes('markers'));
  return {
    heat: add(plots.scores.data[1].text.map(inBrackets)),
    mix: add(plots.mix.data.map((t, i) => (i + 1) * add(t.x))),
    line: add(lines.flatMap(t => t.y.map(v => v || 0))),
    tiles: add(plots.reach.data.flatMap(t => t.hovertext.map(first))),
  };
}"""
_DASH_CHARTS = """() => {
  const plots = {};
  for (const name of ['heat', 'mix', 'line', 'tiles']) {
    const plot = document.querySelector('#' + name + ' .js-plotly-plot');
    if (!plot || !plot._fullData || !plot._fullData.length) return null;
    if (!plot.querySelector('.main-svg') || plot.clientHeight < 50) return null;
    plots[name] = plot;
  }
  const inBrackets = t => +((String(t).replace(/,/g, '').match(/\\((\\d+)\\)/) || [0, 0])[1]);
  const flat = v => v == null ? [] : v.length === undefined || typeof v === 'string' ? [v]
    : Array.from(v).flatMap(flat);
  const add = v => flat(v).reduce((a, b) => a + (+b || 0), 0);
  const order = ORDER;
  return {
    heat: flat(plots.heat.data[0].text).map(inBrackets).reduce((a, b) => a + b, 0),
    mix: plots.mix._fullData.reduce((a, t) => a + (order.indexOf(t.name) + 1) * add(t.x), 0),
    line: plots.line._fullData.reduce((a, t) => a + add(t.y), 0),
    tiles: add(plots.tiles._fullData[0].z),
  };
}"""


@dataclass(frozen=True)
class Kind:
    """How one page is read: its answers' selector, and a script that sums its charts."""

    answers: str
    charts: str


def kinds() -> dict[str, Kind]:
    """Both pages."""
    from bench.answers import RUNGS

    return {
        OURS: Kind(".st-key-headlines_four :is(h2, h3)", _OURS_CHARTS),
        DASH: Kind(".answer", _DASH_CHARTS.replace("ORDER", str(list(RUNGS)))),
    }


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return opened.getsockname()[1]


class Server:
    """One page's server over one store, as it would be run; started afresh."""

    def __init__(self, kind: str, size: str):
        self.kind, self.port = kind, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = (stores.folder(size) / f"{kind}.log").open("w")
        began = time.perf_counter()
        command, environment = (_ours if kind == OURS else _dash)(size, self.port)
        self.process = subprocess.Popen(
            command, cwd=stores.ROOT, env=environment, stdout=self.log, stderr=self.log
        )
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise
        self.start_seconds = round(time.perf_counter() - began, 2)

    def _wait(self) -> None:
        path = "/health" if self.kind == OURS else "/"
        until = time.monotonic() + 300
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urllib.request.urlopen(self.address + path, timeout=30).read()
                return
            except urllib.error.HTTPError:
                raise
            except OSError:
                time.sleep(0.02)
        raise RuntimeError(f"The server did not start. See {self.log.name}.")

    def memory_mb(self) -> float:
        """What the server's processes hold."""
        return memory_mb(self.process.pid)

    def cpu_seconds(self) -> float:
        """What the server's processes have used."""
        return cpu_seconds(self.process.pid)

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


def _ours(size: str, port: int) -> tuple[list[str], dict[str, str]]:
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1"]
    public = {"OVERSIGHT_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    return command, {**stores.environment(size), **public}


def _dash(size: str, port: int) -> tuple[list[str], dict[str, str]]:
    cache = stores.folder(size) / "dash-cache"
    shutil.rmtree(cache, ignore_errors=True)
    gunicorn = str(Path(sys.executable).with_name("gunicorn"))
    command = [gunicorn, "-w", "2", "--threads", "4", "-b", f"127.0.0.1:{port}"]
    environment = {
        **os.environ,
        "BENCH_STORE": str(stores.store(size)),
        "BENCH_CACHE": str(cache),
    }
    return [*command, "bench.dash_page:server"], environment
