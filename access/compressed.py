"""Streamlit's own scripts and styles, compressed once for each installation.

They are 9 MB as they come and a quarter of it compressed; Streamlit sends them as they come.
"""

import os
from functools import cache
from pathlib import Path

import brotli
import streamlit
from starlette.responses import Response

from settings import settings

_FROM = Path(streamlit.__file__).parent / "static" / "static"
_TYPES = {".js": "text/javascript", ".css": "text/css"}
_YEAR = "public, max-age=31536000, immutable"
_QUALITY = 7


def folder() -> Path:
    """Where the compressed files lie."""
    return settings().var / f"compressed-{streamlit.__version__}"


def prepare() -> int:
    """Compress what is not yet there; how many files that were."""
    made = 0
    for path in _FROM.rglob("*"):
        kept = folder() / (str(path.relative_to(_FROM)) + ".br")
        if path.suffix in _TYPES and not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            draft = kept.with_suffix(f".{os.getpid()}")
            draft.write_bytes(brotli.compress(path.read_bytes(), quality=_QUALITY))
            draft.replace(kept)
            made += 1
    known.cache_clear()
    return made


@cache
def known() -> dict[str, Path]:
    """Address to file of every compressed file."""
    return {
        "/static/" + str(path.relative_to(folder())).removesuffix(".br"): path
        for path in folder().rglob("*.br")
    }


def answer(path: str, accepts: str) -> Response | None:
    """The compressed file of an address, where there is one and the browser takes it."""
    kept = known().get(path)
    if kept is None or "br" not in {part.split(";")[0].strip() for part in accepts.split(",")}:
        return None
    return Response(
        _content(kept),
        media_type=_TYPES["." + path.rsplit(".", 1)[-1]],
        headers={"Content-Encoding": "br", "Vary": "Accept-Encoding", "Cache-Control": _YEAR},
    )


@cache
def _content(kept: Path) -> bytes:
    """A first visit asks for eighty of them: each opened anew would take most of its time."""
    return kept.read_bytes()
