"""The same pack makes the same bytes, wherever and whenever it is made."""

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from exports.same_bytes import same_bytes
from tests.exports.conftest import WRITERS
from tests.exports.sample import closed, sample

ROOT = Path(__file__).resolve().parents[2]
MOMENT = datetime(2026, 11, 14, 12, tzinfo=UTC)


def zipped(*files: tuple[str, bytes], year: int = 2020) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, (year, 1, 2, 3, 4, 6)), content)
    return out.getvalue()


def test_another_process_with_another_seed_and_time_zone_agrees(written):
    around = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.exports.digests"]
    done = subprocess.run(command, cwd=ROOT, env=around, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    there = dict(line.split() for line in done.stdout.splitlines())
    assert there == {n: hashlib.sha256(content).hexdigest() for n, content in written.items()}


def test_an_open_document_does_not_depend_on_what_the_process_read_before(written):
    from odf.element import Element

    Element.namespaces = {
        "urn:of-another-file": "ns77",
        **dict(reversed(Element.namespaces.items())),
    }
    assert WRITERS["ods"](sample()) == written["ods"]


def test_entries_carry_the_one_moment_inside_and_out(written):
    for name in ("powerpoint", "word", "easy-word", "xlsx", "ods", "csv"):
        archive = zipfile.ZipFile(io.BytesIO(written[name]))
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 8, 14, 12, 0, 0)}
        if "docProps/core.xml" in archive.namelist():
            about = archive.read("docProps/core.xml").decode()
            assert about.count("2026-08-14T12:00:00Z") == 2
        for entry in archive.namelist():
            if entry.endswith(".xlsx"):
                book = zipfile.ZipFile(io.BytesIO(archive.read(entry)))
                assert {e.date_time for e in book.infolist()} == {(2026, 8, 14, 12, 0, 0)}
                assert b"2026-08-14T12:00:00Z" in book.read("docProps/core.xml")


def test_zips_that_differ_in_their_dates_alone_become_one():
    for inner in (zipped(("a.xml", b"<a/>")), b"plain"):
        one, two = (zipped(("in.xlsx", inner), ("b", b"b"), year=y) for y in (2020, 2024))
        assert one != two
        assert same_bytes(one, MOMENT) == same_bytes(two, MOMENT)


def test_the_entries_and_their_order_are_kept():
    files = (("mimetype", b"application/x"), ("z.xml", b"<z/>"), ("a.xml", b"<a/>"))
    archive = zipfile.ZipFile(io.BytesIO(same_bytes(zipped(*files), MOMENT)))
    assert [(n, archive.read(n)) for n in archive.namelist()] == list(files)
    assert archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED


def test_what_is_no_zip_is_left_alone():
    assert same_bytes(b"%PDF-1.7 and more", MOMENT) == b"%PDF-1.7 and more"


@pytest.mark.parametrize("name", WRITERS)
def test_another_day_makes_other_bytes(name, written):
    again = WRITERS[name](closed())
    assert hashlib.sha256(again).digest() != hashlib.sha256(written[name]).digest()
