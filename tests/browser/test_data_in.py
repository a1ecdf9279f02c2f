"""Records coming in as people meet it: a file matched, looked at and written; forms and drafts."""

import csv
import io
import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import drawn

expect.set_options(timeout=60_000)  # as long as a page's own waits: the machine may be busy
HEADER = "Call no,Caller said,Came in,Rang back,Sort of call,Area team"
CALLS = (
    "C-01,The bus stop has no dropped kerb,06/10/2026,20/10/2026,Complaint,Bus network",
    "C-02,The timetable is in small print,07/10/2026,,Complaint,Bus network",
    "C-03,The ramp was out of order for a week,13/10/2026,16/10/2026,Complaint,Bus network",
)
MATCHED = {
    "Id (needed)": "Call no",
    "Service (needed)": "Area team",
    "Kind (needed)": "Sort of call",
    "Heard (needed)": "Caller said",
    "Heard on (needed)": "Came in",
    "Told on": "Rang back",
}


def choose(page: Page, label: str, option: str) -> None:
    """Choose in a drop-down list as people do: open it, type, and take what is left."""
    box = page.get_by_role("combobox", name=re.compile(re.escape(label)))
    box.click()
    box.fill(option)
    page.get_by_role("option").filter(has_text=option).first.click()
    expect(page.get_by_role("option")).to_have_count(0)


def field(page: Page, label: str):
    """A field of text by its label."""
    return page.get_by_role("textbox", name=label)


def upload(page: Page, *rows: str, header: str = HEADER, kept: str = "") -> None:
    """Choose a file of feedback items and wait for its preview."""
    choose(page, "What does the file hold?", "Feedback items")
    page.get_by_text("Something heard, and the days").wait_for()
    if kept:
        choose(page, "How is it to be read?", kept)
    drawn(page)
    page.locator("input[type=file]").set_input_files(
        {"name": "calls.csv", "mimeType": "text/csv", "buffer": "\n".join((header, *rows)).encode()}
    )
    page.get_by_role("heading", name="Feedback items from calls.csv").wait_for()
    drawn(page)


def look_again(page: Page, until: str) -> None:
    """Have the file read anew; `until` is what the next preview says."""
    page.get_by_role("button", name="Look again").click()
    page.get_by_text(until).first.wait_for()
    drawn(page)


def write(page: Page, counts: str) -> None:
    """Press the one button and wait for the counts."""
    button = page.get_by_role("button", name="Write all of it")
    expect(button).to_be_enabled()
    button.click()
    page.get_by_text(counts).wait_for()
    drawn(page)


def grid(page: Page, place: int = 0):
    """What a table on the screen says; its cells are drawn, and told to screen readers."""
    return page.get_by_test_id("stDataFrame").nth(place)


def test_a_list_with_columns_of_its_own_is_matched_kept_written_and_changed(visit):
    page = visit("data-officer", "data_in")
    upload(page, *CALLS)
    expect(page.get_by_role("button", name="Write all of it")).to_be_disabled()
    expect(page.get_by_text("5 columns are needed that are not matched yet")).to_be_visible()
    for ours, theirs in MATCHED.items():
        choose(page, ours, theirs)
    look_again(page, "What do the file’s words mean? Kind")
    expect(page.get_by_text("day first: “06/10/2026” is 6 October 2026")).to_be_visible()
    choose(page, "Complaint · 3 rows", "individual")
    look_again(page, "3 would be added, 0 changed, 0 left alone.")
    expect(grid(page)).to_contain_text("6 October 2026")
    field(page, "Keep this way of reading").fill("Calls")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_text("Kept as “Calls”").wait_for()
    drawn(page)
    write(page, "Written: 3 added, 0 changed, 0 left alone.")

    upload(page, *CALLS, kept="Calls")
    page.get_by_text("0 would be added, 0 changed, 3 left alone.").wait_for()
    write(page, "Written: 0 added, 0 changed, 3 left alone.")

    upload(page, *CALLS[:1], CALLS[1].replace("6,,", "6,21/10/2026,"), *CALLS[2:], kept="Calls")
    page.get_by_text("0 would be added, 1 changed, 2 left alone.").wait_for()
    for words in ("C-02", "Told on", "(blank)", "21 October 2026"):
        expect(grid(page)).to_contain_text(words)
    write(page, "Written: 0 added, 1 changed, 2 left alone.")


def test_a_bad_file_gives_a_marked_copy_or_what_is_good_in_it(visit):
    page = visit("data-officer", "data_in")
    rows = (
        "D-1,bus-network,individual,The door is heavy,2026-10-05,2026-10-12",
        "D-2,bus-network,individual,The step is high,2026-10-06,2026-10-01",
        "D-3,bus-network,individual,The bell is broken,2026-02-30,",
    )
    upload(page, *rows, header="id,service,kind,heard,heard_on,told_on")
    expect(page.get_by_text("2 of 3 rows are refused")).to_be_visible()
    expect(page.get_by_role("button", name="Write all of it")).to_be_disabled()
    for words in ("told_on", "The day comes before the day in “heard_on”.", "2026-02-30"):
        expect(grid(page)).to_contain_text(words)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download a copy with what to mend").click()
    assert waiting.value.suggested_filename == "calls to mend.csv"
    copy = list(csv.reader(io.StringIO(waiting.value.path().read_bytes().decode("utf-8-sig"))))
    assert [row[0][:8] for row in copy] == ["What to ", "", "told_on:", "heard_on"]
    page.get_by_role("button", name="Leave out the 2 rows that are refused").click()
    page.get_by_text("Left out: 2 refused rows.").wait_for()
    drawn(page)
    write(page, "Written: 1 added, 0 changed, 0 left alone.")


def test_an_activity_is_recorded_from_a_draft_that_outlived_its_page(visit, county):
    page = visit("service-manager", "record_activity")
    field(page, "What is the work called?").fill("A clearer letter")
    page.keyboard.press("Tab")
    page.get_by_text("This is your draft.").wait_for()
    drawn(page)
    context = page.context
    page.close()  # as when the connection is lost: the server's session of this page is gone
    page = context.new_page()
    page.goto(f"{county.address}/record_activity")
    drawn(page)
    expect(field(page, "What is the work called?")).to_have_value("A clearer letter")
    page.get_by_role("combobox", name=re.compile("Which service runs it")).click()
    page.get_by_role("option").first.click()
    drawn(page)
    choose(page, "Which rung is right for this work?", "Co-designing")
    page.get_by_text("Not everything should be co-produced.").wait_for()
    drawn(page)
    day(page, "When does it start?", "05102026")
    page.get_by_role("button", name="Record it").click()
    page.get_by_role("alert").filter(has_text="Say why this rung is right").wait_for()
    drawn(page)
    field(page, "Why is this rung right for this work?").fill("People know what is unclear.")
    page.keyboard.press("Tab")
    drawn(page)
    page.get_by_role("button", name="Record it").click()
    page.get_by_text("Recorded.", exact=True).wait_for()
    drawn(page)
    expect(field(page, "What is the work called?")).to_have_value("")


def day(page: Page, label: str, digits: str) -> None:
    """Type a day into its field, digit by digit, and leave the field."""
    page.get_by_role("group", name=label).get_by_role("spinbutton").first.click()
    page.keyboard.type(digits)
    page.keyboard.press("Tab")
    drawn(page)


def test_not_changed_asks_for_its_reason_and_the_item_moves_on(visit):
    page = visit("service-manager", "record_feedback")
    page.get_by_text("Move an item along").click()
    box = page.get_by_role("combobox", name=re.compile("Which item"))
    box.click()
    page.get_by_role("option").first.click()
    page.get_by_text("Heard: ").wait_for()
    drawn(page)
    choose(page, "What came of it?", "not changed")
    field(page, "Why was nothing changed?").wait_for()
    drawn(page)
    page.get_by_role("button", name="Record it").click()
    page.get_by_role("alert").filter(has_text="without a reason").wait_for()
    drawn(page)
    field(page, "Why was nothing changed?").fill("The law asks for it.")
    page.keyboard.press("Tab")
    drawn(page)
    page.get_by_role("button", name="Record it").click()
    page.get_by_text("Recorded.", exact=True).wait_for()
    drawn(page)
    expect(field(page, "Why was nothing changed?")).to_have_value("The law asks for it.")
