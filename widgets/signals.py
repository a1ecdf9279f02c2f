"""Signals as short lines, each with a link to the view that shows it."""

import pandas as pd
import streamlit as st

from models.quarters import Quarter
from widgets.pickers import View
from widgets.plain import plain


def signal_lines(found: pd.DataFrame, *, quarter: Quarter, at_most: int | None = None) -> None:
    """Each signal as a line under its kind, with its figures and a link.

    The first `at_most` of each kind are drawn, and the rest counted.
    """
    lines = []
    for kind, rows in found.groupby("kind", sort=False):
        lines += [f"**{plain(kind)}**", ""]
        shown = rows if at_most is None else rows.head(at_most)
        lines += [
            f"- [{plain(r.label)}]({_address(r, quarter)}): {plain(r.finding)}"
            for r in shown.itertuples()
        ]
        if len(shown) < len(rows):
            lines.append(f"- and {len(rows) - len(shown)} more of this kind")
        lines.append("")
    if lines:
        st.markdown("\n".join(lines))


def signals_link(count: int, view: View) -> None:
    """The way to every signal of the same view."""
    if count:
        unit = "".join(f"&{name}={code}" for name, code in view.unit.items())
        address = f"/conversation?quarter={view.quarter.code}{unit}"
        st.markdown(f"[All {count} signals, with their rules]({address})")


def _address(row, quarter: Quarter) -> str:
    """The view that shows a signal: the page, with its quarter and unit."""
    unit = (
        ""
        if row.unit in {"county", "own"}
        else f"&{'service' if row.service else 'directorate'}={row.unit}"
    )
    if row.service:
        unit = f"&directorate={row.directorate}{unit}" if getattr(row, "directorate", "") else unit
    return f"/{row.page}?quarter={quarter.code}{unit}"
