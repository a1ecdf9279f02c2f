"""Records written by form: the same checks as files, a token per form, and edits that see others'."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from intake.kinds.kind import Column, Kind, Type
from intake.mapping import Mapping
from intake.permission import Permit
from intake.preview import Prepared
from intake.problems import Problem, Question
from intake.references import LIST_NAMES, names_of
from intake.run import commit, prepare_rows
from intake.writing import Meanwhile
from models.intake import Draft
from models.quarters import now

OWN_SYSTEM = "oversight"


@dataclass
class Sent:
    """What became of a form.

    done        written, or nothing to write
    problems    sentences by column, "" for the whole
    questions   what is asked before it is written
    stale       (column, what stands in the store now, what this form says) of a record that
                someone else changed meanwhile
    """

    done: bool = False
    problems: list[tuple[str, str]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    stale: list[tuple[str, Any, Any]] = field(default_factory=list)


def new_token() -> str:
    """A token that lets one form be written once."""
    return secrets.token_urlsafe(24)


def new_id(kind: Kind) -> str:
    """An identifier for a record that no other system knows."""
    return f"{kind.name[:3].upper()}-{secrets.token_hex(5)}"


def send(
    kind: Kind, rows: list[dict[str, str]], permit: Permit, *,
    token: str, version: int | None = None, answers: dict[str, str] | None = None,
    source: str = OWN_SYSTEM,
) -> Sent:  # fmt: skip
    """Write the rows of one form, all or none.

    version   of the record when the form was opened; none for a new one
    answers   code of a question → the option chosen
    """
    mapping = Mapping(source=source, answers=dict(answers or {}))
    prepared = prepare_rows(rows, kind, mapping, permit, name="form")
    preview = prepared.preview
    moved = version is not None and preview.fingerprint and preview.fingerprint[3] != version
    if moved and not preview.refusals:
        return Sent(stale=_stale(prepared))
    if not preview.ready:
        said = [(p.column, _in_a_form(p)) for p in preview.refusals]
        return Sent(problems=said, questions=preview.open_questions + preview.stopped)
    try:
        commit(prepared, permit, token=token)
    except Meanwhile as error:
        return Sent(problems=[("", str(error))])
    return Sent(done=True)


def _in_a_form(problem: Problem) -> str:
    if problem.code == "blank":
        return "Fill this in."
    return f"{problem.found} {problem.expected}".strip()


def _stale(prepared: Prepared) -> list[tuple[str, Any, Any]]:
    return [(d.column, d.was, d.new) for d in prepared.preview.differences]


def held(
    session: Session, kind: Kind, identifier: str, *, source: str = OWN_SYSTEM
) -> tuple[dict[str, str], int | None]:
    """A record as its form shows it: our column → text, and its version. LookupError if gone."""
    table = kind.table.__table__
    query = select(table).where(table.c.source_system == source, table.c.source_id == identifier)
    row = session.execute(query).mappings().first()
    if row is None:
        raise LookupError("This record is no longer there.")
    shown = {
        column.name: _text(session, column, row[column.field])
        for column in kind.columns
        if column.field
    }
    return shown, row.get("version")


def _text(session: Session, column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.refers in LIST_NAMES:
        names = names_of(session, column.refers)
        return next((c for c in names.codes if names.find(c) == value), "")
    if column.type == Type.YES_NO:
        return "yes" if value else "no"
    return str(getattr(value, "value", value))


def save_draft(session: Session, account_id: int, form: str, fields: dict[str, str]) -> None:
    """Keep what an account has typed into a form so far."""
    row = session.get(Draft, (account_id, form)) or Draft(
        account_id=account_id, form=form, fields=""
    )
    row.fields, row.saved_at = json.dumps(fields, ensure_ascii=False), now()
    session.add(row)


def draft_of(session: Session, account_id: int, form: str) -> dict[str, str]:
    """What an account had typed into a form; nothing where there is no draft."""
    row = session.get(Draft, (account_id, form))
    return json.loads(row.fields) if row else {}


def drop_draft(session: Session, account_id: int, form: str) -> None:
    """Forget a draft."""
    row = session.get(Draft, (account_id, form))
    if row:
        session.delete(row)
