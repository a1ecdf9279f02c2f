"""The command that makes a pack, on a day on which no server has counted yet."""

from datetime import date

import pytest

import settings as our_settings
from exports.__main__ import main
from measures.feedback import closure
from measures.quarters import standing_of
from models.quarters import Quarter
from models.store import reading, writing
from tests.exports.test_contents import COUNTY
from tests.records import TODAY, Records

Q3 = Quarter(2026, 3)


@pytest.fixture
def next_week(store, monkeypatch) -> None:
    """A store that was counted on its today, with an item that fell due since."""
    with writing() as session:
        made = Records(session)
        made.lists()
        made.item(heard="2026-11-01")  # due on 29 November
        made.refresh()
    monkeypatch.setenv("OVERSIGHT_TODAY", "2026-11-30")
    our_settings.settings.cache_clear()


def stands() -> tuple[date, int]:
    """The day of the figures, and how many individual items are due by them."""
    with reading() as session:
        asked = {"scope": COUNTY, "quarter": Q3}
        rows = closure(session, **asked).set_index("kind")
        return standing_of(session, **asked)["as_of"], int(rows.loc["individual", "due"])


def test_a_pack_made_on_a_new_day_has_that_days_figures(next_week, tmp_path, capsys):
    assert stands() == (TODAY, 0)
    assert main([Q3.code, "--out", str(tmp_path), "--format", "csv"]) == 0
    assert "draft-2026-11-30" in capsys.readouterr().out
    assert stands() == (date(2026, 11, 30), 1)
