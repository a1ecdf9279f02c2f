"""How text and tables are shared out over columns, slides and pages."""

from math import ceil

from charts.chart import Table
from exports.description import ILLUSTRATIVE, Part
from exports.text_widths import text_width

_ARIAL = 0.88  # width of Arial to that of DejaVu Sans, a little generous
_MARGINS = 15  # left and right of a cell, in points
_WORD = 40  # characters of a word that are never broken
PROVISIONAL = "Provisional: the quarter is not closed, and the figures can still change."


def column_widths(table: Table, room: float, size: float) -> tuple[list[float], bool]:
    """Column widths in points that break no word, and whether they fit in `room`.

    size   of the letters in points. Where they do not fit, the widths are squeezed alike.
    """
    least, wanted = [], []
    for c, name in enumerate(table.columns):
        texts = {row[c] for row in table.rows if c < len(row)}
        words = {word[:_WORD] for text in texts for word in text.split()}
        heads = [_wide(word[:_WORD], size, bold=True) for word in name.split()]
        least.append(max([_wide(word, size) for word in words] + heads, default=0) + _MARGINS)
        longest = max([_wide(text[:400], size) for text in texts], default=0) + _MARGINS
        wanted.append(max(least[-1], min(longest, room * 0.45)))
    if sum(least) > room:
        return [width * room / sum(least) for width in least], False
    asked = [want - width for want, width in zip(wanted, least, strict=True)]
    spare = room - sum(least)
    share = spare / sum(asked) if sum(asked) > spare else 1
    widths = [width + ask * share for width, ask in zip(least, asked, strict=True)]
    return [width * room / sum(widths) for width in widths], True


def lines(text: str, characters: float) -> int:
    """How many lines a text takes at so many characters a line."""
    return max(1, ceil(len(text) * 1.08 / max(characters, 1)))


def row_height(texts, widths: list[float], size: float) -> float:
    """Height of a row in points, by the cell that takes most lines."""
    most = 1
    for text, width in zip(texts, widths, strict=False):
        most = max(most, ceil(_wide(text, size) * 1.12 / max(width - _MARGINS, size)))
    return most * size * 1.22 + 7


def batches(table: Table, widths: list[float], size: float, room: float) -> list[range]:
    """Rows that fit one slide each, under a repeated header; `room` is its height in points."""
    room -= row_height(table.columns, widths, size)
    out, start, used = [], 0, 0.0
    for r, row in enumerate(table.rows):
        taken = row_height(row, widths, size)
        if used and used + taken > room:
            out.append(range(start, r))
            start, used = r, 0.0
        used += taken
    out.append(range(start, len(table.rows)))
    return out


def _wide(text: str, size: float, bold: bool = False) -> float:
    return text_width(text, size, bold=bold) * _ARIAL


def is_figures(table: Table, column: int) -> bool:
    """Whether a column is of figures, which documents set to the right."""
    return column in (*table.figures, *table.shares) or any(
        column < len(row) and row[column] is not None for row in table.numbers[: len(table.rows)]
    )


def remarks(part: Part) -> list[str]:
    """What stands under a part: events on the line, notes, and what must stay visible."""
    chart, said = part.chart, []
    if chart:
        said += [f"{mark.at}: {mark.text}" for mark in chart.marks]
        said += chart.notes
        said += [PROVISIONAL] if chart.provisional else []
        said += [ILLUSTRATIVE] if chart.shows_illustrative else []
    said += part.table.notes
    return [text for text in dict.fromkeys(said) if text]
