"""The question of 2017, asked in waves: its own series on its own scale.

"How well has the council taken steps to understand people's experience and
taken it into account", 1 very badly to 10 very well. Answers to an activity's
form never join it. Definition: "How we measure", section 1.
"""

from collections import namedtuple

import pandas as pd
from sqlalchemy import func, select
from sqlmodel import Session

from measures.kept import shared
from measures.parts import tidy
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
Wave = namedtuple("Wave", WAVES)


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
    rows = shared(session, "waves", lambda: _waves(session))
    return tidy(
        [
            row
            for row in rows
            if row.asked_on <= quarter.last_day and not (scope.published and row.illustrative)
        ],
        WAVES,
    )


def _waves(session: Session) -> list[Wave]:
    columns = (
        SurveyWave.name, SurveyWave.asked_on, func.coalesce(SurveyWave.asked_words, ""),
        SurveyWave.mean, SurveyWave.people, SurveyWave.spread,
        func.coalesce(SurveyWave.source, ""), SurveyWave.illustrative,
    )  # fmt: skip
    query = select(*columns).order_by(SurveyWave.asked_on, SurveyWave.id)
    return [Wave(*row) for row in session.execute(query)]
