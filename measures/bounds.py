"""What a set of linear constraints says of whole-number unknowns.

The question is always the same: can an unknown still take its smallest and its
largest permitted value? One solution of the constraints that gives it that
value is a witness that it can, and one solution is a witness for many unknowns
at once, so few solutions settle thousands of cells.

The constraints are relaxed to fractions first. A relaxed range contains the
whole-number one, so a relaxed range that is too narrow is a finding, and a
relaxed solution that happens to be whole is a witness. Only what is left over
is put to the whole-number solver. Where that finds nothing, the unknown counts
as narrowed: never as safe.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from measures.solver import NEARLY, Contradiction, Solver


@dataclass(frozen=True)
class Goal:
    """The values that an unknown must still be able to take.

    low, high   both must be reachable
    or_above    reaching this value settles it as well; none where that is no way out
    """

    low: int
    high: int
    or_above: int | None = None


@dataclass(frozen=True)
class Narrowed:
    """One unknown whose range is narrower than its goal.

    low, high   its range, whole numbers (high may be infinite)
    causes      the unknowns whose own limits prove it; empty where the proof names none
    """

    unknown: int
    low: int
    high: float
    causes: frozenset[int]


def narrowed(solver: Solver, goals: Mapping[int, Goal]) -> list[Narrowed]:
    """The unknowns that cannot take every value that their goal asks for, in their order.

    Contradiction where the constraints have no solution at all.
    """
    solver.least({})  # a later contradiction is the solver's own trouble
    settled = _settled_above(solver, {u: g for u, g in goals.items() if g.or_above is not None})
    rest = {unknown: goal for unknown, goal in goals.items() if unknown not in settled}
    found = _too_high(solver, rest) + _too_low(solver, rest)
    merged: dict[int, Narrowed] = {}
    for one in found:
        other = merged.get(one.unknown)
        merged[one.unknown] = one if other is None else _both(one, other)
    return [merged[unknown] for unknown in sorted(merged)]


def range_of(solver: Solver, unknown: int) -> tuple[int, int]:
    """The smallest and largest value of one unknown, relaxed to fractions, rounded inwards."""
    low = solver.least({unknown: 1.0})[unknown]
    high = solver.least({unknown: -1.0})[unknown]
    return ceil(low - NEARLY), floor(high + NEARLY)


def _both(one: Narrowed, other: Narrowed) -> Narrowed:
    return Narrowed(
        one.unknown,
        max(one.low, other.low),
        min(one.high, other.high),
        one.causes | other.causes,
    )


def _settled_above(solver: Solver, goals: Mapping[int, Goal]) -> set[int]:
    wanted = {unknown: goal.or_above for unknown, goal in goals.items()}
    open_ = _left_after_rounds(solver, dict(wanted), -1)
    for unknown in list(open_):
        if unknown not in open_:
            continue
        point = _furthest(solver, unknown, -1)
        if point is None or point[unknown] < wanted[unknown] - NEARLY:
            continue
        if not solver.is_whole_solution(point):
            point = solver.whole({unknown: (wanted[unknown], solver.high(unknown))})
        if point is not None:
            _strike(open_, point, -1)
    return set(wanted) - set(open_)


def _too_high(solver: Solver, goals: Mapping[int, Goal]) -> list[Narrowed]:
    """Unknowns that cannot come down to their goal's low end."""
    return _stuck(solver, {u: g.low for u, g in goals.items()}, side=1)


def _too_low(solver: Solver, goals: Mapping[int, Goal]) -> list[Narrowed]:
    """Unknowns that cannot rise to their goal's high end."""
    return _stuck(solver, {u: g.high for u, g in goals.items()}, side=-1)


def _stuck(solver: Solver, wanted: Mapping[int, int], *, side: int) -> list[Narrowed]:
    open_ = _left_after_rounds(solver, dict(wanted), side)
    found = []
    for unknown in list(open_):
        if unknown not in open_:
            continue
        point = _furthest(solver, unknown, side)
        if point is None:
            found.append(_narrow(solver, unknown, wanted[unknown] + side, side, proven=False))
        elif (point[unknown] - wanted[unknown]) * side > NEARLY:
            found.append(_narrow(solver, unknown, point[unknown], side))
        elif solver.is_whole_solution(point):
            _strike(open_, point, side)
        else:
            witness = solver.whole({unknown: (wanted[unknown], wanted[unknown])})
            if witness is None:
                found.append(_narrow(solver, unknown, wanted[unknown] + side, side, proven=False))
            else:
                _strike(open_, witness, side)
    return found


def _left_after_rounds(solver: Solver, open_: dict[int, int], side: int) -> dict[int, int]:
    """What is left when solutions that serve many unknowns at once bring no more."""
    while open_:
        before = len(open_)
        point = _furthest(solver, open_, side)
        if point is not None and not solver.is_whole_solution(point):
            left = dict(open_)
            _strike(left, point, side)
            held = {u: _beyond(solver, u, v, side) for u, v in open_.items() if u not in left}
            point = solver.whole(held) if held else None
        if point is not None:
            _strike(open_, point, side)
        if len(open_) == before:
            break
    return open_


def _furthest(solver: Solver, unknowns: int | Iterable[int], side: int) -> np.ndarray | None:
    """The relaxed solution with one unknown, or the sum of several, furthest to one side."""
    some = [unknowns] if isinstance(unknowns, int) else unknowns
    try:
        return solver.least(dict.fromkeys(some, float(side)))
    except Contradiction:
        return None


def _beyond(solver: Solver, unknown: int, value: int, side: int) -> tuple[float, float]:
    return (solver.low(unknown), value) if side > 0 else (value, solver.high(unknown))


def _strike(open_: dict[int, int], point: np.ndarray, side: int) -> None:
    for unknown in [u for u, value in open_.items() if (point[u] - value) * side <= NEARLY]:
        del open_[unknown]


def _narrow(solver: Solver, unknown: int, reached: float, side: int, proven=True) -> Narrowed:
    causes = solver.causes() - {unknown} if proven else frozenset()
    if side > 0:
        return Narrowed(unknown, ceil(reached - NEARLY), solver.high(unknown), causes)
    return Narrowed(unknown, solver.low(unknown), floor(reached + NEARLY), causes)
