"""Adherence to principles: heatmaps by voice, the two voices side by side, gates, coverage.

Frames come as measures/principles.py and measures/single_scores.py return them.
"""

import pandas as pd

from charts.chart import Chart, Kind, Series, Table
from charts.rows import by, rows_of

LEAST = 5
SUBJECT = {"service": "Services", "people": "People"}
VOICE = {"service": "Services’ own scores", "people": "People’s scores"}
SCALE = "Scores run from 1 (not at all) to 5 (fully). In brackets: how many activities."
OF_SERVICE = ("Not applicable", "Scores of 4 or 5 with evidence")  # columns of one voice alone
NOT_MET, NOT_SHOWN = "not met", "not shown to be met"


def page_title(gates: pd.DataFrame, *, parts: str = "directorates") -> str:
    """The finding of the page: how the two gates stand.

    gates   as measures/principles.gates returns them
    parts   what the rows after the first are: directorates or services
    """
    whole, rows = gates[gates["whole"]], gates[~gates["whole"]]
    failed = rows[rows["state"] == NOT_MET].drop_duplicates(["unit", "principle"])
    count = rows["unit"].nunique()
    # Services are often too small to tell: their directorate's own gates come first.
    alone = parts == "services" or (not len(failed) and (whole["state"] == NOT_MET).any())
    if count < 2 or alone:
        return _one_title(whole)
    if len(failed) == 1:
        one = failed.iloc[0]
        return f"The {one['principle'].lower()} gate is not met in {one['unit']}"
    if len(failed):
        return f"A gate is not met in {failed['unit'].nunique()} of {count} {parts}"
    unshown = rows.loc[rows["state"] != "met", "unit"].nunique()
    if unshown:
        return f"No gate fails, but {unshown} of {count} {parts} have not shown both to be met"
    return f"Both gates are met in all {count} {parts}"


def _one_title(gates: pd.DataFrame) -> str:
    if not len(gates) or not gates["activities"].sum():
        return "Nothing is recorded, so no gate is shown to be met"
    for state, words in ((NOT_MET, "is not met"), (NOT_SHOWN, "is not shown to be met")):
        for row in gates[gates["state"] == state].itertuples():
            return f"The {row.principle.lower()} gate {words} by {_whose(row.voice)} scores"
    unsure = gates[gates["state"] != "met"]
    return "Too few reviews to be sure of both gates" if len(unsure) else "Both gates are met"


def _whose(voice: str) -> str:
    return "people’s" if voice == "people" else "services’ own"


def gate_sentences(gates: pd.DataFrame) -> list[str]:
    """The whole's gates, one sentence each, with both voices."""
    found = []
    for name, rows in gates[gates["whole"]].groupby("principle", sort=False):
        said = "; ".join(
            f"{_whose(row.voice)} scores: {row.state}{_figure(row)}" for row in rows.itertuples()
        )
        found.append(f"{name} gate, {said}.")
    return found


def _figure(row) -> str:
    few = ", too few to compare" if row.activities < LEAST and row.state == "met" else ""
    return f" ({row.text}, {activities(row.activities)}{few})" if row.activities else ""


def activities(count: int) -> str:
    """“1 activity”, “7 activities”."""
    return f"{count:,} activity" if count == 1 else f"{count:,} activities"


def score_heatmap(scores: pd.DataFrame, *, voice: str, quarter: str, **marks) -> Chart:
    """Unit × principle for one voice, the whole first. Under five activities take no colour."""
    rows = _of_voice(scores, voice)
    title = _score_title(rows, voice=voice)
    return Chart(
        kind=Kind.HEATMAP,
        title=title,
        alt=f"{VOICE[voice]} by principle in {quarter}. {title}. {_said(rows)}",
        categories=tuple(by(rows, lambda row: row.principle)),
        series=tuple(_heat_row(*each) for each in by(rows, lambda row: row.unit).items()),
        unit="score 1 to 5",
        low=1,
        high=5,
        notes=(SCALE, *_few_note(rows)),
        **marks,
    )


def _of_voice(scores: pd.DataFrame, voice: str) -> list:
    return [row for row in rows_of(scores) if row.voice == voice]


def _heat_row(unit: str, rows: list) -> Series:
    return Series(
        unit,
        tuple(row.score if row.activities >= LEAST else None for row in rows),
        texts=tuple(map(_short, rows)),
    )


def _short(row) -> str:
    """A cell's two lines: the mean, and how many activities."""
    if not row.activities:
        return "none"
    return f"{row.text}{'' if row.activities >= LEAST else '*'} ({row.activities:,})"


def _cell(row) -> str:
    if not row.activities:
        return "nothing recorded"
    words = f"{row.text} ({row.activities:,})"
    return words if row.activities >= LEAST else f"{words}, too few to compare"


def _few_note(rows: list) -> tuple[str, ...]:
    few = any(1 <= row.activities < LEAST for row in rows)
    return ("* Under 5 activities: too few to compare, so without colour.",) if few else ()


def _score_title(rows: list, *, voice: str) -> str:
    """The finding for one voice: what rose or fell, else the lowest principle of the whole."""
    whole = [row for row in rows if row.whole]
    enough = [row for row in whole if row.activities >= LEAST]
    if not any(row.activities for row in whole):
        return f"{VOICE[voice]}: nothing recorded"
    if not enough:
        return f"{VOICE[voice]}: too few to compare"
    moved = [row for row in enough if row.change in {"rose", "fell"}]
    if moved:
        return f"{VOICE[voice]}: " + ", ".join(
            f"“{row.principle}” {row.change} to {row.text} over {activities(row.activities)}"
            for row in moved
        )
    low = min(enough, key=lambda row: row.score)
    return (
        f"{SUBJECT[voice]} score “{low.principle}” lowest: "
        f"{low.text} over {activities(low.activities)}"
    )


def _said(rows: list) -> str:
    return "; ".join(f"{row.principle} {_cell(row)}" for row in rows if row.whole) + "."


def score_table(scores: pd.DataFrame, *, voice: str, quarter: str) -> Table:
    """Everything behind one voice's heatmap, one row per unit and principle."""
    rows = _of_voice(scores, voice)
    return Table(
        title=f"{VOICE[voice]}, {quarter}",
        columns=(
            "Unit",
            "Principle",
            "Mean score",
            "Activities",
            "95% interval",
            "Quarter before",
            "Change",
            "Running activities reviewed",
            *(OF_SERVICE if voice == "service" else ()),
        ),
        rows=tuple(
            (
                r.unit,
                r.principle,
                r.text,
                f"{r.activities:,}",
                r.interval_text,
                f"{r.before_text} ({r.before_activities:,})" if r.before_activities else "none",
                r.change or "too few to compare",
                f"{r.reviewed:,} of {r.running:,}",
                *(_of_service(r) if voice == "service" else ()),
            )
            for r in rows
        ),
        numbers=tuple(
            (None, None, number(r.score), r.activities, *(None,) * (6 if voice == "service" else 4))
            for r in rows
        ),
        notes=("The rows keep a fixed order. They are not a ranking.",),
    )


def _of_service(row) -> tuple[str, str]:
    return f"{row.not_applicable:,}", f"{row.evidenced:,} of {row.scored_high:,}"


def voices_chart(scores: pd.DataFrame, gaps: pd.DataFrame, *, quarter: str, **marks) -> Chart:
    """Both voices on each principle side by side, for the whole, with 95% intervals."""
    whole = scores[scores["whole"]]
    title = gap_title(gaps)
    series = tuple(
        _voice_series(voice, rows, role) for (voice, rows), role in zip(
            whole.groupby("voice", sort=False), ("1", "4"), strict=False
        )
    )  # fmt: skip
    said = "; ".join(f"{s.name}: {', '.join(s.texts)}" for s in series)
    return Chart(
        kind=Kind.RANGES,
        title=title,
        alt=f"The two voices by principle in {quarter}. {title}. {said}.",
        categories=tuple(whole["principle"].drop_duplicates()),
        series=series,
        unit="score 1 to 5",
        value_title="Mean score 1 to 5",
        low=1,
        high=5,
        notes=(
            "The gap counts only activities that both voices reviewed.",
            "It is a signal from 5 such activities, at 1 point or more, if its interval excludes 0.",
        ),
        **marks,
    )


def gap_title(gaps: pd.DataFrame) -> str:
    """The gap signals of the whole, or its smaller differences, or nothing to compare."""
    whole = gaps[gaps["whole"]]
    signals = whole[whole["signal"]]
    if len(signals):
        said = ", ".join(
            f"“{r.principle}” ({r.text}, {r.activities:,} with both)" for r in signals.itertuples()
        )
        return f"Services score themselves clearly higher on {said}"
    if not whole["activities"].sum():
        return "No activity has scores of both voices"
    if (whole["activities"] < LEAST).all():
        return "Too few activities have scores of both voices to compare"
    return _differences(whole)


def _differences(whole: pd.DataFrame) -> str:
    """On how many principles the interval of the gap leaves out 0, none of them a signal."""
    higher, lower = int((whole["low"] > 0).sum()), int((whole["high"] < 0).sum())
    of = f"of {len(whole)} principles"
    if higher:
        words = f"Services score themselves higher than people on {higher} {of}"
        size = "each by under 1 point" if higher > 1 else "by under 1 point"
        return f"{words}, {size}{f', and lower on {lower}' if lower else ''}"
    if lower:
        return f"Services score themselves lower than people on {lower} {of}"
    return "Services and people do not clearly differ on any principle"


def _voice_series(voice: str, rows: pd.DataFrame, role: str) -> Series:
    shown = rows["activities"] >= LEAST
    return Series(
        VOICE[voice],
        tuple(number(v) if ok else None for v, ok in zip(rows["score"], shown, strict=True)),
        texts=tuple(_cell(r) for r in rows.itertuples()),
        lows=tuple(number(v) for v in rows["low"]),
        highs=tuple(number(v) for v in rows["high"]),
        role=role,
    )


def gap_table(gaps: pd.DataFrame, *, quarter: str) -> Table:
    """The gap of each unit on each principle."""
    return Table(
        title=f"Gap between the voices, services minus people, {quarter}",
        columns=("Unit", "Principle", "Gap", "Activities with both", "95% interval", "Signal"),
        rows=tuple(
            (
                r.unit,
                r.principle,
                r.text,
                f"{r.activities:,}",
                r.interval_text,
                "gap signal" if r.signal else "no signal",
            )
            for r in gaps.itertuples()
        ),
        numbers=tuple(
            (None, None, number(r.score), r.activities, None, None) for r in gaps.itertuples()
        ),
    )


def gate_table(gates: pd.DataFrame, *, quarter: str) -> Table:
    """Each gate in words, a row per unit, a column per gate and voice."""
    heads = gates[["principle", "voice"]].drop_duplicates().itertuples(index=False)
    columns = tuple(f"{h.principle}: {_whose(h.voice)} scores" for h in heads)
    return Table(
        title=f"The two gates, {quarter}",
        columns=("Unit", *columns),
        rows=tuple(
            (unit, *(f"{r.state}{_figure(r)}" for r in rows.itertuples()))
            for unit, rows in gates.groupby("unit", sort=False)
        ),
        notes=("A gate is met from a mean of 3.0. It stands whatever the other scores are.",),
    )


def number(value) -> float | None:
    """A figure, or None where the frame has none."""
    return None if value is None or pd.isna(value) else float(value)
