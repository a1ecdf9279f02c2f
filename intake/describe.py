"""The kinds and their columns as a page of markdown, for the documentation."""

from intake.kinds.all import KINDS
from intake.kinds.kind import Column
from intake.templates import takes


def described() -> str:
    """One table a kind, in markdown."""
    return "\n".join(_kind(kind) for kind in KINDS.values())


def _kind(kind) -> str:
    rows = "\n".join(_row(column) for column in kind.columns)
    more = "\nAnd one column a principle: `score_` and its code.\n" if kind.extra else ""
    return (
        f"### {kind.label}: `{kind.name}`\n\n{kind.says}\n\n"
        f"| column | needed | what it is | what to write |\n|---|---|---|---|\n{rows}\n{more}"
    )


def _row(column: Column) -> str:
    needed = "yes" if column.required else ""
    return f"| `{column.name}` | {needed} | {column.says} | {takes(column)} |"
