"""Whose column is which of ours: by name, by known synonyms, or by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from intake.kinds.kind import Column
from intake.mapping import Mapping
from intake.problems import Problem, Question, Refused, Weight, quoted
from intake.reading.header import MARK_HEADER, folded

_NEAR = 88


@dataclass(frozen=True)
class Matched:
    """The outcome of matching.

    places     our column → index of theirs
    headers    our column → their header
    """

    places: dict[str, int]
    headers: dict[str, str]
    problems: list[Problem]
    questions: list[Question]


def suggest(headers: Sequence[str], columns: Sequence[Column]) -> dict[str, str]:
    """Their header → our column, for those that match by name or synonym. Ours once each."""
    found: dict[str, str] = {}
    for names in (_own_names, _synonyms):
        for column in columns:
            if column.name in found.values():
                continue
            for name in names(column):
                header = next((h for h in headers if folded(h) == name and h not in found), None)
                if header is not None:
                    found[header] = column.name
                    break
    return found


def _own_names(column: Column) -> list[str]:
    return [folded(column.name)]


def _synonyms(column: Column) -> list[str]:
    return [folded(synonym) for synonym in column.synonyms]


def _all_names(column: Column) -> list[str]:
    return _own_names(column) + _synonyms(column)


def match(headers: Sequence[str], columns: Sequence[Column], mapping: Mapping) -> Matched:
    """Which of their columns is which of ours. Refused where the mapping does not fit."""
    names = {column.name for column in columns}
    wrong = [ours for ours in mapping.columns.values() if ours and ours not in names]
    if wrong:
        raise Refused(f"The mapping names {quoted(wrong[0])}, which is no column of ours.", "map")
    chosen = {header: ours for header, ours in mapping.columns.items() if header in headers}
    free = [h for h in headers if h not in chosen]
    taken = {*chosen.values(), *mapping.constants}
    free_columns = [column for column in columns if column.name not in taken]
    chosen |= suggest(free, free_columns)
    _refuse_twice(chosen)
    headers_of = {ours: header for header, ours in chosen.items() if ours}
    places = {ours: list(headers).index(header) for ours, header in headers_of.items()}
    unknown = [h for h in headers if h not in chosen and folded(h) != folded(MARK_HEADER)]
    return Matched(
        places,
        headers_of,
        _absent(columns, headers_of, mapping),
        _unknown(unknown, [c for c in columns if c.name not in headers_of]),
    )


def _refuse_twice(chosen: dict[str, str]) -> None:
    seen: dict[str, str] = {}
    for header, ours in chosen.items():
        if ours and ours in seen:
            raise Refused(
                f"The columns {quoted(seen[ours])} and {quoted(header)} are both matched to "
                f"{quoted(ours)}. Leave one of them out.",
                "map",
            )
        seen[ours] = header


def _absent(columns: Sequence[Column], headers: dict, mapping: Mapping) -> list[Problem]:
    return [
        Problem(
            Weight.REFUSE,
            "missing column",
            f"There is no column for {quoted(column.name)}: {column.says}",
            "Add it, or match one of yours to it."
            if column.name == "id"
            else "Add it, match one of yours to it, or give one value for all rows.",
        )
        for column in columns
        if column.required and column.name not in headers and column.name not in mapping.constants
    ]


def _unknown(unknown: Sequence[str], free: Sequence[Column]) -> list[Question]:
    questions = []
    names = {name: column.name for column in free for name in _all_names(column)}
    for header in unknown:
        near = process.extractOne(
            folded(header), list(names), scorer=fuzz.ratio, score_cutoff=_NEAR
        )
        ours = names[near[0]] if near else ""
        meant = f" Did you mean {quoted(ours)}?" if near else ""
        options = [("leave out", "Leave it out"), *((c.name, c.label) for c in free)]
        questions.append(
            Question(
                f"column:{header}",
                f"The column {quoted(header)} is not one of ours.{meant} What is it?",
                tuple(options),
                ours or "leave out",
                column=header,
            )
        )
    return questions


def with_answers(mapping: Mapping) -> Mapping:
    """The mapping with its answers about columns put in their place."""
    for code, answer in mapping.answers.items():
        if code.startswith("column:"):
            mapping.columns[code.removeprefix("column:")] = "" if answer == "leave out" else answer
        elif code.startswith("value:") and answer != "stop":
            column, _, text = code.removeprefix("value:").partition(":")
            mapping.values.setdefault(column, {})[text] = answer
        elif code == "sheet":
            mapping.sheet = answer
        elif code == "header row" and answer != "stop":
            mapping.header_row = int(answer)
    return mapping
