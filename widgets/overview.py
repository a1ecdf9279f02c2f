"""The overview's charts with their tables, each worked out once for a view.

They are asked for through access/reading.py like any measure, so a view that
was seen before costs neither the figures nor the chart again.
"""

from sqlmodel import Session

from charts.chart import Chart, Table
from charts.ladder import mix_chart, mix_table
from charts.overview import side_by_side_table
from charts.principles import score_heatmap, score_table
from charts.reach import rates_chart, rates_table
from charts.trends import trend_chart, trend_table
from measures.ladder import rung_mix
from measures.overview import side_by_side
from measures.principles import scores
from measures.quarters import illustrative, standing_of
from measures.reach import district_tiles, place_rates
from measures.trends import trend_line
from models.quarters import Quarter
from models.scope import Scope

Card = tuple[Chart, Table]
REPLIES = "Replies to people closed on time"


def scores_card(session: Session, *, scope: Scope, quarter: Quarter) -> Card:
    """People's scores, directorate by principle."""
    found, label = scores(session, scope=scope, quarter=quarter), _label(scope, quarter)
    marks = _marks(session, scope, quarter)
    return (
        score_heatmap(found, voice="people", quarter=label, **marks),
        score_table(found, voice="people", quarter=label),
    )


def mix_card(session: Session, *, scope: Scope, quarter: Quarter) -> Card:
    """The rungs of what ended."""
    mix, label = rung_mix(session, scope=scope, quarter=quarter), _label(scope, quarter)
    marks = _marks(session, scope, quarter)
    return (
        mix_chart(mix, part="ended", quarter=label, **marks),
        mix_table(mix, part="ended", quarter=label),
    )


def replies_card(session: Session, *, scope: Scope, quarter: Quarter) -> Card:
    """Individual feedback closed on time, over the quarters."""
    line = trend_line(session, scope=scope, quarter=quarter, measure="closure_individual")
    made_up = illustrative(session, scope=scope)
    return (
        trend_chart(line, name=REPLIES, unit="%", illustrative=made_up),
        trend_table(line, name=REPLIES, unit="%"),
    )


def reach_card(session: Session, *, scope: Scope, quarter: Quarter) -> Card:
    """The districts' disabled members against the Census."""
    rates = place_rates(session, scope=scope, quarter=quarter, of="disabled")
    tiles = district_tiles(session, scope=scope)
    made_up = illustrative(session, scope=scope)
    return (
        rates_chart(rates, tiles, of="disabled", illustrative=made_up),
        rates_table(rates, of="disabled"),
    )


def beside_table(session: Session, *, scope: Scope, quarter: Quarter) -> tuple[Table]:
    """The directorates side by side."""
    rows = side_by_side(session, scope=scope, quarter=quarter)
    return (side_by_side_table(rows, quarter=_label(scope, quarter)),)


def _label(scope: Scope, quarter: Quarter) -> str:
    return f"{scope.label}, {quarter.label}"


def _marks(session: Session, scope: Scope, quarter: Quarter) -> dict[str, bool]:
    standing = standing_of(session, scope=scope, quarter=quarter)
    return {
        "illustrative": illustrative(session, scope=scope),
        "provisional": not standing["closed"],
    }
