"""A preview in words, the same on the screen, on the command line and in the marked copy."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from intake.days import in_words
from intake.preview import WORDS, Preview
from intake.problems import quoted

_LINES = 40


def shown(value: Any) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return "(blank)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return in_words(value) if isinstance(value, date) else str(value)


def summary(preview: Preview) -> list[str]:
    """What the file would do, and what comes first, in sentences."""
    said = [] if preview.ready else ["Nothing can be written yet.", *waits(preview)]
    if preview.rows:
        then = "" if preview.ready else "Once that is settled: "
        said.append(
            f"{then}{preview.adds:,} would be added, {preview.changes:,} changed, "
            f"{preview.same:,} left alone."
        )
    said += [f"Left out: {_counted(count, why)}." for why, count in preview.left_out.items()]
    if preview.late:
        said.append(f"Marked late: {preview.late:,}, dated in a closed quarter.")
    return said


def _counted(count: int, rows: str) -> str:
    """“2 hidden rows”, “1 hidden row”, “1 row that repeats an identifier”."""
    if count == 1:
        rows = rows.replace("rows", "row", 1).replace("that repeat", "that repeats")
    return f"{count:,} {rows}"


def waits(preview: Preview) -> list[str]:
    """What keeps the file out, and what to do about it, one sentence each."""
    if preview.sheet_open:
        return ["Say first which sheet is to be read."]
    return [
        said
        for said in (_columns(preview), _words(preview), _refused(preview), _open(preview))
        if said
    ]


def _columns(preview: Preview) -> str:
    if not any(p.code == "missing column" for p in preview.refusals):
        return ""
    needed = (c for c in preview.kind.columns if c.required)
    missing = [c.label for c in needed if c.name not in preview.matched]
    if len(missing) == 1:
        return f"A column is needed that is not matched yet: {missing[0]}."
    return f"{len(missing)} columns are needed that are not matched yet: {', '.join(missing)}."


def _words(preview: Preview) -> str:
    """Words of a list of theirs can be given our meaning without touching the file."""
    columns = {p.column: None for p in preview.refusals if p.code in WORDS}
    if not columns:
        return ""
    return f"The file has words of its own in {_listed(columns)}: say what they mean."


def _listed(names: Iterable[str]) -> str:
    *first, last = [quoted(name) for name in names]
    return f"{', '.join(first)} and {last}" if first else last


def _refused(preview: Preview) -> str:
    count = preview.can_leave_out
    if count:
        verb, it = ("is", "it") if count == 1 else ("are", "them")
        rows = "row" if preview.total == 1 else "rows"
        return (
            f"{count:,} of {preview.total:,} {rows} {verb} refused: mend {it}, or leave {it} out."
        )
    if preview.refusals:
        return ""  # of the whole file: each is a sentence of its own
    return "" if preview.rows or not preview.total else "No row is left to write."


def _open(preview: Preview) -> str:
    said = []
    columns = sum(q.code.startswith("column:") for q in preview.open_questions)
    others = len(preview.open_questions) - columns
    if columns == 1:
        said.append("1 column of the file is not known here: say what it is.")
    elif columns:
        said.append(f"{columns} columns of the file are not known here: say what they are.")
    if others:
        said.append(f"{'1 question waits' if others == 1 else f'{others} questions wait'} for you.")
    if preview.stopped:
        said.append("Mend the file as you said and choose it again, or answer otherwise.")
    return " ".join(said)


def lines(preview: Preview) -> list[str]:
    """The whole preview, line by line."""
    said = [f"{preview.kind.label} from {preview.name}", *summary(preview)]
    for problem in preview.problems[:_LINES]:
        said.append(f"{preview.weight_in_words(problem)}: {problem.sentence}")
    if len(preview.problems) > _LINES:
        said.append(f"And {len(preview.problems) - _LINES:,} more kinds of fault.")
    for question in preview.questions:
        answer = preview.mapping.answers.get(question.code)
        end = f" Answered: {answer}." if answer else ""
        said.append(f"Asked: {question.text}{end}")
    for found in preview.differences[:_LINES]:
        said.append(
            f"Changed: row {found.row}, {found.id}, {found.column}: "
            f"{shown(found.was)} → {shown(found.new)}"
        )
    return said
