"""The attack: that it bites, that it misses nothing, and that what is published withstands it.

Three impairment areas, three places and 43 members are enough to compare the
attack with one that has an unknown for every combination of areas.
"""

from itertools import combinations

import pytest

from measures.attack import Attack, Release, attack
from measures.bounds import Goal, narrowed, range_of
from measures.panel_tables import ALL, MEMBERS, stock_keys, stock_table
from measures.protection import FEW, SILENT, WITHHELD, Protected, protect
from measures.solver import Solver, System
from models.panel import Figure, SnapshotKind
from tests.panels import FIRST, Simulated

PLACES = ("east", "west", "north")
AREAS = ("area:mobility", "area:hearing")
SMALL = (
    [("east", {"area:mobility", "area:hearing"})] * 13
    + [("east", set())] * 12
    + [("north", {"area:hearing"})] * 18
)


def release_of(panel, *, places=PLACES, areas=AREAS, quarter=FIRST, changed=None, as_is=protect):
    keys = [k for k in stock_keys(places, areas) if k[1] in (MEMBERS, *areas)]
    figures = {
        (name, attribute, place): as_is(
            sum(
                place in (ALL, where) and (attribute == MEMBERS or attribute in has)
                for where, has in panel
            )
        )
        for name, attribute, place in keys
    }
    return Release(SnapshotKind.STOCK, quarter, tuple(places), figures, changed)


def exactly(count):
    """A naive protection: small counts are hidden, all others are exact."""
    return FEW if count < 10 else Exact(Figure.SHOWN, count)


class Exact(Protected):
    """A figure that was not rounded."""

    low = property(lambda self: self.rounded)
    high = property(lambda self: self.rounded)


def by_combination(release, areas):
    """The same figures on one unknown per place and combination of areas, and its solver."""
    system, names = System(), {}
    mixes = [frozenset(c) for n in range(len(areas) + 1) for c in combinations(areas, n)]
    unknowns = {(p, m): system.unknown(0, 1_000) for p in release.places for m in mixes}
    for key, figure in release.figures.items():
        _, attribute, place = key
        names[key] = system.unknown(figure.low, min(figure.high, 1_000))
        counted = {
            unknown: 1.0
            for (where, mix), unknown in unknowns.items()
            if place in (ALL, where) and (attribute == MEMBERS or attribute in mix)
        }
        system.relate(counted | {names[key]: -1.0}, 0, 0)
    return Solver(system), names


def test_small_cells_hidden_in_exact_tables_are_worked_out_exactly():
    panel = [("east", {"area:mobility"})] * 20 + [("west", set())] * 15 + [("north", set())] * 4
    found, _ = attack([release_of(panel, as_is=exactly)])
    assert ("members_by_place", MEMBERS, "north", 4, 4) in {(*f.key, f.low, f.high) for f in found}


def test_free_filters_with_small_counts_hidden_and_rounding_are_undone():
    simulated = Simulated(120, places=4, areas=3, seed=5)
    people = [(p.place, p.attributes) for p in simulated.people]
    system = System()
    cells = {(p, a): system.unknown(0, 120) for p in simulated.places for a in (True, False)}
    truth = {
        cell: sum(where == cell[0] and ("area:0" in has) == cell[1] for where, has in people)
        for cell in cells
    }
    every = [s for n in range(1, 6) for s in combinations(cells, n)]
    for some in every[:600]:
        figure = protect(sum(truth[cell] for cell in some))
        system.relate({cells[cell]: 1.0 for cell in some}, figure.low, min(figure.high, 120))
    small = {cells[cell]: Goal(0, 9) for cell in cells if truth[cell] < 10}
    assert len(small) >= 3
    found = narrowed(Solver(system), small)
    assert len(found) == len(small)
    for one in found:
        value = next(truth[cell] for cell, unknown in cells.items() if unknown == one.unknown)
        assert one.low <= value <= one.high


@pytest.mark.parametrize(
    "panel",
    [
        SMALL,
        SMALL[:30] + [("west", {"area:mobility"})] * 11,
        [("east", {"area:hearing"})] * 14 + [("west", {"area:hearing"})] * 3,
        [("east", {"area:mobility"})] * 22 + [("north", {"area:mobility"})] * 17,
    ],
    ids=["43 members", "three places", "one area", "no hearing"],
)
def test_totals_and_areas_within_places_say_as_much_as_every_combination_does(panel):
    release = release_of(panel)
    solver, names = by_combination(release, AREAS)
    ours = Attack([release])
    for key, figure in release.figures.items():
        if figure.figure is Figure.FEW:
            assert range_of(solver, names[key]) == range_of(ours._solver, ours._unknowns[0, key])
    goals = {names[k]: Goal(0, 9) for k, f in release.figures.items() if f == FEW}
    combined = {one.unknown for one in narrowed(solver, goals)}
    assert combined == {names[finding.key] for finding in attack([release])[0]}


def test_the_small_panel_that_once_stopped_the_solver_is_attacked():
    found, _ = attack([release_of(SMALL)])
    for finding in found:
        assert 0 <= finding.low <= finding.high


def test_the_number_who_changed_narrows_what_an_earlier_snapshot_hid():
    before = release_of([("east", set())] * 9 + [("west", set())] * 40)
    after = release_of([("east", set())] * 20 + [("west", set())] * 40, changed=11)
    keys = {finding.key for finding in attack([before, after])[0]}
    assert ("members_by_place", MEMBERS, "east") in keys
    after.changed = None
    assert ("members_by_place", MEMBERS, "east") not in {
        finding.key for finding in attack([before, after])[0] if finding.release == 0
    }


def test_districts_of_one_snapshot_are_held_against_localities_of_another():
    fine = release_of([("east", set())] * 20 + [("west", set())] * 22, places=("east", "west"))
    fine.locality_of = {"east": "whole", "west": "whole"}
    coarse = release_of([("whole", set())] * 9, places=("whole",), changed=33)
    total = coarse.figures[stock_table(MEMBERS), MEMBERS, ALL]
    assert total == FEW
    found, links = attack([fine, coarse])
    assert "changed" in links
    assert ("members_by_place", MEMBERS, "whole", 5) in {(*f.key, f.low) for f in found}


def test_figures_that_contradict_the_link_are_attacked_without_it():
    before = release_of([("east", set())] * 20 + [("west", set())] * 40)
    after = release_of([("east", set())] * 90 + [("west", set())] * 40, changed=10)
    _, links = attack([before, after])
    assert "changed" not in links


def test_figures_that_contradict_each_other_count_as_found_never_as_safe():
    key = (stock_table(MEMBERS), MEMBERS, "east")
    release = Release(
        SnapshotKind.STOCK,
        FIRST,
        ("east",),
        {key: FEW, (key[0], MEMBERS, ALL): Protected(Figure.SHOWN, 40)},
    )
    found, words = attack([release])
    assert [finding.key for finding in found] == [key]
    assert "contradict" in words


def test_a_figure_that_says_nothing_is_safe_where_it_may_be_ten_or_more():
    places = ("east", "west")
    figures = release_of([("east", set())] * 30 + [("west", set())] * 30, places=places).figures
    key = (stock_table(MEMBERS), MEMBERS, "west")
    assert attack([Release(SnapshotKind.STOCK, FIRST, places, {**figures, key: SILENT})])[0] == []
    assert attack([Release(SnapshotKind.STOCK, FIRST, places, {**figures, key: WITHHELD})])[0] == []
    assert attack([Release(SnapshotKind.STOCK, FIRST, places, {**figures, key: FEW})])[0] != []


@pytest.mark.parametrize(("members", "places", "changed"), [(120, 4, 10), (2_000, 12, 40)])
def test_ten_snapshots_with_joiners_and_leavers_give_no_hidden_count_away(members, places, changed):
    releases = Simulated(members, places=places).history(10, changed)
    assert len(releases) == 10
    assert attack(releases)[0] == []
    shown = [f for release in releases for f in release.figures.values() if f.shown]
    assert len(shown) > 10 * 20


def test_snapshots_without_withholding_are_undone():
    undone = 0
    for seed in range(4):
        simulated, releases = Simulated(120, places=4, seed=seed), []
        for number in range(2):
            if number:
                simulated.turn_over(10)
            releases.append(simulated.release(FIRST.plus(number)))
        undone += attack(releases)[0] != []
    assert undone >= 1


@pytest.mark.long
@pytest.mark.parametrize(
    ("members", "places", "changed"), [(120, 4, 10), (2_000, 12, 40), (20_000, 12, 300)]
)
def test_ten_snapshots_stand_with_every_link_drawn_tight(members, places, changed):
    releases = Simulated(members, places=places).history(10, changed)
    assert attack(releases, close=10)[0] == []
