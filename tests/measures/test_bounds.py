"""What linear constraints say of whole numbers, against trying every number."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.bounds import Goal, narrowed, range_of
from measures.solver import Contradiction, Solver, System

MOST = 4


@st.composite
def small_systems(draw):
    """Three unknowns from 0 to 4, with a few relations; often without a solution."""
    weights = st.lists(st.integers(-2, 2), min_size=3, max_size=3)
    relations = draw(st.lists(st.tuples(weights, st.integers(-3, 5)), min_size=1, max_size=3))
    return relations


def solutions(relations):
    return [
        point
        for point in product(range(MOST + 1), repeat=3)
        if all(sum(w * x for w, x in zip(ws, point, strict=True)) <= most for ws, most in relations)
    ]


def built(relations):
    system = System()
    for _ in range(3):
        system.unknown(0, MOST)
    for weights, most in relations:
        terms = {n: w for n, w in enumerate(weights) if w}
        if terms:
            system.relate(terms, -1_000, most)
        elif most < 0:
            system.relate({0: 1}, -1_000, -1)
    return Solver(system)


@given(small_systems())
def test_an_unknown_is_narrowed_exactly_where_trying_every_number_says_so(relations):
    possible = solutions(relations)
    goals = {n: Goal(0, MOST) for n in range(3)}
    if not possible:
        return
    expected = {
        n for n in range(3) if min(p[n] for p in possible) > 0 or max(p[n] for p in possible) < MOST
    }
    assert {one.unknown for one in narrowed(built(relations), goals)} == expected


@given(small_systems())
def test_a_value_above_settles_an_unknown_exactly_where_it_can_be_reached(relations):
    possible = solutions(relations)
    if not possible:
        return
    goals = {n: Goal(0, 2, or_above=3) for n in range(3)}
    expected = set()
    for n in range(3):
        values = {p[n] for p in possible}
        if max(values) < 3 and not {0, 2} <= values:
            expected.add(n)
    assert {one.unknown for one in narrowed(built(relations), goals)} == expected


def halves() -> tuple[System, int]:
    """Two times a is b, so b is even; relaxed, it can be anything."""
    system = System()
    a, b = system.unknown(0, 20), system.unknown(0, 9)
    system.relate({a: 2, b: -1}, 0, 0)
    system.relate({a: 1, b: 1}, 4, 31)
    return system, b


def test_where_fractions_are_too_kind_whole_numbers_decide():
    system, b = halves()
    assert narrowed(Solver(system), {b: Goal(4, 9)})[0].unknown == b  # b is even
    assert narrowed(Solver(system), {b: Goal(4, 8)}) == []


def test_a_solver_that_finds_no_whole_solution_never_makes_an_unknown_safe(monkeypatch):
    def failing(self, held):
        raise Contradiction("infeasible, it says")

    system, b = halves()
    monkeypatch.setattr(Solver, "_dive", failing)
    assert [one.unknown for one in narrowed(Solver(system), {b: Goal(4, 9)})] == [b]


def test_a_solution_is_believed_only_where_it_adds_up():
    system, _ = halves()
    solver = Solver(system)
    assert solver.is_whole_solution(np.array([2.0, 4.0]))
    assert not solver.is_whole_solution(np.array([2.0, 5.0]))
    assert not solver.is_whole_solution(np.array([2.5, 5.0]))
    assert not solver.is_whole_solution(np.array([6.0, 12.0]))


def test_no_solution_is_a_contradiction():
    system = System()
    a = system.unknown(0, 3)
    system.relate({a: 1}, 5, 6)
    with pytest.raises(Contradiction):
        narrowed(Solver(system), {a: Goal(0, 3)})


def test_a_range_is_rounded_inwards_and_its_causes_are_named():
    system = System()
    part, rest, whole = system.unknown(0, 9), system.unknown(20, 20), system.unknown(25, 27)
    system.relate({part: 1, rest: 1, whole: -1}, 0, 0)
    solver = Solver(system)
    assert range_of(solver, part) == (5, 7)
    (found,) = narrowed(solver, {part: Goal(0, 9)})
    assert (found.low, found.high) == (5, 7)
    assert found.causes == {rest, whole}
