"""Every page against every role. A page without a row and a decision here fails."""

import ast

import pytest
from streamlit.testing.v1 import AppTest

from access.guard import allowed
from access.pages import FOLDER, TABLE, pages_of
from access.trail import events
from access.viewer import Role, Viewer
from models.store import reading
from tests.access.people import NAMES

O, L, S, D, A = Role  # noqa: E741 - the matrix below is read by eye
EVERYONE = {O, L, S, D, A}
# address: the roles that may open it
MATRIX = {
    "overview": {O, L, S},
    "principles": {O, L, S},
    "ladder": {O, L, S},
    "feedback": {O, L, S},
    "reach": {O, L, S},
    "conversation": {O, L, S},
    "my_service": {S},
    "group": {O, L, S},
    "challenges": {O, L, S},
    "commitments": {O, L, S},
    "line_notes": {O, L, D},
    "meeting": EVERYONE,
    "agenda": {O},
    "attendance": {O},
    "packs": {O, L, S, D},
    "data_in": {S, L, D},
    "record_activity": {S, L},
    "record_review": {S, L},
    "record_feedback": {S, L},
    "record_panel": {D},
    "members": {D},
    "snapshots": {D},
    "quarters": {D},
    "accounts": {A},
    "directorates": {A},
    "audit": {A},
    "settings_page": {A},
    "definitions": EVERYONE,
    "my_account": EVERYONE,
}


def label(value):
    return getattr(value, "address", value)


def guard_of(path):
    """The roles that a page's first call asks for; every role where it names none."""
    body = ast.parse(path.read_text("utf-8")).body[1:]  # after the docstring
    first = next(node for node in body if any(isinstance(n, ast.Call) for n in ast.walk(node)))
    assert isinstance(first, ast.Assign | ast.Expr), f"{path.name}: the guard comes first"
    assert first.value.func.id == "require", f"{path.name}: the guard comes first"
    return {Role[argument.attr] for argument in first.value.args} or set(Role)


def test_every_file_of_a_page_has_a_row_and_every_row_a_decision():
    files = {path.stem for path in FOLDER.glob("*.py")}
    assert files == {row.address for row in TABLE}
    assert files <= set(MATRIX), "decide here who may open the new page"


@pytest.mark.parametrize("row", TABLE, ids=label)
def test_the_table_and_the_pages_own_guard_agree_with_the_decision(row):
    assert set(row.roles) == MATRIX[row.address]
    assert guard_of(row.path) == MATRIX[row.address]


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_first_page(role):
    assert pages_of(role)


@pytest.mark.parametrize("row", TABLE, ids=label)
def test_nobody_sees_nothing(visitor, row):
    page = AppTest.from_file(str(row.path), default_timeout=60).run()
    assert not page.exception
    assert [element.value for element in page.markdown] == ["Sign in to see this page."]
    assert len(page.main.children) == 1


@pytest.mark.parametrize("role", Role)
def test_a_wrong_role_is_refused_and_the_refusal_noted(people, visitor, cookie_of, role):
    visitor(cookie_of(NAMES[role]))
    for row in TABLE:
        if role in row.roles:
            continue
        page = AppTest.from_file(str(row.path), default_timeout=60).run()
        assert not page.exception, row.address
        assert [title.value for title in page.title] == ["This page is not for your account"]
        assert len(page.main.children) == 2, row.address
        with reading() as session:
            event = events(session)[0]
        assert (event["actor"], event["action"]) == (NAMES[role], "refused")


@pytest.mark.parametrize("role", Role)
def test_who_must_change_a_password_has_one_page(role):
    viewer = Viewer(1, "x", "X", role, unfinished="password")
    assert [row.address for row in allowed(viewer)] == ["my_account"]
