"""Panel reach: protected counts only, and what they allow to be said."""

import pandas as pd

from charts.chart import Chart, Kind, Series, Table
from charts.principles import number
from charts.wording import half_up

TITLE_OF = {"disabled": "disabled members", "carers": "carers"}
WHY = "Counts under 10 read “fewer than 10”, and others are rounded to 5, so that nobody is given away."
NO_BENCHMARK = "There is no county figure by impairment to compare with, so counts are shown."
NOT_TAKEN = "No snapshot of the panel has been taken for this quarter yet."


def page_title(rates: pd.DataFrame, members: pd.DataFrame) -> str:
    """The finding: how large the panel is, and which districts it hardly reaches."""
    if members.empty:
        return "The panel has no snapshot yet"
    whole = members[(members["attribute"] == "members") & (members["place"] == "all")].iloc[0]
    far = rates.loc[rates["far_below"], "place_label"].tolist()
    if not far:
        reached = _people(whole["figure"], whole["text"], "are on the panel")
        return f"{reached[0].upper()}{reached[1:]}; {_none_far(rates, 'district')}"
    names = " and ".join(far) if len(far) < 4 else f"{len(far)} districts"
    return f"{names} {'is' if len(far) == 1 else 'are'} far below {'its' if len(far) == 1 else 'their'} share of the panel"


def _people(figure: str, text: str, words: str) -> str:
    """How many people did something, in words that a hidden count allows."""
    return (
        f"how many people {words} is hidden" if figure == "withheld" else f"{text} people {words}"
    )


def _none_far(rates: pd.DataFrame, place: str, share: str = "its share") -> str:
    """That no place is far below its share, as far as counts and shares are known."""
    unknown = rates["expected"].isna() | (rates["figure"] == "withheld")
    if unknown.all():
        return f"it cannot be said whether a {place} is far below {share}"
    which = f"{place} that can be compared" if unknown.any() else place
    return f"no {which} is far below {share}"


def dates(snapshots: pd.DataFrame) -> str:
    """When the snapshots were taken, as sentences."""
    if snapshots.empty:
        return NOT_TAKEN
    return " ".join(dict.fromkeys(snapshots["text"]))


def rates_chart(rates: pd.DataFrame, tiles: pd.DataFrame, *, of: str, **marks) -> Chart:
    """The districts as equal tiles: what is there, and what would be in proportion.

    rates   as measures/reach.place_rates returns them
    tiles   place, tile_row, tile_column of each district; empty for localities
    """
    title = rates_title(rates, of=of)
    alt = f"{title}. " + " ".join(f"{r.place_label}: {r.text}." for r in rates.itertuples())
    if tiles.empty or not set(rates["place"]) <= set(tiles["place"]):
        return _rates_bars(rates, title, alt, of, marks)
    placed = rates.merge(tiles, on="place")
    groups = (
        ("Far below its share", placed[placed["far_below"]], "concern"),
        ("At its share or not far below", placed[~placed["far_below"] & _known(placed)], "4steps"),
        ("Cannot be said", placed[~placed["far_below"] & ~_known(placed)], "none"),
    )
    return Chart(
        kind=Kind.TILES,
        title=title,
        alt=alt,
        categories=tuple(placed["place_label"]),
        series=tuple(_tiles(placed, name, rows, role) for name, rows, role in groups if len(rows)),
        notes=(
            f"Each tile is a district: its {TITLE_OF[of]} on the panel, then its share: "
            "how many would be in proportion.",
            WHY,
        ),
        **marks,
    )


def _known(rates: pd.DataFrame) -> pd.Series:
    return rates["rate_ratio"].notna()


def _tiles(placed: pd.DataFrame, name: str, rows: pd.DataFrame, role: str) -> Series:
    mine = placed["place"].isin(rows["place"])
    return Series(
        name,
        tuple(
            (number(ratio) or 0.0) if here else None
            for ratio, here in zip(placed["rate_ratio"], mine, strict=True)
        ),
        texts=tuple(
            _tile_text(row) if here else ""
            for row, here in zip(placed.itertuples(), mine, strict=True)
        ),
        places=tuple(
            (int(r), int(c)) for r, c in zip(placed["tile_row"], placed["tile_column"], strict=True)
        ),
        role="1" if role == "4steps" else role,
    )


def _count(text: str) -> str:
    """What is there, of “2,375, where 2,508 would be in proportion”."""
    return text.partition(", ")[0]


def _tile_text(row) -> str:
    there = _count(row.text)
    if pd.isna(row.expected):
        return there
    words = f"{there}, share {int(row.expected + 0.5):,}"
    return f"{words}, far below" if row.far_below else words


def _rates_bars(rates: pd.DataFrame, title: str, alt: str, of: str, marks: dict) -> Chart:
    return Chart(
        kind=Kind.BARS,
        title=title,
        alt=alt,
        categories=tuple(rates["place_label"]),
        series=(
            Series(
                f"On the panel: {TITLE_OF[of]}",
                tuple(number(v) for v in rates["rounded"].astype("Float64").astype("float64")),
                texts=tuple(rates["text"]),
                role="1",
            ),
        ),
        unit="people",
        value_title="People, rounded to 5",
        low=0.0,
        notes=(WHY,),
        **marks,
    )


def rates_title(rates: pd.DataFrame, *, of: str) -> str:
    """Which places lie far below their share of one group."""
    far = rates[rates["far_below"]]
    if rates.empty:
        return "No snapshot of the panel has been taken"
    if far.empty:
        said = _none_far(rates, "place", f"its share of {TITLE_OF[of]}")
        return said[0].upper() + said[1:]
    if len(far) == 1:
        only = far.iloc[0]
        return f"{only['place_label']} is far below its share of {TITLE_OF[of]}: {only['text']}"
    said = "; ".join(f"{r.place_label} ({r.text})" for r in far.itertuples())
    return f"Far below their share of {TITLE_OF[of]}: {said}"


def rates_table(rates: pd.DataFrame, *, of: str) -> Table:
    """One row per place."""
    census = "Census 2021 TS038" if of == "disabled" else "Census 2021 TS039"
    return Table(
        title=f"{TITLE_OF[of].capitalize()} by place, against {census}",
        columns=("Place", "Residents", "On the panel", "In proportion", "Rate ratio", "Finding"),
        rows=tuple(
            (
                r.place_label,
                f"{r.residents:,}",
                _count(r.text) if r.figure == "shown" and "where" in r.text else r.text,
                "cannot be said" if pd.isna(r.expected) else f"{int(r.expected + 0.5):,}",
                "cannot be said" if pd.isna(r.rate_ratio) else half_up(r.rate_ratio, 2),
                r.finding or "none",
            )
            for r in rates.itertuples()
        ),
        numbers=tuple(
            (
                None,
                r.residents,
                None if pd.isna(r.rounded) else int(r.rounded),
                number(r.expected),
                number(r.rate_ratio),
                None,
            )
            for r in rates.itertuples()
        ),
        notes=("A rate ratio of 1 is the place’s share of residents.", WHY),
    )


def places_chart(found: pd.DataFrame, *, title: str, **marks) -> Chart:
    """A heatmap of protected counts: attributes as rows, places as columns, without totals."""
    inner = found[found["place"] != "all"]
    places = tuple(dict.fromkeys(inner["place_label"]))
    series = tuple(
        Series(
            label,
            tuple(None if pd.isna(v) else float(v) for v in rows["rounded"]),
            texts=tuple("under 10" if t == "fewer than 10" else t for t in rows["text"]),
        )
        for label, rows in inner.groupby("label", sort=False)
    )
    return Chart(
        kind=Kind.HEATMAP,
        title=title,
        alt=f"{title}. "
        + " ".join(
            f"{label}: " + ", ".join(f"{r.place_label} {r.text}" for r in rows.itertuples()) + "."
            for label, rows in found.groupby("label", sort=False)
        ),
        categories=places,
        series=series,
        unit="people",
        notes=(WHY,),
        **marks,
    )


def impairment_title(found: pd.DataFrame) -> str:
    """How many groups are few, and how many are hidden to protect those."""
    if found.empty:
        return "No snapshot of the panel has been taken"
    inner = found[found["place"] != "all"]
    few = int((inner["figure"] == "fewer than 10").sum())
    hidden = int((inner["figure"] == "withheld").sum())
    said = f"{few} of {len(inner)} groups by place have fewer than 10 members"
    return f"{said}; {hidden} more {'is' if hidden == 1 else 'are'} hidden" if hidden else said


def places_table(found: pd.DataFrame, *, title: str) -> Table:
    """Attributes as rows, places as columns, the total last."""
    places = tuple(dict.fromkeys(found["place_label"]))
    rows, numbers = [], []
    for label, group in found.groupby("label", sort=False):
        by_place = {r.place_label: r for r in group.itertuples()}
        rows.append((label, *(by_place[p].text if p in by_place else "" for p in places)))
        numbers.append(
            (
                None,
                *(
                    None
                    if p not in by_place or pd.isna(by_place[p].rounded)
                    else int(by_place[p].rounded)
                    for p in places
                ),
            )
        )
    return Table(
        title=title,
        columns=("Group", *places),
        rows=tuple(rows),
        numbers=tuple(numbers),
        notes=(NO_BENCHMARK, "A person can be in several groups, so they do not add up.", WHY),
    )


def lines_table(found: pd.DataFrame, *, title: str) -> Table:
    """The same with places as rows: for few groups and many places, the total first."""
    across = places_table(found, title=title)
    labels = tuple(row[0] for row in across.rows)
    order = [len(across.columns) - 1, *range(1, len(across.columns) - 1)]
    return Table(
        title=title,
        columns=("Place", *labels),
        rows=tuple((across.columns[n], *(row[n] for row in across.rows)) for n in order),
        numbers=tuple((None, *(row[n] for row in across.numbers)) for n in order),
        notes=across.notes[1:],
    )


def funnel_chart(funnel: pd.DataFrame, **marks) -> Chart:
    """From the panel to hearing back, all members."""
    rows = funnel[funnel["attribute"] == "members"]
    title = funnel_title(rows)
    return Chart(
        kind=Kind.BARS,
        title=title,
        alt=f"{title}. " + " ".join(f"{r.step_label}: {r.text}." for r in rows.itertuples()),
        categories=tuple(rows["step_label"]),
        series=(
            Series(
                "People",
                tuple(None if pd.isna(v) else float(v) for v in rows["rounded"]),
                texts=tuple(
                    f"{r.text}, {r.share_text}" if r.share_text else r.text
                    for r in rows.itertuples()
                ),
                role="1",
            ),
        ),
        unit="people",
        value_title="People, rounded to 5",
        low=0.0,
        notes=(WHY,),
        **marks,
    )


def funnel_title(rows: pd.DataFrame) -> str:
    """How many were invited and took part."""
    step = {r.step: r for r in rows.itertuples()}
    if "invited" not in step:
        return NOT_TAKEN[:-1]
    took = step.get("took_part")
    said = _people(step["invited"].figure, step["invited"].text, "were invited")
    said = said[0].upper() + said[1:]
    if took is None:
        return said
    if took.figure == "withheld":
        return f"{said}; how many of those took part is hidden"
    share = f" ({took.share_text})" if took.share_text else ""
    return f"{said}; of those, {took.text} took part{share}"


def funnel_table(funnel: pd.DataFrame) -> Table:
    """The steps for everyone, carers, learning disability and each impairment group."""
    steps = tuple(dict.fromkeys(funnel["step_label"]))
    rows, numbers = [], []
    for label, group in funnel.groupby("label", sort=False):
        found = {r.step_label: r for r in group.itertuples()}
        rows.append((label, *(found[s].text if s in found else "not taken" for s in steps)))
        numbers.append(
            (
                None,
                *(
                    None if s not in found or pd.isna(found[s].rounded) else int(found[s].rounded)
                    for s in steps
                ),
            )
        )
    return Table(
        title="From the panel to hearing back",
        columns=("Group", *steps),
        rows=tuple(rows),
        numbers=tuple(numbers),
        notes=(WHY,),
    )


def voices_sentences(voices: pd.DataFrame) -> list[str]:
    """Familiar and new voices, as sentences."""
    found = {r.voices: r for r in voices.itertuples()}
    said = []
    if "familiar" in found:
        row = found["familiar"]
        share = f" They made {row.share_text} of all participations." if row.share_text else ""
        said.append(f"{_voices('Familiar', row)} took part four times or more in a year.{share}")
    if "new" in found:
        row = found["new"]
        share = f", {row.share_text} of those who took part" if row.share_text else ""
        said.append(f"{_voices('New', row)} took part for the first time{share}.")
    return said or ["Familiar and new voices are counted when a quarter is closed."]


def _voices(name: str, row) -> str:
    if row.figure == "withheld":
        return f"{name} voices: it is hidden how many members"
    return f"{name} voices: {row.text} members"
