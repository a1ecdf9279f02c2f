"""Measures that several answers of one screen ask for are worked out once.

An answer is kept by store, revision, day, scope and choices, so nothing needs
invalidating. A session that writes is never answered from here: what it has
not committed may still be taken back.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps

import pandas as pd
from sqlmodel import Session

from models.scope import Scope
from models.state import state, today

_AT_MOST = 300
_answers: OrderedDict[tuple, pd.DataFrame] = OrderedDict()
_turn = threading.Lock()


def kept(measure: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """A measure whose frame is kept until the store's figures change; each caller gets a copy."""

    @wraps(measure)
    def asked(session: Session, *, scope: Scope, **choices) -> pd.DataFrame:
        if session.connection().get_execution_options().get("writes"):
            return measure(session, scope=scope, **choices)
        place = (
            str(session.get_bind().engine.url),
            state(session).revision,
            today(session),
            measure.__qualname__,
            scope,
            tuple(sorted(choices.items())),
        )
        with _turn:
            answer = _answers.get(place)
        if answer is None:
            answer = measure(session, scope=scope, **choices)
            _keep(place, answer)
        return answer.copy(deep=False)

    return asked


def _keep(place: tuple, answer: pd.DataFrame) -> None:
    with _turn:
        _answers[place] = answer
        while len(_answers) > _AT_MOST:
            _answers.popitem(last=False)
