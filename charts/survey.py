"""The question of 2017 over its waves, on its own scale of 1 to 10."""

import pandas as pd

from charts.chart import Chart, Kind, Series, Table
from charts.principles import number
from charts.wording import half_up

QUESTION = (
    "How well has the council taken steps to understand people’s experience "
    "and taken it into account?"
)


def survey_chart(waves: pd.DataFrame) -> Chart:
    """One point per wave; made-up waves are drawn apart and named so."""
    published = [not made for made in waves["illustrative"]]
    series = [_points(waves, published, "Published", "1")]
    if not all(published):
        series.append(_points(waves, [not p for p in published], "Illustrative", "provisional"))
    title = survey_title(waves)
    said = "; ".join(f"{row.wave} {half_up(row.mean, 1)}" for row in waves.itertuples())
    return Chart(
        kind=Kind.LINES,
        title=title,
        alt=f"{QUESTION} From 1, very badly, to 10, very well. {said}.",
        categories=tuple(waves["wave"]),
        series=tuple(series) if len(waves) else (),
        unit="score 1 to 10",
        category_title="Wave of the survey",
        value_title="Mean score 1 to 10",
        low=1,
        high=10,
        notes=(
            f"{QUESTION} 1 is very badly, 10 very well.",
            "This is its own series. Scores of activities never join it.",
        ),
        illustrative=not all(published),
    )


def survey_title(waves: pd.DataFrame) -> str:
    """The finding: the latest published mean, and the latest of all."""
    if not len(waves):
        return "The question of 2017 has not been asked yet"
    real = waves[~waves["illustrative"]]
    last = waves.iloc[-1]
    words = f"people’s 1 to 10 score is {half_up(last['mean'], 1)}"
    if not last["illustrative"]:
        return f"{words[0].upper()}{words[1:]} ({last['wave']})"
    first = ""
    if len(real):
        first = f"Published: {half_up(real.iloc[-1]['mean'], 1)} ({real.iloc[-1]['wave']}). "
    return f"{first}Illustrative: {words} ({last['wave']})"


def _points(waves: pd.DataFrame, mine: list[bool], name: str, role: str) -> Series:
    values = tuple(float(v) if ok else None for v, ok in zip(waves["mean"], mine, strict=True))
    texts = tuple(half_up(v, 1) for v in waves["mean"])
    return Series(name, values, texts=texts, role=role)


def survey_table(waves: pd.DataFrame) -> Table:
    """The waves, with what was not published said so."""
    return Table(
        title="The 1 to 10 question by wave",
        columns=("Wave", "Asked", "Mean", "People", "Spread", "Kind", "Source"),
        rows=tuple(
            (
                row.wave,
                row.asked or f"{row.asked_on.day} {row.asked_on:%B %Y}",
                half_up(row.mean, 1),
                _or_not(row.people, 0, row),
                _or_not(row.spread, 1, row),
                "illustrative" if row.illustrative else "published",
                row.source or "none",
            )
            for row in waves.itertuples()
        ),
        numbers=tuple(
            (None, None, row.mean, number(row.people), number(row.spread), None, None)
            for row in waves.itertuples()
        ),
    )


def _or_not(value, places: int, row) -> str:
    if number(value) is None:
        return "not recorded" if row.illustrative else "not published"
    return half_up(value, places)
