"""The Group's lists for one unit, and as they were known when a quarter was closed.

Definition: "How we measure", section 7.
"""

import re
from datetime import date, datetime

import pandas as pd
from sqlmodel import Session, select

from measures.partitions import units
from models.challenge import Challenge
from models.quarters import london_day
from models.reference import Directorate
from models.scope import Scope

# An owner is a role in words: “Adults”, “Lead, Adults”, “Director for Adults”.
_OWNER = re.compile(
    r"(?:(?P<role>directorate lead|service manager|lead|director|head|manager)(?:,| of| for) )?"
    r"(?P<name>.+)"
)
_OF_DIRECTORATES, _OF_SERVICES = {"directorate lead", "lead", "director"}, {"service manager"}


def was_known(happened_on: date, recorded_at: datetime, *, on: date, known_by: datetime | None):
    """Whether a list of a day knew a fact.

    known_by   the moment at which the list was frozen, None where it was not

    What was recorded on its own day, before the day of the list, was known: a demonstration's
    records carry the moments of their days, which can lie after the moment of a closing.
    """
    if happened_on > on:
        return False
    if known_by is None or recorded_at <= known_by:
        return True
    return happened_on < on and london_day(recorded_at) == happened_on


def put_to(session: Session, *, scope: Scope) -> tuple[int, ...] | None:
    """The ids of the challenges put to a unit; None for the county, to which all belong.

    A directorate's are those put to its lead and to its services, a service's its manager's.
    """
    if scope.unit == "county":
        return None
    asked = select(Challenge.id).order_by(Challenge.id)
    if _is_directorate(session, scope):
        asked = asked.join(Directorate, Directorate.id == Challenge.directorate_id)
        asked = asked.where(Directorate.code == scope.unit)
    else:
        asked = asked.where(Challenge.service_id.in_(scope.service_ids))
    return tuple(session.exec(asked))


def owned(session: Session, listed: pd.DataFrame, *, scope: Scope) -> pd.DataFrame:
    """The commitments whose owner is a unit, or one of its services; all for the county.

    listed   as `measures.commitments.commitments` returns it. An owner counts as a unit only
             where the words name it in full, alone or after a role: nothing is guessed.
    """
    if scope.unit == "county":
        return listed
    places = units(session, scope=scope)
    services = {_plain(place.service) for place in places}
    mine = _is_directorate(session, scope)
    directorates = {_plain(scope.label)} if mine else set()
    kept = [_names(owner, directorates, services) for owner in listed["owner"]]
    return listed[pd.Series(kept, index=listed.index, dtype=bool)].reset_index(drop=True)


def _is_directorate(session: Session, scope: Scope) -> bool:
    """A service may have the code of a directorate: its name and home tell them apart."""
    homes = {(place.directorate_code, place.directorate) for place in units(session, scope=scope)}
    return homes == {(scope.unit, scope.label)}


def _names(owner: str, directorates: set[str], services: set[str]) -> bool:
    words = _plain(owner)
    if words in directorates | services:
        return True
    said = _OWNER.fullmatch(words)
    if not said or not said["role"]:
        return False
    if said["role"] in _OF_DIRECTORATES:
        return said["name"] in directorates
    if said["role"] in _OF_SERVICES:
        return said["name"] in services
    return said["name"] in directorates | services


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
