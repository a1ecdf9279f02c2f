"""Cards, tables and headlines as a script shows them."""

import json

from streamlit.testing.v1 import AppTest

from widgets.show import ILLUSTRATIVE, NOTHING, PROVISIONAL, file_name


def run(script):
    app = AppTest.from_function(script, default_timeout=30).run()
    assert not app.exception
    return app


def markdown(app):
    return [element.value for element in app.markdown]


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


def test_a_card_shows_finding_marks_notes_table_and_definition():
    app = run(full_card)
    assert app.header[0].value == r"Closed on time\: 62% \*now\*"
    said = "\n".join(markdown(app))
    for words in (ILLUSTRATIVE, PROVISIONAL):
        assert words in said
    assert "Small base" in said
    assert "**Told** closes a loop." in said
    assert app.expander[0].label == "Table"
    assert not app.table, "a closed table is not sent"
    app.session_state["table_x"] = True
    app.run()
    assert app.table[0].value.columns.tolist() == ["On time"]
    assert app.table[0].value.index.tolist() == [r"A\*"]


def test_a_card_sends_its_figure_and_its_text_alternative():
    app = run(full_card)
    [drawn] = [e for e in app.main.children.values() for e in walk(e) if e.type == "bidi_component"]
    sent = json.loads(drawn.proto.mixed.json if drawn.proto.HasField("mixed") else drawn.proto.json)
    assert sent["alt"] == "Bars of one service."
    assert json.loads(sent["figure"])["data"][0]["x"] == [0.62]


def walk(element):
    yield element
    for child in getattr(element, "children", {}).values():
        yield from walk(child)


def test_an_empty_chart_is_a_sentence():
    def script():
        from charts.chart import Chart, Kind, Table
        from widgets.show import show, show_table

        show(Chart(Kind.LINES, "Nothing yet", "Nothing yet."), table=None, key="x")
        show_table(Table("Items", ("A", "B")), key="t")

    app = run(script)
    assert NOTHING in markdown(app)
    assert "There are no rows to show." in markdown(app)
    assert not app.expander


def test_two_columns_of_one_name_and_a_single_column_are_shown():
    def script():
        from charts.chart import Table
        from widgets.show import show_table

        show_table(Table("One", ("A",), (("x",),)), key="one", heading=False)
        show_table(Table("Two", ("A", "n", "n"), (("x", "1", "2"),)), key="two")

    app = run(script)
    assert len(app.table) == 2
    assert [s.value for s in app.header] == ["Two"]


def test_headlines_stand_two_by_two():
    def script():
        from widgets.headlines import Headline, headlines

        items = [Headline(f"Q{n}", "62%", ("of 29",), "provisional") for n in range(3)]
        headlines(items, key="h")

    app = run(script)
    assert len(app.columns) == 4
    assert r"Q0 (provisional)" in markdown(app)
    assert "## 62%" in markdown(app)


def test_file_names_are_plain():
    assert file_name("On time, 2026/27 Q2!") == "on-time-2026-27-q2"
    assert file_name("…") == "table"
