"""What a person waits for in a browser: first visits, new and known filters, other pages."""

import time
from dataclasses import dataclass, field

from playwright.sync_api import Page

from bench import answers, stores
from bench.machine import Foreign, chromium
from bench.servers import OURS, Server, kinds

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
VIEW = {"width": 1600, "height": 1400}
WAIT = 120_000
TEN = 10
LOOK = 500  # milliseconds for which a person at least looks at what they asked for
SETTLE = 1_500  # and for which a new window loads its own address bar before it opens a page


@dataclass
class Times:
    """Measured milliseconds by what was measured, each with the share others took."""

    found: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def add(self, name: str, value: float, foreign: float = 0.0) -> None:
        """Note one measurement."""
        self.found.setdefault(name, []).append((value, foreign))


@dataclass(frozen=True)
class View:
    """A quarter's code and a directorate's, none for the county."""

    quarter: str
    directorate: str | None = None


def steps(store: str) -> list[tuple[str, str, View, str]]:
    """(picker, what to choose, the view after, what is measured), from the page's first view.

    Ours works out three years ahead while it is left alone; the earliest quarter of a store
    of ten years is beyond that.
    """
    listed, places = answers.quarters(store), answers.directorates(store)
    (now, now_label), (before, before_label) = listed[1], listed[2]
    (far, far_label), (first, first_label) = listed[8], listed[-1]
    code, name = places[1]
    return [
        ("quarter", before_label, View(before), "filter_new"),
        ("directorate", name, View(before, code), "filter_new"),
        ("quarter", now_label, View(now, code), "filter_new"),
        ("quarter", before_label, View(before, code), "filter_seen"),
        ("quarter", now_label, View(now, code), "filter_seen"),
        ("quarter", far_label, View(far, code), "filter_far"),
        ("quarter", first_label, View(first, code), "filter_earliest"),
    ]


class Visitor:
    """One browser context on one server, signed in where the page has a sign-in."""

    def __init__(self, browser, server: Server, size: str, cookie: str):
        self.server, self.kind, self.size = server, kinds()[server.kind], size
        self.store = str(stores.store(size))
        self.context = browser.new_context(viewport=VIEW)
        if server.kind == OURS:
            held = {"name": "oversight", "value": cookie, "url": server.address}
            self.context.add_cookies([held])
        self.page: Page = self.context.new_page()

    def first(self) -> View:
        """The view that a visit without choices shows."""
        return View(answers.quarters(self.store)[1][0])

    def visit(self, times: Times, name: str) -> None:
        """Open the page; note when the answers can be read and when all charts are drawn."""
        want = self.wanted(self.first())
        self.page.wait_for_timeout(SETTLE)
        others, began = Foreign(), time.perf_counter()
        self.page.goto(self._address(), wait_until="commit", timeout=WAIT)
        self._answers(want)
        read = time.perf_counter()
        self._charts(want)
        ended, foreign = time.perf_counter(), others.share()
        times.add(f"{name}_answers", 1000 * (read - began), foreign)
        times.add(name, 1000 * (ended - began), foreign)

    def again(self, times: Times) -> None:
        """The same browser comes back: another tab, its cache as the first visit left it."""
        self.page.close()
        self.page = self.context.new_page()
        self.visit(times, "returning")

    def choose(self, times: Times, picker: str, said: str, view: View, name: str) -> None:
        """Choose in a picker; from the last click to all answers and charts right."""
        want = self.wanted(view)
        self.page.wait_for_timeout(LOOK)
        click = self._opened(picker, said)
        others, began = Foreign(), time.perf_counter()
        click()
        self._answers(want)
        self._charts(want)
        times.add(name, 1000 * (time.perf_counter() - began), others.share())

    def other_pages(self, times: Times) -> None:
        """To another page and back, each warm: until its title and first chart are there."""
        first = self.wanted(self.first())
        # The first time of each is not counted: warm is what is asked.
        for number in range(3):
            others, began = Foreign(), time.perf_counter()
            self._go("Ladder")
            self.page.wait_for_selector(".st-key-card_said [data-drawn]", timeout=WAIT)
            self.page.wait_for_selector(".st-key-headlines_four", state="detached", timeout=WAIT)
            away = time.perf_counter()
            if number:
                times.add("page_to_page", 1000 * (away - began), others.share())
            others, began = Foreign(), time.perf_counter()
            self._go("Overview")
            self._answers(first)
            self._charts(first)
            if number:
                times.add("page_back", 1000 * (time.perf_counter() - began), others.share())

    def wanted(self, view: View) -> dict:
        """The four answers and the sums of the charts, from the records' roll-ups."""
        asked = self.store, view.quarter, view.directorate
        return {"answers": answers.headlines(*asked), "charts": answers.charts(*asked)}

    def _address(self) -> str:
        return self.server.address + ("/overview" if self.server.kind == OURS else "/")

    def _go(self, title: str) -> None:
        self.page.locator("[data-testid=stSidebarNavLink]", has_text=title).first.click()

    def _opened(self, picker: str, said: str):
        if self.server.kind == OURS:
            self.page.locator(f".st-key-pick-{picker} [role=combobox]").first.click()
            option = self.page.get_by_role("option", name=said, exact=True)
        else:
            self.page.click(f"#{picker}")
            option = self.page.locator(".dash-dropdown-option", has_text=said).first
        option.wait_for()
        return option.click

    def _answers(self, want: dict) -> None:
        self.page.wait_for_function(
            "([where, want]) => [...document.querySelectorAll(where)]"
            ".map(e => e.innerText.trim()).join('|') === want.join('|')",
            arg=[self.kind.answers, want["answers"]], polling=20, timeout=WAIT,
        )  # fmt: skip

    def _charts(self, want: dict) -> None:
        self.page.wait_for_function(
            f"want => {{ const have = ({self.kind.charts})();"
            " return have && Object.entries(want).every(([k, v]) =>"
            " Math.abs(have[k] - v) <= 1e-6 * Math.max(1, Math.abs(v))); }",
            arg=want["charts"], polling=20, timeout=WAIT,
        )  # fmt: skip


def one_round(play, kind: str, size: str, cookies: list[str], times: Times, *, ten: bool) -> None:
    """A fresh server, and everything that is measured on it in a browser."""
    server = Server(kind, size)
    browser = play.chromium.launch(executable_path=chromium(), args=FLAGS)
    try:
        visitor = Visitor(browser, server, size, cookies[0])
        visitor.visit(times, "restart")
        times.add("start_seconds", server.start_seconds)
        others = [_another(browser, server, size, cookies[n], times, n) for n in _more(ten)]
        if ten:
            times.add("memory_ten", server.memory_mb())
        for each in others:
            each.context.close()
        for step in steps(visitor.store):
            cpu = server.cpu_seconds()
            visitor.choose(times, *step)
            times.add(f"{step[3]}_cpu", 1000 * (server.cpu_seconds() - cpu))
        visitor.again(times)
        if kind == OURS:
            visitor.other_pages(times)
    finally:
        browser.close()
        server.stop()


def _more(ten: bool) -> range:
    return range(1, TEN if ten else 4)


def _another(browser, server, size, cookie, times, number) -> Visitor:
    visitor = Visitor(browser, server, size, cookie)
    visitor.visit(times, "first" if number < 4 else "first_later")
    return visitor
