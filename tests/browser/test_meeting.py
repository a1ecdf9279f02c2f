"""A meeting on the projector: by keyboard alone, frozen at its opening, nothing but aggregates."""

import sqlite3

import pytest

import settings as our_settings
from access.pages import TABLE
from measures.meeting_lists import open_meeting
from models import meeting
from models.store import writing
from tests.browser.conftest import SIZES, drawn, settled
from tests.records import TODAY

RUNNING = "2026-27-Q3"
LEAST_PIXELS = 17.9
OVERFLOWS = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const bar = document.querySelector('.st-key-meeting_bar').getBoundingClientRect().top;
  const low = [...document.querySelectorAll('.mt :is(h1, p, b, span, li, td, dd), .main-svg')]
    .filter(e => getComputedStyle(e).visibility !== 'hidden')
    .filter(e => e.getBoundingClientRect().bottom > bar + 1 ||
                 e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.tagName + ' ' + e.textContent.slice(0, 40));
  return [...low, main.scrollHeight > innerHeight + 1 ? 'the page scrolls' : ''].filter(Boolean);
}"""
SMALL = """least => [...document.querySelectorAll('.mt *, .st-key-meeting_bar button *')]
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < least)
  .map(e => getComputedStyle(e).fontSize + ' ' + e.textContent.slice(0, 40))"""


@pytest.fixture
def opened(county, monkeypatch):
    """A meeting opened over the served county by its chair, and ended afterwards."""
    for name in ("OVERSIGHT_VAR", "OVERSIGHT_DATABASE_URL", "OVERSIGHT_TODAY"):
        monkeypatch.setenv(name, county.environment[name])
    our_settings.settings.cache_clear()
    with writing() as session:
        made = meeting.plan(session, title="Autumn", held_on=TODAY, by="group-member")
        views = [{"page": page} for page in meeting.STANDING_AGENDA]
        views.insert(1, {"page": "feedback", "quarter": RUNNING, "note": "The running quarter"})
        meeting.put_agenda(session, made.id, views, by="group-member")
        number = open_meeting(session, made.id, by="group-member").id
    yield number
    with writing() as session:
        meeting.end(session, number, by="group-member")
    our_settings.settings.cache_clear()


def begin(page) -> int:
    """Press M and wait for the screen. How many slides there are."""
    page.locator(".st-key-meeting_mode button").wait_for()
    page.keyboard.press("m")
    page.locator(".st-key-meeting_bar").wait_for()
    place = page.locator(".st-key-meeting_bar").get_by_text(" of ")
    return int(place.inner_text().split(" of ")[1])


def at(page, number: int, count: int) -> None:
    """Wait until a slide is shown, drawn."""
    bar = page.locator(".st-key-meeting_bar")
    bar.get_by_text(f"{number} of {count}", exact=True).wait_for()
    drawn(page)


def first(page, count: int) -> None:
    """Go back to the first slide."""
    place = page.locator(".st-key-meeting_bar").get_by_text(f" of {count}")
    for number in range(int(place.inner_text().split(" of ")[0]), 1, -1):
        page.keyboard.press("ArrowLeft")
        at(page, number - 1, count)


def words_of_every_slide(page, count: int) -> list[str]:
    """The words and figures of each slide, from the first to the last."""
    found = []
    for number in range(1, count + 1):
        at(page, number, count)
        found.append("\n".join(page.locator(".mt").all_inner_texts()))
        if number < count:
            page.keyboard.press("PageDown")
    return found


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_whole_meeting_is_run_by_keyboard_without_scrolling(visit, opened, size):
    page = visit("group-member", "overview", size)
    count = begin(page)
    first(page, count)
    faults = []
    for number in range(1, count + 1):
        at(page, number, count)
        title = page.locator(".mt h1").inner_text()
        assert title and "cannot be shown" not in title
        assert "Something went wrong" not in page.inner_text("body")
        assert "illustrative data" in page.locator(".mt .marks").inner_text().lower()
        faults += [f"{number} {title}: {fault}" for fault in settled(page, OVERFLOWS)]
        faults += [f"{number} {title}: {fault}" for fault in settled(page, SMALL, LEAST_PIXELS)]
        page.keyboard.press("t")
        page.locator(".mt table, .mt :text('no rows')").first.wait_for()
        drawn(page)
        faults += [f"{number} table: {fault}" for fault in settled(page, OVERFLOWS)]
        page.keyboard.press("Escape")
        page.locator(".mt table").wait_for(state="detached")
        page.keyboard.press("PageDown" if number % 2 else "ArrowRight")
    assert not faults, "\n".join(faults)
    for key, sign in (("d", "Definitions version"), ("h", "Page Down"), ("y", "You said")):
        page.keyboard.press(key)
        page.locator(".mt", has_text=sign).first.wait_for()
        assert not settled(page, OVERFLOWS)
    page.keyboard.press("b")
    page.locator(".mt .black").wait_for()
    page.keyboard.press("b")
    page.locator(".mt .black").wait_for(state="detached")
    page.keyboard.press("q")
    page.locator("[data-testid=stSidebar]").wait_for()


def test_data_imported_in_mid_meeting_change_nothing_on_the_agenda(visit, opened, county, tmp_path):
    page = visit("group-member", "overview")
    count = begin(page)
    first(page, count)
    before = words_of_every_slide(page, count)
    live = visit("directorate-lead", f"feedback?quarter={RUNNING}")
    title = live.locator("h1").first.inner_text()
    rows = ["id,service,kind,heard,heard_on"]
    rows += [f"MID-{n},adoption,individual,The form was long.,2026-10-05" for n in range(200)]
    file = tmp_path / "items.csv"
    file.write_text("\n".join(rows), "utf-8")
    county.command("intake", "feedback", str(file), "--yes")
    first(page, count)
    assert words_of_every_slide(page, count) == before
    live.reload()
    drawn(live)
    assert live.locator("h1").first.inner_text() != title


def test_an_administrator_in_meeting_mode_is_sent_nothing_of_members_or_accounts(
    visit, opened, county
):
    page = visit("administrator", "meeting")
    begin(page)
    sent = []
    page.on("websocket", lambda ws: ws.on("framereceived", lambda data: sent.append(_bytes(data))))
    page.on("response", lambda answer: asked.append((answer.url, answer.status)))
    asked = []
    for row in TABLE:
        page.goto(f"{county.address}/{row.address}")
        page.locator(".st-key-meeting_bar").wait_for()
        assert page.url.split("?")[0].endswith("/meeting"), row.address
        assert not page.locator("[data-testid=stSidebar]").is_visible()
    stream = b"".join(sent)
    assert len(stream) > 10_000
    assert not [secret for secret in _secrets(county) if secret in stream]
    assert not [url for url, _ in asked if url.startswith(f"{county.address}/media/")]
    assert page.request.get(f"{county.address}/_stcore/metrics").status == 403
    page.keyboard.press("q")
    page.get_by_role("button", name="Sign out", exact=True).wait_for()


def _bytes(data) -> bytes:
    return data.encode() if isinstance(data, str) else data


def _secrets(county) -> list[bytes]:
    """The ids of members and the names of accounts, as any page of theirs would send them."""
    with sqlite3.connect(county.var / "oversight.db") as store:
        members = store.execute("SELECT source_id FROM panel_member").fetchall()
        people = store.execute("SELECT username, name FROM account").fetchall()
    return [text.encode() for row in [*members, *people] for text in row]
