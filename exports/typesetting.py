"""Typst, with our own fonts and a fixed day: tagged PDF, and pictures as PNG."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path

import typst

from exports.plain_text import font_folder

_HERE = Path(__file__).resolve().parent


def tagged_pdf(template: str, data: dict, moment: datetime) -> bytes:
    """The template filled with data, as PDF/A-2a and PDF/UA-1.

    template  a .typ file of this folder, which reads sys.inputs.pack
    data      what it says; texts are text there, never markup
    """
    return _compile(
        (_HERE / template).read_bytes(),
        sys_inputs={"pack": json.dumps(data, ensure_ascii=False)},
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(moment.timestamp()),
    )


def picture(svg: bytes, points: int = 120) -> bytes:
    """An SVG as a square PNG, `points` of an inch / 72 wide, at 2 pixels a point."""
    page = f"#set page(width: {points}pt, height: {points}pt, margin: 0pt, fill: none)\n"
    shown = '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    return _compile(
        (page + shown).encode(), sys_inputs={"svg": svg.decode()}, format="png", ppi=144
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(font_folder())],
    )


def _compile(source: bytes, **how) -> bytes:
    inputs = how.pop("sys_inputs")
    made = typst.Compiler(source, font_paths=_fonts(), sys_inputs=inputs).compile(**how)
    return made[0] if isinstance(made, list) else made
