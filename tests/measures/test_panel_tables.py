"""The declared list, and that nothing else reads members."""

import ast
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from measures.panel_tables import DECLARED, GROUPS, flow_keys, group_of, stock_keys
from models.activity import Answer, AnswerScore
from models.panel import PanelTable

ROOT = Path(__file__).resolve().parents[2]
MEMBER_TABLES = {"PanelMember", "MemberImpairment", "Consent", "Invitation", "Participation"}
# Closing asks only whether anybody has joined yet; members.py lists single records, audited.
COUNTS_MEMBERS = {"measures/panel_counts.py", "measures/snapshots.py", "measures/closing.py"}
READS_MEMBERS = COUNTS_MEMBERS | {"measures/members.py"}
SHOWS_FIGURES = ("measures", "charts", "exports", "widgets")


def names_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names | {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


@pytest.mark.parametrize("folder", SHOWS_FIGURES)
def test_nothing_that_shows_figures_touches_a_members_record(folder):
    for file in sorted((ROOT / folder).rglob("*.py")):
        where = file.relative_to(ROOT).as_posix()
        if where not in READS_MEMBERS:
            assert not names_in(file) & MEMBER_TABLES, where


def test_single_records_are_read_by_the_members_page_only():
    for folder in (*SHOWS_FIGURES, "pages", "access", "intake", "seed"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "measures.members" in file.read_text(encoding="utf-8"):
                assert file.relative_to(ROOT).as_posix() == "widgets/members.py"
    for page in sorted((ROOT / "pages").glob("*.py")):
        if "widgets.members" in page.read_text(encoding="utf-8"):
            assert page.name == "members.py"


def test_what_lists_single_records_never_counts_them():
    text = (ROOT / "measures/members.py").read_text(encoding="utf-8")
    assert not [word for word in ("func.count", "func.sum", "group_by") if word in text]


def test_raw_counts_are_read_by_the_taking_of_snapshots_only():
    for folder in (*SHOWS_FIGURES, "pages", "access", "intake", "seed"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if file.name not in {"snapshots.py", "panel_counts.py"}:
                assert "panel_counts" not in file.read_text(encoding="utf-8"), file


def test_every_published_figure_belongs_to_a_declared_table_with_a_reason():
    keys = stock_keys(("east",), ("area:vision",)) + flow_keys(("east",), ("area:vision",))
    declared = {table.name for table in DECLARED}
    assert {name for name, _, _ in keys} | {"voices"} == declared
    assert all(table.reason and table.counts for table in DECLARED)


def test_no_flow_crosses_an_area_with_a_place():
    crossed = [k for k in flow_keys(("east",), ("area:vision",)) if k[1] != "members"]
    assert {place for _, _, place in crossed} == {"all"}


def test_answers_hold_nothing_by_which_they_could_be_cut():
    told = {"member_id", "district_code", "areas", "disabled", "carer", "learning_disability"}
    for table in (Answer, AnswerScore):
        assert not told & set(table.model_fields)


def test_a_frozen_figure_has_no_place_for_a_raw_count():
    numbers = {name for name, f in PanelTable.model_fields.items() if "int" in str(f.annotation)}
    assert numbers == {"snapshot_id", "rounded"}
    assert issubclass(PanelTable, SQLModel)


def test_every_impairment_area_of_the_lists_has_a_group():
    lines = (ROOT / "seed/data/impairment_areas.csv").read_text(encoding="utf-8").splitlines()
    codes = [line.split(",")[0] for line in lines[1:]]
    assert {group_of(code) for code in codes} == set(GROUPS)
    assert [code for code in codes if group_of(code) == "other"] == ["other"]
