"""The challenge log as it stands, and whether officers reply on time.

Definition: "How we measure", section 7.
"""

from datetime import date, datetime

import pandas as pd
from sqlmodel import Session, select

from measures.parts import tidy
from measures.rounding import count_text, day_text, percent_text
from measures.unit_lists import was_known
from models.challenge import Challenge, ChallengeStep, Officer, StepKind
from models.reference import Directorate, Service

WAITING, OVERDUE = "waiting for a reply", "reply overdue"
REPLIED, ACCEPTED = "replied, for the Group to judge", "accepted"
LOG = {
    "id": "int64",
    "figure": "str",
    "about": "str",
    "quarter": "str",
    "page": "str",
    "question": "str",
    "officer": "str",
    "asked": "str",
    "reply_by": "str",
    "state": "str",
    "late": "bool",
    "open": "bool",
    "rounds": "int64",
    "reply": "str",
    "change_by": "str",
    "evidence": "str",
    "illustrative": "bool",
}
STEPS = {
    "kind": "str",
    "on": "str",
    "by": "str",
    "words": "str",
    "reply_by": "str",
    "change_by": "str",
    "evidence": "str",
}
RECORD = {"measure": "str", "count": "int64", "base": "int64", "text": "str",
          "illustrative": "bool"}  # fmt: skip


def challenge_log(
    session: Session,
    *,
    on: date,
    ids: tuple[int, ...] | None = None,
    known_by: datetime | None = None,
) -> pd.DataFrame:
    """Every challenge as it stands on a day, the open ones first, by the day of the reply.

    id, figure, about, quarter, page   what was asked about, as it was shown
    question     the last one asked
    officer      who answers, by role and unit
    asked, reply_by   days in words, of the last question
    state        “waiting for a reply”, “reply overdue”, “replied, …” or “accepted”
    late         the reply to the last question came, or is, late
    open         not accepted yet
    rounds       how often it was asked
    reply, change_by, evidence   of the last reply; empty without one
    ids          only these challenges; all where none are named
    known_by     the moment at which the log was frozen: it knows no step recorded since
    """
    steps = _steps(session, until=on, known_by=known_by)
    rows = [
        (_sort(made), made)
        for challenge, officer in _challenges(session)
        if challenge.id in steps and (ids is None or challenge.id in ids)
        for made in [_row(challenge, officer, steps[challenge.id], on)]
    ]
    return tidy((row for _, (row, _) in sorted(rows, key=lambda pair: pair[0])), LOG)


def _sort(made) -> tuple:
    row, reply_by = made
    return (not row[11], reply_by, row[0])


def _row(challenge: Challenge, officer: str, steps: list[ChallengeStep], on: date):
    asked = [step for step in steps if step.reply_by]
    last = asked[-1]
    answer = next((s for s in steps if s.kind == StepKind.REPLIED and s.id > last.id), None)
    earlier = [s for s in steps if s.kind == StepKind.REPLIED]
    shown = answer or (earlier[-1] if earlier else None)
    accepted = steps[-1].kind == StepKind.ACCEPTED
    state = _state(accepted, answer, last.reply_by, on)
    late = (answer.happened_on if answer else on) > last.reply_by
    row = (
        challenge.id, challenge.figure, challenge.unit_label, challenge.quarter, challenge.page,
        last.words, officer, day_text(last.happened_on), day_text(last.reply_by), state, late,
        not accepted, len(asked), shown.words if shown else "",
        day_text(shown.change_by) if shown and shown.change_by else "",
        shown.evidence if shown else "", challenge.illustrative,
    )  # fmt: skip
    return row, last.reply_by


def _state(accepted: bool, answer: ChallengeStep | None, reply_by: date, on: date) -> str:
    if accepted:
        return ACCEPTED
    if answer is not None:
        return REPLIED
    return OVERDUE if on > reply_by else WAITING


def reply_record(
    session: Session,
    *,
    on: date,
    ids: tuple[int, ...] | None = None,
    known_by: datetime | None = None,
) -> pd.DataFrame:
    """Replies whose day had passed: on time, late, not come; and challenges accepted.

    measure   “on time”, “late”, “no reply”, “accepted”
    count, base   of questions whose day for a reply is past; of challenges, for “accepted”
    text      count of base: a percentage, or "3 of 7" on a small base
    illustrative   whether any challenge is made up
    ids, known_by   as in `challenge_log`
    """
    counted = {"on time": 0, "late": 0, "no reply": 0}
    made_up = set(session.exec(select(Challenge.id).where(Challenge.illustrative)))
    accepted = challenges = 0
    some = False
    for number, steps in _steps(session, until=on, known_by=known_by).items():
        if ids is not None and number not in ids:
            continue
        challenges += 1
        some |= number in made_up
        accepted += steps[-1].kind == StepKind.ACCEPTED
        for reply_by, replied_on in _questions(steps):
            if reply_by < on:
                counted[_when(reply_by, replied_on)] += 1
    base = sum(counted.values())
    rows = [(name, count, base, percent_text(count, base)) for name, count in counted.items()]
    rows.append(("accepted", accepted, challenges, percent_text(accepted, challenges)))
    return tidy(((*row, some) for row in rows), RECORD)


def _questions(steps: list[ChallengeStep]) -> list[tuple[date, date | None]]:
    """(day for the reply, day it came) of each question that was put."""
    found: list[tuple[date, date | None]] = []
    for step in steps:
        if step.reply_by:
            found.append((step.reply_by, None))
        elif step.kind == StepKind.REPLIED:
            found[-1] = (found[-1][0], step.happened_on)
    return found


def _when(reply_by: date, replied_on: date | None) -> str:
    if replied_on is None:
        return "no reply"
    return "on time" if replied_on <= reply_by else "late"


def challenge_steps(session: Session, *, ids: tuple[int, ...]) -> dict[int, pd.DataFrame]:
    """Every step of each challenge, oldest first; days in words, blanks where there is none."""
    found = _steps(session)
    return {number: tidy(map(_step, found.get(number, [])), STEPS) for number in ids}


def _step(step: ChallengeStep) -> tuple:
    return (
        str(step.kind), day_text(step.happened_on), step.by, step.words,
        day_text(step.reply_by) if step.reply_by else "",
        day_text(step.change_by) if step.change_by else "", step.evidence,
    )  # fmt: skip


def challenges_text(count: int) -> str:
    """ "1 challenge", "3 challenges"."""
    return "1 challenge" if count == 1 else f"{count_text(count)} challenges"


def _steps(
    session: Session, *, until: date = date.max, known_by: datetime | None = None
) -> dict[int, list[ChallengeStep]]:
    """The steps taken up to a day: a log of an earlier day knows nothing of later ones."""
    found: dict[int, list[ChallengeStep]] = {}
    asked = select(ChallengeStep).where(ChallengeStep.happened_on <= until)
    for step in session.exec(asked.order_by(ChallengeStep.id)):
        if not was_known(step.happened_on, step.recorded_at, on=until, known_by=known_by):
            continue
        found.setdefault(step.challenge_id, []).append(step)
    return found


def _challenges(session: Session) -> list[tuple[Challenge, str]]:
    rows = session.exec(
        select(Challenge, Directorate.name, Service.name)
        .join(Directorate, Directorate.id == Challenge.directorate_id)
        .join(Service, Service.id == Challenge.service_id, isouter=True)
        .order_by(Challenge.id)
    ).all()
    return [
        (c, f"Service manager, {service}" if c.officer == Officer.MANAGER else f"Lead, {unit}")
        for c, unit, service in rows
    ]
