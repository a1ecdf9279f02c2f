"""How text and tables are shared out over columns, slides and pages."""

from math import ceil

from charts.chart import Table
from exports.description import ILLUSTRATIVE, Part

PROVISIONAL = "Provisional: the quarter is not closed, and the figures can still change."


def column_shares(table: Table) -> list[float]:
    """Share of the width for each column, by its longest words and texts; adds up to 1."""
    wants = []
    for c, name in enumerate(table.columns):
        texts = [name, *(row[c] for row in table.rows if c < len(row))]
        longest = max(len(text) for text in texts)
        word = max((len(word) for text in texts for word in text.split()), default=1)
        wants.append(max(min(longest, 42), min(word, 24), 6) + 4)  # and the cell's margins
    return [want / sum(wants) for want in wants]


def lines(text: str, characters: float) -> int:
    """How many lines a text takes at so many characters a line."""
    return max(1, ceil(len(text) * 1.08 / max(characters, 1)))


def batches(table: Table, characters: int, most_lines: int) -> list[range]:
    """Rows that fit one slide each, at `characters` a line over the whole width."""
    shares = column_shares(table)
    out, start, used = [], 0, 0
    for r, row in enumerate(table.rows):
        taken = max(
            (lines(text, characters * s) for text, s in zip(row, shares, strict=False)), default=1
        )
        if used and used + taken > most_lines:
            out.append(range(start, r))
            start, used = r, 0
        used += taken
    out.append(range(start, len(table.rows)))
    return out


def is_figures(table: Table, column: int) -> bool:
    """Whether a column is of figures, which documents set to the right."""
    return any(
        column < len(row) and row[column] is not None for row in table.numbers[: len(table.rows)]
    )


def remarks(part: Part) -> list[str]:
    """What stands under a part: events on the line, notes, and what must stay visible."""
    chart, said = part.chart, []
    if chart:
        said += [f"{mark.at}: {mark.text}" for mark in chart.marks]
        said += chart.notes
        said += [PROVISIONAL] if chart.provisional else []
        said += [ILLUSTRATIVE] if chart.illustrative else []
    said += part.table.notes
    return [text for text in dict.fromkeys(said) if text]
