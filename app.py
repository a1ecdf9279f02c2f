"""The server: `streamlit run app.py`, or any ASGI server with `app:app`."""

import gc
import logging
import sys
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from access import compressed
from access.errors import guard_logs, show_error
from access.middleware import Doors
from access.routes import routes
from access.single_sign_on import secrets
from access.warm_up import StartRefused, warm_up
from widgets.static_route import static_routes

logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
guard_logs()


@asynccontextmanager
async def _lifespan(_app):
    """Be ready before the first visitor, or say in plain words why the start is refused."""
    try:
        warm_up()
    except StartRefused as refusal:
        print(f"The app cannot start. {refusal}", file=sys.stderr)
        raise SystemExit(1) from None
    compressed.prepare()
    gc.collect()
    gc.freeze()  # Streamlit collects after every run; what is loaded by now need not be looked at
    yield {}


app = st.App(
    "access/front_door.py",
    lifespan=_lifespan,
    routes=[*routes(), *static_routes()],
    middleware=[Middleware(Doors)],
    on_script_error=show_error,
    secrets=secrets(),
)
