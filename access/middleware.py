"""The doors of the server: who may fetch what, and what every response says.

Streamlit serves downloads, uploads and measurements of itself to anyone who
knows an address. Here every path is open by rule, needs a session, or is shut.
"""

import ipaddress
import re
import secrets
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse

from access import compressed, doors, shell
from access.headers import security_headers
from access.redirect import sending_back
from access.run import LOCAL_HEADER
from access.sessions import BROWSER_COOKIE, COOKIE, look_up
from access.viewer import Role, Viewer
from settings import settings

_STREAM = "/_stcore/stream"
_OPEN_STCORE = {"/_stcore/health", "/_stcore/host-config"}
_UPLOADS = "/_stcore/upload_file/"
_BESIDE = "/beside/"  # drawings of the views beside the one in sight
_WITH_SESSION = ("/media/", _UPLOADS, "/_stcore/bidi-components/", "/component/", _BESIDE)
_COMPONENTS = ("/_stcore/bidi-components/", "/component/")
_SIGN_ON = {"/auth/login", "/auth/logout", "/oauth2callback"}
_SHUT = ("/_stcore/", "/auth/", "/media", "/component")
_KEPT_LONG = ("/static/", "/app/static/")
_LIMITS_OPEN = 2  # how many largest uploads one sign-in may have open at once
_UPLOAD_PARTS = 4  # of /_stcore/upload_file/<session>/<file>
_ANONYMOUS_BYTES = 256 * 1024  # more than a name, a password and Streamlit's own talk
_FORWARDING = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_BROWSER_YEAR = 365 * 24 * 3600


class Doors:
    """ASGI middleware that stands before everything else."""

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope, receive, send) -> None:
        send = _with_headers(scope, send)
        if _is_shell(scope):
            send = shell.showing(send, signed_in=COOKIE in HTTPConnection(scope).cookies)
        refusal = await _refusal(scope)
        if refusal:
            status, text = refusal
            await PlainTextResponse(text, status_code=status)(scope, receive, send)
            return
        if scope["path"].startswith(_UPLOADS) and scope["method"] == "PUT":
            await self._upload(scope, receive, send)
            return
        await (_compressed(scope) or self.app)(scope, receive, send)

    async def _upload(self, scope, receive, send) -> None:
        """Let a file in, unless the sign-in's files would then fill the memory."""
        visitor = HTTPConnection(scope)
        cookie = visitor.cookies.get(COOKIE, "")
        size = int(visitor.headers.get("content-length", "0"))
        if not doors.let_in(cookie, size, at_most=_LIMITS_OPEN * _upload_limit()):
            text = "Your earlier files are still open. Load the page again, then upload this one."
            await PlainTextResponse(text, status_code=413)(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send)
        finally:
            doors.is_in(cookie, size)

    async def _websocket(self, scope, receive, send) -> None:
        visitor = HTTPConnection(scope)
        if scope["path"] != _STREAM or not _same_origin(visitor.headers):
            await send({"type": "websocket.close", "code": 1008})
            return
        cookie, local = visitor.cookies.get(COOKIE, ""), is_local(scope, visitor.headers)
        viewer = await _viewer(cookie, local=local)
        scope = {**scope, "headers": _handshake(scope["headers"], cookie if viewer else "", local)}
        receive = _watched(receive, send, viewer, cookie, local)
        await self.app(scope, receive, _noting_files(send, cookie) if viewer else send)


def _compressed(scope):
    """The answer to a fetch of one of Streamlit's own scripts, where it is not Streamlit's."""
    if not scope["path"].startswith("/static/"):
        return None
    return compressed.answer(scope["path"], Headers(scope=scope).get("accept-encoding", ""))


def _with_headers(scope, send):
    """Add the headers of every response, and the mark of a browser that has none yet."""
    path, marks = scope["path"], []
    visitor = HTTPConnection(scope)
    if BROWSER_COOKIE not in visitor.cookies and _is_shell(scope):
        marks = [(b"set-cookie", browser_cookie().encode())]

    async def sending(message) -> None:
        if message["type"] == "http.response.start":
            kept = path.startswith(_KEPT_LONG) and message["status"] < 400
            message["headers"] = _headers(message["headers"], kept=kept) + marks
        await send(message)

    return sending


def _headers(sent, *, kept: bool) -> list[tuple[bytes, bytes]]:
    ours = {name for name, _ in security_headers()} | {b"access-control-allow-origin", b"server"}
    if not kept:
        ours.add(b"cache-control")
    left = [(name, value) for name, value in sent if name.lower() not in ours]
    return [*left, *security_headers(), *([] if kept else [(b"cache-control", b"no-store")])]


def browser_cookie() -> str:
    """A Set-Cookie that gives a browser its random mark."""
    secure = "; Secure" if settings().served_over_tls else ""
    return (
        f"{BROWSER_COOKIE}={secrets.token_urlsafe(24)}; Path=/; HttpOnly; SameSite=Lax; "
        f"Max-Age={_BROWSER_YEAR}{secure}"
    )


def _is_shell(scope) -> bool:
    """Whether a path is answered with Streamlit's empty page."""
    path = scope["path"]
    shut = path.startswith((*_KEPT_LONG, *_WITH_SESSION, *_SHUT))
    return scope["method"] == "GET" and not shut and "." not in path.rsplit("/", 1)[-1]


async def _refusal(scope) -> tuple[int, str] | None:
    """Why a request is refused, or None where it may pass."""
    path, method = scope["path"], scope["method"]
    if path in _OPEN_STCORE or path.startswith(_KEPT_LONG):
        return None if method in {"GET", "HEAD"} else (405, "Not allowed")
    if path in _SIGN_ON:
        return None if settings().oidc_client_id and method == "GET" else (404, "Not found")
    if path.startswith(_WITH_SESSION) or path == "/_stcore/metrics":
        return await _gated(scope, path, method)
    if path.startswith(_SHUT):
        return 404, "Not found"
    return None if method in {"GET", "HEAD"} else (405, "Not allowed")


async def _gated(scope, path: str, method: str) -> tuple[int, str] | None:
    visitor = HTTPConnection(scope)
    cookie = visitor.cookies.get(COOKIE, "")
    viewer = await _viewer(cookie, local=is_local(scope, visitor.headers))
    if viewer is None:
        return 401, "Sign in first"
    if viewer.in_meeting and not path.startswith(_COMPONENTS):
        return 403, "Not while the meeting screen is on"
    if path.startswith(_BESIDE) and path.count("/") > _BESIDE.count("/"):
        return 404, "Not found"
    if path == "/_stcore/metrics":
        return None if viewer.role == Role.ADMINISTRATOR else (403, "Not for your account")
    if path.startswith("/media/"):
        return None if doors.may_fetch(cookie, _file_id(path)) else (404, "Not found")
    if path.startswith(_UPLOADS):
        return _upload_refusal(visitor.headers, path, method, cookie)
    return None if method in {"GET", "HEAD"} else (405, "Not allowed")


def _file_id(path: str) -> str:
    return path.rsplit("/", 1)[-1].split(".")[0]


def _noting_files(send, cookie: str):
    """Note which files a browser is told of, for only those may it fetch."""

    async def sending(message) -> None:
        sent = message.get("bytes") or b""
        if b"/media/" in sent:
            found = re.findall(rb"/media/([0-9a-zA-Z_-]+)", sent)
            doors.note_files(cookie, {file_id.decode() for file_id in found})
        await send(message)

    return sending


def _upload_refusal(headers: Headers, path: str, method: str, cookie: str):
    parts = path.strip("/").split("/")
    if len(parts) != _UPLOAD_PARTS or not doors.holds(parts[2], cookie):
        return 403, "Not your session"
    if method not in {"PUT", "DELETE", "OPTIONS"}:
        return 405, "Not allowed"
    if not _same_origin(headers):
        return 403, "Not from here"
    length = headers.get("content-length", "")
    if method == "PUT" and not (length.isascii() and length.isdigit()):
        return 411, "The length of the file is missing"
    too_large = method == "PUT" and int(length) > _upload_limit()
    return (413, "The file is too large") if too_large else None


def _upload_limit() -> int:
    return (settings().upload_mb + 1) * 1024 * 1024  # the parts around the file count too


async def _viewer(cookie: str, *, local: bool) -> Viewer | None:
    return await run_in_threadpool(look_up, cookie, local=local) if cookie else None


def _same_origin(headers: Headers) -> bool:
    """Whether a request comes from our own pages. Clients that are no browser name no origin."""
    origin = headers.get("origin")
    if origin is None:
        return True
    own = {headers.get("host", ""), urlsplit(settings().public_url).netloc}
    return urlsplit(origin).netloc in own


def is_local(scope, headers: Headers) -> bool:
    """Whether the visitor and the Host are this machine's own, without forwarding headers."""
    if any(name in headers for name in _FORWARDING) or not scope.get("client"):
        return False
    host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
    return _is_loopback(scope["client"][0]) and (host == "localhost" or _is_loopback(host))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _handshake(headers, cookie: str, local: bool) -> list[tuple[bytes, bytes]]:
    """The handshake as Streamlit may see it: our own word on locality, and no one else's session."""
    mark = LOCAL_HEADER.lower().encode()
    kept = [(name, value) for name, value in headers if name.lower() != mark]
    if local:
        kept.append((mark, b"1"))
    return [
        (name, _without_others_session(value, cookie))
        if name.lower() == b"sec-websocket-protocol"
        else (name, value)
        for name, value in kept
    ]


def _without_others_session(protocols: bytes, cookie: str) -> bytes:
    parts = [part.strip() for part in protocols.decode("latin-1").split(",")]
    if len(parts) > 2 and not doors.holds(parts[2], cookie):
        parts = parts[:2]
    return ", ".join(parts).encode("latin-1")


def _watched(receive, send, viewer: Viewer | None, cookie: str, local: bool):
    """Hand on a browser's messages for as long as its sign-in lasts.

    A sign-in that has ended, or changed, ends the connection before the
    message is acted on; the browser loads the page again and sees the sign-in.
    """

    async def receiving():
        message = await receive()
        if message["type"] != "websocket.receive":
            return message
        size = len(message.get("bytes") or message.get("text") or b"")
        if viewer is None and size <= _ANONYMOUS_BYTES:
            return message
        # Whatever changes an account ends its sign-ins: one that is open is as it was.
        if viewer is not None and await _viewer(cookie, local=local) is not None:
            return message
        if viewer is not None:
            sent = message.get("bytes") or b""
            await send({"type": "websocket.send", "bytes": sending_back(sent)})
        await send({"type": "websocket.close", "code": 1008})
        return {"type": "websocket.disconnect", "code": 1008}

    return receiving
