"""The small parts of a workbook: its sheets, its shared texts, its number formats."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from posixpath import join, normpath
from xml.parsers import expat

from intake.problems import Refused

_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}
_BUILT_IN_PERCENT = {9, 10}
MOST_TEXT = 400_000_000  # characters of shared text kept in memory


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, whether it is hidden, and where its cells are."""

    name: str
    hidden: bool
    part: str

    def holds_data(self, archive: zipfile.ZipFile) -> bool:
        """Whether it has any cell with something in it."""
        with archive.open(self.part) as stream:
            tail = b""
            while block := stream.read(1 << 16):
                if re.search(rb"<(\w+:)?(v|is|f)[ >]", tail + block):
                    return True
                tail = block[-40:]
        return False


@dataclass(frozen=True)
class Styles:
    """What a cell's style says of its number."""

    dates: frozenset[int]
    percents: frozenset[int]
    serials_1904: bool


def parse(stream, start: Callable, end: Callable | None, text: Callable | None) -> None:
    """Stream XML through handlers. Refused where it declares entities or is damaged."""
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.EntityDeclHandler = _refuse_declaration
    try:
        while block := stream.read(1 << 18):
            parser.Parse(block)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Refused(
            "The workbook is damaged inside. Save it again as .xlsx.", "damaged"
        ) from None


def _refuse_declaration(*_: object) -> None:
    raise Refused(
        "The workbook declares XML entities, which no spreadsheet needs. "
        "Copy its data into a new workbook and save that.",
        "entities",
    )


def local(name: str) -> str:
    """An element's or attribute's name without its namespace."""
    return name.rpartition("|")[2]


def read_sheets(archive: zipfile.ZipFile) -> tuple[list[Sheet], bool]:
    """The sheets in their order, and whether days count from 1904."""
    listed: list[tuple[str, bool, str]] = []
    since_1904 = []

    def start(name: str, attributes: dict) -> None:
        found = {local(key): value for key, value in attributes.items()}
        if local(name) == "sheet":
            listed.append((found["name"], found.get("state", "visible") != "visible", found["id"]))
        elif local(name) == "workbookPr":
            since_1904.append(found.get("date1904", "0") in {"1", "true"})

    with archive.open("xl/workbook.xml") as stream:
        parse(stream, start, None, None)
    targets = _targets(archive)
    names = set(archive.namelist())
    sheets = [Sheet(name, hidden, targets.get(rid, "")) for name, hidden, rid in listed]
    return [s for s in sheets if s.part in names and "sheet" in s.part], any(since_1904)


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    targets: dict[str, str] = {}

    def start(name: str, found: dict) -> None:
        if local(name) == "Relationship" and found.get("TargetMode") != "External":
            target = found["Target"]
            whole = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            targets[found["Id"]] = whole

    try:
        with archive.open("xl/_rels/workbook.xml.rels") as stream:
            parse(stream, start, None, None)
    except KeyError:
        raise Refused(
            "The workbook is damaged inside. Save it again as .xlsx.", "damaged"
        ) from None
    return targets


def read_shared_strings(archive: zipfile.ZipFile) -> list[str]:
    """The texts that cells point to, in order. Phonetic hints are left out."""
    strings: list[str] = []
    if "xl/sharedStrings.xml" not in archive.namelist():
        return strings
    held: list[str] = []
    state = {"phonetic": 0, "text": False, "size": 0}

    def start(name: str, _found: dict) -> None:
        tag = local(name)
        if tag == "si":
            held.clear()
        elif tag == "rPh":
            state["phonetic"] += 1
        state["text"] = tag == "t" and not state["phonetic"]

    def end(name: str) -> None:
        tag = local(name)
        if tag == "si":
            strings.append("".join(held))
        elif tag == "rPh":
            state["phonetic"] -= 1
        state["text"] = False

    def text(data: str) -> None:
        if state["text"]:
            held.append(data)
            state["size"] += len(data)
            if state["size"] > MOST_TEXT:
                raise Refused("The workbook holds too much text. Split it.", "too many bytes")

    with archive.open("xl/sharedStrings.xml") as stream:
        parse(stream, start, end, text)
    return strings


def read_styles(archive: zipfile.ZipFile, serials_1904: bool) -> Styles:
    """Which styles mean a date, and which a percentage."""
    formats: dict[int, str] = {}
    cells: list[int] = []
    inside = {"cellXfs": False}

    def start(name: str, found: dict) -> None:
        tag = local(name)
        if tag == "numFmt":
            formats[int(found["numFmtId"])] = found.get("formatCode", "")
        elif tag == "cellXfs":
            inside["cellXfs"] = True
        elif tag == "xf" and inside["cellXfs"]:
            cells.append(int(found.get("numFmtId", 0)))

    def end(name: str) -> None:
        if local(name) == "cellXfs":
            inside["cellXfs"] = False

    if "xl/styles.xml" in archive.namelist():
        with archive.open("xl/styles.xml") as stream:
            parse(stream, start, end, None)
    dates = {i for i, code in enumerate(cells) if _is_date(code, formats)}
    percents = {i for i, code in enumerate(cells) if _is_percent(code, formats)}
    return Styles(frozenset(dates), frozenset(percents), serials_1904)


def _is_date(code: int, formats: dict[int, str]) -> bool:
    if code in formats:
        bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", formats[code].split(";")[0])
        return bool(re.search(r"[dmyhs]", bare, re.IGNORECASE)) and "General" not in bare
    return code in _BUILT_IN_DATES


def _is_percent(code: int, formats: dict[int, str]) -> bool:
    return "%" in formats[code] if code in formats else code in _BUILT_IN_PERCENT
