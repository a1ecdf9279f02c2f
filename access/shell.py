"""Streamlit's empty page, the first that a browser gets, asking at once for what is needed soon.

As it comes, it names only what every app of Streamlit's needs: the parts that draw our pages
are asked for after the first run has begun, and plotly after those, one after another.
"""

import json
import re
from functools import cache

import streamlit as st

from access.joined import SCRIPTS, STATIC, joined

_PAGE = STATIC / "index.html"
PLOTLY = "plotly-bars-heatmap-4.1.1.min.js"
CARD = "_stcore/bidi-components/oversight.card/card.js"
FONTS = (
    "atkinson-hyperlegible-latin-400-normal.woff2",
    "atkinson-hyperlegible-latin-700-normal.woff2",
)
# Streamlit's scripts that a page with pickers and cards loads, without their hashes.
PARTS = (
    "Html", "purify.es", "Button", "Selectbox", "useMenuTrigger", "useLoadMoreSentinel",
    "Autocomplete", "useCollator", "Input", "useSyncComboBoxEnterTargetFocus", "sortBy",
    "_baseMap", "useFormValidation", "useFormReset", "useTextField", "useField", "useFilter",
    "ErrorOutline.esm", "Cancel.esm", "WidgetLabel", "styled-components", "WidgetLabelHelpIcon",
    "useBasicWidgetState", "requiredField", "BidiComponent", "_arrayReduce", "serialization",
    "recordbatch",
)  # fmt: skip
_NAME = "Collaboration Oversight"
# Streamlit's own means for whoever hosts it: without it, the page asks each address that it could
# have been served from, and waits before it asks the next.
_CONNECT = (
    "window.__streamlit={BACKEND_BASE_URL:location.origin+%s,"
    "HOST_CONFIG:{allowedOrigins:[location.origin],useExternalAuthToken:false}}"
)


@cache
def page(*, signed_in: bool = False) -> bytes:
    """The page, made once from the one that the installed Streamlit has.

    signed_in   ask for the cards' own script too, which goes to no one else
    """
    text = _PAGE.read_text("utf-8")
    text = re.sub(r"<title>.*?</title>", f"<title>{_NAME}</title>", text)
    # Its own font, which our theme never shows.
    text = re.sub(r"<link\s+rel=\"preload\"[^>]*SourceSans[^>]*/>", "", text)
    if joined():
        text = re.sub(r"<link\s+rel=\"modulepreload\"[^>]*>\s*", "", text)
        text = re.sub(r"\./static/js/[^\"]+", f".{[*joined().built()][-1]}", text)
    return text.replace("</head>", "".join(_asked_for(signed_in)) + "</head>").encode()


def _asked_for(signed_in: bool):
    base = st.get_option("server.baseUrlPath").strip("/")
    yield f"<script>{_CONNECT % json.dumps(f'/{base}')}</script>"
    for name in FONTS:
        yield (
            f'<link rel="preload" href="./app/static/{name}" as="font" type="font/woff2" '
            "crossorigin>"
        )
    asked = [*joined().built()][:-1] if joined() else [f"/static/js/{name}" for name in parts()]
    for address in asked:
        yield f'<link rel="modulepreload" crossorigin href=".{address}">'
    if signed_in:
        yield f'<link rel="modulepreload" crossorigin href="./{CARD}">'
    yield f'<script async src="./app/static/{PLOTLY}"></script>'


def parts() -> list[str]:
    """The files of PARTS as the installed Streamlit names them."""
    named = {}
    for path in sorted(SCRIPTS.glob("*.js")):
        stem, _hash, _js = path.name.rsplit(".", 2)
        named.setdefault(stem, []).append(path.name)
    return [name for part in PARTS for name in named.get(part, [])]


def showing(send, *, signed_in: bool):
    """Hand on a response, Streamlit's empty page as ours."""
    swapped, shown = False, page(signed_in=signed_in)

    async def sending(message) -> None:
        nonlocal swapped
        if message["type"] == "http.response.start":
            kind = dict(message["headers"]).get(b"content-type", b"")
            swapped = message["status"] == 200 and kind.startswith(b"text/html")
            if swapped:
                left = [
                    (name, value)
                    for name, value in message["headers"]
                    if name.lower() not in {b"content-length", b"content-encoding", b"etag"}
                ]
                length = str(len(shown)).encode()
                message = {**message, "headers": [*left, (b"content-length", length)]}
        elif swapped:
            if message.get("more_body"):
                return
            message = {"type": "http.response.body", "body": shown}
        await send(message)

    return sending
