"""What a set of linear constraints says of whole-number unknowns.

The question is always the same: can an unknown still take its smallest and its
largest permitted value? One solution of the constraints that gives it that
value is a witness that it can, and one solution is a witness for many unknowns
at once, so few solutions settle thousands of cells.

The constraints are relaxed to fractions first. A relaxed range contains the
whole-number one, so a relaxed range that is too narrow is a finding, and a
relaxed solution that happens to be whole is a witness. Only what is left over
is put to the whole-number solver. HiGHS has been seen to call a feasible
whole-number problem infeasible; such an answer is tried again without presolve,
and if it stays, the unknown counts as narrowed: never as safe.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil, floor, inf

import numpy as np

_WHOLE = 1e-6
# Any whole-number solution will do as a witness, so the first one found is taken.
_OPTIONS = {"output_flag": False, "threads": 1, "random_seed": 1, "mip_rel_gap": 1e9}
_FIXED_AT_ONCE = (8, 100)  # one in so many of the unknowns that are not yet whole: bold, then shy


class Contradiction(Exception):
    """No numbers satisfy all the constraints together."""


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


@dataclass
class System:
    """Unknown whole numbers with limits, and linear relations between them."""

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    relations: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def unknown(self, low: float = 0, high: float = inf) -> int:
        """A new unknown between two limits; returns its number."""
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def relate(self, terms: Mapping[int, float], low: float, high: float) -> None:
        """Require low ≤ Σ weight × unknown ≤ high."""
        self.relations.append((dict(terms), low, high))


class Solver:
    """One system, solved again and again from where the last solution left off."""

    def __init__(self, system: System):
        import highspy  # late: only snapshots and their tests solve anything

        self._system = system
        self._model = highspy.Highs()
        for option, value in _OPTIONS.items():
            self._model.setOptionValue(option, value)
        self._optimal = highspy.HighsModelStatus.kOptimal
        self._model.passModel(_as_model(system))
        self._priced: list[int] = []

    def limit(self, unknown: int, low: float, high: float) -> None:
        """Change the limits of one unknown."""
        self._system.low[unknown], self._system.high[unknown] = low, high
        self._model.changeColBounds(unknown, low, high)

    def least(self, weights: Mapping[int, float]) -> np.ndarray:
        """A solution with the least Σ weight × unknown. Contradiction where there is none."""
        for unknown in self._priced:
            self._model.changeColCost(unknown, 0.0)
        for unknown, weight in weights.items():
            self._model.changeColCost(unknown, weight)
        self._priced = list(weights)
        self._run()
        return np.asarray(self._model.getSolution().col_value)

    def causes(self) -> frozenset[int]:
        """The unknowns on whose limits the last solution's optimality rests."""
        prices = np.asarray(self._model.getSolution().col_dual)
        return frozenset(np.flatnonzero(np.abs(prices) > 1e-7).tolist())

    def low(self, unknown: int) -> float:
        """The lower limit of one unknown."""
        return self._system.low[unknown]

    def high(self, unknown: int) -> float:
        """The upper limit of one unknown."""
        return self._system.high[unknown]

    def whole(self, held: Mapping[int, tuple[float, float]]) -> np.ndarray | None:
        """A whole-number solution with some unknowns held between values; None if none is found.

        Starts from the last relaxed solution: fixes what is nearly whole, solves again,
        and so on. Where that runs into a wall the whole-number solver is asked.
        """
        try:
            self._hold(held, held)
            return self._dive(held)
        except Contradiction:
            return None
        finally:
            self._hold(held, {})

    def _hold(self, unknowns: Iterable[int], held: Mapping[int, tuple[float, float]]) -> None:
        for unknown in unknowns:
            low, high = held.get(unknown, (self.low(unknown), self.high(unknown)))
            self._model.changeColBounds(unknown, low, high)

    def _dive(self, held: Mapping[int, tuple[float, float]]) -> np.ndarray:
        for share in _FIXED_AT_ONCE:
            fixed: list[int] = []
            try:
                return self._dive_fixing(share, fixed)
            except Contradiction:
                continue
            finally:
                self._hold(fixed, held)
        return self._branch()

    def _dive_fixing(self, share: int, fixed: list[int]) -> np.ndarray:
        while True:
            self._run()
            point = np.asarray(self._model.getSolution().col_value)
            distance = np.abs(point - np.round(point))
            open_ = np.flatnonzero(distance > _WHOLE)
            if not len(open_):
                return np.round(point)
            nearest = open_[np.argsort(distance[open_], kind="stable")]
            for unknown in nearest[: max(1, len(open_) // share)].tolist():
                value = float(np.round(point[unknown]))
                self._model.changeColBounds(unknown, value, value)
                fixed.append(unknown)

    def _branch(self) -> np.ndarray:
        everything = np.arange(len(self._system.low), dtype=np.int32)
        self._integral(everything, True)
        try:
            self._run()
            return np.round(np.asarray(self._model.getSolution().col_value))
        finally:
            self._integral(everything, False)

    def _integral(self, unknowns: np.ndarray, yes: bool) -> None:
        import highspy

        kind = highspy.HighsVarType.kInteger if yes else highspy.HighsVarType.kContinuous
        self._model.changeColsIntegrality(len(unknowns), unknowns, [kind] * len(unknowns))

    def _run(self) -> None:
        self._model.run()
        if self._model.getModelStatus() == self._optimal:
            return
        self._model.clearSolver()
        self._model.setOptionValue("presolve", "off")
        self._model.run()
        self._model.setOptionValue("presolve", "choose")
        if self._model.getModelStatus() != self._optimal:
            raise Contradiction(str(self._model.getModelStatus()))


def _as_model(system: System):
    import highspy

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(system.low), len(system.relations)
    model.col_cost_ = np.zeros(len(system.low))
    model.col_lower_, model.col_upper_ = np.array(system.low, float), np.array(system.high, float)
    model.row_lower_ = np.array([low for _, low, _ in system.relations], float)
    model.row_upper_ = np.array([high for _, _, high in system.relations], float)
    lengths = [len(terms) for terms, _, _ in system.relations]
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    model.a_matrix_.index_ = np.array(
        [unknown for terms, _, _ in system.relations for unknown in terms], np.int32
    )
    model.a_matrix_.value_ = np.array(
        [weight for terms, _, _ in system.relations for weight in terms.values()], float
    )
    return model


def narrowed(solver: Solver, goals: Mapping[int, Goal]) -> list[Narrowed]:
    """The unknowns that cannot take every value that their goal asks for, in their order.

    Contradiction where the constraints have no solution at all.
    """
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
    return ceil(low - _WHOLE), floor(high + _WHOLE)


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
        point = solver.least({unknown: -1.0})
        if point[unknown] < wanted[unknown] - _WHOLE:
            continue
        if not _whole(point):
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
        point = solver.least({unknown: float(side)})
        if (point[unknown] - wanted[unknown]) * side > _WHOLE:
            found.append(_narrow(solver, unknown, point[unknown], side))
        elif _whole(point):
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
        point = solver.least(dict.fromkeys(open_, float(side)))
        reached = dict(open_)
        _strike(reached, point, side)
        reached = {u: value for u, value in open_.items() if u not in reached}
        if reached and not _whole(point):
            point = solver.whole({u: _beyond(solver, u, v, side) for u, v in reached.items()})
        if not reached or point is None:
            break
        _strike(open_, point, side)
    return open_


def _beyond(solver: Solver, unknown: int, value: int, side: int) -> tuple[float, float]:
    return (solver.low(unknown), value) if side > 0 else (value, solver.high(unknown))


def _strike(open_: dict[int, int], point: np.ndarray, side: int) -> None:
    for unknown in [u for u, value in open_.items() if (point[u] - value) * side <= _WHOLE]:
        del open_[unknown]


def _narrow(solver: Solver, unknown: int, reached: float, side: int, proven=True) -> Narrowed:
    causes = solver.causes() - {unknown} if proven else frozenset()
    if side > 0:
        return Narrowed(unknown, ceil(reached - _WHOLE), solver.high(unknown), causes)
    return Narrowed(unknown, solver.low(unknown), floor(reached + _WHOLE), causes)


def _whole(point: np.ndarray) -> bool:
    return bool(np.all(np.abs(point - np.round(point)) < _WHOLE))
