"""A county served for real, and a real Chromium: one of each for all browser tests of a run."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, sync_playwright

from tests.access.serving import free_port

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SIZES = ((1280, 720), (1920, 1080))
ROLES = ("group-member", "directorate-lead", "service-manager", "data-officer", "administrator")
UNTIL = "2026-11-20"


@dataclass(frozen=True)
class Served:
    """A served county: its address, its folder, and the passphrase of each demonstration name."""

    address: str
    var: Path
    passphrases: dict[str, str]
    environment: dict[str, str]

    def command(self, *arguments: str) -> str:
        """Run one of the product's commands on this county's store."""
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip


@pytest.fixture(scope="session")
def county(tmp_path_factory) -> Iterator[Served]:
    """The illustrative county of size S, closed and served as `make run` does."""
    var = tmp_path_factory.mktemp("county")
    port = free_port()
    environment = {
        **os.environ,
        "OVERSIGHT_VAR": str(var),
        "OVERSIGHT_DATABASE_URL": f"sqlite:///{var}/oversight.db",
        "OVERSIGHT_TODAY": UNTIL,
        "OVERSIGHT_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    served = Served(f"http://127.0.0.1:{port}", var, {}, environment)
    served.command("models", "migrate")
    served.command("seed", "reference", "published", "illustrative", "--size", "S",
                   "--until", UNTIL, "--demonstration")  # fmt: skip
    served.command("measures", "complete")
    said = served.command("access", "demonstration", "--address", served.address)
    served.passphrases.update(
        re.findall(r"([a-z]+(?:-[a-z]+)?)\s+((?:[a-z]+-){3,}[a-z]+)\s*$", said, re.M)
    )
    log = (var / "log.txt").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port),
         "--server.headless", "true"],
        cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        _wait(served, server)
        yield served
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _wait(served: Served, server: subprocess.Popen) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until and server.poll() is None:
        try:
            if requests.get(f"{served.address}/health", timeout=30).ok:
                return
        except requests.RequestException:
            pass
        time.sleep(0.3)
    pytest.fail("The server did not start:\n" + (served.var / "log.txt").read_text()[-2000:])


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One headless Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is not here. Install it with: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, county):
    """Opens an address as a role in a browser of its own, and gives the page, drawn."""
    opened = []

    def go(role: str, address: str = "", size: tuple[int, int] = SIZES[0]) -> Page:
        width, height = size
        context = chromium.new_context(viewport={"width": width, "height": height})
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{county.address}/{address}")
        sign_in(page, role, county.passphrases[role])
        drawn(page)
        return page

    yield go
    for context in opened:
        context.close()


def sign_in(page: Page, username: str, passphrase: str) -> None:
    """Fill the sign-in form and wait until it is gone."""
    page.locator("input[type=password]").wait_for()
    page.locator("input").first.fill(username)
    page.locator("input[type=password]").fill(passphrase)
    page.keyboard.press("Enter")
    page.locator("[data-testid=stSidebar]").wait_for()


def drawn(page: Page) -> None:
    """Wait until the page has its title, has stopped running, and every chart has its marks."""
    page.locator("h1").first.wait_for()
    page.wait_for_function(
        """() => document.querySelector('[data-test-script-state="notRunning"]')
             && !document.querySelector('[data-testid="stStatusWidget"]')
             && !document.querySelector('[data-stale="true"]')
             && [...document.querySelectorAll('.oversight-plot')]
                  .every(plot => plot.hidden || plot.querySelector('.main-svg'))"""
    )


def settled(page: Page, script: str, argument=None, seconds: float = 10) -> list[str]:
    """
    What a script finds wrong with the layout once it has come to rest.

    While a run replaces what the run before drew, both stand on the page for a moment: only
    what is still wrong when nothing changes any more is a fault.
    """
    until = time.monotonic() + seconds
    while (faults := page.evaluate(script, argument)) and time.monotonic() < until:
        page.wait_for_timeout(100)
    return faults
