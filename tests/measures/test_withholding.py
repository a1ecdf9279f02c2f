"""What is hidden beyond the small counts, and that it is as little as will do."""

from measures.attack import Release, attack
from measures.panel_tables import ALL, MEMBERS, stock_table
from measures.protection import FEW, SILENT, WITHHELD, Protected, protect
from measures.withholding import tighten
from models.panel import Figure, SnapshotKind
from tests.panels import FIRST, Simulated

TABLE = stock_table(MEMBERS)


def release(changed=None, table=TABLE, **counts):
    """Members by place, and their total."""
    figures = {(table, MEMBERS, place): protect(n) for place, n in counts.items()}
    figures[table, MEMBERS, ALL] = protect(sum(counts.values()))
    return Release(SnapshotKind.STOCK, FIRST, tuple(counts), figures, changed)


def at(made, place):
    return made.figures[TABLE, MEMBERS, place]


def test_the_smallest_shown_figure_of_the_table_is_hidden_first():
    made, _, found = tighten(release(east=58, west=28, north=3), [])
    assert found == []
    assert at(made, "north") == FEW
    assert at(made, "west") == WITHHELD
    assert at(made, "east").shown and at(made, ALL).shown


def test_the_total_is_hidden_where_no_other_figure_is_left():
    made, _, found = tighten(release(east=30, north=4), [])
    assert found == []
    assert attack([made])[0] == []
    assert not (at(made, "east").shown and at(made, ALL).shown)


def test_nothing_more_is_hidden_where_rounding_is_enough():
    places = {f"place {n}": 30 for n in range(12)}
    made, _, _ = tighten(release(**places, north=4), [])
    assert [f.figure for f in made.figures.values()].count(Figure.WITHHELD) == 0


def test_hiding_reaches_other_tables_where_the_proof_rests_on_them():
    key = ("disabled_by_place", "disabled", "east")
    total = ("disabled_by_place", "disabled", ALL)
    new = release(east=5, west=40)
    new.figures |= {
        key: FEW,
        ("disabled_by_place", "disabled", "west"): protect(40),
        total: Protected(Figure.SHOWN, 45),
    }
    made, _, found = tighten(new, [])
    assert found == []
    assert attack([made])[0] == []


def test_a_count_that_fell_fast_stops_saying_fewer_than_ten():
    before = release(**{f"place {n}": 30 for n in range(12)}, north=22)
    after = release(changed=14, **{f"place {n}": 30 for n in range(12)}, north=9)
    made, links, found = tighten(after, [before])
    assert "changed" in links
    assert found == []
    assert at(made, "north") == SILENT
    assert at(made, "north").words == "not shown, to protect others"


def test_a_count_that_rose_fast_is_hidden_for_the_sake_of_the_earlier_one():
    before = release(**{f"place {n}": 30 for n in range(12)}, north=6)
    after = release(changed=12, **{f"place {n}": 30 for n in range(12)}, north=17)
    made, _, found = tighten(after, [before])
    assert found == []
    assert not at(made, "north").shown
    assert attack([before, made])[0] == []


def test_what_is_given_is_not_changed_and_the_outcome_is_always_the_same():
    first = Simulated(120, places=4, seed=3).release(FIRST)
    kept = dict(first.figures)
    made, again = tighten(first, [])[0], tighten(first, [])[0]
    assert first.figures == kept
    assert made.figures == again.figures


def test_a_panel_of_nobody_reads_fewer_than_ten_everywhere():
    made, _, found = tighten(Simulated(0, places=4).release(FIRST), [])
    assert found == []
    assert set(made.figures.values()) == {FEW}


def test_tightening_ends_and_passes_for_many_small_panels():
    for seed in range(25):
        simulated = Simulated(43, places=3, areas=3, seed=seed)
        first, _, found = tighten(simulated.release(FIRST), [])
        assert found == []
        simulated.turn_over(10)
        second, _, found = tighten(simulated.release(FIRST.plus(1)), [first])
        assert found == []
        assert attack([first, second])[0] == []
