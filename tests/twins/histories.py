"""Random histories of feedback, with days drawn near the edges of quarters."""

from datetime import date, timedelta
from random import Random

from models.feedback import FeedbackItem, KindChange, Outcome, Telling
from models.quarters import Quarter
from tests.records import TODAY, Records

SERVICES = (11, 12, 21, 22)
FIRST = date(2025, 6, 1)
EDGES = [
    edge + timedelta(days=shift)
    for number in range(6)
    for edge in [Quarter(2025, 2).plus(number).first_day]
    for shift in (-29, -28, -1, 0, 1)
]


def a_day(chance: Random, since: date = FIRST) -> date:
    """A day from one on, often at the edge of a quarter; some lie after today."""
    near = [edge for edge in EDGES if edge >= since]
    if near and chance.random() < 0.4:
        return chance.choice(near)
    return since + timedelta(days=chance.randrange(max(1, (TODAY - since).days + 20)))


def a_history(records: Records, chance: Random, items: int = 36) -> None:
    """Activities, items, tellings, answers, withdrawals, changes of kind."""
    activities = [_activity(records, chance) for _ in range(chance.randint(2, 7))]
    made = [_item(records, chance, activities) for _ in range(chance.randint(0, items))]
    for item in made:
        if item.kind == "story" and made and chance.random() < 0.8:
            item.answered_by_id = chance.choice(made).id
    _answers(records, chance, activities, made)
    records.session.flush()


def _activity(records: Records, chance: Random):
    made_on = a_day(chance) if chance.random() < 0.6 else None
    return records.activity(
        chance.choice(SERVICES),
        started_on=FIRST,
        promised_on=made_on,
        promised_feedback_on=made_on + timedelta(days=chance.randint(0, 120)) if made_on else None,
    )


def _item(records: Records, chance: Random, activities) -> FeedbackItem:
    heard = a_day(chance)
    activity = chance.choice(activities) if chance.random() < 0.7 else None
    kind = chance.choice(("individual", "individual", "collective", "collective", "story"))
    outcome = chance.choice((None, *Outcome))
    values = {
        name: heard + timedelta(days=chance.randrange(60))
        for name in ("acknowledged_on", "decided_on", "acted_on", "withdrawn_on")
        if chance.random() < (0.15 if name == "withdrawn_on" else 0.5)
    }
    item = records.item(
        heard=heard.isoformat(),
        kind=kind,
        service_id=activity.service_id if activity else chance.choice(SERVICES),
        activity=activity,
        recorded_on=heard + timedelta(days=chance.randrange(12)),
        outcome=outcome,
        outcome_reason="It costs too much" if outcome == Outcome.NOT_CHANGED else None,
        reply=chance.choice((None, "We changed the form")),
        **values,
    )
    for told in {a_day(chance, heard) for _ in range(chance.choice((0, 1, 1, 2, 3)))}:
        records.put(Telling(item_id=item.id, told_on=told))
    if chance.random() < 0.1:
        change = {"was": "story", "became": kind, "changed_on": a_day(chance, heard)}
        records.put(KindChange(item_id=item.id, **change))
    return item


def _answers(records: Records, chance: Random, activities, items) -> None:
    for activity in activities:
        mood, since = chance.random(), a_day(chance)
        for _ in range(chance.choice((0, 4, 5, 6, 11))):
            told = None if chance.random() < 0.1 else chance.random() < mood
            records.answer(activity, on=a_day(chance, since).isoformat(), told=told)
    for item in items:
        for _ in range(chance.choice((0, 0, 1, 2))):
            records.answer(
                next((a for a in activities if a.id == item.activity_id), None),
                on=a_day(chance, item.heard_on).isoformat(),
                item_id=item.id,
                told=chance.choice((True, False, None)),
            )
