"""One file from its bytes to the store: preview first, then all of it or nothing."""

import hashlib
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sqlalchemy import Boolean, func, select
from sqlmodel import Session

from intake.beside import Counted, counted_beside, take_over, worth_it
from intake.check import Checked, check
from intake.differences import audited, differences, in_words
from intake.kinds.kind import Kind
from intake.mapping import Mapping
from intake.matching import with_answers
from intake.permission import Permit
from intake.preview import Prepared, Preview
from intake.problems import Problem, Question, Refused, Weight
from intake.reading.file import read_file
from intake.staging import Staged, compare, stage
from intake.table import Coded, Gatherer, Table, examples
from intake.trail import audit_foreign, audit_written
from intake.writing import Meanwhile, refuse_if_changed, use_token, write
from models import rolling
from models.activity import Activity
from models.quarters import Quarter
from models.state import raise_revision
from models.store import engine, reading

Progress = Callable[[str, float], None]


FEW = 50  # records, up to which figures are moved rather than recounted
SHARE = 8  # and more of them, where the store holds so many times as many
OF_THE_FILE = {"sheet", "hidden sheets"}  # questions that no sheet's rows depend on


def quietly(_step: str, _share: float) -> None:
    """Progress that nobody watches."""


def prepare(
    path: Path, kind: Kind, mapping: Mapping, permit: Permit, *,
    name: str = "", progress: Progress = quietly,
) -> Prepared:  # fmt: skip
    """Read, check and compare a file; nothing is written but the refusal of others' rows."""
    permit.refuse_kind(kind)
    mapping = with_answers(mapping)
    preview = Preview(kind, name or path.name, mapping)
    try:
        table = read_file(path, mapping, name=preview.name, progress=progress)
    except Refused as refused:
        _refuse(preview, refused)
        return Prepared(preview)
    preview.sha256 = _sha256(path)
    return _prepared(preview, table, permit, progress)


def prepare_rows(
    rows: list[dict[str, str]], kind: Kind, mapping: Mapping, permit: Permit, *, name: str
) -> Prepared:
    """Check and compare rows that a form holds: our column → text, the same in each row."""
    permit.refuse_kind(kind)
    headers = list(rows[0])
    gatherer = Gatherer(len(headers))
    for number, row in enumerate(rows, start=1):
        gatherer.add(number, [row[header] for header in headers])
    numbers = gatherer.rows()
    table = Table("", headers, gatherer.columns(), numbers)
    return _prepared(Preview(kind, name, with_answers(mapping)), table, permit, quietly)


def _prepared(preview: Preview, table: Table, permit: Permit, progress: Progress) -> Prepared:
    preview.headers, kind, mapping = table.headers, preview.kind, preview.mapping
    preview.total, preview.examples = len(table), examples(table)
    try:
        with reading() as session:
            checked = check(session, table, kind, mapping, permit, progress=progress)
    except Refused as refused:
        _refuse(preview, refused, table.questions)
        return Prepared(preview, table=table)
    _describe(preview, checked)
    if checked.foreign:
        audit_foreign(preview, checked, permit)
    if not any(not len(p.rows) for p in preview.refusals):
        with _staged(checked, mapping, progress) as staged:
            _compare(preview, staged)
            _ask_late(preview, staged, checked)
    _sheet_first(preview)
    return Prepared(preview, checked, table)


def _refuse(preview: Preview, refused: Refused, questions: Sequence[Question] = ()) -> None:
    """Nothing can be read; what is asked all the same may be the way out, as another sheet is."""
    preview.problems = [Problem(Weight.REFUSE, refused.code, str(refused), "")]
    preview.questions = [*questions, *refused.questions]
    _sheet_first(preview)


def _sheet_first(preview: Preview) -> None:
    """Ask nothing about one sheet's rows while another may be chosen: answers would mix."""
    if preview.sheet_open:
        preview.questions = [q for q in preview.questions if q.code in OF_THE_FILE]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _describe(preview: Preview, checked: Checked) -> None:
    preview.problems, preview.questions = checked.problems, checked.questions
    preview.left_out = dict(checked.left_out)
    preview.refused_rows = int(checked.bad.sum())
    if preview.mapping.refused_rows == "leave out" and preview.refused_rows:
        preview.left_out["refused rows"] = preview.refused_rows
    preview.unmatched = {name: values for name, values in checked.unmatched.items() if values}
    names = {c.name for c in checked.kind.columns}
    preview.matched = {n: n for n in checked.columns if n in names}
    preview.first_rows = [
        {
            "row": int(checked.numbers[i]),
            **{n: c.values[c.codes[i]] for n, c in _as_read(checked).items()},
        }
        for i in range(min(5, len(checked)))
    ]


def _as_read(checked: Checked) -> dict[str, Coded]:
    """The columns with a reference in the file's own words, not by the store's number."""
    refers = {c.name for c in checked.described if c.refers}
    return {n: checked.texts[n] if n in refers else c for n, c in checked.columns.items()}


@contextmanager
def _staged(checked: Checked, mapping: Mapping, progress: Progress):
    """The records that can be written, staged on a connection of their own and compared."""
    keep = ~checked.bad
    with engine().connect() as connection:
        with Session(connection) as session:
            extra = checked.kind.writing.extra(session, checked, keep)
            connection.rollback()
        columns = {
            column.name: (column, checked.columns[column.name].taken(keep))
            for column in checked.described
            if column.name in checked.columns
        }
        if checked.late is not None and checked.late.any():
            extra["late"] = (Boolean(), checked.late[keep].tolist())
        staged = stage(
            connection, checked.kind, columns, extra, checked.numbers[keep],
            source=mapping.source, progress=progress,
        )  # fmt: skip
        try:
            compare(staged, checked.kind.writing.compared(staged))
            yield staged
        finally:
            connection.rollback()
            with suppress(Exception):
                staged.table.drop(connection)
                connection.commit()


def _compare(preview: Preview, staged: Staged) -> None:
    preview.adds, preview.changes = staged.count("add"), staged.count("change")
    preview.same = staged.count("same")
    preview.rows = preview.adds + preview.changes + preview.same
    with Session(staged.connection) as session:
        preview.differences = in_words(session, staged.kind, differences(staged, most=500))
    preview.fingerprint = _fingerprint(staged)


def _ask_late(preview: Preview, staged: Staged, checked: Checked) -> None:
    """Ask about records to be written that are dated in a closed quarter."""
    if "late" not in staged.table.c:
        return
    table = staged.table
    query = select(table.c.row).where(table.c.late, table.c.op != "same").order_by(table.c.row)
    rows = np.array(list(staged.connection.execute(query).scalars()), dtype=np.int32)
    preview.late = len(rows)
    if not len(rows):
        return
    labels = ", ".join(quarter.label for quarter in checked.late_quarters)
    preview.questions.append(
        Question(
            "closed quarter",
            f"{len(rows):,} {'row is' if len(rows) == 1 else 'rows are'} dated in a closed quarter "
            f"({labels}). They will be kept, marked late, and shown once it is reopened. "
            "Is that right?",
            (("yes", "Yes, keep them"), ("stop", "No, I will look at their days")),
            "yes",
            rows,
            checked.headers.get(checked.kind.dated, ""),
        )
    )


def _fingerprint(staged: Staged) -> tuple:
    versions = select(func.coalesce(func.sum(staged.table.c.target_version), 0))
    return (
        staged.count("add"),
        staged.count("change"),
        staged.count("same"),
        staged.connection.execute(versions).scalar(),
    )


@dataclass(frozen=True)
class Written:
    """What was written, and how long the transaction stood open, in seconds."""

    adds: int
    changes: int
    same: int
    transaction_seconds: float


def commit(
    prepared: Prepared, permit: Permit, *, token: str = "", progress: Progress = quietly
) -> Written:
    """Write a ready preview: all of it in one short transaction, or nothing.

    Refused where the preview is not ready; Meanwhile where the store changed
    since, or where the token of a form was used before.
    """
    preview, checked = prepared.preview, prepared.checked
    if not preview.ready or checked is None:
        raise Refused("The file cannot be written yet. Settle what the preview says first.")
    if preview.adds and not preview.kind.adds:
        raise Refused("The file names records that are not here. Bring them in first.")
    with _staged(checked, preview.mapping, progress) as staged:
        if _fingerprint(staged) != preview.fingerprint:
            raise Meanwhile(
                "The store changed after the preview. Nothing was written. Look at a new preview."
            )
        progress("Writing", 0.9)
        if not (preview.adds or preview.changes):
            return Written(0, 0, preview.same, 0.0)
        seconds = _write(staged, preview, permit, token)
    return Written(preview.adds, preview.changes, preview.same, seconds)


@dataclass(frozen=True)
class _Changes:
    """Whose figures a file changes; `moved` by what its records give, or else counted again."""

    quarters: list[Quarter]
    services: set[int]
    moved: bool


def _write(staged: Staged, preview: Preview, permit: Permit, token: str) -> float:
    """Write in one transaction; the seconds that it stood open."""
    replaced = list(audited(staged)) if preview.changes else []
    with Session(staged.connection) as session:
        services = staged.kind.writing.service_ids(staged, session)
        quarters = staged.kind.writing.quarters(staged, session)
        moved = bool(quarters and services) and _moves(staged, session)
    changes = _Changes(quarters, services, moved)
    if moved or not (quarters and services and worth_it(staged)):
        return _transaction(staged, preview, permit, token, replaced, changes)
    with counted_beside(staged, quarters, services) as counted:
        return _transaction(staged, preview, permit, token, replaced, changes, counted)


def _moves(staged: Staged, session: Session) -> bool:
    """Whether figures are moved by what these records give, and services are not recounted."""
    many = staged.count("add") + staged.count("change")
    if many <= FEW:
        return True
    if not rolling.can_move(session) or many * SHARE > _held(session, staged.kind.table):
        return False
    touched = staged.kind.writing.touched(staged, session)
    return touched is not None and len(touched.activities) * SHARE <= _held(session, Activity)


def _held(session: Session, table) -> int:
    return session.execute(select(func.count()).select_from(table)).scalar()


def _before(staged: Staged, session: Session, quarters: list[Quarter]) -> rolling.Before | None:
    """What the records give to the figures before they are written; none where that is not known."""
    touched = staged.kind.writing.touched(staged, session)
    return rolling.note_before(session, quarters, touched) if touched else None


def _transaction(
    staged: Staged, preview: Preview, permit: Permit, token: str, replaced: list[dict],
    changes: _Changes, counted: Counted | None = None,
) -> float:  # fmt: skip
    staged.connection.rollback()  # whatever was read before; the write begins its own
    staged.connection.execution_options(writes=True)
    started = time.perf_counter()
    with Session(staged.connection, expire_on_commit=False) as session:
        refuse_if_changed(staged, session)
        use_token(session, token, permit.actor)
        audit_written(session, preview, permit, replaced)
        before = _before(staged, session, changes.quarters) if changes.moved else None
        write(staged, session)
        if before is not None:
            rolling.move(session, before, staged.kind.writing.touched(staged, session))
        elif counted is None or not take_over(staged, counted, session):
            if changes.quarters and changes.services:
                rolling.refresh(session, quarters=changes.quarters, service_ids=changes.services)
            else:
                raise_revision(session)
        session.commit()
    staged.connection.execution_options(writes=False)
    return time.perf_counter() - started
