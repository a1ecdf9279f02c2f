"""The pack as CSV files in a zip, with a data package, a data dictionary and a readme."""

import hashlib
import io
import json
import re
import unicodedata
import zipfile

from charts.chart import Table
from charts.csv_text import csv_bytes, guarded
from exports.description import Pack, day
from exports.layout import is_figures
from exports.same_bytes import same_bytes
from exports.sheets import MEANINGS, Figure, Sheet, notes, sheets

MARKERS = [mark for mark, _ in MEANINGS]
DICTIONARY = "data-dictionary.csv"
_DIALECT = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n"}
_DICTIONARY_COLUMNS = ("File", "Column", "Type", "Unit", "Table", "How it is measured", "Base")


def write(pack: Pack) -> bytes:
    """The pack as a .zip file of CSV files and what describes them."""
    tables = sheets(pack)
    files = {file_name(sheet): csv_bytes(_table(sheet)) for sheet in tables}
    resources = [_resource(sheet, files[file_name(sheet)]) for sheet in tables]
    files[DICTIONARY] = csv_bytes(_dictionary(tables))
    resources.append(_dictionary_resource(files[DICTIONARY]))
    package = json.dumps(_package(pack, resources), ensure_ascii=False, indent=2)
    described = {
        "README.txt": _readme(pack, tables).encode("utf-8-sig"),
        "datapackage.json": f"{package}\n".encode(),
    }
    return same_bytes(_zip(described | files), pack.moment)


def file_name(sheet: Sheet) -> str:
    """Name of a table's file: its place in the pack, and its title in plain letters."""
    return f"{sheet.number:02d}-{_slug(sheet.title)}.csv"


def _slug(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    return words[:60].rstrip("-") or "table"


def _table(sheet: Sheet) -> Table:
    texts = [tuple("" if isinstance(c, Figure) else c for c in row) for row in sheet.rows]
    numbers = [tuple(c.value if isinstance(c, Figure) else None for c in r) for r in sheet.rows]
    return Table(sheet.title, sheet.columns, tuple(texts), tuple(numbers))


def _type(sheet: Sheet, column: int) -> str:
    """Type of a column: "integer" or "number" where all but markers are figures."""
    known = [row[column] for row in sheet.rows if row[column] not in MARKERS]
    if not known and is_figures(sheet.part.table, column):
        return "number"
    if not known or not all(isinstance(cell, Figure) for cell in known):
        return "string"
    return "integer" if all(isinstance(cell.value, int) for cell in known) else "number"


def _unit(sheet: Sheet, column: int) -> str:
    if column in sheet.part.table.shares:
        return "share from 0 to 1"
    figures = [row[column] for row in sheet.rows if isinstance(row[column], Figure)]
    if not figures:
        return "words"
    if all("%" in figure.shown for figure in figures):
        return "share from 0 to 1"
    chart = sheet.part.chart
    return chart.unit if chart and chart.unit and chart.unit != "%" else "number"


def _resource(sheet: Sheet, content: bytes) -> dict:
    fields = []
    for c, column in enumerate(sheet.columns):
        about = {"name": guarded(column), "type": _type(sheet, c), "description": _unit(sheet, c)}
        fields.append(about)
    told = " ".join(text if text.endswith(".") else f"{text}." for text in sheet.sentences)
    return _described(file_name(sheet), sheet.title, told, fields, content)


def _described(path: str, title: str, told: str, fields: list[dict], content: bytes) -> dict:
    return {
        "name": path.removesuffix(".csv"),
        "path": path,
        "title": title,
        "description": told,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": _DIALECT,
        "schema": {"fields": fields, "missingValues": ["", *MARKERS]},
    }


def _dictionary(tables: list[Sheet]) -> Table:
    rows = tuple(
        (
            file_name(sheet),
            column,
            _type(sheet, c),
            _unit(sheet, c),
            sheet.title,
            sheet.part.definition,
            sheet.part.base,
        )
        for sheet in tables
        for c, column in enumerate(sheet.columns)
    )
    return Table("Data dictionary", _DICTIONARY_COLUMNS, rows)


def _dictionary_resource(content: bytes) -> dict:
    fields = [{"name": name, "type": "string"} for name in _DICTIONARY_COLUMNS]
    told = "Every column of every file of this package."
    return _described(DICTIONARY, "Data dictionary", told, fields, content)


def _package(pack: Pack, resources: list[dict]) -> dict:
    told = [*pack.marks, pack.standing, *(text for _, text in notes(pack))]
    return {
        "name": f"collaboration-oversight-{pack.quarter_code.lower()}",
        "profile": "tabular-data-package",
        "title": pack.full_title,
        "description": " ".join(dict.fromkeys(told)),
        "created": pack.moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "version": f"{pack.revision}",
        "resources": resources,
    }


def _readme(pack: Pack, tables: list[Sheet]) -> str:
    lines = [pack.full_title, "", *pack.marks, pack.standing, f"Day: {day(pack.day)}.", ""]
    lines += ["Each file is one table, as text in UTF-8 with commas.", ""]
    lines += ["Notes and markers", *(f"{which}: {text}" for which, text in notes(pack)), ""]
    lines += ["An apostrophe stands before text that a program could run. It is not part of it."]
    lines += ["", "Files", f"{DICTIONARY}: every column of every file, with its meaning"]
    lines += [f"{file_name(sheet)}: {sheet.title}" for sheet in tables]
    return "\r\n".join(lines) + "\r\n"


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return out.getvalue()
