"""Running figures on a new day: nothing was written, and yet more is due."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

import settings as our_settings
from models import store as store_module
from models.checking import differences
from models.rolling import bring_up_to_date, new_day
from models.rollup import LoopRollup
from models.state import StoreState, state
from models.store import reading, writing
from tests.records import TODAY, Records


@pytest.fixture
def on(store, monkeypatch):
    """Makes a day today."""

    def move(day: date) -> None:
        monkeypatch.setenv("OVERSIGHT_TODAY", day.isoformat())
        our_settings.settings.cache_clear()

    return move


@pytest.fixture
def counted(on) -> None:
    """A store that was counted on its today, with items in two services that are due later."""
    with writing() as session:
        made = Records(session)
        made.lists()
        for service_id in (11, 21):
            made.item(heard="2026-11-01", service_id=service_id)  # due on 29 November
            activity = made.activity(service_id, ended_on=date(2026, 10, 30))
            made.item(heard="2026-11-02", service_id=service_id, activity=activity)
        made.refresh()


def due(quarter: str) -> dict[int, tuple[int, int]]:
    """Service → items due and items open, of one quarter."""
    with reading() as session:
        query = select(LoopRollup).where(LoopRollup.edition_id == 0, LoopRollup.quarter == quarter)
        return {row.service_id: (row.due, row.overdue) for row in session.exec(query)}


def wrong() -> list[str]:
    """What the check says of the figures as they would be today."""
    with (
        store_module.engine().connect().execution_options(writes=True) as connection,
        store_module.Session(connection) as session,
    ):
        session.get(StoreState, 1).figures_on = our_settings.settings().today
        return differences(session)


def test_what_became_due_over_night_is_due(counted, on):
    before = due("2026-27-Q3")
    assert bring_up_to_date() is False  # it is still the same day
    on(date(2026, 11, 30))
    assert wrong() and due("2026-27-Q3") == before
    assert bring_up_to_date() is True
    after = due("2026-27-Q3")
    assert before != after == {11: (2, 1), 21: (2, 1)}
    assert wrong() == [] and bring_up_to_date() is False


def test_a_quarter_that_begins_has_figures_on_its_first_day(counted, on):
    on(date(2027, 1, 1))
    assert due("2026-27-Q4") == {}
    bring_up_to_date()
    assert due("2026-27-Q4") == {11: (0, 2), 21: (0, 2)}
    assert due("2026-27-Q3") == {11: (2, 2), 21: (2, 2)}
    assert wrong() == []


def test_each_service_is_a_transaction_and_what_was_broken_off_is_done_again(
    counted, on, monkeypatch
):
    whole, done = new_day.refresh, []

    def breaks_off(session, *, quarters, service_ids):
        if len(done) == 3:
            raise OSError("The machine is gone.")
        done.extend(service_ids)
        whole(session, quarters=quarters, service_ids=service_ids)

    on(date(2026, 11, 30))
    monkeypatch.setattr(new_day, "refresh", breaks_off)
    with pytest.raises(OSError):
        bring_up_to_date()
    with reading() as session:
        assert state(session).figures_on == TODAY  # nobody is told that they are of today
    assert done == [11, 12, 21] and due("2026-27-Q3")[11] == (2, 1)
    monkeypatch.setattr(new_day, "refresh", whole)
    assert bring_up_to_date() is True and wrong() == []


def test_another_process_that_was_faster_is_not_followed(counted, on, monkeypatch):
    whole, done = new_day.refresh, []

    def slowly(session, *, quarters, service_ids):
        done.extend(service_ids)
        whole(session, quarters=quarters, service_ids=service_ids)
        session.get(StoreState, 1).figures_on = date(2026, 12, 1)

    on(date(2026, 11, 30))
    monkeypatch.setattr(new_day, "refresh", slowly)
    assert bring_up_to_date() is True
    with reading() as session:
        assert (done, state(session).figures_on) == ([11], date(2026, 12, 1))


def test_a_store_that_was_never_counted_is_left_alone(on):
    on(TODAY + timedelta(days=1))
    assert bring_up_to_date() is False
