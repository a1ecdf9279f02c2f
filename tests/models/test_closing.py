"""Closing a quarter freezes its figures; reopening makes a new revision beside the old."""

import pytest
from sqlmodel import select

from models.closing import ClosingError, close, content_hash, freeze_for_meeting, reopen
from models.edition import edition_of, standing
from models.quarters import Quarter
from models.rollup import LoopRollup
from tests.records import Q2

Q1 = Quarter(2026, 1)


def due(session, quarter, meeting=None):
    edition = edition_of(session, quarter, meeting=meeting)
    rows = session.exec(
        select(LoopRollup).where(
            LoopRollup.quarter == quarter.code, LoopRollup.edition_id == edition
        )
    ).all()
    return sum(row.due for row in rows)


def test_what_comes_in_after_a_closing_does_not_change_it(records, session):
    records.item(heard="2026-05-01", told=["2026-05-20"])
    records.refresh()
    edition = close(session, Q1, by="data officer")
    frozen = edition.content_hash
    records.item(heard="2026-05-02")
    records.refresh()
    assert due(session, Q1) == 1
    assert content_hash(session, edition) == frozen


def test_a_quarter_is_not_closed_before_its_late_entries_are_in(records, session):
    with pytest.raises(ClosingError, match="cannot be closed yet"):
        close(session, Quarter(2026, 3), by="data officer")


def test_reopening_makes_a_new_revision_beside_the_old(records, session):
    records.item(heard="2026-05-01")
    records.refresh()
    first = close(session, Q1, by="data officer")
    records.item(heard="2026-05-02")
    reopen(session, Q1, by="data officer", why="A late list came in")
    assert due(session, Q1) == 2
    second = close(session, Q1, by="data officer")
    assert (first.revision, second.revision) == (1, 2)
    assert first.content_hash != second.content_hash
    assert standing(session)[Q1.code] == second.id
    rows = session.exec(select(LoopRollup).where(LoopRollup.edition_id == first.id)).all()
    assert sum(row.due for row in rows) == 1


def test_reopening_needs_a_reason(records, session):
    records.item(heard="2026-05-01")
    close(session, Q1, by="data officer")
    with pytest.raises(ClosingError, match="Say why"):
        reopen(session, Q1, by="data officer", why=" ")


def test_a_meeting_reads_the_figures_of_its_opening(records, session):
    records.item(heard="2026-05-01")
    records.item(heard="2026-07-10")
    records.refresh()
    close(session, Q1, by="data officer")
    meeting = freeze_for_meeting(session, by="chair")
    records.item(heard="2026-07-11")
    records.refresh()
    reopen(session, Q1, by="data officer", why="A late list came in")
    records.item(heard="2026-05-02")
    records.refresh()
    assert (due(session, Q2), due(session, Q1)) == (2, 2)
    assert (due(session, Q2, meeting.id), due(session, Q1, meeting.id)) == (1, 1)
