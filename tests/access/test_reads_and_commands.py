"""No screen asks the store for figures by itself, and every command is decided upon."""

import ast
import importlib
import inspect
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCREENS = sorted([*(ROOT / "pages").glob("*.py"), *(ROOT / "widgets").glob("*.py")])
# Commands need the machine itself, act as “system”, and are for who runs the service.
COMMANDS = {"access", "models", "seed", "intake", "measures", "exports", "bench"}


ASKED_FROM = ("measures", "widgets")


def scoped_measures_in(tree):
    """The names of what takes a scope that a file has from measures/, or from widgets/."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(ASKED_FROM):
            module = importlib.import_module(node.module)
            for alias in node.names:
                found = getattr(module, alias.name, None)
                if inspect.isfunction(found) and "scope" in inspect.signature(found).parameters:
                    yield alias.asname or alias.name


def outside_measures(node):
    """Every node but those inside a function that is handed a scope: such a one is a measure."""
    for child in ast.iter_child_nodes(node):
        arguments = getattr(child, "args", None)
        names = getattr(arguments, "kwonlyargs", []) + getattr(arguments, "args", [])
        if isinstance(child, ast.FunctionDef) and "scope" in {a.arg for a in names}:
            continue
        yield child
        yield from outside_measures(child)


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_screen_reads_what_has_a_scope_through_the_one_place_alone(path):
    tree = ast.parse(path.read_text("utf-8"))
    scoped = set(scoped_measures_in(tree))
    called = {
        n.func.id
        for n in outside_measures(tree)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
    }
    assert not called & scoped, f"{path.name}: use access.reading.read"


def test_every_command_is_decided_upon():
    found = {path.parent.name for path in ROOT.glob("*/__main__.py")}
    assert found <= COMMANDS, "decide here who may run the new command"
