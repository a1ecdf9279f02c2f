"""Whether people experienced the rung that services claim: shares, shortfalls, coercing."""

import pandas as pd

from charts.chart import Chart, Kind, Series, Table
from charts.principles import number
from charts.shares import share_number

LEAST = 5


def agreement_chart(agreement: pd.DataFrame, *, quarter: str, **marks) -> Chart:
    """Share of claims that people's experience bears out, per unit, with its interval."""
    rows = list(agreement.itertuples())
    title = agreement_title(agreement)
    enough = [r.base >= LEAST for r in rows]
    texts = tuple(_words(r) for r in rows)
    return Chart(
        kind=Kind.RANGES,
        title=title,
        alt=f"Agreement in {quarter}. "
        + " ".join(f"{r.unit}: {text}." for r, text in zip(rows, texts, strict=True)),
        categories=tuple(r.unit for r in rows),
        series=(
            Series(
                "Experienced at or above the claim",
                tuple(number(r.share) if ok else None for r, ok in zip(rows, enough, strict=True)),
                texts=texts,
                lows=tuple(number(r.low) for r in rows),
                highs=tuple(number(r.high) for r in rows),
            ),
        ),
        unit="%",
        value_title="Share of claims that people bear out",
        low=0,
        high=1,
        notes=("Counted: activities that ended with a claim and at least 5 answers.",),
        **marks,
    )


def agreement_title(agreement: pd.DataFrame) -> str:
    """The finding: k of n for the whole."""
    whole = agreement[agreement["whole"]].iloc[0]
    if not whole["base"]:
        return "No ended activity has both a claim and enough answers"
    return (
        f"People bear out {whole['agreed']:,} of {whole['base']:,} claims"
        f"{', too few to compare' if whole['base'] < LEAST else ''}"
    )


def _words(row) -> str:
    if not row.base:
        return "nothing recorded"
    counts = f"{row.agreed:,} of {row.base:,}"
    if row.base < LEAST:
        return f"{counts}, too few to compare"
    return counts if row.text == counts else f"{row.text}, {counts}"


def agreement_table(agreement: pd.DataFrame, *, quarter: str) -> Table:
    """One row per unit."""
    return Table(
        title=f"Claims that people bear out, {quarter}",
        columns=("Unit", "Borne out", "With both rungs", "Share", "95% interval", "All that ended"),
        rows=tuple(
            (
                r.unit,
                f"{r.agreed:,}",
                f"{r.base:,}",
                r.text,
                r.interval_text,
                f"{r.ended:,}",
            )
            for r in agreement.itertuples()
        ),
        numbers=tuple(
            (None, r.agreed, r.base, share_number(r.share, r.base), None, r.ended)
            for r in agreement.itertuples()
        ),
        shares=(3,),
        notes=("The rows keep a fixed order. They are not a ranking.",),
    )


def shortfall_table(shortfalls: pd.DataFrame, *, count: int, quarter: str) -> Table:
    """Activities experienced below the claim, services in their set order.

    count   how many there are, of which some may not be in the rows
    """
    cut = len(shortfalls) < count
    words = f"{count:,} {'activity was' if count == 1 else 'activities were'}"
    return Table(
        title=f"{words if count else 'No activity you can list was'} experienced below the claim",
        columns=("Activity", "Directorate", "Service", "Claimed", "Experienced", "Answers below"),
        rows=tuple(
            (r.activity, r.directorate, r.service, r.claimed, r.experienced,
             f"{r.below:,} of {r.answers:,}")
            for r in shortfalls.itertuples()
        ),
        numbers=tuple((None,) * 6 for _ in range(len(shortfalls))),
        notes=(
            f"{quarter}: activities that ended. Answers count in batches of 5.",
            *([f"The first {len(shortfalls)} are listed. A pack has all."] if cut else []),
        ),
    )  # fmt: skip


def coercing_table(coercing: pd.DataFrame, *, count: int, quarter: str) -> Table:
    """Activities with coercing as any of their rungs: always named."""
    words = f"{count:,} {'activity has' if count == 1 else 'activities have'}"
    hidden = count - len(coercing)
    return Table(
        title=f"{words if count else 'No activity has'} coercing as a rung",
        columns=("Activity", "Directorate", "Service", "Intended", "Claimed", "Experienced"),
        rows=tuple(
            (r.activity, r.directorate, r.service, r.intended, r.claimed, r.experienced)
            for r in coercing.itertuples()
        ),
        numbers=tuple((None,) * 6 for _ in range(len(coercing))),
        notes=(f"{hidden:,} more in services whose records you cannot list.",) if hidden else (),
    )
