"""Which figures a file changes beyond those of its own records: counted again, or moved."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from intake import beside, run
from models import rolling
from models.checking import differences
from models.rollup import LoopRollup
from models.store import reading, writing
from tests.intake.conftest import Files
from tests.intake.test_moved import History
from tests.records import Records


@pytest.fixture(params=["moved", "counted again", "counted beside"])
def way(request, files: Files, monkeypatch) -> Iterator[str]:
    """Each of the ways in which a file's figures come about."""
    with writing() as session:
        Records(session).item(heard="2024-05-01")
        rolling.refresh(session, quarters=rolling.open_quarters(session))
    if request.param != "moved":
        monkeypatch.setattr(run, "FEW", -1)
        monkeypatch.setattr(run, "SHARE", 10**9)
    if request.param == "counted beside":
        monkeypatch.setattr(beside, "LARGE", -1)
    yield request.param


def agree() -> bool:
    """Whether figures and records agree."""
    with writing() as session:
        found = differences(session)
        session.rollback()
    assert found == []
    return True


def lines(head: str, *rows: str) -> str:
    return "\n".join((head, *rows)) + "\n"


ACTIVITIES = lines(
    "id,service,title,started_on,ended_on,claimed_rung,claimed_on",
    "A1,adults-1,Ended in September,2026-06-01,2026-09-20,engaging,2026-09-20",
    "B1,adults-2,Still running,2026-10-01,,,",
)
ANSWERS = [f"N{n},A1,2026-10-05,engaging,2" for n in range(5)]
HEAD = "id,activity,answered_on,experienced_rung,score_equal"


@pytest.fixture
def answered(way, files: Files) -> None:
    """Five answers of October belong to September's quarter, in which their activity ended."""
    files.load(ACTIVITIES, "activities")
    files.load(lines(HEAD, *ANSWERS), "answers")
    assert agree()


def test_answers_that_move_to_another_activity_leave_the_quarter_of_the_first(answered, files):
    files.load(lines(HEAD, *(line.replace("A1", "B1") for line in ANSWERS)), "answers")
    assert agree()


def test_answers_that_are_changed_without_their_activity_change_the_quarter_of_its_end(
    answered, files
):
    item = "id,service,kind,heard,heard_on\nF1,adults-1,individual,Words,2026-09-01\n"
    files.load(item, "feedback")
    rows = [f"N{n},F1,2026-10-05,5" for n in range(5)]
    files.load(lines("id,item,answered_on,score_equal", *rows), "answers")
    assert agree()


def test_a_review_that_moves_leaves_the_quarter_of_its_first_activity(answered, files):
    head = "id,activity,principle,reviewed_on,score"
    files.load(lines(head, "R1,A1,equal,2026-10-07,4"), "reviews")
    files.load(lines(head, "R1,B1,equal,2026-10-07,4"), "reviews")
    assert agree()


def test_a_name_alone_changes_what_is_listed(answered, files):
    files.load("id,service,title,started_on\nA1,adults-1,Another name,2026-06-01\n", "activities")
    assert agree()


def test_answers_dispute_an_item_that_another_service_holds(answered, files):
    item = "id,service,kind,heard,heard_on,activity,told_on,outcome,reply\n"
    item += "F1,places-1,collective,Words,2026-07-01,A1,2026-08-01,changed,Done\n"
    files.load(item, "feedback")
    rows = [f"D{n},A1,2026-10-06,no" for n in range(6)]
    files.load(lines("id,activity,answered_on,told", *rows), "answers")
    assert agree()
    with reading() as session:
        query = select(LoopRollup).where(LoopRollup.quarter == "2026-27-Q3")
        assert {r.service_id: r.overdue for r in session.exec(query) if r.kind == "collective"} == {
            21: 1
        }


def test_a_story_of_another_service_is_answered_by_what_is_told(answered, files):
    head = "id,service,kind,heard,heard_on,answered_by\n"
    files.load(head + "F1,places-1,collective,Words,2026-07-01,\n", "feedback")
    files.load(head + "F2,adults-1,story,Words,2026-07-05,F1\n", "feedback")
    files.load("id,told_on,outcome,reply\nF1,2026-08-01,changed,Done\n", "stages")
    assert agree()
    with reading() as session:
        assert sum(row.answered for row in session.exec(select(LoopRollup))) > 0


def test_words_alone_change_what_is_listed_as_told(answered, files):
    head = "id,service,kind,heard,heard_on,told_on,outcome,reply\n"
    files.load(head + "F1,places-1,collective,Words,2026-07-01,2026-08-01,changed,Done\n")
    files.load("id,reply\nF1,Done in another way\n", "stages")
    assert agree()


def test_old_records_that_come_late_count_in_every_quarter_since(way, files):
    files.load("id,service,title,started_on,ended_on\nA1,adults-1,Old,2023-02-01,2023-06-01\n",
               "activities")  # fmt: skip
    rows = [f"N{n},A1,2023-06-10,no" for n in range(5)]
    files.load(lines("id,activity,answered_on,told", *rows), "answers")
    head = "id,service,kind,heard,heard_on,activity,told_on,outcome,reply\n"
    files.load(head + "F1,adults-1,collective,Words,2023-02-10,A1,2023-04-01,changed,Done\n")
    assert agree()
    with reading() as session:
        there = {row.quarter for row in session.exec(select(LoopRollup)) if row.overdue}
    assert {"2024-25-Q2", "2026-27-Q3"} <= there


@pytest.mark.parametrize("seed", range(4))
def test_after_any_history_figures_are_those_of_the_records(way, seed):
    history = History(seed)
    for _ in range(30):
        history.step()
    assert history.done > 15 and agree()
