"""Cards, tables and headlines as a script shows them."""

import json

from streamlit.testing.v1 import AppTest

from tests.cards import cards
from widgets.show import ILLUSTRATIVE, NOTHING, PROVISIONAL, file_name


def run(script):
    app = AppTest.from_function(script, default_timeout=30).run()
    assert not app.exception
    return app


def full_card():
    from charts.chart import Chart, Kind, Series, Table
    from widgets.show import show

    chart = Chart(
        Kind.BARS,
        "Closed on time: 62% *now*",
        "Bars of one service.",
        ("A",),
        (Series("On time", (0.62,)),),
        "%",
        notes=("Small base.",),
        illustrative=True,
        provisional=True,
    )
    table = Table(
        "On time", ("Service", "On time"), (("A*", "62%"),), ((None, 0.62),), ("A note.",)
    )
    show(
        chart, table=table, key="x", definition="**Told** closes a loop.", download_name="On time!"
    )


def test_a_card_holds_finding_marks_notes_table_definition_and_file():
    [card] = cards(run(full_card))
    assert card["title"] == "Closed on time: 62% *now*"
    assert card["marks"] == f"{ILLUSTRATIVE} · {PROVISIONAL}"
    assert card["notes"] == ["Small base."]
    assert card["definition"] == "**Told** closes a loop."
    assert card["table"] == {
        "title": "On time", "columns": ["Service", "On time"], "rows": [["A*", "62%"]],
        "notes": ["A note."],
    }  # fmt: skip
    assert card["csv"]["name"] == "on-time.csv"
    assert card["csv"]["text"] == "\ufeffService,On time\r\nA*,0.62\r\n"


def test_a_card_sends_its_figure_and_its_text_alternative():
    [card] = cards(run(full_card))
    assert card["alt"] == "Bars of one service."
    assert json.loads(card["figure"])["data"][0]["x"] == [0.62]


def test_an_empty_chart_is_a_sentence():
    def script():
        from charts.chart import Chart, Kind, Table
        from widgets.show import show, show_table

        nothing = Chart(Kind.LINES, "Nothing yet", "Nothing yet.", illustrative=True)
        show(nothing, table=None, key="x")
        show_table(Table("Items", ("A", "B")), key="t")

    chart, table = cards(run(script))
    assert chart == {"title": "Nothing yet", "alt": "Nothing yet.", "words": NOTHING}
    assert table == {"title": "Items", "words": "There are no rows to show.", "opened": True}


def test_a_table_whose_title_says_that_there_is_nothing_needs_no_sentence():
    def script():
        from charts.chart import Table
        from widgets.show import show_table

        show_table(Table("No activity has coercing as a rung", ("A",)), key="t", empty="")

    assert cards(run(script)) == [{"title": "No activity has coercing as a rung", "opened": True}]


def test_two_columns_of_one_name_and_a_single_column_are_shown():
    def script():
        from charts.chart import Table
        from widgets.show import show_table

        show_table(Table("One", ("A",), (("x",),)), key="one", heading=False)
        show_table(Table("Two", ("A", "n", "n"), (("x", "1", "2"),)), key="two")

    one, two = cards(run(script))
    assert one["table"]["rows"] == [["x"]] and "title" not in one
    assert two["table"]["columns"] == ["A", "n", "n"] and two["title"] == "Two"


def test_headlines_stand_two_by_two():
    def script():
        from widgets.headlines import Headline, headlines

        items = [Headline(f"Q{n}", "62%", ("of 29",), "provisional") for n in range(3)]
        headlines(items, key="h")

    [boxes] = [e.value for e in run(script).get("html")]
    assert boxes.count("<h2>62%</h2>") == 3
    assert "<p>Q0 (provisional)</p>" in boxes


def test_headlines_never_become_markup():
    def script():
        from widgets.headlines import Headline, headlines

        headlines([Headline("<b>Q", "<img src=x>", ("a & b",))], key="h")

    [boxes] = [e.value for e in run(script).get("html")]
    assert "<p>&lt;b&gt;Q</p><h2>&lt;img src=x&gt;</h2><p>a &amp; b</p>" in boxes


def test_file_names_are_plain():
    assert file_name("On time, 2026/27 Q2!") == "on-time-2026-27-q2"
    assert file_name("…") == "table"
