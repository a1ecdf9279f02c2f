"""What the overview must say, worked out from the store by plain SQL over the roll-ups.

It shares no code with the app: the harness holds the app's page against it, and
the Dash page is drawn from it. Days are the demonstration's own.
"""

import sqlite3
from contextlib import closing
from decimal import ROUND_HALF_UP, Decimal

COUNTY = "Essex county"
WITH = ("co-producing", "co-designing")
RUNGS = (
    "co-producing", "co-designing", "engaging", "consulting", "informing", "educating",
    "coercing", "not recorded",
)  # fmt: skip
NOT_SHOWN = "not shown to be met"
FAILS = ("not met", "met")  # of a part, and of the whole
LEAST = 5


def connect(path: str) -> sqlite3.Connection:
    """A fresh connection that only reads: safe from any thread."""
    opened = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    opened.row_factory = sqlite3.Row
    return opened


def ask(path: str, text: str, *values) -> list[sqlite3.Row]:
    """The rows of one query."""
    with closing(connect(path)) as opened:
        return opened.execute(text, values).fetchall()


def quarters(path: str) -> list[tuple[str, str]]:
    """(code, label) of every quarter with live or closed figures, newest first."""
    found = ask(
        path,
        f"SELECT quarter, sum(running) AS n FROM activity_rollup r {_COUNTY_OF_R}"  # noqa: S608
        " GROUP BY quarter HAVING n > 0 ORDER BY quarter DESC",
    )
    return [(row["quarter"], label(row["quarter"])) for row in found]


def label(code: str) -> str:
    """A quarter's code as people read it: 2026-27-Q2 is 2026/27 Q2."""
    year, end, number = code.split("-")
    return f"{year}/{end} {number}"


def directorates(path: str) -> list[tuple[str, str]]:
    """(code, name) of the county's directorates, in their set order."""
    return [
        tuple(row)
        for row in ask(
            path, "SELECT code, name FROM directorate WHERE NOT published ORDER BY position"
        )
    ]


_COUNTY_OF_R = (
    "JOIN service s ON s.id = r.service_id JOIN directorate d ON d.id = s.directorate_id"
    " AND NOT d.published"
)
# A quarter is read from its closing where one stands, else from the live rows.
_EDITION = (
    "r.edition_id = coalesce((SELECT e.id FROM edition e WHERE e.quarter = r.quarter"
    " AND e.kind = 'closing' AND e.reopened_at IS NULL), 0)"
)


def _rows(path: str, select: str, table: str, where: str, directorate: str | None, *values):
    text = (
        f"SELECT {select} FROM {table} r {_COUNTY_OF_R} "  # noqa: S608 - names are ours
        f"WHERE {_EDITION} AND {where.replace('GROUP', f'{_mine(directorate)} GROUP', 1)}"
    )
    return ask(path, text, *values, *([directorate] if directorate else []))


def _mine(directorate: str | None) -> str:
    return "AND d.code = ?" if directorate else ""


def scores(path: str, quarter: str, directorate: str | None) -> list[dict]:
    """People's scores: unit, principle, its code, gate, n and mean. The whole comes first."""
    found = []
    unit = "s.name AS unit, s.position" if directorate else "d.name AS unit, d.position"
    for select, group in (("NULL AS unit, 0 AS position", ""), (unit, "unit,")):
        where = (
            "r.quarter = ? AND r.voice = 'people' "
            f"GROUP BY {group} p.id ORDER BY 2, p.set_version, p.position"
        )
        table = "(SELECT * FROM principle) p JOIN score_rollup"
        columns = (
            f"{select}, p.name AS principle, p.code, p.gate, sum(r.activities) AS n,"
            " sum(r.total) / nullif(sum(r.activities), 0) AS mean"
        )
        rows = _rows(
            path, columns, table, f"p.id = r.principle_id AND {where}", directorate, quarter
        )
        found += [dict(row) for row in rows]
    return found


def rungs(path: str, quarter: str, directorate: str | None) -> list[dict]:
    """Activities that ended in the quarter: unit, rung, n. The whole comes first."""
    unit = "s.name AS unit, s.position" if directorate else "d.name AS unit, d.position"
    found = []
    for select, group in (("NULL AS unit, 0 AS position", ""), (unit, "unit,")):
        where = f"r.quarter = ? AND r.part = 'ended' GROUP BY {group} r.claimed ORDER BY 2"
        columns = f"{select}, r.claimed AS rung, sum(r.activities) AS n"
        found += [dict(r) for r in _rows(path, columns, "rung_rollup", where, directorate, quarter)]
    return found


def closure(path: str, quarter: str, directorate: str | None) -> list[dict]:
    """Individual items by quarter up to one, at most sixteen: quarter, due, on_time."""
    where = "r.quarter <= ? AND r.kind = 'individual' GROUP BY r.quarter ORDER BY r.quarter DESC"
    columns = "r.quarter, sum(r.due) AS due, sum(r.on_time) AS on_time"
    rows = _rows(path, columns, "loop_rollup", where, directorate, quarter)
    known = {row["quarter"]: dict(row) for row in rows}
    listed = [code for code, _ in quarters(path) if code <= quarter][:16]
    nothing = {"due": 0, "on_time": 0}
    return [known.get(code, {"quarter": code, **nothing}) for code in reversed(listed)]


def districts(path: str, quarter: str) -> list[dict]:
    """The panel's disabled members by district: name, low and high, shown, expected.

    shown is the protected count, none where it is hidden; expected is in proportion to the
    Census, none where the panel's own total is hidden or under 50.
    """
    snapshot = _snapshot(path, quarter)
    rows = ask(
        path,
        "SELECT t.place, t.figure, t.rounded, d.name, d.disabled, d.tile_row, d.tile_column"
        " FROM panel_table t LEFT JOIN district d ON d.code = t.place"
        " WHERE t.snapshot_id = ? AND t.attribute = 'disabled' AND t.name = "
        "(SELECT min(name) FROM panel_table WHERE snapshot_id = t.snapshot_id"
        " AND attribute = 'disabled' AND place = 'all') ORDER BY d.name",
        snapshot,
    )
    by_place = {row["place"]: row for row in rows}
    everyone = sum(row["disabled"] or 0 for row in rows)
    middle = _in_essex(by_place)
    return [
        {
            "name": row["name"],
            "shown": row["rounded"],
            "high": _high(row),
            "expected": middle * row["disabled"] / everyone if middle and middle >= 50 else None,
            "row": row["tile_row"],
            "column": row["tile_column"],
        }
        for row in rows
        if row["name"]
    ]


def _snapshot(path: str, quarter: str) -> int | None:
    named = ask(
        path,
        "SELECT stock_snapshot_id FROM edition WHERE quarter = ? AND kind = 'closing'"
        " AND reopened_at IS NULL",
        quarter,
    )
    if named:
        return named[0][0]
    last = ask(
        path,
        "SELECT max(id) FROM panel_snapshot WHERE kind = 'stock' AND quarter <= ?",
        quarter,
    )
    return last[0][0]


def _in_essex(places: dict) -> float | None:
    whole, outside = places.get("all"), places.get("outside")
    if not whole or whole["rounded"] is None or not outside:
        return None
    if outside["rounded"] is not None:
        return whole["rounded"] - outside["rounded"]
    low = 10 if outside["figure"] == "withheld" else 0
    return whole["rounded"] - (low + 9) / 2


def _high(row) -> float:
    if row["rounded"] is not None:
        return row["rounded"] + 2
    return 9 if row["figure"] == "fewer than 10" else float("inf")


def headlines(path: str, quarter: str, directorate: str | None) -> list[str]:
    """The four answers, word for word."""
    return [
        _gates(path, scores(path, quarter, directorate), directorate),
        _ladder(rungs(path, quarter, directorate)),
        _heard_back(closure(path, quarter, directorate)[-1]),
        _reached(districts(path, quarter)),
    ]


def _gates(path: str, rows: list[dict], directorate: str | None) -> str:
    gates = ask(path, "SELECT code, name FROM principle WHERE gate ORDER BY set_version, position")
    state: dict[str | None, dict[str, str]] = {}
    for row in rows:
        if row["gate"]:
            state.setdefault(row["unit"], {})[row["code"]] = _gate(row["n"], row["mean"])
    whole = state.pop(None, {})
    said = [f"{gate['name'].lower()} {whole.get(gate['code'], NOT_SHOWN)}" for gate in gates]
    if all(line.endswith(NOT_SHOWN) for line in said):
        return "Neither gate shown to be met"
    failing = {
        unit: [
            g["name"].lower() for g in gates if (found.get(g["code"]), whole[g["code"]]) == FAILS
        ]
        for unit, found in state.items()
    }
    apart = {unit: names for unit, names in failing.items() if names}
    words = ", ".join(said)
    if not apart:
        return words[0].upper() + words[1:]
    met = all(found == "met" for found in whole.values())
    words = "Both gates met" if met else words[0].upper() + words[1:]
    if len(apart) > 1:
        parts = "services" if directorate else "directorates"
        return f"{words}, but one is not met in {len(apart)} {parts}"
    ((unit, names),) = apart.items()
    which = "neither" if len(names) == len(gates) else f"{' and '.join(names)} not met"
    return f"{words}, but {which} in {unit}"


def _gate(n: int, mean: float | None) -> str:
    if not n:
        return NOT_SHOWN
    if round(mean, 9) >= 3:
        return "met"
    return "not met" if n >= LEAST else "below 3.0, too few to be sure"


def _ladder(rows: list[dict]) -> str:
    whole = [row for row in rows if row["unit"] is None]
    ended = sum(row["n"] for row in whole)
    done = sum(row["n"] for row in whole if row["rung"] in WITH)
    if not ended:
        return "No activity ended"
    return f"{percent(done, ended)} done with people" + _of(done, ended)


def _heard_back(row: dict) -> str:
    if not row["due"]:
        return "No reply was due"
    return f"{percent(row['on_time'], row['due'])} of replies on time" + _of(
        row["on_time"], row["due"]
    )


def _of(part: int, base: int) -> str:
    return f", {part:,} of {base:,}" if base >= 10 else ""


def _reached(rows: list[dict]) -> str:
    far = [
        row["name"]
        for row in rows
        if row["expected"] and row["expected"] >= 20 and row["high"] < row["expected"] / 2
    ]
    if not rows:
        return "No snapshot yet"
    if not far:
        return _none_far(rows)
    named = " and ".join(far) if len(far) < 3 else f"{len(far)} districts"
    return f"{named} hardly reached"


def _none_far(rows: list[dict]) -> str:
    known = [row for row in rows if row["expected"] and row["high"] < float("inf")]
    if not known:
        return "It cannot be said whom the panel hardly reaches"
    if len(known) < len(rows):
        return "No district that can be compared is far below its share"
    return "No district far below its share"


def percent(part: int, base: int) -> str:
    """A share as the app says it."""
    if base < 10:
        return f"{part} of {base}"
    rounded = int((Decimal(part) * 100 / base).quantize(Decimal(1), ROUND_HALF_UP))
    if rounded == 0 and part:
        return "under 1%"
    return "over 99%" if rounded == 100 and part < base else f"{rounded}%"


def charts(path: str, quarter: str, directorate: str | None) -> dict[str, float]:
    """What each drawing must add up to, however it is drawn.

    heat    scored activities printed in the cells
    mix     shares of rungs, each weighted by its rung's place
    line    shares closed on time
    tiles   protected counts printed
    """
    return {
        "heat": sum(row["n"] or 0 for row in scores(path, quarter, directorate)),
        "mix": _weighted(rungs(path, quarter, directorate)),
        "line": sum(
            r["on_time"] / r["due"] for r in closure(path, quarter, directorate) if r["due"]
        ),
        "tiles": sum(row["shown"] or 0 for row in districts(path, quarter)),
    }


def _weighted(rows: list[dict]) -> float:
    bases: dict[str | None, int] = {}
    for row in rows:
        bases[row["unit"]] = bases.get(row["unit"], 0) + row["n"]
    return sum(
        (RUNGS.index(row["rung"]) + 1) * row["n"] / bases[row["unit"]]
        for row in rows
        if bases[row["unit"]]
    )
