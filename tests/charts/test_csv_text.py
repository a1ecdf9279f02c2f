"""CSV that spreadsheets open without harm."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as some

from charts.chart import Table
from charts.csv_text import csv_bytes


def test_a_file_has_a_mark_of_utf8_and_windows_line_ends():
    data = csv_bytes(Table("t", ("Name", "n"), (("Café", "3"),)))
    assert data == b"\xef\xbb\xbfName,n\r\nCaf\xc3\xa9,3\r\n"


def test_a_text_that_could_be_a_formula_is_guarded_and_a_number_is_not():
    table = Table(
        "t", ("Name", "Gap"), (("=1+1", "-0.5"), ("@x", "-1")), ((None, -0.5), (None, None))
    )
    assert csv_bytes(table).decode("utf-8-sig").splitlines()[1:] == ["'=1+1,-0.5", "'@x,'-1"]


def test_the_number_behind_a_text_is_written_and_a_hidden_one_is_not():
    table = Table("t", ("A", "B"), (("62%", "fewer than 10"),), ((0.62, None),))
    assert csv_bytes(table).decode("utf-8-sig").splitlines()[1] == "0.62,fewer than 10"


def test_an_empty_table_is_its_header():
    assert csv_bytes(Table("t", ("A",))).decode("utf-8-sig") == "A\r\n"


@given(
    some.lists(
        some.text(alphabet=some.characters(exclude_categories=["Cs"])), min_size=1, max_size=4
    )
)
def test_no_cell_begins_like_a_formula(cells):
    table = Table("t", tuple("abcd"[: len(cells)]), (tuple(cells),))
    text = csv_bytes(table).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\0")) for cell in row)
