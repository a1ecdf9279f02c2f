"""Panel reach, read from frozen protected tables only; never from a member's record.

A quarter is read from the snapshots that its closing names, or, while it is
open, from the latest taken (by the opening of the meeting, in a meeting). Every
frame is empty where there is no snapshot yet.

Readings chosen:
- Members living in Essex = members in all less those outside, each as protected;
  where the number outside is hidden, the middle of what it allows is taken.
- The expected number of a district is that, times the district's Census share.
- A percentage is given on a shown base of 50 or more, from protected counts.
- `figure` says “shown”, “fewer than 10” or “withheld”; `rounded` is blank unless shown.
Definitions: "How we measure", sections 4 and 5.
"""

from collections import namedtuple

import pandas as pd
from sqlmodel import Session, select

from measures.kept import shared
from measures.panel_figures import Figures, Taken, figures_of
from measures.panel_tables import (
    ALL,
    AREA,
    CARERS,
    DISABLED,
    FAMILIAR,
    FAMILIAR_PARTICIPATIONS,
    FLOW_STEPS,
    GROUPS,
    LEARNING_DISABILITY,
    MEMBERS,
    NEW,
    OUTSIDE,
    OUTSIDE_LABEL,
    PARTICIPATIONS,
    STOCK_TABLE_OF,
    stock_table,
)
from measures.parts import tidy
from measures.protection import WITHHELD_WORDS, Protected, ratio_range
from measures.rounding import count_text, day_text, half_up, ratio, share_range_text, share_text
from models.panel import Figure, SnapshotKind
from models.quarters import Quarter, london_day
from models.reference import District, ImpairmentArea
from models.scope import Scope

LEAST_BASE = 50
LEAST_EXPECTED = 20
FAR_BELOW = "Far below its share"
STEP_LABELS = {
    MEMBERS: "On the panel",
    "invited": "Invited",
    "took_part": "Of those, took part",
    "uninvited": "Took part uninvited",
    "heard_back": "Heard back, of those who took part two quarters before",
}
ATTRIBUTE_LABELS = {
    MEMBERS: "All members",
    DISABLED: "Disabled",
    CARERS: "Carers",
    LEARNING_DISABILITY: "Learning disability",
}

_FIGURE = {"figure": "str", "rounded": "Int64", "text": "str"}
SNAPSHOTS = {"kind": "str", "quarter": "str", "as_of": "object", "taken_on": "object",
             "places": "str", "areas": "str", "text": "str"}  # fmt: skip
BY_PLACE = {"attribute": "str", "label": "str", "place": "str", "place_label": "str", **_FIGURE}
PlaceRow = namedtuple("PlaceRow", BY_PLACE)
RATES = {"place": "str", "place_label": "str", "residents": "int64", **_FIGURE,
         "expected": "float64", "rate_ratio": "float64", "low": "float64", "high": "float64",
         "far_below": "bool", "finding": "str"}  # fmt: skip
RateRow = namedtuple("RateRow", RATES)
FUNNEL = {"attribute": "str", "label": "str", "step": "str", "step_label": "str", **_FIGURE,
          "share": "float64", "share_text": "str"}  # fmt: skip
VOICES = {"voices": "str", **_FIGURE, "share": "float64", "low": "float64", "high": "float64",
          "share_text": "str"}  # fmt: skip


def panel_snapshots(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Which snapshots a quarter is read from, and when they were taken.

    kind       “stock” (who is on the panel) or “flow” (invited, took part, heard back)
    quarter    the quarter that was counted, as 2026-27-Q2
    as_of      the day that was counted; taken_on: the London day of the taking
    places     “districts” or “localities”; areas: “areas” or “groups”
    text       the dates as a sentence
    """
    return tidy(
        [
            (s.kind.value, s.quarter, s.as_of, london_day(s.taken_at), s.places, s.areas, _dates(s))
            for s in _taken(session, quarter, scope.meeting)
        ],
        SNAPSHOTS,
    )


def counted_on(session: Session, *, quarter: Quarter, meeting: int | None) -> list[str]:
    """The sentences of `panel_snapshots`."""
    return [_dates(each) for each in _taken(session, quarter, meeting)]


def _dates(s: Taken) -> str:
    return f"Counted as on {day_text(s.as_of)}, taken on {day_text(london_day(s.taken_at))}."


def _taken(session: Session, quarter: Quarter, meeting: int | None) -> list[Taken]:
    asked = {"meeting": meeting, "quarter": quarter}
    each = (figures_of(session, **asked, kind=kind).snapshot for kind in SnapshotKind)
    return [snapshot for snapshot in each if snapshot is not None]


def impairment_by_place(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Members by impairment area (or group) and place, outside Essex and the total last.

    One row per attribute and place. Areas overlap, so they do not add up to members.
    attribute, label      code and name of the area
    place, place_label    code and name; “all” is the total, protected by itself
    figure, rounded, text the protected count
    """
    stock = _stock(session, quarter, scope.meeting)
    return tidy(_by_place(session, stock, _areas(session, stock)), BY_PLACE)


def members_by_place(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """All members, and the lines of disabled members, carers and learning disability, by place.

    Columns as `impairment_by_place`.
    """
    return tidy(members_rows(session, quarter=quarter, meeting=scope.meeting), BY_PLACE)


def members_rows(session: Session, *, quarter: Quarter, meeting: int | None) -> list[PlaceRow]:
    """The rows of `members_by_place`."""
    return _by_place(session, _stock(session, quarter, meeting), ATTRIBUTE_LABELS)


def place_rates(session: Session, *, scope: Scope, quarter: Quarter, of: str) -> pd.DataFrame:
    """How the panel's disabled members or carers compare with the Census, by place.

    of            “disabled” (TS038) or “carers” (TS039); ValueError for anything else
    residents     the place's disabled residents or carers in Census 2021
    expected      members that the place would have in proportion; blank without a base
    rate_ratio    share of the panel ÷ share of residents; low and high as the protected
                  counts allow; blank where the count or the base is hidden or under 50
    far_below     expected is 20 or more, and the most that is allowed is under half of it
    finding       “Far below its share” or nothing
    """
    if of not in (DISABLED, CARERS):
        raise ValueError(f"“{of}” has no Census figures. Ask for disabled or carers.")
    return tidy(rate_rows(session, quarter=quarter, meeting=scope.meeting, of=of), RATES)


def rate_rows(session: Session, *, quarter: Quarter, meeting: int | None, of: str) -> list[RateRow]:
    """The rows of `place_rates`: the panel is the county's, whichever unit is looked at."""
    return shared(
        session, ("rates", quarter, meeting, of), lambda: _rates(session, quarter, meeting, of)
    )


def _rates(session: Session, quarter: Quarter, meeting: int | None, of: str) -> list[RateRow]:
    stock = _stock(session, quarter, meeting)
    people = _census(session, stock, of)
    low, middle, high = _in_essex(stock, of)
    everyone = sum(number for _, number in people.values())
    rows = []
    for place, (label, residents) in people.items():
        figure = stock.get(STOCK_TABLE_OF[of], of, place)
        if figure is not None:
            share = ratio(residents, everyone)
            rates = _rate(figure, share, low, middle, high)
            rows.append(RateRow(place, label, residents, *rates))
    return rows


def district_tiles(session: Session, *, scope: Scope) -> pd.DataFrame:
    """Where each district stands on the tile map: place, tile_row, tile_column."""
    rows = [(d.code, d.tile_row, d.tile_column) for d in _districts(session)]
    return tidy(rows, {"place": "str", "tile_row": "int64", "tile_column": "int64"})


def panel_funnel(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """From the panel to hearing back, in people, for everyone and for each attribute.

    One row per attribute (all members, flags, impairment areas) and step, in order.
    share, share_text   of invited: ÷ on the panel; of took part: ÷ invited. Blank otherwise
    """
    stock = _stock(session, quarter, scope.meeting)
    flow = _flow(session, quarter, scope.meeting)
    names = ATTRIBUTE_LABELS | _areas(session, flow if flow.figures else stock)
    rows = []
    for attribute, label in names.items():
        steps = {MEMBERS: stock.get(stock_table(attribute), attribute)}
        steps |= {step: flow.get(step, attribute) for step in FLOW_STEPS}
        bases = {"invited": steps[MEMBERS], "took_part": steps["invited"]}
        rows += [
            (attribute, label, step, STEP_LABELS[step], *_said(figure),
             *_percentage(figure, bases.get(step)))
            for step, figure in steps.items()
            if figure is not None
        ]  # fmt: skip
    return tidy(rows, FUNNEL)


def voices(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Familiar and new voices.

    Row “familiar”: members with four or more participations in four quarters, and
    their share of the participations. Row “new”: members who took part for the
    first time, and their share of the quarter's participants; from the fifth
    recorded quarter. low and high are what the protected counts allow.
    """
    flow = _flow(session, quarter, scope.meeting)
    rows = []
    familiar, new = flow.get("voices", FAMILIAR), flow.get("voices", NEW)
    if familiar is not None:
        part = flow.get("voices", FAMILIAR_PARTICIPATIONS)
        rows.append((FAMILIAR, *_said(familiar), *_share(part, flow.get("voices", PARTICIPATIONS))))
    if new is not None:
        took = flow.get("took_part", MEMBERS), flow.get("uninvited", MEMBERS)
        rows.append((NEW, *_said(new), *_new_share(new, *took)))
    return tidy(rows, VOICES)


def _stock(session: Session, quarter: Quarter, meeting: int | None) -> Figures:
    return figures_of(session, meeting=meeting, quarter=quarter, kind=SnapshotKind.STOCK)


def _flow(session: Session, quarter: Quarter, meeting: int | None) -> Figures:
    return figures_of(session, meeting=meeting, quarter=quarter, kind=SnapshotKind.FLOW)


def _said(figure: Protected) -> tuple[str, int | None, str]:
    """Figure, rounded and text; what is silent reads the same as what is withheld."""
    silent = figure.figure is Figure.SILENT
    said = Figure.WITHHELD if silent else figure.figure
    return said.value, figure.rounded if figure.rounded else pd.NA, figure.words


def _by_place(session: Session, stock: Figures, names: dict[str, str]) -> list[PlaceRow]:
    places = _places(session, stock) | {ALL: "All places"}
    return [
        PlaceRow(attribute, label, place, place_label, *_said(figure))
        for attribute, label in names.items()
        for place, place_label in places.items()
        if (figure := stock.get(stock_table(attribute), attribute, place)) is not None
    ]


def _areas(session: Session, frozen: Figures) -> dict[str, str]:
    """Attributes of impairment in the order of the lists, with their names."""
    names = {AREA + area.code: area.label for area in _listed_areas(session)}
    names |= {f"group:{code}": label for code, label in GROUPS.items()}
    there = {attribute for _, attribute, _ in frozen.figures}
    return {attribute: label for attribute, label in names.items() if attribute in there}


def _listed_areas(session: Session) -> list:
    query = select(ImpairmentArea.code, ImpairmentArea.label).order_by(ImpairmentArea.position)
    return shared(session, "areas", lambda: session.execute(query).all())


def _districts(session: Session) -> list:
    query = select(*District.__table__.columns).order_by(District.name)
    return shared(session, "districts", lambda: session.execute(query).all())


def _places(session: Session, frozen: Figures) -> dict[str, str]:
    districts = _districts(session)
    if frozen.snapshot is not None and frozen.snapshot.places == "localities":
        names = {d.locality: d.locality for d in sorted(districts, key=lambda d: d.locality)}
    else:
        names = {d.code: d.name for d in districts}
    return names | {OUTSIDE: OUTSIDE_LABEL}


def _census(session: Session, stock: Figures, of: str) -> dict[str, tuple[str, int]]:
    names = _places(session, stock)
    found = {place: (label, 0) for place, label in names.items() if place != OUTSIDE}
    for district in _districts(session):
        place = district.code if district.code in found else district.locality
        people = district.disabled if of == DISABLED else district.unpaid_carers
        found[place] = found[place][0], found[place][1] + people
    return found


def _in_essex(stock: Figures, of: str) -> tuple[float, float, float] | tuple[None, None, None]:
    """The least, middle and most members living in Essex that the protected counts allow."""
    total, outside = (stock.get(STOCK_TABLE_OF[of], of, place) for place in (ALL, OUTSIDE))
    if total is None or not total.shown or outside is None:
        return None, None, None
    most_outside = outside.high if outside.high < total.high else total.high
    away = outside.rounded if outside.shown else (outside.low + min(most_outside, 9)) / 2
    low, high = max(0, total.low - most_outside), total.high - outside.low
    return low, total.rounded - away, high


def _rate(figure: Protected, share: float | None, low, middle, high) -> tuple:
    if middle is None or not share or middle < LEAST_BASE:
        return *_said(figure), None, None, None, None, False, ""
    expected = middle * share
    far = expected >= LEAST_EXPECTED and figure.high < expected / 2
    said, rounded, text = _said(figure)
    in_proportion = f"{text}, where {count_text(int(half_up(expected)))} would be in proportion"
    words = text if text == WITHHELD_WORDS else in_proportion
    rates = (None, None, None)
    if figure.shown:
        most = ratio(figure.high, low * share)
        rates = ratio(figure.rounded, expected), figure.low / (high * share), most
    return said, rounded, words, expected, *rates, far, FAR_BELOW if far else ""


def _percentage(part: Protected, whole: Protected | None) -> tuple[float | None, str]:
    share, _, _, text = _share(part, whole)
    return share, text


def _share(part: Protected | None, whole: Protected | None) -> tuple:
    """The share, its least and most, and its words; blank where a count is hidden or few."""
    if part is None or whole is None or not whole.shown or whole.rounded < LEAST_BASE:
        return None, None, None, ""
    if not part.shown:
        return None, None, None, ""
    share = min(1.0, ratio(part.rounded, whole.rounded))
    low, high = ratio_range(part, whole)
    return share, low, high, f"about {share_text(half_up(share, 2))}"


def _new_share(new: Protected, invited: Protected | None, uninvited: Protected | None) -> tuple:
    if invited is None or uninvited is None or not invited.shown or not new.shown:
        return None, None, None, ""
    if uninvited.high == float("inf") or invited.rounded < LEAST_BASE:
        return None, None, None, ""
    low = ratio(new.low, invited.high + uninvited.high)
    high = min(1.0, ratio(new.high, invited.low + uninvited.low))
    return (low + high) / 2, low, high, share_range_text(half_up(low, 2), half_up(high, 2))
