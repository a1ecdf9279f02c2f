"""Waves of the 1 to 10 question of 2017."""

from intake.kinds.common import day, identifier, text
from intake.kinds.kind import Column, Kind, Type
from intake.writing import Writing
from models.reference import SurveyWave

KIND = Kind(
    "waves",
    "Survey waves",
    "One asking of the question of 2017, 1 very badly to 10 very well.",
    SurveyWave,
    (
        identifier("WAVE-2026"),
        text(SurveyWave, "name", "What the wave is called.", "Autumn 2026", required=True,
             synonyms=("wave", "survey", "title")),
        day("asked_on", "The last day on which it was asked.", "2026-07-06", required=True,
            synonyms=("asked", "date", "date asked", "end date")),
        text(SurveyWave, "asked_words", "The date as published, where it is not whole.", ""),
        Column("mean", Type.NUMBER, "The mean of the answers, 1 to 10.", "5.2", field="mean",
               required=True, low=1, high=10, synonyms=("average", "mean score", "score")),
        Column("people", Type.WHOLE, "How many people answered.", "140", field="people",
               low=1, high=2_000_000, synonyms=("n", "responses", "respondents", "answers")),
        Column("spread", Type.NUMBER, "The standard deviation of the answers.", "2.1",
               field="spread", low=0, high=9, synonyms=("sd", "standard deviation")),
        text(SurveyWave, "source", "Where it was published.", ""),
    ),
    dated="asked_on",
    permits="county",
    writing=Writing(),
)  # fmt: skip
