"""Signals as short lines, each with a link to the view that shows it."""

from html import escape

import pandas as pd
from sqlmodel import Session

from charts.overview import signals_title
from charts.rows import by, rows_of
from measures.signals import in_part, signals
from models.quarters import Quarter
from models.scope import Scope

FEW = 3  # of each kind on a page that shows more than signals


def few_signals(session: Session, *, scope: Scope, quarter: Quarter) -> tuple[str, str, int]:
    """(the finding, the first lines of each kind, how many there are), worked out once for a view.

    The lines are HTML of ours: people's own words in them are escaped.
    """
    found = signals(session, scope=scope, quarter=quarter)
    title = signals_title(found, in_part=in_part(session, scope=scope, quarter=quarter))
    return title, signal_lines(found, quarter=quarter, at_most=FEW), len(found)


def signal_lines(found: pd.DataFrame, *, quarter: Quarter, at_most: int | None = None) -> str:
    """Each signal as a line under its kind, with its figures and a link, as HTML.

    The first `at_most` of each kind are given, and the rest counted.
    """
    parts = []
    for kind, rows in by(rows_of(found), lambda row: row.kind).items():
        shown = rows[:at_most]
        lines = [
            f'<li><a href="{escape(_address(row, quarter))}">{escape(row.label)}</a>: '
            f"{escape(row.finding)}</li>"
            for row in shown
        ]
        if len(shown) < len(rows):
            lines.append(f"<li>and {len(rows) - len(shown)} more of this kind</li>")
        parts.append(f"<p><strong>{escape(kind)}</strong></p><ul>{''.join(lines)}</ul>")
    return f'<div class="signals">{"".join(parts)}</div>'


def signals_link(count: int, quarter: Quarter, unit: dict[str, str]) -> str:
    """The way to every signal of the same view, as HTML; nothing where there is none."""
    if not count:
        return ""
    asked = "".join(f"&{name}={code}" for name, code in unit.items())
    address = f"/conversation?quarter={quarter.code}{asked}"
    words = "The signal, with its rule" if count == 1 else f"All {count} signals, with their rules"
    return f'<p class="signals"><a href="{escape(address)}">{words}</a></p>'


def _address(row, quarter: Quarter) -> str:
    """The view that shows a signal: the page, with its quarter and unit."""
    if row.unit in {"county", "own"}:
        return f"/{row.page}?quarter={quarter.code}"
    kind = "service" if row.service else "directorate"
    return f"/{row.page}?quarter={quarter.code}&{kind}={row.unit}"
