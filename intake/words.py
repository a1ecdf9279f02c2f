"""A preview in words, the same on the screen, on the command line and in the marked copy."""

from datetime import date
from typing import Any

from intake.days import in_words
from intake.preview import Preview

_LINES = 40


def shown(value: Any) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return "(blank)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return in_words(value) if isinstance(value, date) else str(value)


def summary(preview: Preview) -> list[str]:
    """What the file would do, in sentences."""
    if not preview.rows:
        return ["Nothing can be written as it stands."]
    said = [
        f"{preview.adds:,} would be added, {preview.changes:,} changed, "
        f"{preview.same:,} left alone."
    ]
    said += [f"Left out: {count:,} {why}." for why, count in preview.left_out.items()]
    if preview.late:
        said.append(f"Marked late: {preview.late:,}, dated in a closed quarter.")
    return said


def lines(preview: Preview) -> list[str]:
    """The whole preview, line by line."""
    said = [f"{preview.kind.label} from {preview.name}", *summary(preview)]
    for problem in preview.problems[:_LINES]:
        said.append(f"{problem.weight.value.capitalize()}: {problem.sentence}")
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
