"""From a sheet of text to checked records, with every fault and question in its place."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from sqlmodel import Session

from intake.cells import Reader, cleaned, valued
from intake.kinds.kind import Column, Kind, Type
from intake.mapping import Mapping
from intake.matching import match
from intake.people import sign_of_someone
from intake.permission import Permit
from intake.problems import Problem, Question, Refused, Weight, quoted
from intake.references import Target, stored_fields
from intake.report import Report
from intake.resolve import resolved
from intake.rows import repeats, totals
from intake.table import Coded, Table
from models.edition import standing
from models.quarters import Quarter
from models.state import today


@dataclass
class Checked:
    """The records of one file, ready to be compared with the store.

    columns    our column → values in their own type, references as ids
    numbers    row number of each record in the sheet
    bad        one boolean a record: whether it is refused
    left_out   why → how many rows were left out
    touched    column → records that it refers to, by identifier
    late       one boolean a record: whether its quarter is closed
    foreign    services of refused rows that belong to someone else
    source     the system that the records come from
    """

    kind: Kind
    table: Table
    columns: dict[str, Coded]
    texts: dict[str, Coded]
    numbers: np.ndarray
    bad: np.ndarray
    problems: list[Problem]
    questions: list[Question]
    left_out: dict[str, int] = field(default_factory=dict)
    touched: dict[str, dict[str, Target]] = field(default_factory=dict)
    late: np.ndarray | None = None
    late_quarters: tuple[Quarter, ...] = ()
    foreign: tuple[int, ...] = ()
    unmatched: dict[str, list[tuple[str, int, str]]] = field(default_factory=dict)
    described: tuple[Column, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    source: str = "oversight"

    def __len__(self) -> int:
        return len(self.numbers)


def check(
    session: Session,
    table: Table,
    kind: Kind,
    mapping: Mapping,
    permit: Permit,
    *,
    progress: Callable[[str, float], None],
) -> Checked:
    """The records of a sheet. Refused where no row could ever be read."""
    columns = columns_of(session, kind)
    matched = match(table.headers, columns, mapping)
    table, kept, questions = _chosen_rows(table, mapping)
    report = Report(table.sheet, table.numbers, matched.headers, mapping.source)
    report.said = np.isin(table.numbers, _rows_of(table.problems))
    reader = Reader(mapping, today(session), table.since_1904)
    texts = _texts(table, columns, matched.places, mapping, reader, report)
    texts, table, report, more = _without_repeats(kind, texts, table, report, mapping)
    kept |= more
    values = _values(columns, texts, reader, report, progress)
    checked = Checked(
        kind, table, values, texts, table.numbers, report.bad, report.problems, report.questions
    )
    checked.source = mapping.source
    checked.left_out, checked.described, checked.headers = kept, columns, matched.headers
    resolved(session, checked, columns, mapping, permit, report)
    _rules(session, kind, checked, report)
    _closed_quarters(session, kind, checked)
    checked.problems = [*table.problems, *matched.problems, *report.problems]
    checked.questions = [*table.questions, *questions, *matched.questions, *report.questions]
    checked.bad = report.bad | np.isin(table.numbers, _rows_of(table.problems))
    return checked


def columns_of(session: Session, kind: Kind) -> tuple[Column, ...]:
    """The kind's columns, those that depend on the store's lists included."""
    return kind.columns + (tuple(kind.extra(session)) if kind.extra else ())


def _rows_of(problems: list[Problem]) -> np.ndarray:
    rows = [p.rows for p in problems if p.weight == Weight.REFUSE and len(p.rows)]
    return np.concatenate(rows) if rows else np.empty(0, dtype=np.int32)


def _chosen_rows(table: Table, mapping: Mapping) -> tuple[Table, dict[str, int], list[Question]]:
    """The table without totals and hidden rows, as was answered; what is asked of them."""
    left, questions = {}, []
    for mask, question, label in (totals(table), _hidden(table)):
        if question is None:
            continue
        questions.append(question)
        if mapping.answers.get(question.code, question.suggested) == "leave out":
            left[label] = int(mask.sum())
            table = table.taken(~mask)
    if not len(table):
        raise Refused("No row is left once totals and hidden rows are out.", "header only")
    return table, left, questions


def _hidden(table: Table):
    if not table.hidden.any():
        return table.hidden, None, ""
    count = int(table.hidden.sum())
    question = Question(
        "hidden rows",
        f"The sheet hides {count:,} {'row' if count == 1 else 'rows'}. Are they to be read too?",
        (
            ("take in", "Yes, read them too"),
            ("leave out", "No, leave them out"),
            ("stop", "I will look at them first"),
        ),
        "take in",
        table.numbers[table.hidden],
    )
    return table.hidden, question, "hidden rows"


def _texts(table, columns, places, mapping, reader, report) -> dict[str, Coded]:
    texts = {}
    for column in columns:
        if column.name in places:
            coded = table.columns[places[column.name]]
        elif column.name in mapping.constants:
            coded = Coded.constant(mapping.constants[column.name], len(table))
        else:
            continue
        texts[column.name] = cleaned(column, coded, reader, report)
    return texts


def _without_repeats(kind, texts, table, report, mapping):
    """What is left once rows that repeat an identifier, or lack what must be there, are out."""
    drop, left = np.zeros(len(table), dtype=bool), {}
    if "id" in texts:
        again = repeats(texts, report, mapping)
        if mapping.repeats == "keep first" and again.any():
            left["rows that repeat an identifier"] = int(again.sum())
            drop |= again
    for name in mapping.leave_out:
        if name in texts:
            blank = texts[name].where(lambda value: value is None) & ~drop
            if blank.any():
                left[f"rows without {name}"] = int(blank.sum())
            drop |= blank
    if not drop.any():
        return texts, table, report, left
    if drop.all():
        raise Refused("No row is left once rows with blanks are out. Check the columns.", "empty")
    keep = ~drop
    slim = Report(report.sheet, report.numbers[keep], report.headers, report.source)
    slim.bad, slim.questions = report.bad[keep], report.questions
    slim.said = report.said[keep]
    gone = set(report.numbers[drop].tolist())
    slim.problems = [
        p
        for p in report.problems
        if p.weight == Weight.NOTE or not len(p.rows) or not set(p.rows.tolist()) <= gone
    ]
    return {n: c.taken(keep) for n, c in texts.items()}, table.taken(keep), slim, left


def _values(columns, texts, reader, report, progress) -> dict[str, Coded]:
    values = {}
    by_name = {column.name: column for column in columns}
    for place, (name, coded) in enumerate(texts.items()):
        column = by_name[name]
        progress("Checking", place / len(texts))
        if column.type in (Type.REFERENCE, Type.CHOICES):
            values[name] = coded
        else:
            values[name] = valued(column, coded, reader, report)
        if column.required:
            blank = coded.where(lambda value: value is None) & ~_flawed(coded, values[name])
            blank &= ~report.said  # a row that is too short says so itself
            report(
                "blank", blank, name, "the cell is blank.",
                "Write it. If such rows are not yours to record, leave them out.",
            )  # fmt: skip
        if column.people:
            _people(column, values[name], report)
    return values


def _flawed(texts: Coded, values: Coded) -> np.ndarray:
    return texts.picked(
        [t is not None and v is None for t, v in zip(texts.values, values.values, strict=True)]
    )


def _people(column: Column, coded: Coded, report: Report) -> None:
    signs = [sign_of_someone(value) if value else None for value in coded.values]
    mask = coded.picked([sign is not None for sign in signs])
    if not mask.any():
        return
    first = np.flatnonzero(mask)[0]
    what, words = signs[coded.codes[first]]
    count = int(mask.sum())
    where = f"Row {report.numbers[first]}" if len(report.numbers) > 1 else "It"
    report.ask(
        Question(
            f"people:{column.name}",
            f"{count:,} {'text' if count == 1 else 'texts'} in {quoted(report.header(column.name))}"
            f" may name someone. {where} has {what}: {quoted(words)}. "
            "Are they right to keep?",
            (("yes", "Yes, they name nobody who should not be named"),
             ("stop", "No, I will take the names out")),
            "yes",
            report.numbers[mask],
            report.header(column.name),
        )
    )  # fmt: skip


def _rules(session: Session, kind: Kind, checked: Checked, report: Report) -> None:
    columns = checked.columns | _stored(session, kind, checked, report)
    for order in kind.order:
        _in_order([name for name in order if name in columns], columns, report)
    if kind.check:
        kind.check(columns, report, session)


def _stored(session: Session, kind: Kind, checked: Checked, report: Report) -> dict[str, Coded]:
    """What the store keeps of known records in columns that the file leaves out, for the rules."""
    names = _left_out(kind, checked.columns)
    if not names or "id" not in checked.columns:
        return {}
    coded = checked.columns["id"]
    known = {coded.values[code] for code in np.unique(coded.codes[~report.bad])} - {None}
    fields = [kind.column(name).field for name in names]
    held = stored_fields(session, kind.table, checked.source, known, fields)
    if not held:
        return {}
    nothing = (None,) * len(names)
    return {
        name: coded.map(lambda identifier, place=place: held.get(identifier, nothing)[place])
        for place, name in enumerate(names)
    }


def _left_out(kind: Kind, columns: dict[str, Coded]) -> list[str]:
    groups = (*kind.order, *kind.together)
    partly = [group for group in groups if any(name in columns for name in group)]
    names = dict.fromkeys(name for group in partly for name in group if name not in columns)
    return [name for name in names if kind.column(name).field]


def ordinals(coded: Coded) -> np.ndarray:
    """Each row's day as a number, 0 where there is none."""
    return coded.picked([v.toordinal() if isinstance(v, date) else 0 for v in coded.values], int)


def _in_order(names: list[str], columns: dict[str, Coded], report: Report) -> None:
    latest = np.zeros(len(report.numbers), dtype=int)
    source = np.full(len(report.numbers), -1)
    for place, name in enumerate(names):
        days = ordinals(columns[name])
        early = (days > 0) & (days < latest)
        for before in range(place):
            report(
                "out of order", early & (source == before), name,
                f"the day comes before the day in {quoted(report.header(names[before]))}.",
                "Mend one of the two days.",
            )  # fmt: skip
        later = days >= latest
        latest = np.where(later & (days > 0), days, latest)
        source = np.where(later & (days > 0), place, source)


def _closed_quarters(session: Session, kind: Kind, checked: Checked) -> None:
    checked.late = np.zeros(len(checked), dtype=bool)
    closed = standing(session)
    if not closed or kind.dated not in checked.columns:
        return
    coded = checked.columns[kind.dated]
    checked.late = coded.where(lambda value: value and Quarter.of(value).code in closed)
    checked.late_quarters = tuple(
        sorted({Quarter.of(v) for v in coded.values if v and Quarter.of(v).code in closed})
    )
