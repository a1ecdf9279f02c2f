"""What the page of uploads asks of intake: lists to choose from, and the mapping in its new form."""

from sqlmodel import Session

from intake.check import columns_of
from intake.jobs import Job
from intake.kinds.kind import Kind, Type
from intake.mapping import Mapping
from intake.matching import suggest
from intake.preview import WORDS, Preview
from intake.problems import Question
from intake.references import LIST_NAMES, names_of


def lists_of(session: Session, kind: Kind) -> dict[str, dict[str, str]]:
    """Our column → code → name, of each column that chooses one from a list."""
    found = {}
    for column in columns_of(session, kind):
        if column.choices:
            found[column.name] = {choice: choice for choice in column.choices}
        elif column.refers in LIST_NAMES and column.type == Type.REFERENCE:
            found[column.name] = names_of(session, column.refers).codes
    return found


def matched_now(session: Session, job: Job) -> dict[str, str]:
    """Their header → our column, as chosen or, where nothing was, as suggested."""
    preview = job.prepared.preview
    chosen = {h: ours for h, ours in preview.mapping.columns.items() if h in preview.headers}
    free = [h for h in preview.headers if h not in chosen]
    taken = set(chosen.values()) | set(preview.mapping.constants)
    columns = [c for c in columns_of(session, job.kind) if c.name not in taken]
    found = chosen | suggest(free, columns)
    for header, ours in near_names(preview).items():
        if ours not in found.values():
            found[header] = ours
    return found


def near_names(preview: Preview) -> dict[str, str]:
    """Their header → our column of nearly the same name, where that is asked."""
    return {
        q.column: q.suggested
        for q in preview.open_questions
        if q.code.startswith("column:") and q.suggested != "leave out"
    }


def asked_apart(preview: Preview) -> list[Question]:
    """Open questions that matching columns and words does not settle."""
    waiting = preview.open_questions + preview.stopped
    return [q for q in waiting if not q.code.startswith(("column:", "value:"))]


def unsettled(preview: Preview) -> bool:
    """Whether columns, or words that the file uses, are still to be matched to ours."""
    if preview.sheet_open:
        return False
    asked = any(q.code.startswith("value:") for q in preview.open_questions)
    return columns_unsettled(preview) or asked or any(p.code in WORDS for p in preview.refusals)


def columns_unsettled(preview: Preview) -> bool:
    """Whether it is still to be said which column is which."""
    missing = any(p.code == "missing column" for p in preview.refusals)
    return missing or any(q.code.startswith("column:") for q in preview.open_questions)


def with_fields(mapping: Mapping, fields: dict) -> Mapping:
    """The mapping with the fields that a page sent; answers about columns give way to them."""
    answers = {
        code: answer
        for code, answer in {**mapping.answers, **fields.get("answers", {})}.items()
        if not code.startswith(("column:", "value:"))
    }
    return Mapping(**{**vars(mapping), **fields, "answers": answers})


def for_next_time(mapping: Mapping) -> Mapping:
    """The mapping as it is worth keeping: without answers that are about one file's rows."""
    once = ("totals", "hidden rows", "people:", "same person", "closed quarter")
    kept = {c: a for c, a in mapping.answers.items() if not c.startswith(once) and a != "stop"}
    return Mapping(**{**vars(mapping), "answers": kept})
