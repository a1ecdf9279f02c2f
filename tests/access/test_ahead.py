"""Answers worked out ahead: for the views beside the one that was asked for, while nobody waits."""

import pytest

from access import ahead
from access.reading import read
from access.viewer import Role, Viewer
from tests.records import Q2

OVERSIGHT = Viewer(1, "ola", "Ola", Role.OVERSIGHT)
LEAD = Viewer(3, "lee", "Lee", Role.LEAD, directorate_id=1)
asked: list[tuple] = []


@pytest.fixture(autouse=True)
def by_hand(people, monkeypatch):
    """No thread works beside the test; it takes each answer's turn itself."""
    asked.clear()
    monkeypatch.setitem(ahead._state, "started", True)
    monkeypatch.setitem(ahead._state, "runs", 0)
    ahead.forget()
    yield
    ahead.forget()


def measured(session, *, scope, quarter):
    asked.append((scope.unit, quarter.code))
    if quarter == Q2.plus(2):
        raise ValueError("There is no such quarter.")
    return {"unit": scope.unit}


def worked_out() -> list[tuple]:
    """What is worked out ahead now."""
    before = len(asked)
    while ahead.one():
        pass
    return asked[before:]


def test_what_a_run_asked_for_is_worked_out_for_the_views_beside_it():
    with ahead.run():
        read(measured, OVERSIGHT, quarter=Q2)
    beside = [("county", Q2.plus(-1).code), ("county", Q2.plus(1).code)]
    # The quarter after the next has not begun.
    far = [("county", Q2.plus(-away).code) for away in range(2, 13)]
    assert worked_out() == [*beside, ("adults", Q2.code), ("places", Q2.code), *far]
    with ahead.run():
        read(measured, OVERSIGHT, quarter=Q2, directorate="places")
    assert len(asked) == 16  # nothing was left to work out


def test_from_a_directorate_the_others_and_the_county_are_one_choice_away():
    with ahead.run():
        read(measured, OVERSIGHT, quarter=Q2, directorate="places")
    found = worked_out()
    beside = [("places", Q2.plus(-1).code), ("places", Q2.plus(1).code)]
    assert found[:4] == [*beside, ("county", Q2.code), ("adults", Q2.code)]
    assert {unit for unit, _ in found[4:]} == {"places"}


def test_the_nearest_views_of_every_run_come_first_and_the_newest_run_before_older_ones():
    for quarter in (Q2, Q2.plus(-3)):
        with ahead.run():
            read(measured, OVERSIGHT, quarter=quarter)
    newest, older = Q2.plus(-3), Q2
    found = worked_out()
    assert found[:8] == [
        ("county", newest.plus(-1).code),
        ("county", older.plus(-1).code),
        ("county", newest.plus(1).code),
        ("county", older.plus(1).code),
        ("adults", newest.code),
        ("adults", older.code),
        ("places", newest.code),
        ("places", older.code),
    ]
    assert found[8] == ("county", newest.plus(-2).code)


def test_what_waits_stays_within_bounds_and_the_farthest_gives_way(monkeypatch):
    monkeypatch.setattr(ahead, "_AT_MOST", 3)
    with ahead.run():
        read(measured, OVERSIGHT, quarter=Q2)
    assert worked_out() == [
        ("county", Q2.plus(-1).code), ("county", Q2.plus(1).code), ("adults", Q2.code),
    ]  # fmt: skip


def test_nothing_is_worked_out_ahead_of_what_was_asked_outside_a_run():
    read(measured, OVERSIGHT, quarter=Q2)
    assert worked_out() == []


def test_what_was_worked_out_ahead_is_followed_by_its_own_neighbours_once():
    with ahead.run():
        read(measured, OVERSIGHT, quarter=Q2)
    worked_out()
    for expected in ([("county", Q2.plus(-13).code)], []):
        with ahead.run():
            read(measured, OVERSIGHT, quarter=Q2.plus(-1))
        found = worked_out()
        assert [each for each in found if each[0] == "county"] == expected


def test_nothing_is_worked_out_ahead_while_someone_waits():
    with ahead.run():
        read(measured, OVERSIGHT, quarter=Q2)
        assert not ahead.one()
    assert ahead.one()


def test_an_answer_that_cannot_be_worked_out_stops_no_other():
    with ahead.run():
        read(measured, OVERSIGHT, quarter=Q2.plus(1))
    assert ("adults", Q2.plus(1).code) in worked_out()


def test_a_view_that_the_viewer_may_not_read_is_not_worked_out():
    with ahead.run():
        read(measured, LEAD, quarter=Q2)
    assert ("places", Q2.code) not in worked_out()


def test_the_thread_works_while_nobody_waits(monkeypatch):
    import time

    monkeypatch.setitem(ahead._state, "started", False)
    with ahead.run():
        read(measured, OVERSIGHT, quarter=Q2)
    until = time.monotonic() + 10
    while ahead._state["started"] and time.monotonic() < until:
        time.sleep(0.02)
    assert (len(asked), ahead._state["started"]) == (16, False)
