"""A server that runs for weeks brings its running figures up to each new day."""

import asyncio
import logging

from models.rolling import bring_up_to_date

_FIRST = 10  # seconds, in which the first visitors find the server free
_EVERY = 30

_log = logging.getLogger(__name__)


async def keep_up_to_date() -> None:
    """Look twice a minute whether the day is new, for as long as the server runs."""
    await asyncio.sleep(_FIRST)
    while True:
        try:
            await asyncio.to_thread(bring_up_to_date)
        except Exception as error:  # the store may be away, or written to for long
            kind = type(error).__name__
            _log.warning("The figures could not be brought up to today (%s). Tried again.", kind)
        await asyncio.sleep(_EVERY)
