"""The question of 2017 and its waves."""

from measures.survey import survey_waves
from models.reference import SurveyWave
from models.scope import Scope
from tests.records import Q2, day

COUNTY = Scope("county", "Essex county", (11,), (11,))
PUBLISHED = Scope("published", "Published record", (91,), (91,), published=True)


def waves(records):
    made = {"mean": 5.2, "people": 212, "spread": 2.1, "illustrative": True}
    for row in (
        SurveyWave(source_id="b", name="Made up", asked_on=day("2026-09-30"), **made),
        SurveyWave(source_id="c", name="Later", asked_on=day("2026-10-01"), **made),
        SurveyWave(
            source_id="a", name="2017", asked_on=day("2017-12-31"), asked_words="2017", mean=4.3
        ),
    ):
        records.put(row)


def test_waves_stand_in_order_up_to_the_quarters_end(records, session):
    waves(records)
    found = survey_waves(session, scope=COUNTY, quarter=Q2)
    assert found["wave"].tolist() == ["2017", "Made up"]
    assert found["mean"].tolist() == [4.3, 5.2]
    assert found["people"].isna().tolist() == [True, False]
    assert found["asked"].tolist() == ["2017", ""]


def test_the_published_record_shows_no_made_up_wave(records, session):
    waves(records)
    found = survey_waves(session, scope=PUBLISHED, quarter=Q2)
    assert found["wave"].tolist() == ["2017"]


def test_columns_and_types_are_the_same_without_a_wave(records, session):
    empty = survey_waves(session, scope=COUNTY, quarter=Q2)
    waves(records)
    full = survey_waves(session, scope=COUNTY, quarter=Q2)
    assert empty.dtypes.equals(full.dtypes)
