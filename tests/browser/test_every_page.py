"""Every page of every role in a real browser: it draws, nothing is loaded from outside, axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from access.pages import pages_of
from access.viewer import Role
from tests.browser.conftest import SIZES, drawn

NAME_OF = {
    "group-member": Role.OVERSIGHT,
    "directorate-lead": Role.LEAD,
    "service-manager": Role.SERVICE_MANAGER,
    "data-officer": Role.DATA_OFFICER,
    "administrator": Role.ADMINISTRATOR,
}
# Streamlit's own: the list of pages has headings without a level, the file drop a nested button.
STREAMLITS_OWN = [["[data-testid=stSidebarNav]"], ["[data-testid=stFileUploaderDropzone]"]]
WRONG = "Something went wrong"


@pytest.mark.parametrize("name", NAME_OF)
def test_every_page_of_a_role_draws_and_is_accessible(visit, county, name):
    page = visit(name)
    outside, missing, said = [], [], []
    page.on("request", lambda r: outside.append(r.url) if _outside(r.url, county) else None)
    page.on("response", lambda r: missing.append(r.url) if _wrong(r) else None)
    page.on("console", lambda m: said.append(m.text) if _unexpected(m) else None)
    faults = []
    for row in pages_of(NAME_OF[name]):
        page.goto(f"{county.address}/{row.address}")
        drawn(page)
        assert WRONG not in page.inner_text("body"), row.address
        faults += [f"{row.address}: {fault}" for fault in violations(page)]
    assert not faults, "\n".join(faults)
    assert not outside
    assert not missing and not said


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_answer_is_read_without_scrolling(visit, county, size):
    page = visit("group-member", "overview?quarter=2026-27-Q1", size)
    for address in ("overview", "principles", "ladder", "feedback", "reach", "conversation"):
        page.goto(f"{county.address}/{address}?quarter=2026-27-Q1")
        drawn(page)
        title = page.locator("h1").first.bounding_box()
        assert title["y"] >= 0, address
        assert title["y"] + title["height"] < 200, address
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address


def test_the_four_answers_stand_on_the_first_screen(visit):
    page = visit("group-member", "overview?quarter=2026-27-Q1")
    boxes = page.locator("[class*=st-key-headlines_] h2")
    assert boxes.count() == 4
    for n in range(4):
        box = boxes.nth(n).bounding_box()
        assert box["y"] + box["height"] < SIZES[0][1]


def violations(page) -> list[str]:
    """What axe finds that is ours, as sentences."""
    found = Axe().run(page, context={"exclude": STREAMLITS_OWN}).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in found
        for node in violation["nodes"]
    ]


def _outside(url: str, county) -> bool:
    return not url.startswith(
        (county.address, county.address.replace("http", "ws"), "data:", "blob:")
    )


def _wrong(response) -> bool:
    """What is not there, or a script that is in a joined file and so would be there twice."""
    return response.status >= 400 or "/static/js/" in response.url


def _unexpected(message) -> bool:
    return message.type == "error"
