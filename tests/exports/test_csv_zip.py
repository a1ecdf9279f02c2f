"""The pack as CSV files in a zip, read back by the standard library."""

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace

from charts.chart import Table
from exports.csv_zip import write
from exports.description import Part, Section
from tests.exports.sample import DRAFT, nearly_empty, sample
from tests.exports.test_spreadsheet import hostile, protected


def files(pack) -> dict[str, bytes]:
    """Every file of the zip."""
    with zipfile.ZipFile(io.BytesIO(write(pack))) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def rows(content: bytes) -> list[list[str]]:
    """Rows of a CSV file."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def package(pack) -> dict:
    """The data package's description."""
    return json.loads(files(pack)["datapackage.json"])


def test_there_is_one_file_a_table_with_a_stable_name():
    names = list(files(sample()))
    assert names[:3] == ["README.txt", "datapackage.json", "01-closed-on-time-by-directorate.csv"]
    assert len(names) == len(set(names)) == 2 + 9 + 1
    assert all(name.isascii() for name in files(hostile()))


def test_files_are_utf8_with_a_mark_and_crlf():
    content = files(sample())["01-closed-on-time-by-directorate.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 4
    assert rows(content)[1:] == [
        ["Adult Social Care", "0.62"],
        ["Children and Families", "0.481"],
        ["Place and Public Health", "[c]"],
    ]


def test_the_data_package_describes_every_file_as_it_is():
    for pack in (sample(), hostile(), nearly_empty()):
        held = files(pack)
        described = json.loads(held["datapackage.json"])["resources"]
        assert {r["path"] for r in described} == {n for n in held if n.endswith(".csv")}
        for resource in described:
            content = held[resource["path"]]
            names = [field["name"] for field in resource["schema"]["fields"]]
            assert rows(content)[0] == names and len(set(names)) == len(names)
            assert resource["bytes"] == len(content)
            assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_columns_hold_what_their_types_say():
    held, read = files(sample()), {"integer": int, "number": float, "string": str}
    for resource in package(sample())["resources"]:
        schema = resource["schema"]
        for row in rows(held[resource["path"]])[1:]:
            for text, field in zip(row, schema["fields"], strict=True):
                if text not in schema["missingValues"]:
                    read[field["type"]](text)
    types = [f["type"] for f in package(sample())["resources"][3]["schema"]["fields"]]
    assert types == ["string", "integer", "integer", "integer", "integer"]


def test_the_dictionary_explains_every_column():
    found = rows(files(sample())["data-dictionary.csv"])
    assert found[0][:4] == ["File", "Column", "Type", "Unit"]
    assert ["Closed on time", "number", "share from 0 to 1"] in [row[1:4] for row in found]


def test_the_dictionary_knows_a_share_of_which_no_cell_is_a_number():
    table = Table("T", ("Unit", "Closed"), (("a", "6 of 8"),), ((None, None),), shares=(1,))
    held = files(replace(sample(), sections=(Section("S", (), (Part(None, table),)),)))
    assert rows(held["01-t.csv"])[1] == ["a", "[low]"]
    found = rows(held["data-dictionary.csv"])
    assert ["Closed", "number", "share from 0 to 1"] in [row[1:4] for row in found]


def test_readme_and_package_say_that_it_is_a_draft():
    assert DRAFT in files(sample())["README.txt"].decode()
    assert DRAFT in package(sample())["description"]
    assert "Illustrative data" in package(sample())["description"]


def test_text_that_could_run_has_an_apostrophe_and_numbers_never():
    for name, content in files(hostile()).items():
        if name.endswith(".csv"):
            for cell in (cell for row in rows(content) for cell in row):
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\0")), (name, cell)


def test_hidden_figures_leave_only_their_marker():
    found = rows(files(protected())["01-members.csv"])
    assert [row[1] for row in found[1:]] == ["[c]", "[c]", "[low]", "[x]", "[z]", "25"]


def test_a_nearly_empty_pack_makes_a_package():
    assert rows(files(nearly_empty())["01-nothing.csv"]) == [["Name", "Figure"]]
