"""Making a pack's files: which formats there are, their names, and their hashes."""

import hashlib
import importlib
from collections.abc import Iterator
from dataclasses import dataclass

from exports.description import Pack


@dataclass(frozen=True)
class Format:
    """One format: the writer's module and function, the file's ending, and its name for people."""

    code: str
    name: str
    module: str
    function: str
    ending: str


FORMATS = (
    Format("powerpoint", "PowerPoint", "powerpoint", "write", ".pptx"),
    Format("word", "Word", "word", "write", ".docx"),
    Format("easy-word", "Easy Read, Word", "easy_read", "write_word", "-easy-read.docx"),
    Format("easy-pdf", "Easy Read, PDF", "easy_read", "write_pdf", "-easy-read.pdf"),
    Format("pdf", "PDF", "pdf", "write", ".pdf"),
    Format("xlsx", "Excel spreadsheet", "spreadsheet", "write_xlsx", ".xlsx"),
    Format("ods", "OpenDocument spreadsheet", "spreadsheet", "write_ods", ".ods"),
    Format("csv", "CSV tables in a zip", "csv_zip", "write", "-csv.zip"),
)
BY_CODE = {form.code: form for form in FORMATS}


class FormatError(ValueError):
    """An unknown format was asked for; the text lists those there are."""


@dataclass(frozen=True)
class Made:
    """One file of a pack."""

    format: Format
    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The file's hash, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def formats(codes: list[str] | tuple[str, ...] | None) -> tuple[Format, ...]:
    """The formats of some codes in their set order; all where none are named."""
    if not codes:
        return FORMATS
    unknown = [code for code in codes if code not in BY_CODE]
    if unknown:
        raise FormatError(f"There is no format “{unknown[0]}”. There are: {', '.join(BY_CODE)}.")
    return tuple(form for form in FORMATS if form.code in codes)


def file_name(pack: Pack, unit: str, form: Format) -> str:
    """The file's name: what it is, of which unit, quarter and revision, or that it is a draft."""
    state = f"draft-{pack.as_of:%Y-%m-%d}" if pack.draft else f"revision-{pack.revision}"
    return f"review-{unit}-{pack.quarter_code}-{state}{form.ending}"


def make(pack: Pack, *, unit: str, codes: list[str] | None = None) -> Iterator[Made]:
    """The files of a pack, one at a time, so that progress can be told."""
    for form in formats(codes):
        writer = getattr(importlib.import_module(f"exports.{form.module}"), form.function)
        yield Made(form, file_name(pack, unit, form), writer(pack))
