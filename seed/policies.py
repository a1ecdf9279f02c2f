"""The illustrative county's targets, notes on lines, and later waves of the 1–10 question."""

from datetime import date, timedelta

from sqlmodel import Session

from models.policy import MADE_UP, LineNote, Target, set_policy
from models.quarters import Quarter, now
from models.reference import SurveyWave
from seed.activities import SYSTEM
from seed.county import COLLAPSES, IMPROVES, Days

# One for each of the four headline answers: measure, scope, value; each is to be at least that.
_TARGETS = (
    ("people_feedback", "county", 3.8),
    ("agreement", "county", 0.8),
    ("closure_individual", "county", 0.8),
    ("closure_collective", "county", 0.75),
    ("closure_individual", COLLAPSES, 0.85),
    ("closure_individual", IMPROVES, 0.7),
)
# Measure, scope, how many quarters after the first, and what happened.
_NOTES = (
    ("closure_individual", COLLAPSES, 7, "Two vacancies in the feedback team"),
    ("closure_individual", IMPROVES, 4, "A named person for each promise"),
    ("closure_individual", "county", 5, "One log for all feedback"),
)
# Year of asking, counted from the first; mean, people, spread.
_WAVES = ((0, 4.9, 412, 2.31), (1, 5.2, 455, 2.24), (2, 5.6, 438, 2.12))


def load(session: Session, days: Days) -> int:
    """Add them all. Hands back how many rows were added."""
    first = Quarter.of(date.fromordinal(days.first))
    rows = [*_targets(first), *_notes(first), *_waves(first, date.fromordinal(days.until))]
    session.add_all(rows)
    _life_of_the_group(session, Quarter.of(date.fromordinal(days.until)), first)
    session.flush()
    return len(rows)


def _life_of_the_group(session: Session, last: Quarter, first: Quarter) -> None:
    """The Group is temporary: two years, of which it is in the second."""
    for name, on in (
        ("group_started_on", last.plus(-5).first_day),
        ("group_ends_on", last.plus(2).last_day),
    ):
        set_policy(session, name, on.isoformat(), starts_on=first.first_day, by=MADE_UP)


def _targets(first: Quarter) -> list[Target]:
    return [
        Target(measure=measure, scope=scope, value=value, set_on=first.first_day, set_by=MADE_UP)
        for measure, scope, value in _TARGETS
    ]


def _notes(first: Quarter) -> list[LineNote]:
    return [
        LineNote(
            measure=measure,
            scope=scope,
            happened_on=first.plus(later).first_day + timedelta(days=20),
            text=text,
            noted_by=MADE_UP,
            recorded_at=now(),
        )
        for measure, scope, later, text in _NOTES
    ]


def _waves(first: Quarter, until: date) -> list[SurveyWave]:
    asked = [(first.plus(4 * year + 1).last_day, *rest) for year, *rest in _WAVES]
    return [
        SurveyWave(
            source_system=SYSTEM,
            source_id=f"wave-{number}",
            name=f"Illustrative survey, {on.year}",
            asked_on=on,
            mean=mean,
            people=people,
            spread=spread,
            illustrative=True,
        )
        for number, (on, mean, people, spread) in enumerate(asked, 1)
        if on <= until
    ]
