"""How much was reviewed, and how much of it has evidence. Frames as measures/principles.scores."""

import pandas as pd

from charts.chart import Chart, Kind, Series, Table
from charts.principles import VOICE, number
from charts.shares import share_number


def coverage_chart(scores: pd.DataFrame, *, quarter: str, **marks) -> Chart:
    """Running activities reviewed, by principle and voice, for the whole."""
    whole = scores[scores["whole"]]
    running = int(whole["running"].max()) if len(whole) else 0
    people = whole[whole["voice"] == "people"]
    most = int(people["reviewed"].max()) if len(people) else 0
    title = _title(most, running)
    series = tuple(
        Series(
            VOICE[voice],
            tuple(number(v) for v in rows["coverage"]),
            texts=tuple(rows["coverage_text"]),
            role=role,
        )
        for (voice, rows), role in zip(whole.groupby("voice", sort=False), ("1", "4"), strict=False)
    )
    said = "; ".join(f"{s.name}: {', '.join(s.texts)}" for s in series)
    return Chart(
        kind=Kind.BARS,
        title=title,
        alt=f"Coverage by principle in {quarter}. {title}. {said}.",
        categories=tuple(whole["principle"].drop_duplicates()),
        series=series if running else (),
        unit="%",
        value_title="Share of running activities reviewed",
        low=0,
        high=1,
        **marks,
    )


def _title(most: int, running: int) -> str:
    """Of the principle that most people reviewed."""
    if not running:
        return "No activity ran in this quarter"
    some = f"at most {most:,}" if most else "none"
    return f"People have reviewed {some} of {running:,} running activities"


def coverage_table(scores: pd.DataFrame, *, quarter: str) -> Table:
    """Coverage, not applicable and evidence of each unit, principle and voice."""
    return Table(
        title=f"Coverage and evidence, {quarter}",
        columns=(
            "Unit",
            "Principle",
            "Voice",
            "Running activities",
            "Of those reviewed",
            "Share",
            "Not applicable",
            "Scores of 4 or 5",
            "Of those evidenced",
        ),
        rows=tuple(
            (
                r.unit,
                r.principle,
                r.voice,
                f"{r.running:,}",
                f"{r.reviewed:,}",
                r.coverage_text,
                *_of_service(r, r.not_applicable, r.scored_high, r.evidenced),
            )
            for r in scores.itertuples()
        ),
        numbers=tuple(
            (
                None,
                None,
                None,
                r.running,
                r.reviewed,
                share_number(r.coverage, r.running),
                *(None,) * 3,
            )
            for r in scores.itertuples()
        ),
        shares=(5,),
    )


def _of_service(row, *counts: int) -> tuple[str, ...]:
    """Counts that only a service's own scores have."""
    return tuple(f"{n:,}" if row.voice == "service" else "does not arise" for n in counts)
