"""Policies as an administrator sees and sets them."""

from datetime import date

from sqlmodel import Session, select

from models.account import Role
from models.audit import record
from models.policy import DEFAULTS, Policy, PolicyError, policy, set_policy
from models.state import raise_revision


def standing(session: Session, *, on: date) -> list[dict]:
    """Each policy: name, what it is, its value in force, and the next one where one is set."""
    return [
        {
            "name": name,
            "what": what,
            "value": policy(session, name, on=on),
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
    return f"{row.value} from {row.starts_on.day} {row.starts_on:%B %Y}" if row else ""


def set_and_record(session: Session, name: str, value: str, *, starts_on: date, by: str) -> None:
    """Set a policy from a day on, with its audit event. PolicyError where it cannot be used."""
    value = value.strip()
    if name == "second_factor_roles":
        value = _checked_roles(value)
    if name in {"group_started_on", "group_ends_on"} and value:
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
