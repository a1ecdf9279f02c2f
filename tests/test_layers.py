"""The one direction of the layers, held against every import in the tree."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ALLOWED = {
    "settings": set(),
    "models": {"settings"},
    "access": {"models", "settings"},
    "intake": {"models", "access"},
    "seed": {"intake", "models"},
    "measures": {"models"},
    "charts": set(),
    "exports": {"measures", "charts", "access", "models"},
    "widgets": {"access", "measures", "charts", "models"},
    "pages": {
        "settings", "models", "access", "intake", "measures", "charts", "exports", "widgets",
    },
}  # fmt: skip
# What the store says of itself, and its plain types, are words that every layer above shares.
SETTINGS_TOO = {"measures", "exports", "intake", "seed", "widgets"}
STREAMLIT = {"pages", "widgets", "access"}
FILES = sorted(
    path
    for folder in ALLOWED
    for path in ([ROOT / f"{folder}.py"] if folder == "settings" else (ROOT / folder).rglob("*.py"))
    if "versions" not in path.parts
)


def imports(path: Path) -> set[str]:
    """The top-level names that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_imports_only_what_its_layer_may(path):
    folder = path.relative_to(ROOT).parts[0].removesuffix(".py")
    allowed = ALLOWED[folder] | {folder}
    allowed |= {"settings"} if folder in SETTINGS_TOO else set()
    ours = imports(path) & (set(ALLOWED) | {"tests", "bench", "app"})
    assert ours <= allowed, f"{path.name} imports {ours - allowed}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_streamlit_stays_where_screens_are_made(path):
    folder = path.relative_to(ROOT).parts[0].removesuffix(".py")
    assert folder in STREAMLIT or "streamlit" not in imports(path)


def test_the_tree_is_read():
    assert len(FILES) > 40
