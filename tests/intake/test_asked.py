"""Input that its owner is asked about before anything is written."""

from datetime import date

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from sqlmodel import select

from intake.problems import Refused
from models.edition import Edition, EditionKind
from models.feedback import FeedbackItem
from models.intake import LateEntry
from models.store import reading, writing
from tests.intake.conftest import HEADER, ROW, asked, book_of, csv_of
from tests.records import Records


def heard_on() -> list[date]:
    with reading() as session:
        return list(session.exec(select(FeedbackItem.heard_on).order_by(FeedbackItem.source_id)))


def question(preview, code: str):
    return next(q for q in preview.open_questions if q.code == code)


def test_an_open_question_keeps_the_file_out(files):
    with pytest.raises(Refused):
        from intake.run import commit
        from tests.intake.conftest import EVERYTHING

        commit(files.prepared(csv_of(ROW.replace("2026-08-03", "03/08/2026"))), EVERYTHING)
    assert heard_on() == []


def test_windows_1252_is_asked_with_a_line_that_shows_it(files):
    content = csv_of(ROW.replace("The form", "Café – “form”")).encode("cp1252")
    preview = files.preview(content)
    assert "Café – “form”" in question(preview, "encoding").text
    files.load(content)


def test_slashed_days_are_asked_and_spelled_out(files):
    content = csv_of(ROW.replace("2026-08-03", "03/08/2026"))
    labels = [
        label for _value, label in question(files.preview(content), "day order:heard_on").options
    ]
    assert "day first: “03/08/2026” is 3 August 2026" in labels
    assert "month first: “03/08/2026” is 8 March 2026" in labels
    files.load(content)
    files.load(content.replace("F1", "F2"), answers={"day order:heard_on": "month first"})
    assert heard_on() == [date(2026, 8, 3), date(2026, 3, 8)]


def test_days_that_can_only_be_month_first_suggest_it(files):
    asks = question(
        files.preview(csv_of(ROW.replace("2026-08-03", "08/13/2026"))), "day order:heard_on"
    )
    assert asks.suggested == "month first"


def test_mixed_orders_are_asked_with_an_example_of_each(files):
    content = csv_of(
        ROW.replace("2026-08-03", "13/08/2026"),
        ROW.replace("F1", "F2").replace("2026-08-03", "08/14/2026"),
    )
    asks = question(files.preview(content), "day order:heard_on")
    assert "“13/08/2026”" in asks.text and "“08/14/2026”" in asks.text
    files.load(content)
    assert heard_on() == [date(2026, 8, 13), date(2026, 8, 14)]


def test_american_moments_are_read_once_the_order_is_settled(files):
    content = csv_of('F1,adults-1,individual,Words,08/03/2026 11:59:00 PM,"08/20/2026 12:05:00 AM"')
    files.load(content, answers={"day order:heard_on": "month first"})
    assert heard_on() == [date(2026, 8, 3)]


def test_two_digit_years_are_asked(files):
    preview = files.preview(csv_of(ROW.replace("2026-08-03", "3-Aug-26")))
    assert "3 August 2026" in question(preview, "short years:heard_on").text


def test_an_unknown_column_is_asked_with_the_nearest_of_ours(files):
    preview = files.preview(csv_of(ROW + ",x", header=HEADER + ",outcom reason"))
    asks = question(preview, "column:outcom reason")
    assert (asks.suggested, "outcome_reason" in asks.text) == ("outcome_reason", True)
    assert asks.options[0][0] == "leave out"


def test_hidden_sheets_are_asked_about(files):
    book = book_of(ROW.split(","))
    book.create_sheet("Old").append(["data"])
    book["Old"].sheet_state = "hidden"
    assert "“Old”" in question(files.preview(book, name="a.xlsx"), "hidden sheets").text


def test_hidden_rows_are_asked_about(files):
    book = book_of(ROW.split(","), ["F2", *ROW.split(",")[1:]])
    book.active.row_dimensions[3].hidden = True
    asks = question(files.preview(book, name="a.xlsx"), "hidden rows")
    assert list(asks.rows) == [3]
    assert files.preview(book, name="a.xlsx", answers={"hidden rows": "leave out"}).rows == 1
    assert files.preview(book, name="a.xlsx", answers={"hidden rows": "take in"}).rows == 2


def test_several_sheets_are_asked_about_by_name(files):
    book = book_of(ROW.split(","))
    book.create_sheet("More").append(["x"])
    asks = question(files.preview(book, name="a.xlsx"), "sheet")
    assert [value for value, _label in asks.options] == ["Items", "More"]
    assert files.preview(book, name="a.xlsx", answers={"sheet": "Items"}).ready


def test_totals_rows_are_asked_about(files):
    preview = files.preview(csv_of(ROW, "Total,,,1,,"))
    assert list(question(preview, "totals").rows) == [3]
    files.load(csv_of(ROW, "Total,,,1,,"))
    assert len(heard_on()) == 1


def test_a_near_miss_name_is_asked_and_never_guessed(files):
    content = csv_of(ROW.replace("adults-1", "Adults servce 1"))
    preview = files.preview(content)
    asks = question(preview, "value:service:Adults servce 1")
    assert (asks.suggested, "Did you mean “Adults service 1”?" in asks.text) == ("adults-1", True)
    files.load(content)
    assert len(heard_on()) == 1


def test_their_words_can_be_given_our_meaning_by_hand(files):
    content = csv_of(
        "9,Dept of Roads,Complaint,Words,2026-08-03,", "8,,Complaint,Words,2026-08-03,"
    )
    preview = files.preview(content)
    assert preview.unmatched["service"] == [("Dept of Roads", 1, ""), ("", 1, "")]
    assert preview.unmatched["kind"] == [("Complaint", 2, "")]
    values = {
        "service": {"Dept of Roads": "places-1", "": "places-2"},
        "kind": {"Complaint": "individual"},
    }
    files.load(content, values=values)
    assert len(heard_on()) == 2


@pytest.mark.parametrize("text", ["1785765600", "1785765600000"])
def test_seconds_since_1970_are_asked_and_read_as_london_days(files, text):
    preview = files.preview(csv_of(ROW.replace("2026-08-03", text)))
    assert "3 August 2026" in question(preview, "serial days:heard_on").text


def test_bare_numbers_for_days_are_asked_in_text_and_read_in_both_workbook_systems(files):
    preview = files.preview(csv_of(ROW.replace("2026-08-03", "46237")))
    assert "3 August 2026" in question(preview, "serial days:heard_on").text
    book = book_of(("F1", "adults-1", "individual", "Words", 46237 - 1462, None))
    book.epoch = CALENDAR_MAC_1904
    files.load(book, name="a.xlsx")
    assert heard_on() == [date(2026, 8, 3)]


@pytest.mark.parametrize(
    "text",
    ["Write to pat@example.org", "Ring 01632 960123", "Mrs Green said so", "My name is Ash",
     "Margaret Bloggs was upset"],
)  # fmt: skip
def test_names_and_addresses_in_free_text_are_asked_about(files, text):
    assert asked(files.preview(csv_of(ROW.replace("The form is long", text)))) == {"people:heard"}


def test_words_without_names_are_not_asked_about(files):
    assert (
        asked(files.preview(csv_of(ROW.replace("The form", "The Easy Read letter for Essex"))))
        == set()
    )


def close(quarter: str) -> None:
    with writing() as session:
        session.add(
            Edition(
                kind=EditionKind.CLOSING, quarter=quarter, revision=1, as_of=date(2026, 9, 30),
                made_by="tester", settings="{}",
            )
        )  # fmt: skip


def test_an_event_in_a_closed_quarter_is_asked_kept_and_marked_late(files):
    close("2026-27-Q2")
    preview = files.preview(csv_of(ROW))
    assert "2026/27 Q2" in question(preview, "closed quarter").text
    files.load(csv_of(ROW))
    with reading() as session:
        marks = session.exec(select(LateEntry.source_id, LateEntry.quarter)).all()
    assert [tuple(mark) for mark in marks] == [("F1", "2026-27-Q2")]
    assert asked(files.preview(csv_of(ROW))) == set()


MEMBER = "id,name,contact,joined_on,consent_on"


def test_the_same_person_twice_is_asked(files):
    content = csv_of(
        "M1,A B,ab@example.org,2026-08-03,2026-08-03",
        "M2,a b,AB@example.org,2026-08-03,2026-08-03", header=MEMBER,
    )  # fmt: skip
    assert list(question(files.preview(content, "members"), "same person").rows) == [3]


def test_an_activity_may_be_in_the_future(files):
    with writing() as session:
        Records(session).activity()
    content = csv_of("A1,adults-1,Coming up,2027-01-04", header="id,service,title,started_on")
    assert files.preview(content, "activities").ready
