"""One file, whatever it is: told by its first bytes, then read or refused."""

import codecs
import re
from collections.abc import Callable
from pathlib import Path

from intake.mapping import Mapping
from intake.problems import Refused
from intake.reading.text_file import read_text
from intake.reading.workbook import read_workbook
from intake.table import Table

MOST_MB = 500  # of a file that a command reads; uploads have a setting of their own

_OTHERS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "a text document"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a data file of another kind"),
)
_MARKUP = re.compile(rb"<(?:[!?]|[A-Za-z]+[\s/>])")
_JSON = re.compile(rb'\[?\s*\{\s*"')
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_file(
    path: Path, mapping: Mapping, *, name: str = "", progress: Callable[[str, float], None]
) -> Table:
    """The sheet of a file that the mapping names, as text.

    `name` is the file's name as its owner knows it. Refused where it cannot be read.
    """
    name = name or path.name
    if path.exists() and not path.is_file():
        raise Refused(
            f"“{name}” is no ordinary file. Choose a CSV or XLSX file.", "no ordinary file"
        )
    size = path.stat().st_size
    if size == 0:
        raise Refused("The file is empty. Choose a file with a header row and data.", "empty")
    if size > MOST_MB * 1024 * 1024:
        raise Refused(
            f"The file has {size / 1024 / 1024:,.0f} MB. "
            f"Split it into files of {MOST_MB} MB at most.",
            "too many bytes",
        )
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip(b"\0"):
        raise Refused(
            "The file begins with nothing but zero bytes: it was damaged on its way. Get it anew.",
            "damaged",
        )
    if _is_workbook(path, start, name):
        return read_workbook(path, mapping, progress=progress)
    return read_text(path, mapping, progress=progress)


def _is_workbook(path: Path, start: bytes, name: str) -> bool:
    ending = Path(name).suffix.lower()
    if start.startswith(_OLE):
        _refuse_ole(path)
    if start.startswith(b"PK"):
        if b"mimetypeapplication/vnd.oasis.opendocument" in start[:200]:
            raise Refused(
                "The file is an OpenDocument file (.ods), which is not read here. "
                "Save it as .xlsx or .csv and choose it again.",
                "renamed",
            )
        if ending == ".xlsb":
            raise Refused(
                "The file is a binary workbook (.xlsb). Save it as .xlsx and choose it again.",
                "renamed",
            )
        if ending not in {".xlsx", ".xlsm", ".xltx", ".xltm", ""}:
            raise Refused(
                f"The file is named “{ending}” but is a zip archive or workbook inside. "
                "Save it as .xlsx or .csv and choose it again.",
                "renamed",
            )
        return True
    bare = start.removeprefix(codecs.BOM_UTF8).lstrip()
    for first, what in _OTHERS:
        if bare.startswith(first):
            raise Refused(
                f"The file is {what}, whatever its name says. Choose a CSV or XLSX file.",
                "renamed",
            )
    if ending in {".xlsx", ".xlsm", ".xls"}:
        raise Refused(
            f"The file is named “{ending}” but is not a workbook inside. "
            "Save it as .xlsx or .csv and choose it again.",
            "renamed",
        )
    if _MARKUP.match(bare):
        raise Refused("The file is a web or XML page. Save it as CSV or XLSX.", "renamed")
    if _JSON.match(bare):
        raise Refused("The file is JSON, not a table. Save it as CSV or XLSX.", "renamed")
    return False


def _refuse_ole(path: Path) -> None:
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        raise Refused(
            "The workbook is encrypted. Remove its password in Excel and save it again.",
            "encrypted",
        )
    raise Refused(
        "The file is an old workbook (.xls). Save it as .xlsx in Excel and choose it again.",
        "old workbook",
    )
