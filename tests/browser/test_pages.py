"""What only a browser shows: deep links, the address, keyboard, downloads."""

import csv
import io

import pytest
from pypdf import PdfReader

from tests.browser.conftest import drawn, sign_in


def test_a_deep_link_survives_the_sign_in(visit, county):
    page = visit("group-member", "feedback?quarter=2026-27-Q1&directorate=places-travel")
    assert "directorate=places-travel" in page.url
    assert "Replies to people" in page.locator("h1").first.inner_text()
    page.get_by_text("What was heard, Places and Travel").first.wait_for()


def test_what_is_chosen_is_kept_in_the_address(visit):
    page = visit("group-member", "overview?quarter=2026-27-Q1")
    page.get_by_label("Directorate").first.click()
    page.get_by_role("option", name="Places and Travel").click()
    page.wait_for_url("**directorate=places-travel**")
    drawn(page)
    page.get_by_text("Side by side, Places and Travel, 2026/27 Q1").first.wait_for()


def test_a_table_downloads_as_csv(visit):
    page = visit("group-member", "feedback?quarter=2026-27-Q1")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download as CSV").first.click()
    content = waiting.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) > 6


def test_a_card_opens_its_definition_and_its_table(visit):
    page = visit("group-member", "overview?quarter=2026-27-Q1")
    card = page.locator(".st-key-card_mix")
    card.get_by_text("How this is measured").click()
    card.get_by_text("Definitions version").wait_for()
    assert not card.locator("table").count(), "a closed table is not made"
    card.get_by_text("Table", exact=True).click()
    card.locator("tbody tr").first.wait_for()
    assert card.locator("thead th").first.inner_text() == "Unit"
    assert card.locator("tbody th[scope=row]").count() == card.locator("tbody tr").count() > 6


def test_a_member_asks_about_the_figure_of_a_card(visit):
    page = visit("group-member", "overview?quarter=2026-27-Q1")
    title = page.locator(".st-key-card_mix h2").inner_text()
    page.locator(".st-key-card_mix").get_by_role("button", name="Ask about this").click()
    form = page.locator(".st-key-asks_mix")
    form.get_by_text(f"About: {title}").wait_for()
    drawn(page)
    form.get_by_label("Your question, in plain words").fill("Why is so little done with people?")
    form.get_by_role("combobox", name="Who should answer?").click()
    page.get_by_role("option").first.click()
    drawn(page)
    form.get_by_role("button", name="Put the question").click()
    form.get_by_text("Asked.").wait_for()
    drawn(page)
    form.get_by_role("button", name="Close").click()
    form.wait_for(state="detached")


def test_who_may_not_ask_is_offered_nothing(visit):
    page = visit("directorate-lead", "overview?quarter=2026-27-Q1")
    page.locator(".st-key-card_mix").get_by_text("How this is measured").wait_for()
    assert not page.get_by_role("button", name="Ask about this").count()


def test_signing_in_and_out_works_with_the_keyboard_alone(chromium, county):
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.goto(county.address)
    page.locator("input[type=password]").wait_for(timeout=60_000)
    for _ in range(20):
        if page.evaluate("document.activeElement.tagName") == "INPUT":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("group-member")
    page.keyboard.press("Tab")
    page.keyboard.type(county.passphrases["group-member"])
    page.keyboard.press("Enter")
    page.locator("[data-testid=stSidebar]").wait_for(timeout=60_000)
    drawn(page)
    page.get_by_role("button", name="Sign out").focus()
    page.keyboard.press("Enter")
    page.locator("input[type=password]").wait_for(timeout=60_000)
    context.close()


def test_nobody_signed_out_sees_a_page(chromium, county):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{county.address}/overview")
    page.locator("input[type=password]").wait_for(timeout=60_000)
    assert "principles kept" not in page.inner_text("body")
    assert page.locator(".oversight-plot").count() == 0
    sign_in(page, "administrator", county.passphrases["administrator"])
    drawn(page)
    assert "This page is not for your account" in page.inner_text("body")
    context.close()


@pytest.mark.parametrize("name", ("group-member", "service-manager"))
def test_illustrative_data_says_so(visit, name):
    page = visit(name)
    assert "Illustrative data" in page.inner_text("body")


def test_a_page_prints_whole_and_without_what_can_only_be_pressed(visit):
    page = visit("group-member", "overview?quarter=2026-27-Q1")
    page.evaluate(
        """() => { window.beyond = []; addEventListener('beforeprint', () => {
             for (const plot of document.querySelectorAll('.js-plotly-plot'))
               window.beyond.push(plot.layout.width); }); }"""
    )
    titles = page.locator(".oversight-card h2").all_inner_texts()
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    words = " ".join(" ".join(sheet.extract_text() for sheet in printed.pages).split())
    assert all(title in words for title in titles)
    assert "Customer and Community" in words and "Provisional" not in words
    for pressed in ("Sign out", "Download as CSV", "Ask about this", "Panel reach"):
        assert pressed not in words
    assert len(printed.pages) < 9
    widths = page.evaluate("beyond")
    assert len(widths) == 4 and max(widths) <= 703, "wider than A4 between its margins"
    drawn(page)
    room = "[...document.querySelectorAll('.js-plotly-plot')].map(p => p.parentElement.clientWidth)"
    assert page.evaluate(room) == page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot')].map(p => p.layout.width)"
    )
