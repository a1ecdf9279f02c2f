"""What finds room on one screen of a meeting, and what is said of the rest."""

from itertools import pairwise

from charts.chart import Table
from widgets import meeting_look as look

LONG = (
    "Piloting an electronic database that people can join so they can be invited to take part in "
    "surveys, engagement, and co-production activity, and see what came of each of them."
)


def table_of(*rows: tuple[str, ...]) -> Table:
    return Table("Quarters", ("Quarter", "Figure"), rows)


def test_twelve_short_rows_stand_on_one_screen():
    shown = table_of(*((f"2024/25 Q{n}", "64%") for n in range(12)))
    assert look.pages_of(shown) == 1
    assert "Rows" not in look.table(shown, page=0)


def test_every_row_stands_on_one_screen_and_only_one():
    shown = table_of(*((f"{n}. {LONG * (1 + n % 3)}", "64%") for n in range(30)))
    pages = look._pages(shown)
    assert len(pages) > 2 and pages[0][0] == 0 and pages[-1][1] == 30
    assert all(end == first for (_, end), (first, _) in pairwise(pages))
    assert f"Rows {pages[1][0] + 1} to {pages[1][1]} of 30." in look.table(shown, page=1)


def test_a_table_without_rows_takes_one_screen():
    assert look.pages_of(table_of()) == 1
    assert "There are no rows to show." in look.table(table_of(), page=0)


def test_words_are_never_cut():
    assert LONG in look.table(table_of((LONG, "64%")), page=0)
    assert LONG in look.lines([LONG])


def test_the_things_that_find_no_room_are_counted_and_not_their_lines():
    said = look.lines([LONG] * 9, counts=[1, 1, 5, 12, 1, 2, 1, 1, 1])
    shown = said.count(LONG)
    left = sum([1, 1, 5, 12, 1, 2, 1, 1, 1][shown:])
    assert 1 < shown < 9 and f"and {left} more: press T" in said


def test_the_first_note_stands_under_a_chart_and_others_where_they_fit():
    assert look.under(()) == "<span></span>"
    assert "One. Two." in look.under(("One.", "Two."))
    assert LONG not in look.under((LONG, LONG)).replace(LONG, "", 1)
