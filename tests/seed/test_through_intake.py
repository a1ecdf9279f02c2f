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

# What a file of each kind holds, in an order in which each finds what it points to.
FILES = {
    "activities": """
        SELECT x.source_id AS id, s.code AS service, x.title, x.purpose, x.way, x.intended_rung,
               x.intended_why, x.claimed_rung, x.claimed_on, x.started_on, x.ended_on,
               x.promised_feedback_on, x.promised_on,
               (SELECT group_concat(district_code, ';') FROM (
                   SELECT district_code FROM activity_district
                   WHERE activity_id = x.id ORDER BY district_code)) AS districts
        FROM activity x JOIN service s ON s.id = x.service_id
        WHERE x.source_system = 'illustrative' ORDER BY id
    """,
    "sessions": """
        SELECT x.source_id AS id, a.source_id AS activity, held_on,
               CASE senior_officer_present WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END
                   AS senior_officer_present,
               CASE elected_member_present WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END
                   AS elected_member_present,
               CASE expenses_offered WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END AS expenses_offered,
               CASE easy_read_offered WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END AS easy_read_offered,
               CASE other_formats_offered WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END
                   AS other_formats_offered,
               notice_days
        FROM activity_session x JOIN activity a ON a.id = x.activity_id ORDER BY x.source_id
    """,
    "reviews": """
        SELECT x.source_id AS id, a.source_id AS activity, p.code AS principle, reviewed_on, score,
               not_applicable_why, evidence
        FROM review x JOIN activity a ON a.id = x.activity_id
        JOIN principle p ON p.id = x.principle_id ORDER BY x.source_id
    """,
    # The first telling; told again is a file of stages. Stories come after what answers them.
    "feedback": """
        SELECT x.source_id AS id, s.code AS service, a.source_id AS activity, x.kind, x.heard,
               x.heard_on, x.acknowledged_on, x.decided_on, x.acted_on,
               (SELECT min(told_on) FROM telling WHERE item_id = x.id) AS told_on,
               x.outcome, x.outcome_reason, x.reply, x.withdrawn_on, x.withdrawn_reason,
               other.source_id AS answered_by
        FROM feedback_item x JOIN service s ON s.id = x.service_id
        LEFT JOIN activity a ON a.id = x.activity_id
        LEFT JOIN feedback_item other ON other.id = x.answered_by_id
        WHERE (x.kind = 'story') = :late ORDER BY x.source_id
    """,
    "stages": """
        SELECT x.source_id AS id, max(told_on) AS told_again_on
        FROM feedback_item x JOIN telling t ON t.item_id = x.id
        GROUP BY x.source_id HAVING count(*) > 1 ORDER BY x.source_id
    """,
    "answers": """
        SELECT x.source_id AS id, a.source_id AS activity, i.source_id AS item, answered_on,
               experienced_rung, CASE told WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END AS told, {scores}
        FROM answer x LEFT JOIN activity a ON a.id = x.activity_id
        LEFT JOIN feedback_item i ON i.id = x.item_id ORDER BY x.source_id
    """,
}
SCORE = """
    (SELECT score FROM answer_score s JOIN principle p ON p.id = s.principle_id
     WHERE s.answer_id = x.id AND p.code = '{code}') AS score_{code}
"""
DUE = "SELECT source_id, due_on, due_by_promise FROM feedback_item ORDER BY source_id"
TOLD = """
    SELECT source_id, told_on FROM telling JOIN feedback_item ON id = item_id
    ORDER BY source_id, told_on
"""
FIGURES = {
    "activity_rollup": "running, ended, started",
    "score_rollup": "p.code, voice, activities, total, squares, not_applicable, scored_high, "
    "evidenced, running_reviewed",
    "rung_rollup": "part, intended, claimed, experienced, activities",
    "presence_rollup": "question, yes, no, blank, total",
    "loop_rollup": "kind, due, on_time, late, disputed, not_told, by_promise, withdrawn, heard, "
    "answered, open, overdue, closed_28, closed_60, closed_90",
}


def query_of(session, kind: str) -> str:
    codes = session.execute(text("SELECT code FROM principle ORDER BY position")).scalars()
    scores = ", ".join(SCORE.format(code=code) for code in codes)
    return FILES[kind].format(scores=scores) if kind == "answers" else FILES[kind]


def rows_of(address: str | None, kind: str, **more) -> tuple[list[str], list[tuple]]:
    with reading(address) as session:
        result = session.execute(text(query_of(session, kind) if kind in FILES else kind), more)
        return list(result.keys()), [tuple(row) for row in result]


def load_file(path: Path, kind: str) -> None:
    with reading() as session:
        permit = permit_of_command(session)
    mapping = Mapping(source=SYSTEM)
    prepared = prepare(path, KINDS[kind], mapping, permit)
    for _ in range(3):
        waiting = {q.code: q.suggested for q in prepared.preview.open_questions if q.suggested}
        if not waiting:
            break
        mapping.answers.update(waiting)
        prepared = prepare(path, KINDS[kind], mapping, permit)
    assert prepared.preview.ready, [str(p) for p in prepared.preview.problems][:3]
    commit(prepared, permit)


def files(address: str):
    """(kind, header, rows) of each file, in order."""
    for kind in FILES:
        for late in (0, 1) if kind == "feedback" else (0,):
            more = {"late": late} if kind == "feedback" else {}
            yield kind, *rows_of(address, kind, **more)


@pytest.fixture(scope="module")
def parts(county_address) -> list:
    """What the county's files hold, read once."""
    return list(files(county_address))


@pytest.fixture
def through_files(parts, store, tmp_path):
    """The test's own store, filled from files that were written from the county."""
    with writing() as session:
        load_reference(session)
        _units(session)
    for number, (kind, header, rows) in enumerate(parts):
        path = tmp_path / f"{number}-{kind}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(rows)
        load_file(path, kind)


def figures(address: str | None, table: str) -> list[tuple]:
    """One roll-up by codes, without the published record and rows that say nothing."""
    names = FIGURES[table]
    joined = "JOIN principle p ON p.id = r.principle_id" if "p.code" in names else ""
    with reading(address) as session:
        rows = session.execute(
            text(
                f"SELECT r.quarter, s.code, {names} FROM {table} r "
                f"JOIN service s ON s.id = r.service_id {joined} "
                "WHERE s.illustrative AND r.edition_id = 0"
            )
        )
        return sorted(
            tuple(round(v, 6) if isinstance(v, float) else v for v in row)
            for row in rows
            if any(isinstance(v, int | float) and v for v in row)
        )


def test_records_and_figures_read_through_intake_are_equal(county_address, parts, through_files):
    assert list(files(None)) == parts
    for query in (DUE, TOLD):
        assert rows_of(None, query) == rows_of(county_address, query)
    for table in FIGURES:
        assert figures(None, table) == figures(county_address, table), table
