"""Streamlit's own scripts and styles, compressed once for each installation.

They are 9 MB as they come and a quarter of it compressed; Streamlit sends them as they come.
"""

import logging
import os
import secrets
from functools import cache
from pathlib import Path

import brotli
import streamlit
from starlette.responses import PlainTextResponse, Response

from access.codings import accepted
from access.joined import PREFIX, joined
from settings import settings

_FROM = Path(streamlit.__file__).parent / "static" / "static"
_TYPES = {".js": "text/javascript", ".css": "text/css"}
_YEAR = "public, max-age=31536000, immutable"
_QUALITY = 7
_log = logging.getLogger(__name__)


def folder() -> Path:
    """Where the compressed files lie."""
    return settings().var / f"compressed-{streamlit.__version__}"


def prepare() -> int:
    """Compress what is not yet there; how many files that were.

    What cannot be written, as on a full disk, is sent as it comes.
    """
    made = 0
    try:
        for address, path in _to_compress().items():
            kept = folder() / (address.removeprefix("/static/") + ".br")
            if not kept.exists():
                _compress(address, path, kept)
                made += 1
    except OSError as error:
        _log.warning("Scripts are sent as they come: %s in %s.", error.strerror, folder())
    known.cache_clear()
    return made


def _compress(address: str, path: Path, kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = kept.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
    try:
        draft.write_bytes(brotli.compress(_text(address, path), quality=_QUALITY))
        draft.replace(kept)
    finally:
        draft.unlink(missing_ok=True)


def _to_compress() -> dict[str, Path]:
    """Address to file. Where scripts are joined, none is asked for at Streamlit's address."""
    ours = joined()
    kinds = {".css"} if ours else set(_TYPES)
    found = {
        "/static/" + str(path.relative_to(_FROM)): path
        for path in _FROM.rglob("*")
        if path.suffix in kinds
    }
    return found | (ours.others() if ours else {})


def _text(address: str, path: Path) -> bytes:
    """What is sent for an address, before it is compressed."""
    ours = joined()
    if ours and address.startswith(ours.folder) and path not in ours.files:
        return ours.importing(path.read_text("utf-8")).encode()
    return path.read_bytes()


@cache
def known() -> dict[str, Path]:
    """Address to file of every compressed file."""
    found = {
        "/static/" + str(path.relative_to(folder())).removesuffix(".br"): path
        for path in folder().rglob("*.br")
    }
    ours = joined()
    built = ours.built() if ours else {}
    return found | {address: path.with_name(path.name + ".br") for address, path in built.items()}


def answer(path: str, accepts: str) -> Response | None:
    """The file of an address as the browser takes it, or None where Streamlit answers."""
    kept = known().get(path)
    takes = accepted(accepts)
    if kept is not None and "br" in takes:
        return _response(path, _content(kept), {"Content-Encoding": "br"})
    return _without_brotli(path, takes) if path.startswith(PREFIX) else None


def _without_brotli(path: str, takes: set[str]) -> Response:
    """A file at an address that Streamlit does not know."""
    ours = joined()
    files = {**ours.others(), **ours.built()} if ours else {}
    if path not in files:
        return PlainTextResponse("Not found", status_code=404)
    file = files[path]
    if file in ours.files and "gzip" in takes:
        zipped = file.with_name(file.name + ".gz").read_bytes()
        return _response(path, zipped, {"Content-Encoding": "gzip"})
    return _response(path, _text(path, file), {})


def _response(path: str, content: bytes, headers: dict[str, str]) -> Response:
    return Response(
        content,
        media_type=_TYPES["." + path.rsplit(".", 1)[-1]],
        headers={**headers, "Vary": "Accept-Encoding", "Cache-Control": _YEAR},
    )


@cache
def _content(kept: Path) -> bytes:
    """A first visit asks for many of them: each opened anew would take most of its time."""
    return kept.read_bytes()
