"""Input that is refused: with what was found, where, and what to do."""

import io
import zipfile
from datetime import date

import pytest
from sqlmodel import select

from intake import table as table_module
from intake.jobs import open_job
from intake.kinds.all import KINDS
from intake.permission import NotAllowed, Permit
from intake.problems import Refused
from intake.reading import file as file_module
from intake.reading import workbook as workbook_module
from models.audit import AuditEvent
from models.feedback import FeedbackItem
from models.store import reading, writing
from settings import settings
from tests.intake.conftest import HEADER, ROW, book_of, codes, csv_of
from tests.records import Records

FIELDS = HEADER.split(",")


def row_with(**values: str) -> str:
    held = dict(zip(FIELDS, ROW.split(","), strict=True)) | values
    return ",".join(held[name] for name in FIELDS)


def nothing_written() -> bool:
    with reading() as session:
        return session.exec(select(FeedbackItem)).first() is None


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"heard_on": "2026-02-30"}, "impossible day"),
        ({"heard_on": "soon"}, "not a day"),
        ({"heard_on": "2026-12-25"}, "future day"),
        ({"told_on": "2026-08-01"}, "out of order"),
        ({"service": "Highways of Mars"}, "unknown service"),
        ({"kind": "petition"}, "not in the list"),
        ({"heard": "word " * 500}, "too long"),
        ({"heard": "The form\x00 is long"}, "control character"),
        ({"heard": "The form\x07 is long"}, "control character"),
        ({"heard": ""}, "blank"),
        ({"id": "N/A"}, "blank"),
    ],
)
def test_a_row_that_cannot_be_true_is_refused_with_its_row_and_column(files, values, code):
    preview = files.preview(csv_of(ROW.replace("F1", "F0"), row_with(**values)))
    [problem] = [p for p in preview.refusals if p.code == code]
    assert list(problem.rows) == [3]
    assert problem.column in values
    assert problem.found and problem.expected
    assert not preview.ready
    with pytest.raises(Refused):
        files.load(csv_of(row_with(**values)))
    assert nothing_written()


def test_a_day_far_ahead_is_told_so(files):
    header = "id,service,title,intended_rung,started_on,ended_on"
    content = csv_of("A1,adults-1,Work,3,2026-07-06,9999-12-31", header=header)
    [problem] = [p for p in files.preview(content, kind="activities").refusals
                 if p.column == "ended_on"]  # fmt: skip
    assert problem.found == "31 December 9999 is too far ahead."
    assert "before 2201" in problem.expected and "with its year" not in problem.expected


def test_stages_out_of_order_name_the_stage_before(files):
    content = csv_of(
        "F1,adults-1,individual,Words,2026-08-03,2026-08-09,2026-08-05",
        header="id,service,kind,heard,heard_on,acknowledged_on,decided_on",
    )
    [problem] = files.preview(content).refusals
    assert (problem.column, "acknowledged_on" in problem.found) == ("decided_on", True)


def test_a_closure_before_its_opening_is_refused_with_the_row_named(files):
    content = csv_of("F1,adults-1,individual,Words,2026-08-03T10:00:00Z,2026-08-01T09:00:00Z")
    [problem] = files.preview(content).refusals
    assert problem.sentence.startswith("Row 2, column “told_on”")


def test_identifiers_that_repeat_are_refused_until_the_first_is_kept(files):
    content = csv_of(ROW, ROW, row_with(heard="Another"))
    preview = files.preview(content)
    assert codes(preview) == {"duplicate id"}
    assert "1 of those say the same" in preview.refusals[0].found
    files.load(content, repeats="keep first")
    with reading() as session:
        assert [i.heard for i in session.exec(select(FeedbackItem))] == ["The form is long"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (HEADER.encode() + b"\n", "header only"),
        ((HEADER + ",ID\n" + ROW + ",9\n").encode(), "duplicate headers"),
        (b"\xef\xbb\xbf" + csv_of(ROW).encode("cp1252") + b"\xff\xfe", "undecodable"),
        (csv_of(ROW.replace("form", "f\x81rm")).encode("latin-1"), "undecodable"),
        (csv_of(ROW.replace("The form", '"The "form')).encode(), "quotes"),
        (b"%PDF-1.7 not a table", "renamed"),
        (b"\x89PNG\r\n\x1a\n", "renamed"),
        (b"MZ\x90\x00", "renamed"),
        (b"<?xml version='1.0'?><a/>", "renamed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_a_file_that_is_no_table_is_refused_whole(files, content, code):
    assert codes(files.preview(content)) == {code}


def test_a_missing_required_column_is_named(files):
    preview = files.preview(
        csv_of("F1,adults-1,Words,2026-08-03", header="id,service,heard,heard_on")
    )
    [problem] = preview.refusals
    assert (problem.code, "“kind”" in problem.found) == ("missing column", True)


def test_a_ragged_row_is_named(files):
    preview = files.preview(csv_of(ROW, "F2,adults-1,individual"))
    [problem] = [p for p in preview.refusals if p.code == "ragged"]
    assert list(problem.rows) == [3]


def test_a_title_above_the_header_is_named(files):
    preview = files.preview("List of complaints\n" + csv_of(ROW, ROW.replace("F1", "F2")))
    assert codes(preview) == {"title above header"}


def test_too_many_rows_are_refused(files, monkeypatch):
    monkeypatch.setattr(table_module, "MOST_ROWS", 2)
    rows = [row_with(id=f"F{n}") for n in range(3)]
    assert codes(files.preview(csv_of(*rows))) == {"too many rows"}


def test_too_many_bytes_are_refused(files, monkeypatch):
    monkeypatch.setattr(file_module, "MOST_MB", 1)
    assert codes(files.preview(HEADER + "\n" + "x" * 1_100_000)) == {"too many bytes"}


def test_an_upload_of_too_many_bytes_is_refused_before_it_is_kept(files, monkeypatch):
    monkeypatch.setenv("OVERSIGHT_UPLOAD_MB", "1")
    settings.cache_clear()
    with pytest.raises(Refused, match="more than 1 MB"):
        open_job(b"x" * 1_100_000, "a.csv", KINDS["feedback"], OWN)


def zipped(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def parts_of(book) -> dict[str, bytes]:
    held = io.BytesIO()
    book.save(held)
    with zipfile.ZipFile(held) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def a_book():
    return book_of(("F1", "adults-1", "individual", "Words", "2026-08-03", "2026-08-20"))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(files, monkeypatch):
    parts = parts_of(a_book()) | {"xl/media/image1.png": b"\0" * 80_000_000}
    monkeypatch.setattr(workbook_module, "read_shared_strings", None)
    assert codes(files.preview(zipped(parts), name="a.xlsx")) == {"zip bomb"}


def test_xml_entities_are_refused(files):
    parts = parts_of(a_book())
    head, _, rest = parts["xl/worksheets/sheet1.xml"].partition(b"<worksheet")
    doctype = b'<!DOCTYPE worksheet [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    parts["xl/worksheets/sheet1.xml"] = head + doctype + b"<worksheet" + rest
    assert codes(files.preview(zipped(parts), name="a.xlsx")) == {"entities"}


def test_a_workbook_with_macros_is_refused(files):
    parts = parts_of(a_book()) | {"xl/vbaProject.bin": b"macro"}
    assert codes(files.preview(zipped(parts), name="a.xlsm")) == {"macros"}


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.xls"])
def test_a_workbook_under_another_ending_is_refused(files, name):
    assert codes(files.preview(zipped(parts_of(a_book())), name=name)) == {"renamed"}


def test_a_csv_named_as_a_workbook_is_refused(files):
    assert codes(files.preview(csv_of(ROW), name="a.xlsx")) == {"renamed"}


def test_a_plain_archive_named_as_a_workbook_is_refused(files):
    assert codes(files.preview(zipped({"a.txt": b"x"}), name="a.xlsx")) == {"renamed"}


def test_a_damaged_workbook_is_refused(files):
    content = zipped(parts_of(a_book()))
    assert codes(files.preview(content[: len(content) // 2], name="a.xlsx")) == {"damaged"}


def test_merged_data_cells_are_refused(files):
    book = a_book()
    book.active.append(["F2", "adults-1", "individual", "Words", "2026-08-03", None])
    book.active.merge_cells("B2:B3")
    preview = files.preview(book, name="a.xlsx")
    [problem] = [p for p in preview.refusals if p.code == "merged cells"]
    assert (problem.sheet, list(problem.rows)) == ("Items", [2, 3])


def test_formulas_without_values_are_refused(files):
    book = a_book()
    book.active["D2"] = "=CONCATENATE(A2)"
    preview = files.preview(book, name="a.xlsx")
    [problem] = [p for p in preview.refusals if p.code == "formula without value"]
    assert (problem.column, list(problem.rows)) == ("D", [2])


def test_error_cells_are_refused(files):
    book = a_book()
    book.active["F2"] = "#N/A"
    book.active["F2"].data_type = "e"
    preview = files.preview(book, name="a.xlsx")
    assert "error cell" in codes(preview)


def test_a_cell_beyond_the_last_header_is_refused(files):
    book = a_book()
    book.active["H2"] = "stray"
    assert "ragged" in codes(files.preview(book, name="a.xlsx"))


@pytest.mark.parametrize("score", ["0", "6", "3.5", "NaN", "inf", "-1", "four", "1e9"])
def test_a_score_out_of_range_or_not_whole_is_refused(files, score):
    with writing() as session:
        activity = Records(session).activity()
        name = activity.source_id
    content = csv_of(
        f"R1,{name},equal,2026-08-03,{score}", header="id,activity,principle,reviewed_on,score"
    )
    preview = files.preview(content, "reviews")
    assert {p.column for p in preview.refusals} == {"score"}
    assert preview.refusals[0].code in {"out of range", "not whole", "not a number"}


@pytest.mark.parametrize("days", ["-3", "100000"])
def test_negative_and_absurd_counts_are_refused(files, days):
    with writing() as session:
        name = Records(session).activity().source_id
    content = csv_of(f"S1,{name},2026-08-03,{days}", header="id,activity,held_on,notice_days")
    assert codes(files.preview(content, "sessions")) == {"out of range"}


OWN = Permit("manager", (11,), False)


def test_rows_of_another_service_are_refused_and_audited(files):
    content = csv_of(ROW, row_with(id="F2", service="places-1"))
    preview = files.preview(content, permit=OWN)
    [problem] = preview.refusals
    assert (problem.code, list(problem.rows)) == ("another service", [3])
    with reading() as session:
        events = session.exec(select(AuditEvent.actor, AuditEvent.action)).all()
    assert [tuple(e) for e in events] == [("manager", "rows of another service refused")]


def test_leaving_refused_rows_out_does_not_let_rows_of_another_service_pass_unseen(files):
    content = csv_of(ROW, row_with(id="F2", service="places-1"))
    assert "another service" in codes(files.preview(content, permit=OWN, refused_rows="leave out"))


def test_a_record_of_another_service_is_not_taken_over_by_its_identifier(files):
    files.load(csv_of(row_with(service="places-1")))
    assert codes(files.preview(csv_of(ROW), permit=OWN)) == {"another service"}


def test_records_of_members_are_for_data_officers_only(files):
    with pytest.raises(NotAllowed):
        files.preview("id\nM1\n", "members", permit=OWN)


def test_refused_rows_can_be_left_out_on_purpose(files):
    content = csv_of(ROW, row_with(id="F2", told_on="2026-07-01"))
    done = files.load(content, refused_rows="leave out")
    assert done.adds == 1


def test_a_row_that_names_no_known_activity_is_refused(files):
    content = csv_of("S1,nowhere,2026-08-03", header="id,activity,held_on")
    assert codes(files.preview(content, "sessions")) == {"unknown activity"}


def test_not_changed_needs_its_reason(files):
    content = csv_of(ROW + ",not changed", header=HEADER + ",outcome")
    assert codes(files.preview(content)) == {"no reason"}


@pytest.mark.parametrize("kind", ["feedback", "stages"])
def test_a_withdrawal_needs_its_reason(files, kind):
    files.load(csv_of(ROW))
    row, header = (ROW, HEADER) if kind == "feedback" else ("F1", "id")
    header += ",withdrawn_on,withdrawn_reason"
    assert codes(files.preview(csv_of(row + ",2026-08-09,", header=header), kind)) == {
        "no reason withdrawn"
    }
    assert not codes(files.preview(csv_of(row + ",2026-08-09,Twice", header=header), kind))


def test_a_day_heard_is_not_corrected_past_the_day_of_recording_or_the_due_day(files):
    files.load(csv_of(ROW, row_with(id="F2", kind="story")))
    with writing() as session:
        for item in session.exec(select(FeedbackItem)):
            item.recorded_on = date(2026, 10, 1)

    def said(**values) -> list[str]:
        row = row_with(told_on="", **values)
        return [p.found for p in files.preview(csv_of(row)).refusals]

    assert said(heard_on="2026-08-31") == []  # the due day
    assert said(heard_on="2026-09-01") == [
        "the day comes after the day on which the item is due, "
        "which was fixed when it was recorded."
    ]
    assert said(id="F2", kind="story", heard_on="2026-10-01") == []
    assert said(id="F2", kind="story", heard_on="2026-10-02") == [
        "the day comes after the day on which the item was recorded."
    ]


def test_every_kind_refuses_an_empty_file_in_the_same_words(files):
    said = {files.preview(b"", kind).refusals[0].sentence for kind in KINDS}
    assert len(said) == 1


ACTIVITY = "id,service,title,started_on,ended_on\nA1,adults-1,A,2026-05-01,2026-06-01\n"
REVIEW = "id,activity,principle,reviewed_on,{}\nR1,A1,equal,2026-08-01,{}\n"
ITEM = "id,service,kind,heard,heard_on,{}\nF1,adults-1,individual,x,2026-08-03,{}\n"


@pytest.mark.parametrize(
    ("name", "held", "part", "code"),
    [
        ("reviews", REVIEW.format("not_applicable_why", "no one came"),
         REVIEW.format("score", "4"), "score"),
        ("reviews", REVIEW.format("score", "4"),
         REVIEW.format("not_applicable_why", "no one came"), "score"),
        ("stages", ITEM.format("outcome,outcome_reason", "not changed,because"),
         "id,outcome_reason\nF1,\n", "no reason"),
        ("feedback", ITEM.format("acted_on", "2026-08-05"),
         ITEM.format("reply", "Done").replace("2026-08-03", "2026-08-09"), "out of order"),
        ("activities", ACTIVITY,
         "id,service,title,started_on\nA1,adults-1,A,2026-07-01\n", "out of order"),
    ],
)  # fmt: skip
def test_a_part_of_a_record_is_held_against_the_rest_in_the_store(files, name, held, part, code):
    files.load(ACTIVITY, "activities")
    files.load(held, "feedback" if name == "stages" else name)
    assert codes(files.preview(part, name)) == {code}


def test_a_reason_that_the_store_holds_need_not_be_sent_again(files):
    files.load(ITEM.format("outcome,outcome_reason", "not changed,because"))
    assert files.load("id,outcome,reply\nF1,not changed,No\n", "stages").changes == 1
