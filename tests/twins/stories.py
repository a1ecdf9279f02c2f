"""Slow twins: stories, days to recording, and what people were told."""

import pandas as pd

from measures import stories
from measures.rounding import number_text
from models.feedback import Outcome
from models.quarters import Quarter
from models.scope import Scope
from tests.twins.feedback import proportion, table
from tests.twins.loops import History


def stories_answered(past: History, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    end = past.end(quarter)
    heard = [
        item
        for item in past.items
        if item.kind == "story"
        and item.service_id in scope.service_ids
        and quarter.first_day <= item.heard_on <= end
    ]
    answered = [item for item in heard if _is_answered(past, item, end)]
    return table([proportion(len(answered), len(heard))], stories.STORIES)


def _is_answered(past: History, story, end) -> bool:
    by = next((item for item in past.items if item.id == story.answered_by_id), None)
    return by is not None and by.kind == "collective" and past.loop(by, end).closed_on is not None


def recorded(past: History, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    end, rows = past.end(quarter), []
    for kind in ("individual", "collective", "story"):
        mine = [
            item
            for item in past.items
            if item.kind == kind and item.service_id in scope.service_ids
        ]
        heard = [item for item in mine if quarter.first_day <= item.heard_on <= end]
        ids = {item.id for item in mine}
        changes = [
            change
            for change in past.changes
            if change.item_id in ids and quarter.first_day <= change.changed_on <= end
        ]
        waits = [(item.recorded_on - item.heard_on).days for item in heard]
        mean = sum(waits) / len(waits) if waits else None
        rows.append((kind, len(heard), mean, number_text(mean), len(changes)))
    return table(rows, stories.RECORDED)


def tellings(past: History, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    end = past.end(quarter)
    told = [
        loop
        for loop in past.loops(scope, quarter)
        if loop.kind == "collective"
        and loop.item.service_id in scope.listed_ids
        and loop.closed_on is not None
        and quarter.first_day <= loop.closed_on <= end
    ]
    told.sort(key=lambda loop: (-loop.closed_on.toordinal(), loop.item.id))
    rows = [
        (
            *past.names(loop.item.service_id),
            loop.item.id,
            loop.item.heard,
            loop.item.outcome.value if loop.item.outcome else "",
            _reply(loop.item),
            loop.closed_on,
        )
        for loop in told
    ]
    return table(rows, stories.TELLINGS)


def _reply(item) -> str:
    if item.outcome == Outcome.NOT_CHANGED:
        return item.outcome_reason
    return item.reply or item.outcome_reason or ""
