"""A chart or a table as a card: finding, drawing, notes, table and definition."""

import re
from collections.abc import Callable

from access.reading import read
from access.viewer import Viewer
from charts.chart import Chart, Table
from charts.plotly import figure_json
from widgets import beside
from widgets.ask_about import Asker
from widgets.card import content, draw

ILLUSTRATIVE = "Illustrative data"
PROVISIONAL = "Provisional: may still change"
NOTHING = "Nothing is recorded for this choice, so there is no chart to show."
NO_MARK = "There is too little to draw. The table has what is recorded."
EMPTY_TABLE = "There are no rows to show."


def show_read(
    measure: Callable[..., tuple[Chart, Table]],
    viewer: Viewer,
    /,
    *,
    unit: dict,
    choices: dict,
    key: str,
    ask: Asker | None = None,
    definition: str | None = None,
    compact: bool = False,
    by_unit: bool = True,
) -> None:
    """Read a chart with its table and show both as `show` does.

    The same chart of the views beside this one is drawn by the browser meanwhile.

    measure   `measure(session, scope=…, **choices)` gives the chart and its table
    unit      the directorate's code or none, as `read` takes it
    by_unit   whether the chart differs from unit to unit
    """
    chart, table = read(measure, viewer, **unit, **choices)
    near = beside.note(measure, unit, choices, compact=compact, by_unit=by_unit)
    show(
        chart,
        table=table,
        key=key,
        ask=ask,
        definition=definition,
        compact=compact,
        near=near,
    )


def show(
    chart: Chart,
    *,
    table: Table | None,
    key: str,
    definition: str | None = None,
    download_name: str = "",
    heading: bool = True,
    meeting: bool = False,
    compact: bool = False,
    ask: Asker | None = None,
    near: str = "",
) -> None:
    """One chart as a card.

    table          the same figures, behind one control and as CSV; None only where no
                   figures may leave the screen
    key            unique on the page, the same between runs
    definition     a text of ours, one click away; ** stands around what is bold
    download_name  name of the CSV file without its ending; made from the title if empty
    heading        whether the title is printed; False where the page's title says it
    ask            puts “Ask about this” beside it, for the Group
    near           the name from `widgets.beside.note` under which its neighbours are to be had
    """
    card = content(
        title=chart.title if heading else "",
        marks=_marks(chart),
        figure="" if chart.empty else figure_json(chart, meeting=meeting, compact=compact),
        alt=chart.alt,
        fill=meeting,
        words=_instead(chart, table),
        notes=chart.notes,
        definition=definition or "",
        table=table,
        file_name=file_name(download_name or table.title) if table is not None else "",
    )
    may_ask = ask is not None and ask.may
    pressed = draw(card, key=f"card_{key}", ask=may_ask, beside=near)
    if may_ask:
        ask.form(chart.title, key, opened=pressed)


def show_table(
    table: Table,
    *,
    key: str,
    download_name: str = "",
    heading: bool = True,
    download: bool = True,
    empty: str = EMPTY_TABLE,
) -> None:
    """One table alone with its notes and its CSV.

    empty   the sentence where it has no rows; "" where the title says so already
    """
    card = content(
        title=table.title if heading else "",
        words="" if table.rows else empty,
        notes=table.notes,
        table=table,
        opened=True,
        file_name=file_name(download_name or table.title) if download else "",
    )
    draw(card, key=f"table_card_{key}")


def _instead(chart: Chart, table: Table | None) -> str:
    if not chart.empty:
        return ""
    return NO_MARK if chart.says_figures and table is not None else NOTHING


def _marks(chart: Chart) -> str:
    words = [ILLUSTRATIVE] * chart.shows_illustrative + [PROVISIONAL] * chart.provisional
    return " · ".join(words)


def file_name(text: str) -> str:
    """A file name of lower-case words and hyphens, at most 80 letters."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:80].strip("-") or "table"
