"""How the meeting screen is laid out: one fixed page, scaled by the height of the screen.

Everything is sized in rem or scaled as a whole, so that 1920×1080 shows what
1280×720 shows, half as large again. Letters of text are 18 px or more.
"""

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from itertools import accumulate
from operator import truediv
from textwrap import wrap

from charts.chart import Chart, Kind, Table
from charts.plotly import specification

# Of a list: letters across the screen, the height of a line and of a gap in rem, and the height
# that the list may have, alone and under figures.
_LIST_LETTERS, _LIST_LINE, _LIST_GAP = 84, 1.95, 0.5
_LIST_HIGH, _LIST_HIGH_UNDER_FIGURES = 25.5, 21.0
# Of a table: letters across the screen, those between columns, a line and a gap in rem, the
# height that the table may have, and how much wider than others letters in bold are.
_TABLE_LETTERS, _BETWEEN, _TABLE_LINE, _TABLE_GAP, _TABLE_HIGH = 136, 1.4, 1.2, 0.44, 25.0
_BOLD = 1.08
_NOTE_LETTERS = 250
# Pixels for a chart on a screen of 720 lines, under a title of two lines, and under figures too.
_ROOM, _ROOM_UNDER_FIGURES, _ACROSS = 440, 320, 1200
_SCALES = (1.5, 1.35, 1.2, 1.1, 1.0)

STYLE = """<style>
html { font-size: max(18px, 2.5vh) !important; }
html, body, .stApp, [data-testid="stMain"] { overflow: hidden !important; }
[data-testid="stSidebar"], [data-testid="stSidebarCollapsedControl"], [data-testid="stHeader"],
[data-testid="stExpandSidebarButton"] { display: none !important; }
[data-testid="stMainBlockContainer"] { padding: 0.6rem 2rem 0 !important; max-width: none; }
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] { gap: 0.2rem; }
.mt { color: #0B0C0C; }
.mt h1 { font-size: 2.15rem; line-height: 1.12; margin: 0; padding: 0; font-weight: 700; }
.mt h1.long { font-size: 1.75rem; }
.mt p { font-size: 1.05rem; margin: 0; line-height: 1.3; }
.mt .marks { font-weight: 700; }
.mt .figures { display: grid; grid-template-columns: 1fr 1fr; gap: 0.7rem 1.2rem;
  margin-top: 0.6rem; }
.mt .figures.flat { grid-template-columns: repeat(4, auto); justify-content: start;
  gap: 0.4rem 2.4rem; }
.mt .figures.four { height: 26.5rem; grid-template-rows: 1fr 1fr; }
.mt .figures.four div { border: 2px solid #767676; padding: 0.9rem 1.2rem; }
.mt .figures.four b { font-size: 2.5rem; } .mt .figures.four span { font-size: 1.5rem; }
.mt .figures b { display: block; font-size: 2.1rem; line-height: 1.12; }
.mt .figures.flat b { font-size: 1.9rem; }
.mt .figures span { font-size: 1.1rem; }
.mt ul { margin: 0.7rem 0 0; padding-left: 1.6rem; }
.mt li { font-size: 1.6rem; line-height: 1.22; margin: 0 0 0.5rem; }
.mt table { border-collapse: collapse; width: 100%; margin-top: 0.5rem; table-layout: auto; }
.mt th, .mt td { font-size: 1rem; text-align: left; padding: 0.22rem 0.7rem 0.22rem 0;
  border-bottom: 1px solid #767676; vertical-align: top; line-height: 1.2; }
.mt .under { font-size: 1rem; line-height: 1.2; }
.mt .over { font-size: 1.35rem; line-height: 1.35; margin-top: 1rem; }
.mt dl { display: grid; grid-template-columns: auto 1fr; gap: 0.35rem 1.6rem; margin-top: 1rem;
  font-size: 1.3rem; }
.mt dt { font-weight: 700; } .mt dd { margin: 0; }
.mt .black { position: fixed; inset: 0; background: #000; z-index: 999990; }
.st-key-meeting_bar { position: fixed; bottom: 0; left: 0; right: 0; background: #fff;
  padding: 0.25rem 2rem; border-top: 2px solid #767676; z-index: 100; }
.st-key-meeting_bar button { min-height: 0; padding: 0.1rem 0.5rem; }
.st-key-meeting_bar :is(button, button *, p) { font-size: 1rem !important; }
.st-key-unseen { position: absolute !important; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); }
</style>"""
NO_CHART = """<style>.st-key-slide_chart { visibility: hidden; height: 0; overflow: hidden; }
</style>"""

KEYS = (
    ("Right or Page Down", "the next screen"),
    ("Left or Page Up", "the screen before"),
    ("T", "the table; again for more rows"),
    ("D", "how this is measured"),
    ("Y", "“you said, we did”; again for more"),
    ("A", "ask about this (for the Group)"),
    ("B", "a black screen"),
    ("H", "these keys"),
    ("Q or Esc", "leave: closes what is open, then the meeting screen"),
)


def chart_size(chart: Chart, *, under_figures: bool) -> tuple[float, int, int]:
    """How much a chart is enlarged as a whole, and its height and width in pixels before that.

    The largest scale at which the drawing has the room that it asks for.
    """
    room = _ROOM_UNDER_FIGURES if under_figures else _ROOM
    # Only what has cells cannot be drawn closer together.
    cells = chart.kind in {Kind.HEATMAP, Kind.TILES}
    for scale in _SCALES if cells else _SCALES[:3]:
        width = int(_ACROSS / scale)
        if specification(chart, meeting=True, width=width)["layout"]["height"] * scale <= room:
            break
    return scale, int(room / scale), width


def scaled_chart(scale: float) -> str:
    """The rules that enlarge the chart, more on a higher screen."""
    rules = [f".st-key-slide_chart {{ zoom: {scale:.3f}; }}"]
    for lines in (800, 900, 1000, 1080, 1440):
        larger = f".st-key-slide_chart {{ zoom: {scale * lines / 720:.3f}; }}"
        rules.append(f"@media (min-height: {lines}px) {{ {larger} }}")
    return f"<style>{' '.join(rules)}</style>"


def head(question: str, title: str, about: str, marks: Sequence[str], note: str = "") -> str:
    """The answer as the heading, the question and the unit above it, the marks below."""
    long = ' class="long"' if len(title) > 75 else ""
    words = " · ".join(escape(mark) for mark in marks)
    said = f"<p>{escape(note)}</p>" if note else ""
    return (
        f'<div class="mt"><p>{escape(question)} <b>{escape(about)}</b></p>'
        f'<h1{long}>{escape(title)}</h1><p class="marks">{words}</p>{said}</div>'
    )


def figures(items: Sequence[tuple[str, str]], *, alone: bool) -> str:
    """Figures drawn large; `alone` in four boxes that fill the screen."""
    if not items:
        return ""
    kind = "four" if alone else "flat"
    boxes = "".join(f"<div><b>{escape(a)}</b><span>{escape(b)}</span></div>" for a, b in items)
    return f'<div class="mt"><div class="figures {kind}">{boxes}</div></div>'


def lines(items: Sequence[str], *, counts: Sequence[int] = (), under_figures: bool = False) -> str:
    """Sentences as a list, as many as fit; the things in those that find no room are counted.

    counts   how many things each sentence is about; one where it is left out
    """
    if not items:
        return ""
    counts = counts or [1] * len(items)
    room = _LIST_HIGH_UNDER_FIGURES if under_figures else _LIST_HIGH
    high = [_LIST_GAP + _LIST_LINE * _lines_of(item, _LIST_LETTERS) for item in items]
    some = len(items) if sum(high) <= room else _fitting(high, room - _LIST_GAP - _LIST_LINE)
    shown = [f"<li>{escape(item)}</li>" for item in items[:some]]
    if some < len(items):
        shown.append(f"<li>and {sum(counts[some:])} more: press T for the table</li>")
    return f'<div class="mt"><ul>{"".join(shown)}</ul></div>'


def _fitting(heights: Sequence[float], room: float) -> int:
    """How many fit one below the other, at least one."""
    reached = list(accumulate(heights))
    return max(1, sum(height <= room for height in reached))


def _lines_of(text: str, letters: float) -> int:
    if len(text) <= letters:
        return 1
    return len(wrap(text, max(1, int(letters))))


def table(shown: Table, *, page: int) -> str:
    """Some rows of a table: the first that fit, or the next ones at each press of its key."""
    first, end = _pages(shown)[page]
    rows = shown.rows[first:end]
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in shown.columns)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    where = ""
    if pages_of(shown) > 1:
        where = f"<p>Rows {first + 1} to {end} of {len(shown.rows)}.</p>"
    empty = "" if shown.rows else "<p>There are no rows to show.</p>"
    grid = f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>" if rows else ""
    return f'<div class="mt">{grid}{where}{empty}</div>'


def pages_of(shown: Table | None) -> int:
    """How many screens a table takes, at least one."""
    return len(_pages(shown)) if shown else 1


@lru_cache(maxsize=64)
def _pages(shown: Table) -> tuple[tuple[int, int], ...]:
    """The rows of each screen: the first one, and the one after the last."""
    found, first = [], 0
    for end in range(1, len(shown.rows) + 1):
        some = shown.rows[first:end]
        if len(some) > 1 and _high(shown.columns, some) > _TABLE_HIGH:
            found.append((first, end - 1))
            first = end - 1
    return (*found, (first, len(shown.rows)))


def _high(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> float:
    """How high a table with these rows is, in rem."""
    # Heads are bold, and so is the first cell of each row.
    bold = [[_BOLD] * len(columns), *[[_BOLD] + [1.0] * (len(columns) - 1)] * len(rows)]
    lines = [columns, *rows]
    widths = _widths(lines, bold)
    return sum(
        _TABLE_GAP + _TABLE_LINE * max(map(_lines_of, row, map(truediv, widths, weights)))
        for row, weights in zip(lines, bold, strict=True)
    )


def _widths(lines: list, bold: list) -> list[float]:
    """Letters that each column has, shared out as browsers do: first its longest word."""
    columns = [
        list(zip(cells, weights, strict=True))
        for cells, weights in zip(zip(*lines, strict=True), zip(*bold, strict=True), strict=True)
    ]
    least = [max(w * max(map(len, text.split()), default=0) for text, w in c) for c in columns]
    most = [max(w * len(text) for text, w in c) for c in columns]
    spare = max(_TABLE_LETTERS - _BETWEEN * len(columns) - sum(least), 0)
    wanted = sum(most) - sum(least)
    share = min(spare / wanted, 1.0) if wanted else 1.0
    return [low + share * (high - low) for low, high in zip(least, most, strict=True)]


def under(notes: Sequence[str]) -> str:
    """The notes under a chart, the first ones in full as far as there is room."""
    said = ""
    for note in notes:
        if said and len(said) + len(note) >= _NOTE_LETTERS:
            break
        said = f"{said} {note}".strip()
    return f'<div class="mt"><p class="under">{escape(said)}</p></div>' if said else "<span></span>"


def words(text: str) -> str:
    """A text over the screen, such as a definition."""
    return f'<div class="mt"><p class="over">{escape(text)}</p></div>'


def help_keys() -> str:
    """The keys and what they do."""
    rows = "".join(f"<dt>{escape(key)}</dt><dd>{escape(what)}</dd>" for key, what in KEYS)
    return f'<div class="mt"><dl>{rows}</dl></div>'


BLACK = '<div class="mt"><div class="black" role="img" aria-label="Black screen"></div></div>'
