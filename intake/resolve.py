"""References in a file resolved to records of the store, and held against the permit."""

import numpy as np
from sqlmodel import Session

from intake.kinds.kind import Column, Type
from intake.mapping import Mapping
from intake.permission import Permit
from intake.problems import Question, quoted
from intake.references import LIST_NAMES, Names, holders, names_of, targets
from intake.report import Report
from intake.table import Coded
from intake.values import Fault

MOST_ASKED = 60  # near-miss names asked about one by one
WHAT = {"activity": "activity", "item": "feedback item", "member": "panel member"}


def resolved(session: Session, checked, columns, mapping: Mapping, permit: Permit, report) -> None:
    """Replace references by ids, in place; faults and questions go to the report."""
    by_name: dict[str, Column] = {column.name: column for column in columns}
    for name in list(checked.columns):
        column = by_name[name]
        if column.type == Type.CHOICE:
            checked.unmatched[name] = _unmatched_choice(checked, name)
        elif column.type == Type.REFERENCE and column.refers in LIST_NAMES:
            _one_of_list(session, checked, column, report)
        elif column.type == Type.CHOICES:
            _some_of_list(session, checked, column, report)
        elif column.type == Type.REFERENCE:
            _record(session, checked, column, mapping, report)
    _hold_against(session, permit, checked, report)


def _unmatched_choice(checked, name: str) -> list[tuple[str, int, str]]:
    texts, values = checked.texts[name], checked.columns[name]
    counts = np.bincount(texts.codes, minlength=len(texts.values))
    found = [
        (text or "", int(counts[place]), "")
        for place, (text, value) in enumerate(zip(texts.values, values.values, strict=True))
        if value is None and counts[place]
    ]
    return sorted(found, key=lambda entry: -entry[1])


def _one_of_list(session: Session, checked, column: Column, report: Report) -> None:
    names, coded = names_of(session, column.refers), checked.columns[column.name]
    counts = np.bincount(coded.codes, minlength=len(coded.values))
    ids, faults, unmatched = [], [], []
    for place, text in enumerate(coded.values):
        found = names.find(text) if text is not None else None
        ids.append(found)
        faults.append(None)
        if found is not None or not counts[place]:
            continue
        near = names.near(text) if text else ""
        unmatched.append((text or "", int(counts[place]), near))
        if text is not None and near:
            mask = coded.codes == place
            report.bad |= mask
            _ask_meaning(column, text, near, names, report, mask)
        elif text is not None:
            faults[place] = _unknown(column, text)
    report.values(column.name, coded, faults)
    checked.unmatched[column.name] = sorted(unmatched, key=lambda entry: -entry[1])
    checked.columns[column.name] = Coded(coded.codes, ids)


def _unknown(column: Column, text: str) -> Fault:
    return Fault(
        f"unknown {column.refers}",
        f"there is no {column.refers} {quoted(text)}.",
        f"Say which {column.refers} is meant, or write one by its code or name.",
    )


def _ask_meaning(column: Column, text: str, near: str, names: Names, report, mask) -> None:
    if sum(q.code.startswith(f"value:{column.name}:") for q in report.questions) >= MOST_ASKED:
        report(
            f"unknown {column.refers}", mask, column.name, f"there is no {quoted(text)}.",
            f"Did you mean {quoted(names.codes[near])}? Mend the name, or say what it means.",
        )  # fmt: skip
        return
    report.ask(
        Question(
            f"value:{column.name}:{text}",
            f"There is no {column.refers} {quoted(text)}. Did you mean {quoted(names.codes[near])}?",
            (*names.codes.items(), ("stop", "None of these")),
            near,
            report.numbers[mask],
            report.header(column.name),
        )
    )


def _some_of_list(session: Session, checked, column: Column, report: Report) -> None:
    names, coded = names_of(session, column.refers), checked.columns[column.name]
    values, faults = [], []
    for text in coded.values:
        parts = [part.strip() for part in (text or "").split(";") if part.strip()]
        found = [names.find(part) for part in parts]
        wrong = [part for part, stored in zip(parts, found, strict=True) if stored is None]
        near = names.near(wrong[0]) if wrong else ""
        meant = f" Did you mean {quoted(names.codes[near])}?" if near else ""
        faults.append(
            Fault(
                f"unknown {column.refers}",
                f"there is no {quoted(wrong[0])}.{meant}",
                "Write names from the list, separated by semicolons.",
            )
            if wrong
            else None
        )
        values.append(";".join(sorted({str(s) for s in found})) if found and not wrong else None)
    report.values(column.name, coded, faults)
    checked.columns[column.name] = Coded(coded.codes, values)


def _record(session: Session, checked, column: Column, mapping: Mapping, report: Report) -> None:
    coded = checked.columns[column.name]
    found = targets(session, column.refers, mapping.source, (v for v in coded.values if v))
    ids, faults = [], []
    for text in coded.values:
        target = found.get(text) if text is not None else None
        fault = None
        if text is not None and target is None:
            fault = Fault(
                f"unknown {column.refers}",
                f"there is no {WHAT[column.refers]} {quoted(text)}.",
                "Bring that record in first, or mend its identifier.",
            )
        ids.append(None if fault or target is None else target.id)
        faults.append(fault)
    report.values(column.name, coded, faults)
    checked.touched[column.name] = found
    checked.columns[column.name] = Coded(coded.codes, ids)


def _hold_against(session: Session, permit: Permit, checked, report: Report) -> None:
    if permit.service_ids is None:
        return
    services: set[int] = set()
    foreign, column = np.zeros(len(checked), dtype=bool), ""
    for name, owners in _owners(checked):
        mask = _outside(permit, owners, services)
        column = column or (name if mask.any() else "")
        foreign |= mask
    report(
        "another service", foreign, column, "the row belongs to a service that is not yours.",
        "Remove it, or ask that service to bring it in.",
    )  # fmt: skip
    taken = _outside(permit, _held_by(session, checked, report.source), services) & ~foreign
    report(
        "another service", taken, "id", "the identifier is that of another service's record.",
        "Remove the row, or ask that service to bring it in.",
    )  # fmt: skip
    checked.foreign = tuple(sorted(services))


def _outside(permit: Permit, owners: Coded, services: set[int]) -> np.ndarray:
    """One boolean a row: whether a service that the permit does not cover owns it."""
    outside = [{s for s in held if not permit.covers(s)} for held in owners.values]
    mask = owners.picked([bool(found) for found in outside])
    if mask.any():
        services.update(*(outside[code] for code in np.unique(owners.codes[mask])))
    return mask


def _held_by(session: Session, checked, source: str) -> Coded:
    """The services of the records that the store holds under the rows' identifiers."""
    if "id" not in checked.columns:
        return Coded.constant(set(), len(checked))
    coded = checked.columns["id"]
    found = holders(session, checked.kind.table, source, (v for v in coded.values if v))
    return coded.map(lambda identifier: found.get(identifier, set()))


def _owners(checked):
    """(column, sets of service ids) of every column that says whose the rows are."""
    if "service" in checked.columns:
        yield "service", checked.columns["service"].map(lambda s: set() if s is None else {s})
    for name, found in checked.touched.items():
        of = {text: {target.service_id} - {None} for text, target in found.items()}
        yield name, checked.texts[name].map(lambda text, of=of: of.get(text, set()))
