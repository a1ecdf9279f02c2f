"""Policies as an administrator sees and sets them."""

from datetime import date

from sqlmodel import Session, select

from models.account import Role
from models.audit import record
from models.policy import DAYS, DEFAULTS, Policy, PolicyError, policy, set_policy
from models.state import raise_revision


def standing(session: Session, *, on: date) -> list[dict]:
    """Each policy: name, what it is, its value in force, that in words, and the next if any."""
    return [
        {
            "name": name,
            "what": what,
            "value": policy(session, name, on=on),
            "said": in_words(name, policy(session, name, on=on)),
            "next": _next(session, name, on),
        }
        for name, (_, what, _, _) in DEFAULTS.items()
    ]


def _next(session: Session, name: str, on: date) -> str:
    row = session.exec(
        select(Policy)
        .where(Policy.name == name, Policy.starts_on > on)
        .order_by(Policy.starts_on, Policy.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return ""
    return f"{in_words(name, row.value)} from {_day(row.starts_on)}"


def in_words(name: str, value: str) -> str:
    """A policy's value as people read it: days as 1 April 2026, nothing as “not set”."""
    if not value:
        return "not set"
    return _day(date.fromisoformat(value)) if name in DAYS else value


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def set_and_record(session: Session, name: str, value: str, *, starts_on: date, by: str) -> None:
    """Set a policy from a day on, with its audit event. PolicyError where it cannot be used."""
    value = value.strip()
    if name == "second_factor_roles":
        value = _checked_roles(value)
    if name in DAYS and value:
        _check_day(value)
    before = policy(session, name, on=starts_on)
    set_policy(session, name, value, starts_on=starts_on, by=by)
    raise_revision(session)  # figures obey standards and geography
    details = {"before": before, "after": value, "from": starts_on}
    record(session, actor=by, action="setting changed", subject=name, details=details)


def _checked_roles(value: str) -> str:
    names = [part.strip() for part in value.split(",") if part.strip()]
    for name in names:
        if name not in set(Role):
            raise PolicyError(f"“{name}” is not a role. Use any of: {', '.join(Role)}.")
    return ",".join(names)


def _check_day(value: str) -> None:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise PolicyError(f"“{value}” is not a day. Write one as 2026-04-01.") from None
