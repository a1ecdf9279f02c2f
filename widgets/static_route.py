"""The files of static/ as the browser gets them: compressed beforehand, kept for a year.

Streamlit would serve a static/ folder only from beside its main script, uncompressed and
asked for again at each visit. Names carry versions, so a new file has a new address.
"""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from access.codings import accepted

FOLDER = Path(__file__).resolve().parent.parent / "static"
_TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".txt": "text/plain"}
_YEAR = "public, max-age=31536000, immutable"


def static_routes() -> list[Route]:
    """Routes of `st.App(routes=…)` for /app/static/…; no sign-in stands before them."""
    return [Route("/app/static/{name}", _send, methods=["GET", "HEAD"])]


async def _send(request: Request) -> Response:
    name = request.path_params["name"]
    known = {path.name for path in FOLDER.iterdir()}
    kind = _TYPES.get(Path(name).suffix)
    if name not in known or kind is None:
        return PlainTextResponse("Not found", status_code=404)
    headers = {
        "Cache-Control": _YEAR,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    takes = accepted(request.headers.get("accept-encoding", ""))
    for ending, coding in ((".br", "br"), (".gz", "gzip")):
        if coding in takes and name + ending in known:
            return FileResponse(
                FOLDER / (name + ending),
                media_type=kind,
                headers=headers | {"Content-Encoding": coding},
            )
    return FileResponse(FOLDER / name, media_type=kind, headers=headers)
