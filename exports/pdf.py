"""The pack as a tagged PDF: every chart with its alternative text and its table."""

from exports.description import Pack, Part, Section
from exports.drawing import drawing
from exports.layout import column_shares, is_figures, remarks
from exports.plain_text import breakable, spoken
from exports.typesetting import tagged_pdf

NOTHING = "Nothing is recorded here for this quarter."


def write(pack: Pack) -> bytes:
    """The pack as PDF/A-2a and PDF/UA-1."""
    return tagged_pdf("pack.typ", _data(pack), pack.moment)


def page_data(pack: Pack) -> dict:
    """What every page of any PDF of the pack says: title, unit, day, marks, foot."""
    return {
        "title": _said(pack.full_title),
        "unit": _said(pack.unit_name),
        "day": [pack.day.year, pack.day.month, pack.day.day],
        "marks": [_said(mark) for mark in pack.marks],
        "foot": _said(f"{pack.unit_name}, {pack.quarter_label}"),
    }


def _data(pack: Pack) -> dict:
    version = f"Definitions: version {pack.definitions_version}."
    sections = [Section("The main points", pack.summary)] if pack.summary else []
    sections += pack.sections
    sections.append(Section("About these figures", (pack.standing, version, *pack.notes)))
    return {
        **page_data(pack),
        "opening": [_said(text) for text in (pack.standing, *pack.marks)],
        "nothing": NOTHING,
        "sections": [
            {
                "heading": _said(section.heading) or "Figures",
                "intro": [_said(text) for text in section.intro],
                "parts": [_part(part) for part in section.parts],
            }
            for section in sections
        ],
    }


def _part(part: Part) -> dict:
    chart, table = part.chart, part.table
    drawn = chart is not None and not chart.empty
    basis = [f"Base: {part.base}"] if part.base else []
    basis += [f"How it is measured: {part.definition}"] if part.definition else []
    wide = len(table.columns)
    return {
        "finding": _said(part.finding),
        "drawing": drawing(chart) if drawn else None,
        "alt": _said(chart.alt or chart.title or "Chart") if chart else "",
        "remarks": [_said(text) for text in _undrawn(part) + remarks(part)],
        "table": _said(table.title),
        "columns": [_said(name) for name in table.columns],
        "shares": column_shares(table),
        "right": [is_figures(table, c) for c in range(wide)],
        "rows": [[_said(text) for text in [*row, *[""] * wide][:wide]] for row in table.rows]
        if wide
        else [],
        "basis": [_said(text) for text in basis],
    }


def _undrawn(part: Part) -> list[str]:
    return [part.chart.alt] if part.chart and part.chart.empty and part.chart.alt else []


def _said(text: str) -> str:
    return breakable(spoken(text))
