"""The question of 2017, asked in waves: its own series on its own scale.

"How well has the council taken steps to understand people's experience and
taken it into account", 1 very badly to 10 very well. Answers to an activity's
form never join it. Definition: "How we measure", section 1.
"""

import pandas as pd
from sqlalchemy import select
from sqlmodel import Session

from measures.partitions import frame
from models.quarters import Quarter
from models.reference import SurveyWave
from models.scope import Scope

WAVES = {
    "wave": "str",
    "asked_on": "object",
    "asked": "str",
    "mean": "float64",
    "people": "float64",
    "spread": "float64",
    "source": "str",
    "illustrative": "bool",
}


def survey_waves(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """The waves asked by the quarter's last day, oldest first. The published record has no made-up ones.

    wave           its name
    asked_on       its last day
    asked          the date in published words, empty where the day is known
    mean           1–10
    people         n; none where not published
    spread         standard deviation; none where not published
    source         of a published wave, else empty
    illustrative   made up to show how this works
    """
    query = (
        select(
            SurveyWave.name.label("wave"),
            SurveyWave.asked_on,
            SurveyWave.asked_words.label("asked"),
            SurveyWave.mean,
            SurveyWave.people,
            SurveyWave.spread,
            SurveyWave.source,
            SurveyWave.illustrative,
        )
        .where(SurveyWave.asked_on <= quarter.last_day)
        .order_by(SurveyWave.asked_on, SurveyWave.id)
    )
    if scope.published:
        query = query.where(SurveyWave.illustrative.is_(False))
    found = frame(session, query)
    found[["asked", "source"]] = found[["asked", "source"]].astype("object").fillna("")
    return found.astype(WAVES)
