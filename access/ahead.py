"""Answers that are likely to be asked for next, worked out while nobody waits for any.

Whoever looks at a quarter most often goes on to the quarter beside it, and from the county to
a directorate. What a run asked for is therefore worked out for those views too, once no
run is going on: by one thread, an answer at a time, and kept where every answer is kept. It
shows nobody anything: an answer is handed out by `access.reading.read` alone.
"""

import heapq
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count

from access.viewer import Viewer
from models.quarters import Quarter

_REST = 0.15  # seconds without a run before it begins
_AT_MOST = 300  # answers that wait; the farthest give way
_NOTED_AT_MOST = 2_000
_BACK = 12  # quarters: the three years that most choices stay within

_log = logging.getLogger(__name__)
_here = threading.local()
_turn = threading.Condition()
# By distance from the view that was asked for, the newest run first, then as it asked.
_waiting: list[tuple[int, int, int, Callable[[], object]]] = []
_noted: OrderedDict[tuple, None] = OrderedDict()
_asked = count()
_state = {"runs": 0, "number": 0, "ended": 0.0, "started": False}


@contextmanager
def run() -> Iterator[None]:
    """Inside, a person waits: nothing is worked out ahead, and what is asked for is noted."""
    with _turn:
        _state["runs"] += 1
        _state["number"] += 1
    _here.asked = True
    try:
        yield
    finally:
        _here.asked = False
        with _turn:
            _state["runs"] -= 1
            _state["ended"] = time.monotonic()
            _turn.notify()


def waited_for() -> bool:
    """Whether a person waits for a run at this moment."""
    return _state["runs"] > 0


def is_new(place: tuple) -> bool:
    """Whether a run asks for an answer, by its place among the kept, for the first time."""
    if not getattr(_here, "asked", False):
        return False
    with _turn:
        known = place in _noted
        _noted[place] = None
        _noted.move_to_end(place)
        while len(_noted) > _NOTED_AT_MOST:
            _noted.popitem(last=False)
    return not known


def note(
    read: Callable, measure: Callable, viewer: Viewer, views: Iterable[tuple[dict, dict]]
) -> None:
    """Note that an answer was asked for, so that it will be worked out for the views beside it.

    read    `access.reading.read`
    views   as `beside` gives them
    """
    with _turn:
        for far, (place, chosen) in enumerate(views):
            ask = _asking(read, measure, viewer, place, chosen)
            heapq.heappush(_waiting, (far, -_state["number"], next(_asked), ask))
        if len(_waiting) > _AT_MOST:
            _waiting[:] = heapq.nsmallest(_AT_MOST, _waiting)
        if not _state["started"]:
            _state["started"] = True
            threading.Thread(target=_work, name="ahead", daemon=True).start()


def beside(unit: dict, choices: dict, places: list[dict], day: date) -> list[tuple[dict, dict]]:
    """The views beside one, the likeliest first: each a unit and choices as `read` takes them.

    They are the quarter before and after, the other places, and the other quarters up to three
    years away.

    places  the county and its directorates
    day     today; no quarter begins after it
    """
    views = [(place, choices) for place in places if place != unit]
    if not isinstance(quarter := choices.get("quarter"), Quarter):
        return views
    others = [quarter.plus(step * way) for step in range(1, _BACK + 1) for way in (-1, 1)]
    near, far = (
        [(unit, choices | {"quarter": q}) for q in part if q.first_day <= day]
        for part in (others[:2], others[2:])
    )
    return near + views + far


def forget() -> None:
    """Forget what waits and what was asked for. Tests start clean with it."""
    with _turn:
        _waiting.clear()
        _noted.clear()


def _asking(read, measure, viewer, unit: dict, choices: dict) -> Callable[[], object]:
    return lambda: read(measure, viewer, **unit, **choices)


def _work() -> None:
    """Work out what waits, and end."""
    while True:
        with _turn:
            _turn.wait_for(lambda: not _state["runs"])
            rest = _state["ended"] + _REST - time.monotonic()
            if not _waiting:
                _state["started"] = False
                return
        if rest > 0:
            time.sleep(rest)
        else:
            one()


def one() -> bool:
    """Work out the answer that is likeliest to be asked for, unless a run is going on. False if none."""
    with _turn:
        if not _waiting or _state["runs"]:
            return False
        *_, ask = heapq.heappop(_waiting)
    try:
        ask()
    except Exception:  # whoever asks for it will be told what is wrong
        _log.debug("An answer was not worked out ahead.", exc_info=True)
    return True
