"""What several answers of one screen rest on is read and worked out once.

It is kept by store, revision and day, so nothing needs invalidating: a later
revision starts with nothing. A session that writes is never answered from
here: what it has not committed may still be taken back.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from functools import wraps
from typing import Any

from sqlmodel import Session

from models.scope import Scope
from models.state import state, today

_AT_MOST = 500
_STORES = 4
_NOTHING = object()
_HERE = "kept answers"
# Of each store: the revision and day, and what was found at them.
_answers: OrderedDict[str, tuple[tuple, dict[Hashable, Any]]] = OrderedDict()
_turn = threading.Lock()


def kept(measure: Callable[..., Any]) -> Callable[..., Any]:
    """A question about a scope, answered once until the store's figures change.

    The same answer is handed to every caller, so it must be one that nobody changes: tuples,
    or rows that are only read.
    """
    name = f"{measure.__module__}.{measure.__qualname__}"

    @wraps(measure)
    def asked(session: Session, *, scope: Scope, **choices) -> Any:
        place = (name, scope, *sorted(choices.items()))
        return shared(session, place, lambda: measure(session, scope=scope, **choices))

    return asked


def shared(session: Session, place: Hashable, find: Callable[[], Any]) -> Any:
    """What `find` returns, asked once until the store's figures change. Callers only read it."""
    known = _known(session)
    if known is None:
        return find()
    answer = known.get(place, _NOTHING)
    if answer is _NOTHING:
        answer = find()
        _keep(known, place, answer)
    return answer


def shared_parts(
    session: Session,
    name: Hashable,
    parts: Sequence[Hashable],
    find: Callable[[list[Hashable]], dict[Hashable, Any]],
) -> dict[Hashable, Any]:
    """What belongs to each of some parts; `find` is asked once for all that are not kept yet."""
    known = _known(session)
    if known is None:
        return find(list(parts))
    found = {part: known.get((name, part), _NOTHING) for part in parts}
    missing = [part for part, answer in found.items() if answer is _NOTHING]
    if missing:
        read = find(missing)
        found |= read
        for part, answer in read.items():
            _keep(known, (name, part), answer)
    return found


def _known(session: Session) -> dict[Hashable, Any] | None:
    """What is known of the store as this session sees it; None for a session that writes.

    A session that only reads sees one moment, so it holds on to what belongs to that moment.
    """
    if _HERE not in session.info:
        writes = session.connection().get_execution_options().get("writes")
        session.info[_HERE] = None if writes else _at(session)
    return session.info[_HERE]


def _at(session: Session) -> dict[Hashable, Any]:
    store = str(session.get_bind().engine.url)
    moment = (state(session).revision, today(session))
    with _turn:
        if store not in _answers or _answers[store][0] != moment:
            _answers[store] = (moment, {})
        _answers.move_to_end(store)
        while len(_answers) > _STORES:
            _answers.popitem(last=False)
        return _answers[store][1]


def _keep(known: dict[Hashable, Any], place: Hashable, answer: Any) -> None:
    """Keep an answer; the oldest gives way."""
    with _turn:
        known[place] = answer
        while len(known) > _AT_MOST:
            del known[next(iter(known))]
