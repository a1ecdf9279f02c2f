"""The pack as a tagged PDF: every chart with its alternative text and its table."""

from charts.chart import Table
from exports.description import Pack, Part, Section
from exports.drawing import drawing
from exports.layout import is_figures, remarks
from exports.plain_text import LONGEST, breakable, shortened, spoken
from exports.text_widths import text_width
from exports.typesetting import tagged_pdf

HEADING_MOST = 240  # characters: a contents line of a heading is a few lines at most
UPRIGHT, ACROSS = 481.0, 728.0  # width of the text on a page of each direction, in points
_LETTERS, _INSET = 9, 9  # of the tables of pack.typ
_WIDEST, _HEADING = 230, 90  # the most that a column and its heading ask for
COLUMN_MOST, CELL_MOST = 120, 2_000  # characters; pages repeat the names of columns
NOTHING = "Nothing is recorded here for this quarter."


def write(pack: Pack) -> bytes:
    """The pack as PDF/A-2a and PDF/UA-1."""
    return tagged_pdf("pack.typ", _data(pack), pack.moment)


def page_data(pack: Pack) -> dict:
    """What every page of any PDF of the pack says: title, unit, day, marks, foot."""
    return {
        "title": _said(pack.full_title, HEADING_MOST),
        "unit": _said(pack.unit_name, HEADING_MOST),
        "day": [pack.day.year, pack.day.month, pack.day.day],
        "marks": [_said(mark, HEADING_MOST) for mark in pack.marks],
        "foot": _said(f"{pack.unit_name}, {pack.quarter_label}", COLUMN_MOST),
    }


def _data(pack: Pack) -> dict:
    version = f"Definitions: version {pack.definitions_version}."
    sections = [Section("The main points", pack.summary)] if pack.summary else []
    sections += pack.sections
    sections.append(Section("About these figures", (pack.standing, version, *pack.notes)))
    return {
        **page_data(pack),
        "opening": _lines((pack.standing, *pack.marks)),
        "nothing": NOTHING,
        "sections": [
            {
                "heading": _heading(section.heading),
                "intro": _lines(section.intro),
                "parts": [_part(part) for part in section.parts],
            }
            for section in sections
        ],
    }


def _part(part: Part) -> dict:
    chart = part.chart
    drawn = chart is not None and not chart.empty
    basis = [f"Base: {part.base}"] if part.base else []
    basis += [f"How it is measured: {part.definition}"] if part.definition else []
    return {
        "finding": _heading(part.finding),
        "drawing": drawing(chart) if drawn else None,
        "alt": _said(chart.alt or chart.title or "Chart") if chart else "",
        "remarks": _lines(_undrawn(part) + remarks(part)),
        "basis": _lines(basis),
        **_table(part.table),
    }


def _table(table: Table) -> dict:
    columns = [_said(name, COLUMN_MOST) for name in table.columns]
    wide = len(columns)
    rows = [[_said(text, CELL_MOST) for text in [*row, *[""] * wide][:wide]] for row in table.rows]
    widths, across = _widths(columns, rows)
    return {
        "table": _said(table.title, HEADING_MOST),
        "columns": columns,
        "widths": widths,
        "across": across,
        "right": [is_figures(table, c) for c in range(wide)],
        "rows": rows if wide else [],
    }


def _widths(columns: list[str], rows: list[list[str]]) -> tuple[list[float], bool]:
    """Column widths in points that break no word, and whether the page must lie across."""
    least, wanted = [], []
    for c, name in enumerate(columns):
        texts = {row[c] for row in rows}
        words = {word for text in texts for word in text.replace("\u200b", " ").split()}
        heads = [text_width(word, _LETTERS, bold=True) for word in name.split()]
        longest = [text_width(text, _LETTERS) for text in texts]
        least.append(max([text_width(w, _LETTERS) for w in words] + heads, default=0) + _INSET)
        heading = min(_HEADING, text_width(name, _LETTERS, bold=True))
        wanted.append(max(least[-1], min(_WIDEST, max([*longest, heading]) + _INSET)))
    across = sum(least) > UPRIGHT or sum(wanted) > 2.2 * UPRIGHT
    room = ACROSS if across else UPRIGHT
    if sum(least) > room:
        return [round(width * room / sum(least), 1) for width in least], across
    asked = [want - width for want, width in zip(wanted, least, strict=True)]
    share = (room - sum(least)) / sum(asked) if sum(asked) else 0
    shared = zip(least, asked, strict=True)
    return [round(width + ask * min(share, 1), 1) for width, ask in shared], across


def _undrawn(part: Part) -> list[str]:
    return [part.chart.alt] if part.chart and part.chart.empty and part.chart.alt else []


def _heading(text: str) -> str:
    return shortened(_said(text), HEADING_MOST) or "Figures"


def _lines(texts) -> list[str]:
    return [_said(text) for text in texts if text]


def _said(text: str, most: int = LONGEST) -> str:
    return breakable(spoken(shortened(text, most)))
