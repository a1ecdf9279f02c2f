"""Words on charts: harmless to the drawing library, broken into lines that fit."""

import re
import textwrap
from decimal import ROUND_HALF_UP, Decimal
from html import escape

from charts.chart import Series

WIDTH_PER_EM = 0.56


def safe(text: str) -> str:
    """The text as typed: plotly reads some HTML in every text, and people's words are not HTML."""
    return escape(" ".join(text.split()), quote=False)


def wrapped(text: str, width: int, lines: int = 3) -> str:
    """The text in at most so many lines of so many characters, an ellipsis where it is cut."""
    parts = textwrap.wrap(_kept_together(text), max(width, 2), break_long_words=True)
    if len(parts) > lines:
        parts = [*parts[: lines - 1], parts[lines - 1][: width - 1].rstrip() + "…"]
    return "<br>".join(escape(part, quote=False) for part in parts)


def longest_word(texts: list[str]) -> int:
    """Letters of the longest word in the texts; 0 where there is none."""
    return max((len(word) for text in texts for word in text.split()), default=0)


def pixels(text: str, size: float) -> float:
    """Roughly how wide the longest line of a text is drawn."""
    return max((len(line) for line in text.split("<br>")), default=0) * size * WIDTH_PER_EM


def line_count(texts: list[str]) -> int:
    """Lines of the text that has most of them; 1 where there is none."""
    return max((text.count("<br>") + 1 for text in texts), default=1)


def worded(value: float | None, unit: str, *, whole: bool = True) -> str:
    """A value as a mark prints it where its maker gave no text; whole numbers as such."""
    if value is None:
        return "no figure"
    if unit == "%":
        return _percent(value)
    if whole and float(value).is_integer():
        return f"{int(value):,}"
    return half_up(value, 1)


def half_up(value: float, places: int) -> str:
    """A number to so many places, halves up as its digits stand: 3.25 is 3.3."""
    return f"{_rounded(value, places):,}"


def texts_of(series: Series, unit: str) -> list[str]:
    """What is printed at each mark of a series, as long as its values."""
    if series.texts:
        return [safe(text) for text in series.texts]
    whole = all(value is None or float(value).is_integer() for value in series.values)
    return [worded(value, unit, whole=whole) for value in series.values]


def axis_title(title: str, unit: str) -> str:
    """An axis title with its unit; percentages and words already there are not repeated."""
    if not unit or unit == "%" or unit.lower() in title.lower():
        return safe(title)
    return safe(f"{title} ({unit})" if title else unit.capitalize())


def _kept_together(text: str) -> str:
    """One line, its short brackets such as "(n 12)" and counts such as "of 29" unbreakable."""
    one_line = " ".join(text.split())
    return re.sub(r"(\(\S+|\bn|\bof) (?=[\d)\w]{1,6}\)?(?:\s|$|,))", "\\1\u00a0", one_line)


def _percent(share: float) -> str:
    whole = _rounded(share, 2) * 100
    if not whole and share > 0:
        return "under 1%"
    return "over 99%" if whole == 100 and share < 1 else f"{whole:.0f}%"


def _rounded(value: float, places: int) -> Decimal:
    return Decimal(repr(float(value))).quantize(Decimal((0, (1,), -places)), ROUND_HALF_UP)
