"""Drawings of the views beside the one in sight, sent to its browser while nobody waits.

The browser asks for them once it has drawn what was chosen, and draws them aside: whoever then
goes on to the next quarter, or from the county to a directorate, finds the charts drawn.
Each is read for whoever asks, as the page itself would read it.
"""

import asyncio
import json
import logging
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from hashlib import blake2b

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from access import ahead
from access.codings import accepted
from access.middleware import is_local
from access.reading import beside, read
from access.sessions import COOKIE, digest, look_up
from access.viewer import Viewer
from charts.plotly import figure_json

_CARDS_AT_MOST = 2_000
_ASKED_AT_MOST = 12  # cards of one page
_OPEN_AT_MOST = 4  # answers that one sign-in may have open at once
_PATIENCE = 20.0  # seconds, after which nobody would look any more
_REST = 0.05
_log = logging.getLogger(__name__)
_known: OrderedDict[str, "Card"] = OrderedDict()
_turn = threading.Lock()
_open: Counter[str] = Counter()


@dataclass(frozen=True)
class Card:
    """A chart as a page asked for it: `measure(session, scope=…, **choices)` gives it first."""

    measure: Callable[..., tuple]
    unit: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, object], ...]
    compact: bool
    by_unit: bool


def note(
    measure: Callable, unit: dict, choices: dict, *, compact: bool = False, by_unit: bool = True
) -> str:
    """Note what a card shows; the name by which the browser asks for its neighbours.

    The name is no secret: whoever asks is given what they may read themselves.

    by_unit   whether it differs from unit to unit
    """
    here, chosen = tuple(sorted(unit.items())), tuple(sorted(choices.items()))
    card = Card(measure, here, chosen, compact, by_unit)
    said = (measure.__module__, measure.__qualname__, here, chosen, compact, by_unit)
    name = blake2b(repr(said).encode(), digest_size=8).hexdigest()
    with _turn:
        _known[name] = card
        _known.move_to_end(name)
        while len(_known) > _CARDS_AT_MOST:
            _known.popitem(last=False)
    return name


def beside_routes() -> list[Route]:
    """The route of `st.App(routes=…)` for /beside/NAME,NAME…; the doors ask for a sign-in."""
    return [Route("/beside/{names}", _send, methods=["GET"])]


async def _send(request: Request):
    """One line of JSON for each drawing: the card's name and the figure. Or nothing at all."""
    names = request.path_params["names"].split(",")[:_ASKED_AT_MOST]
    cards = {name: card for name in names if (card := _known.get(name)) is not None}
    if not cards or _open[_sign_in(request)] >= _OPEN_AT_MOST:
        return Response(status_code=204)
    lines, headers = _lines(request, cards), {"X-Content-Type-Options": "nosniff"}
    if "br" in accepted(request.headers.get("accept-encoding", "")):
        lines, headers = _compressed(lines), headers | {"Content-Encoding": "br"}
    return StreamingResponse(lines, media_type="application/jsonl", headers=headers)


async def _lines(request: Request, cards: dict[str, Card]) -> AsyncIterator[bytes]:
    until, mine = time.monotonic() + _PATIENCE, _sign_in(request)
    if _open[mine] >= _OPEN_AT_MOST:  # asked for with others at once
        return
    _open[mine] += 1
    try:
        async for name, view in _views(request, cards):
            while ahead.waited_for() and time.monotonic() < until:
                await asyncio.sleep(_REST)
            viewer = await run_in_threadpool(_viewer, request)
            if viewer is None or viewer.in_meeting or time.monotonic() >= until:
                return
            if figure := await run_in_threadpool(_figure, viewer, cards[name], *view):
                yield json.dumps({"card": name, "figure": figure}).encode() + b"\n"
    finally:
        _open[mine] -= 1
        if not _open[mine]:
            del _open[mine]


async def _views(request: Request, cards: dict[str, Card]):
    """The views beside each card, the nearest of all cards first."""
    viewer = await run_in_threadpool(_viewer, request)
    if viewer is None:
        return
    near = {name: await run_in_threadpool(_beside, viewer, card) for name, card in cards.items()}
    for place in range(max(map(len, near.values()))):
        for name, views in near.items():
            if place < len(views):
                yield name, views[place]


def _beside(viewer: Viewer, card: Card) -> list[tuple[dict, dict]]:
    unit = dict(card.unit)
    views = beside(viewer, unit, dict(card.choices))
    return [view for view in views if card.by_unit or view[0] == unit]


def _sign_in(request: Request) -> str:
    return digest(request.cookies.get(COOKIE, ""))


def _viewer(request: Request) -> Viewer | None:
    local = is_local(request.scope, request.headers)
    return look_up(request.cookies.get(COOKIE), local=local)


def _figure(viewer: Viewer, card: Card, unit: dict, choices: dict) -> str:
    """The figure as the page would show it; nothing where there is none for this viewer."""
    try:
        chart, *_ = read(card.measure, viewer, **unit, **choices)
    except Exception:  # whoever chooses that view will be told what is wrong
        _log.debug("A drawing was not made ahead.", exc_info=True)
        return ""
    return "" if chart.empty else figure_json(chart, compact=card.compact)


async def _compressed(lines: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    pressing = brotli.Compressor(quality=4)
    async for line in lines:
        yield pressing.process(line) + pressing.flush()
    yield pressing.finish()
