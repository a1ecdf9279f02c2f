"""Overdue items, the funnel of services, and what people were told.

Frames come as measures/overdue.py, service_funnel.py and stories.py return them.
"""

from datetime import date

import pandas as pd

from charts.chart import Chart, Kind, Series, Table
from charts.feedback import KIND, NO_RANK, TOO_FEW, items
from charts.principles import number
from charts.shares import share_number

LIMITS = "The limits are the county’s. A service outside them differs by more than chance."
LISTED = "The list holds items of services whose records you may see."
OUTSIDE = {
    "above the limits": ("Above the limits", "improvement"),
    "below the limits": ("Below the limits", "concern"),
    "within the limits": ("Within the limits", "ordinary"),
    "no limits": ("Services", "ordinary"),
}


def day_words(day: date) -> str:
    """14 February 2026."""
    return f"{day.day} {day:%B %Y}"


def overdue_chart(rows: pd.DataFrame, *, kind: str, quarter: str, **marks) -> Chart:
    """Overdue items of one kind, stage by age."""
    mine = rows[rows["kind"] == kind]
    ages = tuple(dict.fromkeys(mine["age"]))
    series = tuple(
        Series(
            str(stage).capitalize(),
            tuple(float(n) for n in each["items"]),
            texts=tuple(f"{n:,}" for n in each["items"]),
        )
        for stage, each in mine.groupby("stage", sort=False)
    )
    title, count = overdue_title(mine, kind=kind), int(mine["items"].sum())
    said = "; ".join(
        f"{s.name}: {', '.join(f'{t} {a}' for t, a in zip(s.texts, ages, strict=True))}"
        for s in series
    )
    return Chart(
        kind=Kind.HEATMAP,
        title=title,
        alt=f"Overdue items by stage and days past due, {quarter}. {title}. {said}.",
        categories=ages,
        series=series if count else (),
        unit="items",
        category_title="Days past the due day",
        low=0,
        high=float(max(mine["items"].max(), 1)),
        **marks,
    )


def overdue_title(rows: pd.DataFrame, *, kind: str) -> str:
    """How many are overdue, and how many of them for longest."""
    count = int(rows["items"].sum())
    if not count:
        return f"{KIND[kind]}: nothing is overdue"
    oldest = rows["age"].iloc[-1]
    old = int(rows.loc[rows["age"] == oldest, "items"].sum())
    verb = "is" if count == 1 else "are"
    return f"{KIND[kind]}: {items(count)} {verb} overdue, {old:,} {oldest}"


def overdue_table(rows: pd.DataFrame, *, kind: str, quarter: str) -> Table:
    """The same counts, a row per stage."""
    mine = rows[rows["kind"] == kind]
    ages = tuple(dict.fromkeys(mine["age"]))
    groups = [
        (str(stage), tuple(each["items"])) for stage, each in mine.groupby("stage", sort=False)
    ]
    return Table(
        title=f"{KIND[kind]}: overdue by stage and age, {quarter}",
        columns=("Stage", *(age.capitalize() for age in ages)),
        rows=tuple((s.capitalize(), *(f"{n:,}" for n in counts)) for s, counts in groups),
        numbers=tuple((None, *(int(n) for n in counts)) for _, counts in groups),
    )


def overdue_list(rows: pd.DataFrame, *, count: int, kind: str, quarter: str) -> Table:
    """Overdue items one by one, without anybody's words."""
    return Table(
        title=f"{KIND[kind]}: overdue items, {quarter}",
        columns=("Item", "Service", "Heard on", "Due on", "Days past due", "Stage"),
        rows=tuple(
            (
                r.item,
                r.service,
                day_words(r.heard_on),
                day_words(r.due_on),
                f"{r.days_over:,}",
                r.stage,
            )
            for r in rows.itertuples()
        ),
        numbers=tuple((None, None, None, None, r.days_over, None) for r in rows.itertuples()),
        notes=_cut(len(rows), count, "longest overdue"),
    )


def funnel_chart(points: pd.DataFrame, limits: pd.DataFrame, *, kind: str, quarter: str, **marks):
    """Services by items due, inside the county's limits. Under ten items there is no mark."""
    judged = points[points["place"] != TOO_FEW]
    groups = [
        _group(judged[judged["place"] == place], name, role)
        for place, (name, role) in OUTSIDE.items()
        if (judged["place"] == place).any()
    ]
    title = funnel_title(points, kind=kind)
    said = "; ".join(f"{r.service} {r.shown} of {r.due:,}, {r.place}" for r in judged.itertuples())
    return Chart(
        kind=Kind.FUNNEL,
        title=title,
        alt=f"Funnel of services over four quarters to {quarter}. {title}. {said}",
        series=(*groups, *_curves(limits)) if groups else (),
        unit="%",
        category_title="Items due in four quarters",
        value_title="Closed on time",
        low=0,
        high=1,
        notes=(LIMITS,) if groups else (),
        **marks,
    )


def _group(rows: pd.DataFrame, name: str, role: str) -> Series:
    return Series(
        name,
        tuple(float(v) for v in rows["share"]),
        texts=tuple(rows["service"]),
        at=tuple(float(n) for n in rows["due"]),
        role=role,
    )


def _curves(limits: pd.DataFrame) -> tuple[Series, ...]:
    at = tuple(float(n) for n in limits["due"])
    names = (("low", "Lower limit"), ("high", "Upper limit"), ("centre", "County"))
    return tuple(
        Series(
            name, tuple(map(float, limits[column])), at=at, role="limit", dashed=column != "centre"
        )
        for column, name in names
        if len(limits)
    )


def funnel_title(points: pd.DataFrame, *, kind: str) -> str:
    """How many services lie outside the limits, and on which side."""
    judged = points[points["place"] != TOO_FEW]
    if not points["due"].sum():
        return f"{KIND[kind]} by service: none were due in four quarters"
    if not len(judged):
        return f"{KIND[kind]} by service: {TOO_FEW}"
    if len(judged) == 1:
        only = judged.iloc[0]
        return f"{KIND[kind]}, {only['service']}: {only['place']}"
    below, above = ((judged["place"] == f"{side} the limits").sum() for side in ("below", "above"))
    if not below and not above:
        return f"{KIND[kind]}: none of {len(judged)} services lies outside the limits"
    found = [f"{n} below" for n in (below,) if n] + [f"{n} above" for n in (above,) if n]
    return f"{KIND[kind]}: of {len(judged)} services, {' and '.join(found)} the limits"


def funnel_table(points: pd.DataFrame, *, kind: str, quarter: str) -> Table:
    """The services' figures, in their set order."""
    return Table(
        title=f"{KIND[kind]} by service, four quarters to {quarter}",
        columns=("Service", "Directorate", "Closed on time", "Items due", "Against the limits"),
        rows=tuple(
            (r.service, r.directorate, r.shown, f"{r.due:,}", r.place if r.due else "none due")
            for r in points.itertuples()
        ),
        numbers=tuple(
            (None, None, share_number(r.share, r.due), r.due, None) for r in points.itertuples()
        ),
        shares=(2,),
        notes=(NO_RANK,),
    )


def told_table(rows: pd.DataFrame, *, count: int, quarter: str) -> Table:
    """“You said, we did”, or why not."""
    told = "nothing was told to a group" if not count else f"{items(count)} told to groups"
    return Table(
        title=f"You said, we did: {told}, {quarter}",
        columns=("You said", "We did, or why not", "Told on", "Service"),
        rows=tuple(
            (row.heard, _answer(row), day_words(row.told_on), row.service)
            for row in rows.itertuples()
        ),
        notes=_cut(len(rows), count, "latest"),
    )


def _answer(row) -> str:
    if not row.outcome:
        return row.reply or "The outcome is not recorded"
    if row.outcome == "not changed":
        return f"Not changed, because: {row.reply}"
    words = row.outcome.capitalize()
    return f"{words}: {row.reply}" if row.reply else words


def heard_table(recorded: pd.DataFrame, stories: pd.DataFrame, *, quarter: str) -> Table:
    """What was heard: how soon it was recorded, changes of kind, and stories answered."""
    story = stories.iloc[0]
    names = KIND | {"story": "Stories"}
    rows = [
        (
            names[r.kind],
            f"{r.heard:,}",
            f"{r.shown}",
            f"{r.kind_changes:,}",
            _answered(r.kind, story),
        )
        for r in recorded.itertuples()
    ]
    return Table(
        title=f"What was heard, {quarter}",
        columns=(
            *("Kind", "Heard", "Mean days until recorded", "Changes of kind"),
            "Answered by what a group was told",
        ),
        rows=tuple(rows),
        numbers=tuple(
            (None, r.heard, number(r.days), r.kind_changes, None) for r in recorded.itertuples()
        ),
        notes=("Stories stand outside closure. No reply to each is expected.",),
    )


def _answered(kind: str, story: pd.Series) -> str:
    if kind != "story":
        return "does not arise"
    if not story["heard"]:
        return "no story was heard"
    few = story["heard"] < 10
    words = f"{story['shown']}" if few else f"{story['shown']} of {story['heard']:,}"
    return f"{words} ({story['range']})" if story["range"] else words


def _cut(shown: int, count: int, which: str) -> tuple[str, ...]:
    if shown >= count:
        return (LISTED,) if count else ()
    return (LISTED, f"The {shown:,} {which} of {count:,} are listed.")
