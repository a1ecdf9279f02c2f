"""A clock that is wrong removes nobody and closes nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest

import models.audit
import models.state
import settings as our_settings
from access.warm_up import warm_up
from measures.__main__ import main as measures
from models.__main__ import main
from models.audit import record
from models.panel import PanelMember
from models.state import StoreState
from models.store import reading, writing
from tests.models.test_erasure import full_store, left

USED = date(2026, 5, 3)


@pytest.fixture
def clock(store, monkeypatch):
    """Sets the clock. The store was last used on 3 May 2026, and a member left long before."""
    monkeypatch.delenv("OVERSIGHT_TODAY")
    our_settings.settings.cache_clear()

    def put(day: date) -> None:
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        monkeypatch.setattr(models.audit, "now", lambda: at)
        monkeypatch.setattr(models.state, "now", lambda: at)

    put(USED)
    who = full_store()
    with writing() as session:
        record(session, actor="ada", action="tested")
        row = session.get(StoreState, 1)
        row.demonstration, row.figures_on = False, USED
        member = session.query(PanelMember).filter_by(source_id=who).one()
        member.left_on = date(2025, 1, 1)
    return put


def test_a_clock_set_far_ahead_purges_nobody_until_it_is_said_to_be_right(clock, capsys):
    clock(date(2031, 11, 22))
    assert main(["purge"]) == 1
    said = capsys.readouterr().err
    assert "The clock says 22 November 2031" in said and "3 May 2026" in said and "--yes" in said
    assert left(PanelMember) == 2
    assert main(["purge", "--yes"]) == 0
    assert left(PanelMember) == 1


def test_a_quarter_of_a_year_without_use_is_no_fault_of_the_clock(clock):
    clock(USED + timedelta(days=92))
    assert main(["purge"]) == 0
    clock(USED + timedelta(days=93))
    assert main(["purge"]) == 1


@pytest.mark.parametrize(
    "command",
    [(main, "purge"), (measures, "complete"), (measures, "close", "2026-27-Q1")],
    ids=lambda command: command[1],
)
def test_a_clock_that_is_behind_is_refused_with_what_to_do(clock, capsys, command):
    do, *given = command
    clock(USED - timedelta(days=2))
    assert do(given) == 1
    said = capsys.readouterr().err
    assert "The clock says 1 May 2026, but the store was already used on 3 May 2026" in said
    do([*given, "--yes"])
    assert "clock" not in capsys.readouterr().err
    clock(USED - timedelta(days=1))
    do(given)
    assert "clock" not in capsys.readouterr().err


def test_figures_of_a_later_day_show_a_clock_that_is_behind(clock, capsys):
    with writing() as session:
        session.get(StoreState, 1).figures_on = date(2031, 11, 22)
    assert measures(["complete"]) == 1
    assert "22 November 2031" in capsys.readouterr().err
    assert measures(["complete", "--yes"]) == 0
    with reading() as session:
        assert session.get(StoreState, 1).figures_on == USED
    assert measures(["complete"]) == 0


def test_the_start_says_that_the_clock_is_behind_and_goes_on(clock, caplog):
    warm_up()
    assert not caplog.text
    clock(USED - timedelta(days=2))
    warm_up()
    assert "The clock says 1 May 2026" in caplog.text


def test_a_day_that_was_set_for_a_demonstration_is_no_clock(clock, monkeypatch):
    with writing() as session:
        session.get(StoreState, 1).demonstration = True
    monkeypatch.setenv("OVERSIGHT_TODAY", "2020-01-01")
    our_settings.settings.cache_clear()
    assert main(["purge"]) == 0
