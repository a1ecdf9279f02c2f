"""Scores of single activities and single services, of those that the viewer may list.

Definition: "How we measure", sections 1 and 3.
"""

from math import sqrt

import pandas as pd
from sqlmodel import Session, select

from measures.funnel_limits import Z_FUNNEL, Funnel, LimitPoint, pooled_sd, score_funnel
from measures.intervals import Sums
from measures.kept import shared
from measures.partitions import rows_of
from measures.parts import tidy
from measures.principles import principles_of
from measures.rounding import clean, score_range_text, score_text
from measures.tallies import tallies
from models.activity import Activity
from models.quarters import Quarter
from models.reference import Principle, Service
from models.rollup import ListedScore
from models.scope import Scope

LEAST_DRAWN = 10
_PRINCIPLE = {"principle": "str", "principle_code": "str", "gate": "bool"}
ACTIVITY_SCORES = {
    "service": "str",
    "activity_id": "int64",
    "activity": "str",
    **_PRINCIPLE,
    "voice": "str",
    "score": "float64",
    "answers": "int64",
    "not_applicable": "bool",
    "evidenced": "bool",
    "text": "str",
}
FUNNEL = {
    "row": "str",
    "service": "str",
    "activities": "int64",
    "score": "float64",
    "low": "float64",
    "high": "float64",
    "place": "str",
    "centre": "float64",
    "text": "str",
    "limits_text": "str",
}


def activity_scores(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Scores of single activities, of the services whose records the viewer may list.

    One row per activity, principle and voice, services in their set order, then by title:
    service, activity_id, activity (its title), principle, principle_code, gate
    voice            service or people
    score            the service's 1–5, or the mean of the people's answers
    answers          behind the people's mean, in whole batches of five
    not_applicable   the service said that the principle does not apply
    evidenced        an evidence item stands behind the service's score
    text             the score as people read it, or "not applicable"
    """
    query = (
        select(
            Service.name.label("service"),
            ListedScore.activity_id,
            Activity.title.label("activity"),
            Principle.name.label("principle"),
            Principle.code.label("principle_code"),
            Principle.gate,
            ListedScore.voice,
            ListedScore.score,
            ListedScore.answers,
            ListedScore.score.is_(None).label("not_applicable"),
            ListedScore.evidenced,
        )
        .join(Activity, Activity.id == ListedScore.activity_id)
        .join(Service, Service.id == ListedScore.service_id)
        .join(Principle, Principle.id == ListedScore.principle_id)
        .where(
            rows_of(session, ListedScore, scope=scope, quarters=(quarter,)),
            ListedScore.service_id.in_(scope.listed_ids),
        )
        .order_by(
            Service.directorate_id,
            Service.position,
            Activity.title,
            Activity.id,
            Principle.set_version,
            Principle.position,
            ListedScore.voice.desc(),
        )
    )
    return tidy(
        [(*row, _score_words(row)) for row in session.execute(query)],
        ACTIVITY_SCORES,
    )


def _score_words(row) -> str:
    if row.not_applicable:
        return "not applicable"
    return str(int(row.score)) if row.voice == "service" else score_text(clean(row.score))


def service_funnel(
    session: Session, *, scope: Scope, quarter: Quarter, principle: str, voice: str
) -> pd.DataFrame:
    """Services' scores on one principle against funnel limits.

    The centre is the mean over every service of the scope; only services that
    the viewer may list have a row of their own. Rows: `row` is “service” or
    “limit” (the curve, by rising n):
    service      name, empty on a limit
    activities   n
    score        mean; none on a limit or without n
    low, high    limits at that n: centre ± 3.09 × pooled SD ÷ √n, clipped to 1–5
    place        above, below or within the limits, too few to compare, or no limits
    centre       the mean over all services' activities
    text, limits_text   score and limits as people read them
    Definition: "How we measure", section 3. Formula: Spiegelhalter 2005.
    """
    chosen = {p.id for p in principles_of(session) if p.code == principle}
    scores = tallies(session, quarters=(quarter,), meeting=scope.meeting)[quarter.code]
    sums = {each: scores.sums_of(each, chosen, voice) for each in scope.service_ids}
    funnel = score_funnel(sums)
    placed = {unit.name: unit for unit in funnel.units}
    rows = [
        ("service", name, *_funnel_values(placed[each], funnel.centre))
        for each, name in _names(session, scope.listed_ids)
    ]
    rows += [
        ("limit", "", p.n, None, p.low, p.high, "", funnel.centre, "", "")
        for p in _curve(funnel, sums)
    ]
    return tidy(rows, FUNNEL)


def _curve(funnel: Funnel, sums: dict[int, Sums]) -> list[LimitPoint]:
    """The limits to draw, on to ten activities, so that a curve is seen where bases are small."""
    points = list(funnel.curve)
    spread = pooled_sd(sums.values())
    for n in range(points[-1].n + 1, LEAST_DRAWN + 1) if points else ():
        half = Z_FUNNEL * spread / sqrt(n)
        points.append(LimitPoint(n, max(1, funnel.centre - half), min(5, funnel.centre + half)))
    return points


def _funnel_values(unit, centre: float | None) -> tuple:
    text = score_text(unit.value)
    limits = "none" if unit.low is None else score_range_text(unit.low, unit.high)
    return unit.n, unit.value, unit.low, unit.high, unit.place.value, centre, text, limits


def _names(session: Session, ids: tuple[int, ...]) -> list[tuple[int, str]]:
    order = (Service.directorate_id, Service.position)
    query = select(Service.id, Service.name).order_by(*order)
    every = shared(session, "names", lambda: [tuple(row) for row in session.execute(query)])
    wanted = set(ids)
    return [(number, name) for number, name in every if number in wanted]
