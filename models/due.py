"""When an item is due, fixed when it is recorded ("How we measure", section 3)."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from models.feedback import ItemKind
from models.policy import policy_number


@dataclass(frozen=True)
class Standards:
    """The standard days then in force."""

    individual_days: int
    collective_days: int


def standards(session: Session, *, on: date) -> Standards:
    """The standards in force on a day."""
    return Standards(
        individual_days=policy_number(session, "individual_standard_days", on=on),
        collective_days=policy_number(session, "collective_standard_days", on=on),
    )


def due_on(
    kind: ItemKind,
    heard_on: date,
    *,
    standards: Standards,
    promised_on: date | None = None,
    promise_made_on: date | None = None,
) -> tuple[date | None, bool]:
    """The due day, itself included, and whether a promise set it; (None, False) for a story.

    promised_on       the day promised for feedback to the group, of the item's activity
    promise_made_on   the day on which that promise was made
    A promise counts for a collective item only, where it was made by the day of
    hearing and falls after it.
    """
    if kind == ItemKind.STORY:
        return None, False
    if kind == ItemKind.INDIVIDUAL:
        return heard_on + timedelta(days=standards.individual_days), False
    if promised_on and promise_made_on and promise_made_on <= heard_on < promised_on:
        return promised_on, True
    return heard_on + timedelta(days=standards.collective_days), False
