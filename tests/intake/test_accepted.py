"""Oddities of files that are read rightly without a question."""

import codecs
from datetime import date, datetime

import pytest
from sqlmodel import select

from intake.values import number
from models.feedback import FeedbackItem, Telling
from models.store import reading
from tests.intake.conftest import HEADER, ROW, book_of, csv_of

DAYS = (date(2026, 8, 3), date(2026, 8, 20))


def items() -> list[FeedbackItem]:
    with reading() as session:
        found = list(session.exec(select(FeedbackItem).order_by(FeedbackItem.source_id)))
        session.expunge_all()
        return found


def told() -> list[date]:
    with reading() as session:
        return list(session.exec(select(Telling.told_on)))


@pytest.mark.parametrize(
    "content",
    [
        csv_of(ROW).encode(),
        b"\xef\xbb\xbf" + csv_of(ROW).encode(),
        csv_of(ROW).encode("utf-16"),
        csv_of(ROW).encode("utf-16-le"),
        csv_of(ROW).encode("utf-32"),
        csv_of(ROW).encode("utf-32-le"),
        csv_of(ROW).encode("utf-32-be"),
        codecs.BOM_UTF32_BE + csv_of(ROW).encode("utf-32-be"),
        csv_of(ROW).replace("\n", "\r\n").encode(),
        (HEADER + "\r\n" + ROW + "\r").encode(),
        csv_of(ROW).replace(",", ";").encode(),
        csv_of(ROW).replace(",", "\t").encode(),
        ("sep=;\n" + csv_of(ROW).replace(",", ";")).encode(),
        csv_of(ROW.replace("adults-1", " \u00a0Adults SERVICE 1\u00a0 ")).encode(),
        csv_of(ROW.replace("individual", "INDIVIDUAL")).encode(),
        csv_of(ROW, ",,,,,", " , ,,,,", "").encode(),
    ],
    ids=[
        "plain", "BOM", "UTF-16", "UTF-16 without BOM", "UTF-32",
        "UTF-32 little end", "UTF-32 big end", "UTF-32 big end and BOM", "CRLF", "mixed line ends", "semicolon",
        "tab", "sep line", "outer and hard spaces", "case", "blank rows at the end",
    ],
)  # fmt: skip
def test_a_file_is_read_the_same_however_it_was_saved(files, content):
    assert files.preview(content).questions == []
    files.load(content)
    [item] = items()
    assert (item.heard, item.heard_on, item.service_id, item.kind) == (
        "The form is long", DAYS[0], 11, "individual",
    )  # fmt: skip
    assert told() == [DAYS[1]]


def test_columns_may_stand_in_another_order_and_under_other_names(files):
    files.load(
        csv_of(
            "2026-08-20,The form is long,F1,individual,adults-1,2026-08-03",
            header="Date told,Comment,Reference,Type,Team,Date received",
        )
    )
    assert [(i.source_id, i.heard_on) for i in items()] == [("F1", DAYS[0])]


def test_composed_and_decomposed_letters_are_the_same_text(files):
    files.load(csv_of(ROW.replace("The form", "Cafe\u0301")))
    assert items()[0].heard == "Café is long"
    assert files.preview(csv_of(ROW.replace("The form", "Café"))).same == 1


def test_a_quoted_line_break_stays_inside_its_cell(files):
    files.load(csv_of(ROW.replace("The form is long", '"The form\nis long, and ""hard"""')))
    assert items()[0].heard == 'The form\nis long, and "hard"'


def test_na_dash_and_blank_are_missing_and_never_zero(files):
    for place, text in enumerate(("N/A", "-", "", "n/a", "–")):
        files.load(csv_of(f"M{place},adults-1,individual,Words,2026-08-03,{text}"))
    assert len(items()) == 5
    assert told() == []


def test_leading_zeros_of_an_identifier_are_kept(files):
    files.load(csv_of(ROW.replace("F1", "00042")))
    assert items()[0].source_id == "00042"


def test_a_percentage_is_a_share():
    assert number("45%") == pytest.approx(0.45)


@pytest.mark.parametrize(
    "text", ["2026-08-03", "3 August 2026", "3 Aug 2026", "Monday, 3 August 2026", "Aug 3, 2026",
             "2026-08-03T09:30:00", "2026-08-03 09:30", "20260803", "3-Aug-2026", "3rd August 2026",
             "2026/08/03", "2026-08-03T00:30:00+01:00", "2026-08-02T23:30:00Z",
             "2026-08-02T23:30:00.123Z"],
)  # fmt: skip
def test_a_day_is_read_in_each_clear_way_of_writing_it(files, text):
    quoted = f'"{text}"'
    files.load(csv_of(f"F1,adults-1,individual,Words,{quoted},"))
    assert items()[0].heard_on == DAYS[0]


def test_a_moment_in_utc_belongs_to_its_london_day(files):
    files.load(csv_of("F1,adults-1,individual,Words,2026-08-03T23:30:00Z,"))
    assert items()[0].heard_on == date(2026, 8, 4)


def test_a_moment_without_a_zone_keeps_its_day_unless_a_zone_is_named(files):
    row = csv_of("F1,adults-1,individual,Words,2026-08-03 23:30,")
    assert files.prepared(row).preview.first_rows[0]["heard_on"] == DAYS[0]
    shifted = files.prepared(row, zone="America/New_York").preview
    assert shifted.first_rows[0]["heard_on"] == date(2026, 8, 4)


def test_workbook_days_are_read_in_both_systems(files):
    book = book_of(("W1", "adults-1", "individual", "Words", datetime(2026, 8, 3), None))
    files.load(book, name="a.xlsx")
    later = book_of(("W2", "adults-1", "individual", "Words", datetime(2026, 8, 3), None))
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    later.epoch = CALENDAR_MAC_1904
    files.load(later, name="b.xlsx")
    assert [i.heard_on for i in items()] == [DAYS[0], DAYS[0]]


def test_numbers_and_percentages_of_a_workbook_are_read_as_they_are_shown(files):
    book = book_of((7, "adults-1", "individual", 0.45, "2026-08-03", None))
    book.active["D2"].number_format = "0%"
    files.load(book, name="a.xlsx")
    assert [(i.source_id, i.heard) for i in items()] == [("7", "45%")]


def test_a_copy_marked_by_us_is_read_without_its_marks(files):
    content = "What to mend," + HEADER + "\n" + "Mend this," + ROW.replace("The form", "'=The form")
    assert files.preview(content).questions == []
    files.load(content)
    assert items()[0].heard == "=The form is long"
