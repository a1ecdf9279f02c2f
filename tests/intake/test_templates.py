"""Templates and marked copies go out and come back in; kinds fit the tables."""

import csv
import io

import pytest
from openpyxl import load_workbook

from intake.check import columns_of
from intake.kinds.all import KINDS
from intake.kinds.kind import Type
from intake.marked import marked_copy
from intake.templates import choices, csv_template, workbook_template
from models.store import reading, writing
from tests.intake.conftest import ROW, csv_of
from tests.records import Records


@pytest.mark.parametrize("name", list(KINDS))
def test_every_column_fits_its_field_of_the_table(name, store):
    kind = KINDS[name]
    fields = kind.table.__table__.c
    types = {Type.DAY: "DATE", Type.WHOLE: "INTEGER", Type.NUMBER: "FLOAT", Type.YES_NO: "BOOLEAN"}
    for column in kind.columns:
        if not column.field:
            continue
        assert column.field in fields, column.name
        held = fields[column.field]
        if column.type in types:
            assert str(held.type) == types[column.type]
        if column.type == Type.TEXT and getattr(held.type, "length", None):
            assert column.longest <= held.type.length
        if column.type == Type.CHOICE:
            assert list(column.choices) == list(held.type.enums)


@pytest.mark.parametrize("name", [n for n in KINDS if n != "stages"])
def test_every_field_that_the_table_needs_has_a_column(name, store):
    kind = KINDS[name]
    ours = {
        "id",
        "source_system",
        "recorded_at",
        "recorded_on",
        "version",
        "due_by_promise",
        "illustrative",
    }
    filled = {column.field for column in kind.columns} | ours
    frozen = (
        {"disabled", "carer", "learning_disability", "areas"} if name.endswith("tions") else set()
    )
    needed = {c.name for c in kind.table.__table__.c if not c.nullable}
    assert needed - frozen <= filled


@pytest.mark.parametrize("name", list(KINDS))
def test_names_and_synonyms_of_a_kind_point_to_one_column_each_by_name(name, store):
    from intake.reading.header import folded

    names = [folded(column.name) for column in KINDS[name].columns]
    assert len(set(names)) == len(names)


@pytest.fixture
def activity(files) -> str:
    with writing() as session:
        return Records(session).activity().source_id


@pytest.mark.parametrize("name", list(KINDS))
def test_a_template_has_our_columns_lists_and_notes(files, name):
    with reading() as session:
        columns = [column.name for column in columns_of(session, KINDS[name])]
        book = load_workbook(io.BytesIO(workbook_template(session, KINDS[name])))
        rows = list(csv.reader(io.StringIO(csv_template(session, KINDS[name]).decode("utf-8-sig"))))
        listed = [c for c in columns_of(session, KINDS[name]) if choices(session, c)]
    assert [cell.value for cell in book.worksheets[0][1]] == columns == rows[0]
    assert len(book.worksheets[0].data_validations.dataValidation) == len(listed)
    notes = [cell.value for cell in book["Notes"]["A"]]
    assert set(columns) <= set(notes)


def test_the_example_row_of_a_template_comes_in_without_a_refusal(files):
    with reading() as session:
        content = workbook_template(session, KINDS["feedback"])
    preview = files.preview(content, name="a.xlsx")
    assert [p.sentence for p in preview.refusals] == []
    assert files.load(content, name="a.xlsx").adds == 1


def test_a_marked_copy_says_what_to_mend_and_can_be_sent_again(files):
    content = csv_of(ROW, ROW.replace("F1", "F2").replace("2026-08-20", "2026-07-01"))
    name, copy = marked_copy(files.prepared(content))
    rows = list(csv.reader(io.StringIO(copy.decode("utf-8-sig"))))
    assert name == "file to mend.csv"
    assert rows[0][0] == "What to mend"
    assert rows[1][0] == "" and "told_on" in rows[2][0]
    mended = copy.decode("utf-8-sig").replace("2026-07-01", "2026-08-21")
    assert files.load(mended).adds == 2


def test_a_marked_copy_runs_no_formula(files):
    content = csv_of(ROW.replace("The form", "=cmd()"), ROW.replace("2026-08-03", "soon"))
    _name, copy = marked_copy(files.prepared(content))
    assert "'=cmd() is long" in copy.decode("utf-8-sig")


def test_a_workbook_gets_its_marks_in_a_workbook(files):
    from tests.intake.conftest import book_of

    book = book_of(("F1", "adults-1", "individual", "Words", "soon", None))
    name, copy = marked_copy(files.prepared(book, name="a.xlsx"))
    sheet = load_workbook(io.BytesIO(copy)).active
    assert (name, sheet["A1"].value, "soon" in sheet["A2"].value) == (
        "a to mend.xlsx",
        "What to mend",
        True,
    )
