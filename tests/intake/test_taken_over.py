"""Nobody takes over or adds to another service's records, by whatever identifier."""

import pytest
from sqlmodel import select

from intake.form import new_token, send
from intake.kinds.all import KINDS
from models.audit import AuditEvent
from models.store import reading
from tests.intake.conftest import codes, csv_of
from tests.intake.test_refused import OWN

ACTIVITIES = (
    "id,service,title,started_on\nMINE,adults-1,A,2026-05-01\nTHEIRS,places-1,B,2026-05-01\n"
)
ITEMS = csv_of(
    "FM,adults-1,individual,The form is long,2026-08-03,",
    "FT,places-1,individual,The path is dark,2026-08-03,",
)
ROWS = {
    "activities": {"service": "adults-1", "title": "A", "started_on": "2026-08-01"},
    "sessions": {"activity": "MINE", "held_on": "2026-08-01"},
    "reviews": {"activity": "MINE", "principle": "equal", "reviewed_on": "2026-08-01",
                "score": "5"},
    "answers": {"activity": "MINE", "answered_on": "2026-08-01", "told": "no"},
    "evidence": {"activity": "MINE", "principle": "equal", "noted_on": "2026-08-01",
                 "evidence": "Notes"},
    "feedback": {"service": "adults-1", "kind": "individual", "heard": "Words",
                 "heard_on": "2026-08-01"},
}  # fmt: skip
THEIRS = {"activity": "THEIRS", "service": "places-1"}
OF_ACTIVITY = [name for name, row in ROWS.items() if "activity" in row]


def file_of(row: dict[str, str]) -> str:
    return f"{','.join(row)}\n{','.join(row.values())}\n"


def everything(name: str) -> list:
    with reading() as session:
        return session.execute(select(KINDS[name].table.__table__)).all()


def events() -> list[str]:
    with reading() as session:
        actions = session.exec(select(AuditEvent.action)).all()
    return [action for action in actions if "refused" in action]


@pytest.fixture
def both(files):
    """A store with an activity and an item of two services."""
    files.load(ACTIVITIES, "activities")
    files.load(ITEMS)
    return files


@pytest.mark.parametrize("name", ROWS)
def test_a_file_takes_no_record_over_from_another_service(both, name):
    row = {"id": "X1"} | ROWS[name]
    both.load(file_of({column: THEIRS.get(column, text) for column, text in row.items()}), name)
    held = everything(name)
    preview = both.preview(file_of(row), name, permit=OWN, refused_rows="leave out")
    assert codes(preview) == {"another service"}
    assert (preview.differences, preview.rows) == ([], 0)
    assert events() == ["rows of another service refused"]
    sent = send(KINDS[name], [row], OWN, token=new_token())
    assert not sent.done and "another service's record" in sent.problems[0][1]
    assert (everything(name), len(events())) == (held, 2)


def test_an_answer_about_another_services_item_is_not_taken_over(both):
    row = {"id": "X1", "item": "FT", "answered_on": "2026-08-01", "told": "no"}
    both.load(file_of(row), "answers")
    preview = both.preview(file_of(row | {"item": "FM"}), "answers", permit=OWN)
    assert (codes(preview), preview.differences) == ({"another service"}, [])


def test_a_stage_of_another_services_item_is_refused_before_it_is_compared(both):
    preview = both.preview("id,decided_on\nFT,2026-08-05\n", "stages", permit=OWN)
    assert (codes(preview), preview.differences) == ({"another service"}, [])
    assert events() == ["rows of another service refused"]


def test_the_same_identifier_of_another_system_is_another_record(both):
    row = {"id": "X1"} | ROWS["reviews"]
    both.load(file_of(row | {"activity": "THEIRS"}), "reviews", source="crm")
    assert codes(both.preview(file_of(row), "reviews", permit=OWN)) == set()


@pytest.mark.parametrize("name", OF_ACTIVITY)
def test_nothing_is_added_to_another_services_activity(both, name):
    row = {"id": "X1"} | ROWS[name] | {"activity": "THEIRS"}
    preview = both.preview(file_of(row), name, permit=OWN)
    assert (codes(preview), preview.rows) == ({"another service"}, 0)
    assert not send(KINDS[name], [row], OWN, token=new_token()).done
    assert (everything(name), len(events())) == ([], 2)


def test_ones_own_records_are_changed(both):
    for name, row in ROWS.items():
        both.load(file_of({"id": "X1"} | row), name)
        assert codes(both.preview(file_of({"id": "X1"} | row), name, permit=OWN)) == set()
