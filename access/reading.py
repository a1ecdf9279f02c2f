"""The one place of reads: scoped to the viewer, and kept until the figures change."""

import copy
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd
from sqlmodel import Session

from access import ahead
from access.scope import scope_in, units
from access.viewer import Viewer
from models.state import state, today
from models.store import reading

_KEPT_AT_MOST = 600
_kept: OrderedDict[tuple, Any] = OrderedDict()
_at_work: dict[tuple, tuple[threading.Lock, int]] = {}
_turn = threading.Lock()


def read(
    measure: Callable[..., Any],
    viewer: Viewer,
    /,
    *,
    directorate: str | None = None,
    service: str | None = None,
    meeting: int | None = None,
    **choices,
) -> Any:
    """What a measure returns for what the viewer may read of a unit.

    Calls `measure(session, scope=…, **choices)`; choices must be hashable.
    The answer is kept by measure, scope, choices, day and the store's
    revision, and each caller gets a copy. NotYours where the viewer may not
    read the unit.
    """
    with reading() as session:
        scope = scope_in(session, viewer, directorate=directorate, service=service, meeting=meeting)
        place = (
            str(session.get_bind().engine.url),
            state(session).revision,
            today(session),
            f"{measure.__module__}.{measure.__qualname__}",
            scope,
            tuple(sorted(choices.items())),
        )
        if not service and meeting is None and ahead.is_new(place):
            unit = {"directorate": directorate} if directorate else {}
            ahead.note(read, measure, viewer, _beside(session, unit, choices))
        if (found := _find(place)) is not None:
            return _own(found[0])
        # People who ask for the same at once wait for the first, instead of all working it out.
        with _alone(place):
            if (found := _find(place)) is not None:
                return _own(found[0])
            answer = measure(session, scope=scope, **choices)
            keep(place, answer)
    return _own(answer)


def beside(viewer: Viewer, unit: dict, choices: dict) -> list[tuple[dict, dict]]:
    """The views beside one, the likeliest first: each a unit and choices as `read` takes them.

    Not all of them are the viewer's to read, nor is there an answer for each: `read` says so.
    """
    with reading() as session:
        return _beside(session, unit, choices)


def _beside(session: Session, unit: dict, choices: dict) -> list[tuple[dict, dict]]:
    return ahead.beside(unit, choices, _places(session), today(session))


def _places(session: Session) -> list[dict]:
    codes = dict.fromkeys(u.directorate for u in units(session) if not u.published)
    return [{}, *({"directorate": code} for code in codes)]


def _find(place: tuple) -> tuple | None:
    with _turn:
        if place not in _kept:
            return None
        _kept.move_to_end(place)
        return (_kept[place],)


@contextmanager
def _alone(place: tuple) -> Iterator[None]:
    """Inside, nobody else of this process works out the same answer."""
    with _turn:
        lock, waiting = _at_work.get(place, (threading.Lock(), 0))
        _at_work[place] = (lock, waiting + 1)
    try:
        with lock:
            yield
    finally:
        with _turn:
            lock, waiting = _at_work[place]
            if waiting == 1:
                del _at_work[place]
            else:
                _at_work[place] = (lock, waiting - 1)


def keep(place: tuple, answer: Any) -> None:
    """Keep an answer; the one unused for longest gives way."""
    with _turn:
        _kept[place] = answer
        while len(_kept) > _KEPT_AT_MOST:
            _kept.popitem(last=False)


def forget() -> None:
    """Forget every kept answer. Tests start clean with it."""
    with _turn:
        _kept.clear()
    ahead.forget()


def _own(answer: Any) -> Any:
    """A copy that its receiver may change. Frames copy on write, so theirs costs nothing.

    Tuples hold what cannot be changed (charts, tables, quarters) and are handed out as they are.
    """
    if isinstance(answer, tuple):
        return answer
    return answer.copy(deep=False) if isinstance(answer, pd.DataFrame) else copy.deepcopy(answer)
