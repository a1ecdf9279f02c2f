"""A foreign case list comes in through a mapping: petitions to Parliament of 2020 to 2022."""

from datetime import date
from pathlib import Path
from statistics import median

import pytest
from sqlmodel import select

from intake.mapping import Mapping
from intake.mappings import load, save
from models.feedback import FeedbackItem, Telling
from models.store import reading, writing

LIST = Path(__file__).resolve().parents[3] / "shared" / "data" / "uk_petitions_raw.csv"

pytestmark = pytest.mark.skipif(
    not LIST.exists(), reason="the list of petitions does not lie beside the project"
)

TAKEN = {
    "petition_id": "id",
    "action": "heard",
    "response_threshold_reached_at": "heard_on",
    "government_response_at": "told_on",
}


def petitions_mapping(**more) -> Mapping:
    import csv

    with LIST.open(newline="", encoding="utf-8") as file:
        headers = next(csv.reader(file))
    columns = {header: TAKEN.get(header, "") for header in headers} | more.pop("columns", {})
    constants = {"kind": "individual", **more.pop("constants", {"service": "adults-1"})}
    return Mapping(
        columns=columns, constants=constants, leave_out=["heard_on"], repeats="keep first",
        source="parliament", answers={"people:heard": "yes"}, **more,
    )  # fmt: skip


def test_petitions_come_in_by_a_saved_mapping_with_the_known_median(files):
    with writing() as session:
        save(session, "feedback", "petitions", petitions_mapping(), by="tester")
    with reading() as session:
        mapping = load(session, "feedback", "petitions")
    content = LIST.read_bytes()
    done = files.load(content, **vars(mapping))
    assert done.adds == 107
    with reading() as session:
        rows = session.exec(
            select(FeedbackItem.heard_on, Telling.told_on)
            .outerjoin(Telling, Telling.item_id == FeedbackItem.id)
            .where(FeedbackItem.source_system == "parliament")
        ).all()
    days = sorted((told - heard).days if told else 10_000 for heard, told in rows)
    assert median(days) == 21
    assert sum(told is None or told > date(2022, 12, 31) for _heard, told in rows) == 1
    assert files.load(content, **vars(mapping)).same == 107


def test_repeated_petitions_are_counted_and_said(files):
    preview = files.preview(LIST.read_bytes(), **vars(petitions_mapping()))
    [note] = [p for p in preview.problems if p.code == "duplicate id"]
    assert "1,188 identifiers repeat" in note.found
    assert preview.left_out["rows that repeat an identifier"] == 1_959


def test_blank_departments_are_shown_as_such(files):
    mapping = petitions_mapping(columns={"departments": "service"}, constants={})
    mapping.leave_out = []
    preview = files.preview(LIST.read_bytes(), **vars(mapping))
    texts = {text for text, _count, _near in preview.unmatched["service"]}
    assert "" in texts and "Department for Transport" in texts
