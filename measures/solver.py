"""Linear relations between whole-number unknowns, and a solver that remembers.

HiGHS has been seen to call a feasible whole-number problem infeasible. Such an
answer is tried again without presolve. Every whole-number solution is checked
here by plain arithmetic before anything is believed of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import inf

import numpy as np

NEARLY = 1e-6
# Any whole-number solution will do as a witness, so the first one found is taken.
_OPTIONS = {"output_flag": False, "threads": 1, "random_seed": 1, "mip_rel_gap": 1e9}
_FIXED_AT_ONCE = (8, 100)  # one in so many of the unknowns that are not yet whole: bold, then shy


class Contradiction(Exception):
    """No numbers satisfy all the constraints together."""


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
        self._rows = _Rows(system)
        self._model.passModel(_as_model(system, self._rows))
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

    def is_whole_solution(self, point: np.ndarray) -> bool:
        """Whether a point is whole and satisfies every limit and relation, by arithmetic."""
        near = np.round(point)
        return (
            bool(np.all(np.abs(point - near) < NEARLY))
            and bool(np.all(near >= np.array(self._system.low) - NEARLY))
            and bool(np.all(near <= np.array(self._system.high) + NEARLY))
            and self._rows.hold(near)
        )

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
            point = self._dive(held)
            return point if self.is_whole_solution(point) else None
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
            open_ = np.flatnonzero(distance > NEARLY)
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


class _Rows:
    """The relations as arrays: where each starts, its unknowns, weights and limits."""

    def __init__(self, system: System):
        relations = [r for r in system.relations if r[0]]
        lengths = [len(terms) for terms, _, _ in relations]
        self.start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        self.index = np.array([u for terms, _, _ in relations for u in terms], np.int32)
        self.value = np.array([w for terms, _, _ in relations for w in terms.values()], float)
        self.low = np.array([low for _, low, _ in relations], float)
        self.high = np.array([high for _, _, high in relations], float)

    def hold(self, point: np.ndarray) -> bool:
        """Whether every relation holds at a point."""
        if not len(self.low):
            return True
        sums = np.add.reduceat(self.value * point[self.index], self.start[:-1])
        return bool(np.all(sums >= self.low - NEARLY) and np.all(sums <= self.high + NEARLY))


def _as_model(system: System, rows: _Rows):
    import highspy

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(system.low), len(rows.low)
    model.col_cost_ = np.zeros(len(system.low))
    model.col_lower_, model.col_upper_ = np.array(system.low, float), np.array(system.high, float)
    model.row_lower_, model.row_upper_ = rows.low, rows.high
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = rows.start, rows.index
    model.a_matrix_.value_ = rows.value
    return model
