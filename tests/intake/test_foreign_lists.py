"""Lists that others publish, with quirks of their own, as a new user meets them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook
from sqlmodel import select

from intake import __main__ as command
from intake.form import new_token, send
from intake.kinds.all import KINDS
from intake.mapping import Mapping
from intake.marked import marked_copy
from intake.records import activities, open_items
from intake.run import commit
from intake.upload import asked_apart, matched_now, unsettled, with_fields
from intake.words import lines, summary
from models.feedback import FeedbackItem, Telling
from models.intake import LateEntry
from models.store import reading, writing
from tests.intake.conftest import EVERYTHING, HEADER, ROW, asked, book_of, codes, csv_of
from tests.intake.test_asked import close, heard_on, question
from tests.intake.test_refused import OWN
from tests.records import Records


def days(files, *texts: str, **mapping) -> list[date]:
    """The London days that these texts are read as, in their order."""
    rows = [f'F{n:02d},adults-1,individual,Words,"{text}",' for n, text in enumerate(texts)]
    files.load(csv_of(*rows), **mapping)
    return heard_on()


def test_an_instant_belongs_to_its_london_day_on_both_sides_of_the_clock_change(files):
    found = days(
        files, "2022-03-26T23:30:00Z", "2022-03-27T23:30:00Z", "2022-03-31T23:30:00Z",
        "2022-10-29T23:30:00+00:00", "2022-10-30T23:30:00Z", "2022-03-31T18:30:00-05:00",
    )  # fmt: skip
    assert found == [
        date(2022, 3, 26), date(2022, 3, 28), date(2022, 4, 1), date(2022, 10, 30),
        date(2022, 10, 30), date(2022, 4, 1),
    ]  # fmt: skip


def test_noon_and_midnight_of_twelve_hour_clocks_keep_their_day_in_a_named_zone(files):
    found = days(
        files, "03/31/2022 12:30:00 AM", "03/31/2022 12:30:00 PM", "03/31/2022 07:30:00 PM",
        zone="America/New_York", answers={"day order:heard_on": "month first"},
    )  # fmt: skip
    assert found == [date(2022, 3, 31), date(2022, 3, 31), date(2022, 4, 1)]


def test_seconds_since_1970_are_london_days(files):
    moment = datetime(2022, 3, 31, 23, 30, tzinfo=UTC)
    stamp = int(moment.timestamp())
    local = moment.astimezone(ZoneInfo("Europe/London")).date()
    assert days(files, str(stamp), str(stamp * 1000)) == [local, local]


def test_the_order_of_days_is_shown_by_one_that_has_no_other(files):
    rows = [ROW.replace("2026-08-03", text) for text in ("03/08/2026", "08/13/2026")]
    asks = question(files.preview(csv_of(rows[0], rows[1].replace("F1", "F2"))),
                    "day order:heard_on")  # fmt: skip
    assert "“08/13/2026” can only be month first." in asks.text
    assert asks.suggested == "month first"


TITLED = "Complaints log,,,,,\nTaken out on 3 May,,,,,\n\n" + csv_of(ROW)


def test_the_row_of_column_names_is_asked_for_below_a_title(files):
    preview = files.preview(TITLED)
    assert codes(preview) == {"title above header"}
    assert dict(question(preview, "header row").options)["4"].startswith("Row 4: “id, service")
    files.load(TITLED)
    assert heard_on() == [date(2026, 8, 3)]


def test_a_workbook_with_a_title_and_a_merged_heading_is_read_from_the_row_chosen(files):
    book = Workbook()
    sheet = book.active
    for row in (["Complaints log 2026"], [], ["What", None, None, None, "Days", None],
                HEADER.split(","), ROW.split(",")):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A3:D3")
    sheet.merge_cells("E3:F3")
    preview = files.preview(book, name="a.xlsx")
    assert question(preview, "header row").suggested == "4"
    files.load(book, name="a.xlsx")
    assert heard_on() == [date(2026, 8, 3)]


def test_the_first_row_may_hold_the_names_all_the_same(files):
    content = csv_of("F1,x,,,,", header="id,service,,,,") + "a,b,c,d,e,f\n"
    preview = files.preview(content, answers={"header row": "1"})
    assert "title above header" not in codes(preview)


def test_another_sheet_can_be_chosen_where_the_first_holds_no_list(files):
    book = Workbook()
    book.active.title = "Summary"
    book.active.append(["Total", 1])
    log = book.create_sheet("Log")
    log.append(HEADER.split(","))
    log.append(ROW.split(","))
    preview = files.preview(book, name="a.xlsx")
    assert preview.refusals and asked(preview) == {"sheet"}  # nothing about the wrong one
    files.load(book, name="a.xlsx", answers={"sheet": "Log"})
    assert heard_on() == [date(2026, 8, 3)]


def test_a_kept_sheet_that_is_gone_is_asked_for_again(files):
    preview = files.preview(book_of(ROW.split(",")), name="a.xlsx", sheet="Log 2025")
    assert codes(preview) == {"sheet"}
    assert [value for value, _label in question(preview, "sheet").options] == ["Items"]


def test_a_column_is_near_to_what_others_call_ours_and_not_to_a_shorter_word(files):
    content = csv_of(ROW, header="id,service,kind,heard,date recieved,answered")
    preview = files.preview(content)
    assert question(preview, "column:date recieved").suggested == "heard_on"
    assert preview.matched.get("told_on") == "told_on"  # “answered” is when people were told


class FakeJob:
    """What the page knows of an upload."""

    def __init__(self, prepared):
        self.prepared, self.kind = prepared, KINDS["feedback"]


def test_columns_are_matched_by_hand_with_examples_of_what_stands_in_them(files):
    header = "Call no,Area,Sort,Caller said,Came in,Rang"
    prepared = files.prepared(csv_of(ROW, header=header))
    preview = prepared.preview
    assert unsettled(preview) and asked_apart(preview) == []
    assert preview.examples["Caller said"] == ["The form is long"]
    assert summary(preview)[1] == (
        "5 columns are needed that are not matched yet: Id, Service, Kind, Heard, Heard on."
    )
    chosen = dict(zip(header.split(","), HEADER.split(","), strict=True))
    mapping = with_fields(preview.mapping, {"columns": chosen, "answers": {}})
    with reading() as session:
        assert matched_now(session, FakeJob(prepared)) == {}
    assert files.preview(csv_of(ROW, header=header), **vars(mapping)).ready


BROKEN = csv_of(ROW, ROW.replace("F1", "F2").replace("2026-08-03", "tbc"), "F3,adults-1,individual")


def test_what_is_refused_is_counted_and_can_be_left_out_knowingly(files):
    preview = files.preview(BROKEN)
    assert preview.can_leave_out == 2
    assert "2 of 3 rows are refused: mend them, or leave them out." in summary(preview)
    assert "Once that is settled: 1 would be added, 0 changed, 0 left alone." in summary(preview)
    prepared = files.prepared(BROKEN, refused_rows="leave out")
    assert prepared.preview.ready and prepared.preview.can_leave_out == 0
    assert "Left out: 2 refused rows." in summary(prepared.preview)
    assert any(line.startswith("Left out: Row 3") for line in lines(prepared.preview))
    _name, copy = marked_copy(prepared)
    assert b"tbc" in copy and b"heard_on: " in copy
    assert commit(prepared, EVERYTHING).adds == 1


def test_a_row_that_is_too_short_says_that_alone(files):
    said = [p.code for p in files.preview(BROKEN).problems if 4 in p.rows.tolist()]
    assert said == ["ragged"]


def test_a_change_of_service_is_shown_by_its_name(files):
    files.load(csv_of(ROW))
    [found] = files.preview(csv_of(ROW.replace("adults-1", "places-1"))).differences
    assert (found.was, found.new) == ("Adults service 1", "Places service 1")


def test_late_records_carry_the_quarter_of_their_own_day(files):
    for quarter in ("2025-26-Q4", "2026-27-Q1", "2026-27-Q2"):
        close(quarter)
    texts = ("2026-03-31", "2026-04-01", "2026-06-30", "2026-07-01", "2026-10-05")
    days(files, *texts)
    with reading() as session:
        query = select(LateEntry.happened_on, LateEntry.quarter).order_by(LateEntry.happened_on)
        marks = [(str(day), quarter) for day, quarter in session.exec(query)]
    assert marks == [
        ("2026-03-31", "2025-26-Q4"), ("2026-04-01", "2026-27-Q1"), ("2026-06-30", "2026-27-Q1"),
        ("2026-07-01", "2026-27-Q2"),
    ]  # fmt: skip


def test_forms_offer_records_of_every_system_and_move_the_right_one(files):
    files.load(csv_of(ROW.replace("2026-08-20", "")), source="helpdesk")
    files.load(csv_of(ROW.replace("2026-08-20", "").replace("long", "short")))
    with reading() as session:
        waiting = open_items(session, OWN)
    assert {key: item.words for key, item in waiting.items()} == {
        "F1": "The form is short, heard on 3 August 2026", "helpdesk F1": "The form is long, heard on 3 August 2026",
    }  # fmt: skip
    item = waiting["helpdesk F1"]
    row = {"id": item.identifier, "told_on": "2026-08-21"}
    sent = send(KINDS["stages"], [row], OWN, token=new_token(), source=item.system)
    assert sent.done
    with reading() as session:
        query = select(FeedbackItem.source_system).join(Telling, Telling.item_id == FeedbackItem.id)
        assert session.exec(query).all() == ["helpdesk"]


def test_forms_offer_the_activities_of_every_system(files):
    with writing() as session:
        records = Records(session)
        mine, other = records.activity(11), records.activity(11)
        other.source_system = "projects"
        known = {mine.source_id, other.source_id}
    with reading() as session:
        assert set(activities(session, OWN)) == known


def test_the_command_says_how_columns_are_matched_by_hand(files, capsys, monkeypatch):
    monkeypatch.setattr(command, "check", lambda: None)
    path = files.path(csv_of(ROW, header="Call no,service,kind,heard,heard_on,told_on"))
    assert command.main(["feedback", str(path)]) == 1
    assert "--mapping NAME" in capsys.readouterr().out


@pytest.mark.parametrize("row", [0, 4])
def test_the_row_of_names_is_kept_with_the_mapping(row):
    assert Mapping.from_json(Mapping(header_row=row).to_json()).header_row == row
