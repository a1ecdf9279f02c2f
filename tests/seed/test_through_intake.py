"""The county written in bulk is the county that files would give."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import text

from intake.kinds.all import KINDS
from intake.mapping import Mapping
from intake.permission import permit_of_command
from intake.run import commit, prepare
from models.store import reading, writing
from seed.activities import SYSTEM
from seed.illustrative import _units
from seed.reference import load_reference

ACTIVITIES = """
    SELECT a.source_id AS id, s.code AS service, a.title, a.purpose, a.way, a.intended_rung,
           a.intended_why, a.claimed_rung, a.claimed_on, a.started_on, a.ended_on,
           a.promised_feedback_on, a.promised_on,
           (SELECT group_concat(district_code, ';') FROM (
               SELECT district_code FROM activity_district
               WHERE activity_id = a.id ORDER BY district_code)) AS districts
    FROM activity a JOIN service s ON s.id = a.service_id
    WHERE a.source_system = 'illustrative' ORDER BY a.source_id
"""
# An item that was told, disputed and told again carries its latest telling.
FEEDBACK = """
    SELECT i.source_id AS id, s.code AS service, a.source_id AS activity, i.kind, i.heard,
           i.heard_on, i.acknowledged_on, i.decided_on, i.acted_on,
           (SELECT max(told_on) FROM telling WHERE item_id = i.id) AS told_on,
           i.outcome, i.outcome_reason, i.reply, i.withdrawn_on, i.withdrawn_reason,
           other.source_id AS answered_by
    FROM feedback_item i JOIN service s ON s.id = i.service_id
    LEFT JOIN activity a ON a.id = i.activity_id
    LEFT JOIN feedback_item other ON other.id = i.answered_by_id
    WHERE i.source_system = 'illustrative' ORDER BY i.source_id
"""
DUE = """
    SELECT source_id, due_on, due_by_promise FROM feedback_item
    WHERE source_system = 'illustrative' ORDER BY source_id
"""


def rows_of(address: str | None, query: str) -> tuple[list[str], list[tuple]]:
    with reading(address) as session:
        result = session.execute(text(query))
        return list(result.keys()), [tuple(row) for row in result]


def load_file(path: Path, kind: str) -> None:
    with reading() as session:
        permit = permit_of_command(session)
    prepared = prepare(path, KINDS[kind], Mapping(source=SYSTEM), permit)
    for _ in range(3):
        waiting = {q.code: q.suggested for q in prepared.preview.open_questions if q.suggested}
        if not waiting:
            break
        prepared = prepare(path, KINDS[kind], Mapping(source=SYSTEM, answers=waiting), permit)
    assert prepared.preview.ready, [str(p) for p in prepared.preview.problems][:3]
    commit(prepared, permit)


@pytest.fixture
def through_files(county_address, store, tmp_path):
    """The test's own store, filled from files that were written from the county."""
    with writing() as session:
        load_reference(session)
        _units(session)
    for kind, query in (("activities", ACTIVITIES), ("feedback", FEEDBACK)):
        header, rows = rows_of(county_address, query)
        for number, part in enumerate(_parts(kind, rows)):
            path = tmp_path / f"{kind}-{number}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(header)
                writer.writerows(part)
            load_file(path, kind)


def _parts(kind: str, rows: list[tuple]) -> list[list[tuple]]:
    """Stories come in a file of their own, after the items that answer them."""
    if kind != "feedback":
        return [rows]
    return [[r for r in rows if r[3] != "story"], [r for r in rows if r[3] == "story"]]


def test_activities_and_feedback_read_through_intake_are_equal(county_address, through_files):
    for query in (ACTIVITIES, FEEDBACK, DUE):
        assert rows_of(None, query) == rows_of(county_address, query)
