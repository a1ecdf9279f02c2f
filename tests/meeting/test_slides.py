"""What each slide of a meeting says of itself: its marks, its table and its definition."""

from dataclasses import replace

import pytest

from access.sessions import look_up
from charts.chart import Table
from models.challenge import Officer, ask
from models.commitment import Commitment
from models.store import writing
from seed.commitments import load_commitments
from tests.records import TODAY, day
from widgets.meeting_slides import (
    Room,
    Stop,
    _newest_first,
    definition_text,
    slide_of,
)


@pytest.fixture
def room(county, cookie_of):
    return Room(look_up(cookie_of("ola"), local=True), None, None, TODAY)


def slide(room, page, number=0):
    return slide_of(room, Stop(page, number))[0]


def test_slides_of_figures_name_the_unit_and_quarter_and_how_they_stand(room):
    shown = slide(room, "principles")
    assert shown.about == "Essex county, 2026/27 Q2"
    assert "Provisional: may still change" in shown.marks


def test_a_slide_of_the_panel_is_never_called_provisional_for_its_snapshot_stays(room):
    marks = slide(room, "reach").marks
    assert marks == ("No snapshot of the panel has been taken for this quarter yet",)


@pytest.mark.parametrize(("page", "number"), [("commitments", 0), ("commitments", 1), ("group", 0)])
def test_published_commitments_are_neither_illustrative_nor_of_a_quarter(room, page, number):
    with writing() as session:
        load_commitments(session)
    shown = slide(room, page, number)
    assert (shown.about, shown.marks) == ("The Group", ())


def test_made_up_promises_among_published_ones_are_said_to_be_so(room):
    with writing() as session:
        load_commitments(session)
        session.get(Commitment, 1).illustrative = True
    shown = slide(room, "commitments", 1)
    assert shown.marks == ("Partly illustrative data",)
    assert not shown.chart.illustrative and "Some rows are illustrative" in shown.chart.notes[0]


def test_the_table_and_definition_of_the_groups_end_are_about_what_must_be_in_place(room):
    with writing() as session:
        load_commitments(session)
        first = session.get(Commitment, 1)
        first.before_end = True
        wording = first.wording
    shown = slide(room, "group")
    assert wording in [row[0] for row in shown.table.rows]
    assert "Meeting" not in shown.table.columns
    assert "must be in place" in definition_text(shown)
    assert "five words" in definition_text(slide(room, "commitments"))


def test_quarters_stand_newest_first_in_a_meeting():
    table = Table("T", ("Quarter",), (("Q1",), ("Q2",)), ((1,), (2,)))
    assert _newest_first(table) == replace(table, rows=(("Q2",), ("Q1",)), numbers=((2,), (1,)))


def test_a_reply_that_is_overdue_may_still_come(room):
    with writing() as session:
        ask(
            session, by="ola", on=day("2026-06-01"), figure="62%", unit_label="Adults",
            question="What stops replies?", officer=Officer.LEAD, directorate_id=1,
        )  # fmt: skip
    assert ("1 of 1", "not yet come") in slide(room, "challenges").figures
