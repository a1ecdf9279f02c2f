"""The sample pack written once in each format that these tests read back."""

from collections.abc import Callable

import pytest

from exports import csv_zip, easy_read, pdf, powerpoint, spreadsheet, word
from exports.description import Pack
from tests.exports.sample import sample

WRITERS: dict[str, Callable[[Pack], bytes]] = {
    "powerpoint": powerpoint.write,
    "word": word.write,
    "pdf": pdf.write,
    "easy-word": easy_read.write_word,
    "easy-pdf": easy_read.write_pdf,
    "xlsx": spreadsheet.write_xlsx,
    "ods": spreadsheet.write_ods,
    "csv": csv_zip.write,
}


@pytest.fixture(scope="session")
def written() -> dict[str, bytes]:
    """Each format of the sample pack."""
    pack = sample()
    return {name: write(pack) for name, write in WRITERS.items()}
