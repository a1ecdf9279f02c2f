"""Every signal of a scope in a quarter."""

from dataclasses import replace

import pandas as pd
from sqlmodel import Session

from measures.partitions import Place, units
from measures.signals import feedback, ladder, nothing, principles, reach, trends
from measures.signals.finding import Unit, as_frame
from models.quarters import Quarter
from models.scope import Scope

SUBJECTS = (principles, ladder, feedback, trends, reach, nothing)


def signals(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """What needs a conversation in a scope and quarter, by kind and directorate.

    kind      the kind of signal, in a stated order
    unit, label   the code and name of what it is about
    finding   a sentence with its figures
    rule      the rule by which it was found
    page      the page that shows it
    service   whether the unit is a service
    better    for a trend: it points the good way
    Single services are named only where the viewer may list them, and directorates only where
    the viewer may list any of theirs, as in `measures.parts`.
    """
    every = units(session, scope=scope)
    parts = _parts(scope, every)
    found = []
    for subject in SUBJECTS:
        found += subject.findings(session, scope=scope, parts=parts, units=every, quarter=quarter)
    return as_frame(found)


def in_part(session: Session, *, scope: Scope, quarter: Quarter) -> bool:
    """Whether `signals` leaves out units of the scope of which the viewer may list nothing."""
    # Who may list none at all is on the meeting screen, which shows every unit.
    return bool(scope.listed_ids) and set(scope.listed_ids) < set(scope.service_ids)


def _parts(scope: Scope, every: list[Place]) -> list[Unit]:
    """The directorates of a county, or the one unit that the scope is."""
    if scope.unit != "county":
        return [Unit(scope, position=1, service=scope.unit in {p.service_code for p in every})]
    directorates: dict[tuple[str, str], list[int]] = {}
    for place in every:
        key = (place.directorate_code, place.directorate)
        directorates.setdefault(key, []).append(place.service_id)
    parts = []
    for position, ((code, name), numbers) in enumerate(directorates.items(), start=1):
        ids = tuple(numbers)
        listed = tuple(i for i in ids if i in scope.listed_ids)
        # Whoever may list some services sees the directorates of those as units, and no other;
        # who may list none is on the meeting screen, which shows them all.
        if scope.listed_ids and not listed:
            continue
        part = replace(scope, unit=code, label=name, service_ids=ids, listed_ids=listed)
        parts.append(Unit(part, position=position))
    return parts
