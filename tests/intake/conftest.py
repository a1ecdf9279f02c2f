"""A store with the small lists, and short ways to bring a file in."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from intake.kinds.all import KINDS
from intake.mapping import Mapping
from intake.permission import Permit
from intake.run import commit, prepare
from models.store import writing
from tests.records import Records

EVERYTHING = Permit("tester", None, True)
HEADER = "id,service,kind,heard,heard_on,told_on"
ROW = "F1,adults-1,individual,The form is long,2026-08-03,2026-08-20"


class Files:
    """Brings files into the test's store."""

    def __init__(self, folder: Path):
        self.folder = folder

    def path(self, content, name: str = "file.csv") -> Path:
        """A file with this content: bytes, text, or rows of a workbook."""
        path = self.folder / name
        if isinstance(content, Workbook):
            held = io.BytesIO()
            content.save(held)
            content = held.getvalue()
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def preview(self, content, kind="feedback", *, name="file.csv", permit=EVERYTHING, **mapping):
        """The preview of a file, without any answer."""
        return self.prepared(content, kind, name=name, permit=permit, **mapping).preview

    def prepared(self, content, kind="feedback", *, name="file.csv", permit=EVERYTHING, **mapping):
        """The preview and its records."""
        return prepare(self.path(content, name), KINDS[kind], Mapping(**mapping), permit)

    def load(self, content, kind="feedback", *, name="file.csv", permit=EVERYTHING, **mapping):
        """Bring a file in, every question answered as suggested."""
        held = Mapping(**mapping)
        path = self.path(content, name)
        for _ in range(5):
            prepared = prepare(path, KINDS[kind], held, permit)
            waiting = [q for q in prepared.preview.open_questions if q.suggested]
            if not waiting:
                break
            held.answers |= {q.code: q.suggested for q in waiting}
        return commit(prepared, permit)


@pytest.fixture
def files(store: str, tmp_path: Path) -> Files:
    """A store with lists, and a folder of files."""
    with writing() as session:
        Records(session).lists()
    folder = tmp_path / "files"
    folder.mkdir()
    return Files(folder)


def csv_of(*rows: str, header: str = HEADER) -> str:
    """A CSV of feedback items."""
    return "\n".join((header, *rows)) + "\n"


def book_of(*rows, header=tuple(HEADER.split(","))) -> Workbook:
    """A workbook of feedback items."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Items"
    sheet.append(list(header))
    for row in rows:
        sheet.append(list(row))
    return book


def codes(preview) -> set[str]:
    """The short names of what a preview refuses."""
    return {problem.code for problem in preview.refusals}


def asked(preview) -> set[str]:
    """The codes of what a preview asks."""
    return {question.code for question in preview.open_questions}
