"""The measures of the Group again, slowly and in plain Python, from the rows themselves."""

from datetime import date

from sqlmodel import Session, select

from models.challenge import Challenge, ChallengeStep


def slow_replies(session: Session, on: date) -> dict[str, int]:
    """On time, late and not come, of every question whose day is past, as known on a day."""
    counted = {"on time": 0, "late": 0, "no reply": 0}
    for challenge in session.exec(select(Challenge)).all():
        mine = select(ChallengeStep).where(ChallengeStep.challenge_id == challenge.id)
        known = [step for step in session.exec(mine).all() if step.happened_on <= on]
        steps = sorted(known, key=lambda step: step.id)
        for place, step in enumerate(steps):
            if step.kind not in {"asked", "asked again"} or step.reply_by >= on:
                continue
            following = steps[place + 1 : place + 2]
            if not following or following[0].kind != "replied":
                counted["no reply"] += 1
            elif following[0].happened_on <= step.reply_by:
                counted["on time"] += 1
            else:
                counted["late"] += 1
    return counted
