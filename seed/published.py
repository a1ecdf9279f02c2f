"""The published Essex work, as facts with their sources.

All of it stands in the unit “Published record”, which no county figure
includes. What was not published stays blank, a partial date keeps its words,
and a published count is a fact, never participations.
"""

import csv
from datetime import date
from pathlib import Path

from sqlmodel import Session, select

from models.activity import Activity, ActivityDistrict
from models.quarters import Quarter
from models.reference import Directorate, Service, SurveyWave
from models.rolling import refresh

DATA = Path(__file__).resolve().parent / "data"
UNIT = "published-record"
SYSTEM = "published"
CONSULTATIONS = "published-consultations"
WAVE_2017 = "collaborate-essex-2017"
# Districts that a published title names; no other is known.
_DISTRICTS = {"Basildon Air Quality Survey (A127 / East Mayne)": ("E07000066",)}
_DAYS = select(Activity.started_on, Activity.ended_on).where(Activity.source_system == SYSTEM)


def load_published(session: Session) -> int:
    """Add what the store lacks of the published record. Hands back how many rows were added."""
    added = _units(session)
    services = dict(session.exec(select(Service.code, Service.id)).all())
    there = set(
        session.exec(select(Activity.source_id).where(Activity.source_system == SYSTEM)).all()
    )
    for activity in [*_accounts(services), *_consultations(services)]:
        if activity.source_id not in there:
            session.add(activity)
            session.flush()
            session.add_all(
                ActivityDistrict(activity_id=activity.id, district_code=code)
                for code in _DISTRICTS.get(activity.title, ())
            )
            added += 1
    added += _wave(session)
    session.flush()
    if added:
        _count(session)
    return added


def _count(session: Session) -> None:
    """Bring the published unit's roll-ups up to its records."""
    mine = select(Service.id).join(Directorate).where(Directorate.published)
    days = [day for row in session.exec(_DAYS).all() for day in row if day]
    quarters, last = [Quarter.of(min(days))], Quarter.of(max(days))
    while quarters[-1] < last:
        quarters.append(quarters[-1].plus(1))
    refresh(session, quarters=quarters, service_ids=session.exec(mine).all())


def _units(session: Session) -> int:
    unit = session.exec(select(Directorate).where(Directorate.code == UNIT)).first()
    if unit:
        return 0
    unit = Directorate(code=UNIT, name="Published record", position=1000, published=True)
    session.add(unit)
    session.flush()
    services = [
        Service(directorate_id=unit.id, code=row["code"], name=row["name"], position=position)
        for position, row in enumerate(_rows("published_units.csv"), 1)
    ]
    session.add_all(services)
    session.flush()
    return 1 + len(services)


def _accounts(services: dict[str, int]) -> list[Activity]:
    return [
        Activity(
            source_system=SYSTEM,
            source_id=row["id"],
            service_id=services[row["service"]],
            title=row["title"],
            purpose=row["purpose"],
            dates_words=row["dates_words"] or None,
            responses_words=row["counts_words"] or None,
            source=row["source"],
        )
        for row in _rows("published_activities.csv")
    ]


def _consultations(services: dict[str, int]) -> list[Activity]:
    return [
        _consultation(row, line, services[CONSULTATIONS])
        for line, row in enumerate(_rows("consultations.csv"), 2)
    ]


def _consultation(row: dict[str, str], line: int, service_id: int) -> Activity:
    return Activity(
        source_system=SYSTEM,
        source_id=f"consultation-{line - 1}",
        service_id=service_id,
        title=row["title"],
        started_on=_day(row["opened"]),
        ended_on=_day(row["closed"]),
        dates_words=_dates_words(row),
        responses=int(row["responses"]) if row["responses"] else None,
        responses_words=row["responses_note"] or None,
        source=f"{row['source']} (consultations.csv, line {line})",
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _dates_words(row: dict[str, str]) -> str | None:
    words = []
    if row["opened"] and _day(row["opened"]) is None:
        words.append(f"opened {row['opened']}")
    if row["feedback_published"]:
        words.append(
            f"feedback published {_written(date.fromisoformat(row['feedback_published']))}"
        )
    return "; ".join(words) or None


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _wave(session: Session) -> int:
    if session.exec(select(SurveyWave).where(SurveyWave.source_id == WAVE_2017)).first():
        return 0
    session.add(
        SurveyWave(
            source_system=SYSTEM,
            source_id=WAVE_2017,
            name="Collaborate Essex survey, 2017",
            asked_on=date(2017, 5, 31),
            asked_words="January-May 2017",
            mean=4.3,
            source="Collaborate Essex final recommendations, May 2017, text lines 63 and 102 to 109",
        )
    )
    return 1


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
