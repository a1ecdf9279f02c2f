"""The server: `streamlit run app.py`, or any ASGI server with `app:app`."""
# ruff: noqa: E402

import asyncio
import gc
import logging
import os
import sys
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from access import memory
from settings import SettingError, settings


def _refuse(why: Exception) -> None:
    print(f"The app cannot start. {why}", file=sys.stderr, flush=True)
    os._exit(1)  # nothing is open yet; any exception would bury the sentence in a traceback


memory.import_pandas()  # before anything of ours does
try:
    settings()  # what is loaded below reads them
except SettingError as wrong:
    _refuse(wrong)

from access import compressed
from access.errors import guard_logs, show_error
from access.middleware import Doors
from access.new_day import keep_up_to_date
from access.routes import routes
from access.single_sign_on import secrets
from access.warm_up import StartRefused, load_for, warm_up
from charts.chart import Chart, Kind, Series
from charts.plotly import figure_json
from widgets import card
from widgets.beside import beside_routes
from widgets.static_route import static_routes

memory.hold_less()
logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
guard_logs()


@asynccontextmanager
async def _lifespan(_app):
    """Be ready before the first visitor, or say in plain words why the start is refused."""
    try:
        warm_up()
    except StartRefused as refusal:
        _refuse(refusal)
    compressed.prepare()
    _draw_one()
    card.offer()
    gc.collect()
    gc.freeze()  # what is loaded by now stays, and need not be looked at again
    memory.give_back()
    tasks = [asyncio.create_task(keep()) for keep in (memory.keep_giving_back, keep_up_to_date)]
    try:
        yield {}
    finally:
        for task in tasks:
            task.cancel()


def _draw_one() -> None:
    """Load what the pages of the four questions load, and draw one chart."""
    load_for("The four questions")
    values = (Series("Figure", (1.0,)),)
    figure_json(Chart(Kind.BARS, "A first chart", "One bar.", ("One",), values, ""))


try:
    single_sign_on = secrets()
except SettingError as wrong:
    _refuse(wrong)

app = st.App(
    "access/front_door.py",
    lifespan=_lifespan,
    routes=[*routes(), *beside_routes(), *static_routes()],
    middleware=[Middleware(Doors)],
    on_script_error=show_error,
    secrets=single_sign_on,
)
