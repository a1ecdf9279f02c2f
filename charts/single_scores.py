"""Services' scores inside funnel limits, and the scores of single activities."""

import pandas as pd

from charts.chart import Chart, Kind, Series, Table
from charts.principles import VOICE, number

MOST_ACTIVITIES = 60  # in a table on a screen
OUTSIDE = ("above the limits", "below the limits")
TOO_FEW = "too few to compare"


def funnel_chart(funnel: pd.DataFrame, *, principle: str, voice: str, **marks) -> Chart:
    """Services' scores on one principle by their number of activities, with limits."""
    services = funnel[(funnel["row"] == "service") & (funnel["activities"] > 0)]
    limits = funnel[funnel["row"] == "limit"]
    title = _title(services, limits, principle, voice)
    said = ", ".join(
        f"{r.service} {r.text} ({r.activities:,}), {r.place}" for r in services.itertuples()
    )
    return Chart(
        kind=Kind.FUNNEL,
        title=title,
        alt=f"{VOICE[voice]} of services on {principle}. {title}. {said or 'No service is shown'}.",
        series=(*_points(services), *_curves(limits)),
        unit="score 1 to 5",
        category_title="Activities reviewed in the quarter",
        value_title="Mean score 1 to 5",
        low=1,
        high=5,
        notes=("A hollow mark is a service with under 5 activities: too few to compare.",),
        **marks,
    )  # fmt: skip


def _title(services: pd.DataFrame, limits: pd.DataFrame, principle: str, voice: str) -> str:
    whose = VOICE[voice]
    if not len(services):
        return f"{whose} on “{principle}”: no service has any"
    outside = services[services["place"].isin(OUTSIDE)]
    if len(outside):
        said = ", ".join(f"{r.service} lies {r.place}" for r in outside.itertuples())
        return f"{whose} on “{principle}”: {said}"
    if (services["place"] == TOO_FEW).all():
        return f"{whose} on “{principle}”: every service has too few to compare"
    if not len(limits):
        return f"{whose} on “{principle}”: too few reviews for limits"
    return f"{whose} on “{principle}”: no service differs by more than chance"


def _points(services: pd.DataFrame) -> list[Series]:
    outside, few = services["place"].isin(OUTSIDE), services["place"] == TOO_FEW
    groups = (
        (services[~outside & ~few], "Services", "1"),
        (services[outside], "Outside limits", "4"),
        (services[few], TOO_FEW.capitalize(), "provisional"),
    )
    return [
        Series(
            name,
            tuple(float(v) for v in rows["score"]),
            texts=tuple(rows["service"]),
            at=tuple(float(n) for n in rows["activities"]),
            role=role,
        )
        for rows, name, role in groups
        if len(rows)
    ]


def _curves(limits: pd.DataFrame) -> list[Series]:
    at = tuple(float(n) for n in limits["activities"])
    columns = (("low", "Lower limit"), ("high", "Upper limit"), ("centre", "Mean of all services"))
    return [
        Series(name, tuple(float(v) for v in limits[column]), at=at, role="limit", dashed=True)
        for column, name in columns
        if len(limits)
    ]


def funnel_table(funnel: pd.DataFrame, *, principle: str) -> Table:
    """The services of the funnel, in their set order."""
    rows = funnel[funnel["row"] == "service"]
    return Table(
        title=f"Services on {principle}",
        columns=("Service", "Mean score", "Activities", "Limits at that number", "Place"),
        rows=tuple((r.service, r.text, f"{r.activities:,}", r.limits_text, r.place) for r in rows.itertuples()),
        numbers=tuple((None, number(r.score), r.activities, None, None) for r in rows.itertuples()),
        notes=("The rows keep a fixed order. They are not a ranking.",),
    )  # fmt: skip


def activity_table(scores: pd.DataFrame, *, quarter: str) -> Table:
    """One row per activity and voice, a column per principle; the first 60 activities."""
    first = scores["activity_id"].drop_duplicates()
    more = len(first) - MOST_ACTIVITIES
    scores = scores[scores["activity_id"].isin(first[:MOST_ACTIVITIES])]
    principles = tuple(scores["principle"].drop_duplicates())
    keys = ["service", "activity_id", "activity", "voice"]
    rows = []
    for (service, _, title, voice), each in scores.groupby(keys, sort=False):
        said = {r.principle: _cell(r) for r in each.itertuples()}
        cells = (said.get(p, "not recorded") for p in principles)
        rows.append((title, service, "people" if voice == "people" else "service", *cells))
    return Table(
        title=f"Single activities, {quarter}",
        columns=("Activity", "Service", "Whose score", *principles),
        rows=tuple(rows),
        notes=(
            *(("In brackets behind people’s scores: how many answers count.",) if rows else ()),
            *(
                (f"{more:,} more activities are not listed. Choose one service.",)
                if more > 0
                else ()
            ),
        ),
    )


def _cell(row) -> str:
    if row.voice == "people":
        return f"{row.text} ({row.answers:,})"
    return f"{row.text}, with evidence" if row.evidenced and not row.not_applicable else row.text
