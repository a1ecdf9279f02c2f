"""What a file would change: old value → new value, for the preview and for the audit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from intake.kinds.kind import Kind, Type
from intake.references import names_in_words
from intake.staging import Staged, changes, plain

_AT_ONCE = 1_000


@dataclass(frozen=True)
class Difference:
    """One value of one record that a file would replace."""

    row: int
    id: str
    column: str
    was: Any
    new: Any


def differences(staged: Staged, *, most: int | None) -> list[Difference]:
    """The values that would be replaced, of the first so many changed records."""
    rows = staged.connection.execute(changes(staged, most=most)).mappings()
    return [found for row in rows for found in _of(row, staged)]


def _of(row, staged: Staged) -> Iterator[Difference]:
    for name in staged.compared:
        was, new = plain(row[f"was_{name}"]), plain(row[f"new_{name}"])
        if was != new:
            yield Difference(row["row"], row["id"], name, was, new)


def in_words(session: Session, kind: Kind, found: Sequence[Difference]) -> list[Difference]:
    """The same differences with names and identifiers in place of the store's own numbers."""
    words: dict[str, dict] = {}
    for column in kind.columns:
        if column.type == Type.REFERENCE:
            values = {v for d in found if d.column == column.name for v in (d.was, d.new)}
            words[column.name] = names_in_words(session, column.refers, values - {None})
    return [
        replace(d, was=words[d.column].get(d.was, d.was), new=words[d.column].get(d.new, d.new))
        if d.column in words
        else d
        for d in found
    ]


def audited(staged: Staged) -> Iterator[dict[str, dict[str, list]]]:
    """Replaced values in parts for the audit: id → column → [old, new].

    Texts that people wrote, and everything of panel members, are named without
    their values: the trail outlives the right to keep them.
    """
    silent = {c.name for c in staged.kind.columns if c.people}
    hide_all = staged.kind.permits == "panel"
    also = staged.kind.writing.also_replaced(staged)
    part: dict[str, dict[str, list]] = {}
    for row in staged.connection.execute(changes(staged, most=None)).mappings().all():
        part[row["id"]] = {
            found.column: ["replaced"]
            if hide_all or found.column in silent
            else [str(found.was) if found.was is not None else None,
                  str(found.new) if found.new is not None else None]
            for found in _of(row, staged)
        } | also.get(row["id"], {})  # fmt: skip
        if len(part) == _AT_ONCE:
            yield part
            part = {}
    if part:
        yield part
