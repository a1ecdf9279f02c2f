"""The benchmark's own figures: its plain SQL says what the app says, and its page is complete."""

import pytest

import settings as our_settings
from access.scope import scope_in
from access.viewer import Role, Viewer
from bench import answers, machine
from bench.browsing import Times, View, steps
from bench.report import median
from measures.overview import feedback_answer, ladder_answer, principles_answer, reach_answer
from measures.quarters import quarters_of
from models import store as store_module
from models.all import metadata
from models.quarters import Quarter
from models.reference import Rung
from models.rolling import open_quarters, refresh
from models.state import StoreState
from models.store import reading, writing
from tests.records import Records, day

QUESTIONS = (principles_answer, ladder_answer, feedback_answer, reach_answer)
VIEWER = Viewer(1, "ola", "Ola", Role.OVERSIGHT)


@pytest.fixture
def recorded(tmp_path, monkeypatch):
    """A SQLite store with scores, rungs and replies in two directorates; its file and a session."""
    path = tmp_path / "answers.db"
    monkeypatch.setenv("OVERSIGHT_DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.setenv("OVERSIGHT_TODAY", "2026-11-20")
    our_settings.settings.cache_clear()
    engine = store_module.engine(f"sqlite:///{path}")
    with engine.connect().execution_options(writes=True) as connection:
        metadata().create_all(connection)
        connection.commit()
    with writing() as session:
        session.add(StoreState(id=1, demonstration=True))
        records = Records(session)
        records.lists()
        _record(records)
        refresh(session, quarters=open_quarters(session))
    yield str(path)
    engine.dispose()
    store_module._engine.cache_clear()
    our_settings.settings.cache_clear()


def _record(records: Records) -> None:
    for number, service_id in enumerate((11, 12, 21, 22)):
        rung = Rung.CO_DESIGNING if number % 2 else Rung.INFORMING
        for _ in range(4 + number):
            activity = records.activity(
                service_id, ended_on=day("2026-09-10"), claimed_rung=rung,
                claimed_on=day("2026-09-11"),
            )  # fmt: skip
            records.answer(activity, on="2026-09-01", scores={2: 2 + number, 3: 2})
        for _ in range(7):
            records.item(heard="2026-07-01", told=["2026-07-10"], service_id=service_id)
        records.item(heard="2026-07-02", service_id=service_id)


def test_the_plain_sql_says_what_the_app_says(recorded):
    with reading() as session:
        scope = scope_in(session, VIEWER)
        for code, _label in answers.quarters(recorded):
            said = [
                question(session, scope=scope, quarter=Quarter.parse(code))["answer"]
                for question in QUESTIONS
            ]
            assert said == answers.headlines(recorded, code, None)
        listed = [quarter.code for quarter in quarters_of(session, scope=scope)]
    assert {code for code, _ in answers.quarters(recorded)} <= set(listed)


def test_quarters_are_labelled_as_the_app_labels_them():
    assert answers.label("2026-27-Q2") == Quarter.parse("2026-27-Q2").label


@pytest.mark.parametrize(
    ("part", "base", "said"),
    [(3, 7, "3 of 7"), (1, 1000, "under 1%"), (999, 1000, "over 99%"), (1, 8, "1 of 8"),
     (25, 200, "13%"), (0, 10, "0%")],
)  # fmt: skip
def test_a_share_is_said_as_the_app_says_it(part, base, said):
    assert answers.percent(part, base) == said


def test_foreign_load_is_a_share_of_the_machine():
    assert 0 <= machine.Foreign().share() <= 1


def test_a_median_is_none_where_nothing_was_measured():
    times = Times()
    assert median(times, "first") is None
    times.add("first", 2.0)
    times.add("first", 4.0)
    assert median(times, "first") == 3.0


def test_steps_ask_new_views_before_seen_ones(monkeypatch):
    codes = [f"{year}-{year - 1999}-Q{q}" for year in (2026, 2025, 2024) for q in (4, 3, 2, 1)]
    listed = [(code, answers.label(code)) for code in codes]
    monkeypatch.setattr(answers, "quarters", lambda _path: listed)
    monkeypatch.setattr(answers, "directorates", lambda _path: [("a", "A"), ("b", "B")])
    asked = steps("x")
    views = [view for _, _, view, kind in asked if kind == "filter_new"]
    assert len(set(views)) == len(views)
    assert all(view in views for _, _, view, kind in asked if kind == "filter_seen")
    new = [view for _, _, view, kind in asked if kind != "filter_seen"]
    assert len(set(new)) == len(new)
    far, earliest = (
        Quarter.parse(view.quarter)
        for _, _, view, kind in asked
        if kind in ("filter_far", "filter_earliest")
    )
    years = {Quarter.parse(view.quarter).plus(-4) for view in [View(codes[1]), *views]}
    assert all(earliest < far < year for year in years)
