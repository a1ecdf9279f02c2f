"""The published record: facts with their sources, apart from every county figure."""

from datetime import date

import pytest
from sqlmodel import func, select

from models.activity import Activity, ActivityDistrict, Answer, Review
from models.feedback import FeedbackItem
from models.panel import Participation
from models.reference import Directorate, Service, SurveyWave
from seed.published import load_published
from seed.reference import load_reference


@pytest.fixture
def record(session):
    load_reference(session)
    load_published(session)
    return session


def found(session, title: str) -> Activity:
    return session.exec(select(Activity).where(Activity.title.startswith(title))).one()


def test_loading_again_adds_nothing(record):
    assert load_published(record) == 0


def test_every_published_activity_cites_its_source_and_line(record):
    activities = record.exec(select(Activity)).all()
    assert len(activities) == 13
    assert all("line" in activity.source for activity in activities)
    assert not any(activity.illustrative for activity in activities)


def test_all_of_it_belongs_to_the_unit_published_record(record):
    units = record.exec(
        select(Directorate).join(Service).join(Activity, Activity.service_id == Service.id)
    ).all()
    assert {(unit.name, unit.published) for unit in units} == {("Published record", True)}


def test_what_was_not_published_stays_blank(record):
    move_on = found(record, "Move-on pack")
    blank = ("started_on", "ended_on", "dates_words", "responses", "claimed_rung", "intended_rung")
    assert all(getattr(move_on, name) is None for name in blank)


def test_a_partial_date_keeps_its_published_words(record):
    waste = found(record, "Draft Waste Strategy")
    assert (waste.started_on, waste.ended_on) == (None, None)
    assert waste.dates_words == "opened 2023-09 (10 weeks)"
    assert waste.responses == 4545


def test_a_whole_date_is_a_date(record):
    carers = found(record, "Essex Carers All-Age Strategy")
    assert (carers.started_on, carers.ended_on) == (date(2022, 2, 14), date(2022, 3, 13))
    assert carers.responses == 90
    assert carers.dates_words == "feedback published 13 April 2022"


def test_the_wave_of_2017_is_a_mean_of_4_3_without_people_or_spread(record):
    wave = record.exec(select(SurveyWave)).one()
    assert (wave.mean, wave.people, wave.spread, wave.illustrative) == (4.3, None, None, False)
    assert "text lines" in wave.source


def test_a_published_count_is_never_a_participation_an_answer_or_a_review(record):
    for kind in (Participation, Answer, Review, FeedbackItem):
        assert record.exec(select(func.count()).select_from(kind)).one() == 0


def test_a_survey_of_one_district_touches_that_district(record):
    touched = record.exec(
        select(ActivityDistrict.district_code).where(
            ActivityDistrict.activity_id == found(record, "Basildon Air Quality").id
        )
    ).all()
    assert touched == ["E07000066"]
