"""The doors of the server, one request at a time, with a stand-in for Streamlit behind them."""

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.datastructures import Headers
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from access import accounts, doors, meeting_mode
from access.headers import content_policy, inline_scripts
from access.middleware import Doors, is_local
from access.redirect import own_address
from access.sessions import COOKIE, look_up
from models.store import writing
from settings import settings


def request(path, *, cookie=None, method="GET", headers=(), client="127.0.0.1"):
    given = [(b"host", b"127.0.0.1:8501"), *((k.encode(), v.encode()) for k, v in headers)]
    if cookie:
        given.append((b"cookie", f"{COOKIE}={cookie}".encode()))
    return {
        "type": "http", "method": method, "path": path, "query_string": b"",
        "headers": given, "client": (client, 1), "scheme": "http", "server": ("127.0.0.1", 8501),
    }  # fmt: skip


def answer(scope):
    """Status and headers that the doors let through; 299 is the stand-in's own."""
    sent = []

    async def behind(_scope, _receive, send):
        given = [(b"cache-control", b"public"), (b"access-control-allow-origin", b"*")]
        await send({"type": "http.response.start", "status": 299, "headers": given})

    async def keep(message):
        sent.append(message)

    asyncio.run(Doors(behind)(scope, None, keep))
    return sent[0]["status"], [(k.decode(), v.decode()) for k, v in sent[0]["headers"]]


def status(path, **more):
    return answer(request(path, **more))[0]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", 299), ("/overview", 299), ("/static/js/index.js", 299), ("/app/static/x.woff2", 299),
        ("/_stcore/health", 299), ("/_stcore/host-config", 299), ("/health", 299),
        ("/media/abc.csv", 401), ("/_stcore/metrics", 401), ("/_stcore/upload_file/a/b", 401),
        ("/_stcore/bidi-components/x/y.js", 401), ("/component/x/index.html", 401),
        ("/beside/0123456789abcdef", 401),
        ("/_stcore/agent/openapi.json", 404), ("/_stcore/agent/interact", 404),
        ("/_stcore/script-health-check", 404), ("/_stcore/anything", 404), ("/media", 404),
        ("/auth/login", 404), ("/oauth2callback", 404),
    ],
)  # fmt: skip
def test_what_nobody_may_fetch(path, expected):
    assert status(path) == expected


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/overview", "/_stcore/health", "/static/js/index.js"])
def test_nothing_can_be_sent_to_a_page(path, method):
    assert status(path, method=method) == 405


def test_only_an_administrator_reads_the_servers_own_figures(people, cookie_of):
    assert status("/_stcore/metrics", cookie=cookie_of("ada")) == 299
    assert status("/_stcore/metrics", cookie=cookie_of("ola")) == 403


def test_drawings_of_other_views_go_to_a_sign_in_outside_a_meeting(people, cookie_of):
    mine = cookie_of("ola")
    assert status("/beside/0123456789abcdef", cookie=mine) == 299
    assert status("/beside/0123456789abcdef", cookie=mine, method="POST") == 405
    assert status("/beside/a/b", cookie=mine) == status("/beside/a/", cookie=mine) == 404
    with writing() as session:
        meeting_mode.start(session, mine, look_up(mine, local=False))
    assert status("/beside/0123456789abcdef", cookie=mine) == 403


def test_a_file_goes_to_the_browser_that_was_told_of_it(people, cookie_of):
    mine, another = cookie_of("ola"), cookie_of("ola")
    doors.note_files(mine, {"abc"})
    assert status("/media/abc.csv", cookie=mine) == 299
    assert status("/media/abc.csv", cookie=another) == 404
    assert status("/media/def.csv", cookie=mine) == 404
    with writing() as session:
        accounts.sign_out(session, "ola", by="ada")
    assert status("/media/abc.csv", cookie=mine) == 401


def test_an_upload_goes_to_ones_own_session_and_is_limited(people, cookie_of):
    mine, another = cookie_of("dana"), cookie_of("ola")
    doors.note_holder("session-1", mine)
    path = "/_stcore/upload_file/session-1/file"
    small = {"method": "PUT", "headers": [("content-length", "1000000")]}
    assert status(path, cookie=mine, **small) == 299
    assert status(path, cookie=another, **small) == 403
    assert status("/_stcore/upload_file/session-2/file", cookie=mine, **small) == 403
    assert status(path, cookie=mine, method="POST") == 405
    limit = settings().upload_mb * 1024 * 1024
    for size, expected in ((limit, 299), (limit + 2 * 1024 * 1024, 413)):
        given = {"method": "PUT", "headers": [("content-length", str(size))]}
        assert status(path, cookie=mine, **given) == expected
    from_elsewhere = [("origin", "https://evil.test"), *small["headers"]]
    assert status(path, cookie=mine, method="PUT", headers=from_elsewhere) == 403
    assert status(path, cookie=mine, method="PUT") == 411


def test_files_that_are_open_at_once_cannot_fill_the_memory(people, cookie_of):
    mine, another = cookie_of("dana"), cookie_of("ola")
    assert doors.let_in(mine, 60, at_most=100)
    assert not doors.let_in(mine, 60, at_most=100)
    assert doors.let_in(another, 60, at_most=100)
    doors.is_in(mine, 60)
    assert doors.let_in(mine, 60, at_most=100)


def test_what_streamlit_still_holds_counts(people, cookie_of, monkeypatch):
    mine = cookie_of("dana")
    doors.note_holder("session-9", mine)
    file = SimpleNamespace(data=b"x" * 60)
    kept = SimpleNamespace(file_storage={"session-9": {"a": file}, "session-8": {"b": file}})
    monkeypatch.setattr(doors.runtime, "exists", lambda: True)
    monkeypatch.setattr(
        doors.runtime, "get_instance", lambda: SimpleNamespace(uploaded_file_mgr=kept)
    )
    assert not doors.let_in(mine, 60, at_most=100)
    assert doors.let_in(mine, 40, at_most=100)


@pytest.mark.parametrize(
    "path", ["/", "/media/x", "/_stcore/health", "/_stcore/metrics", "/health"]
)
def test_every_answer_carries_the_headers(path):
    sent = answer(request(path))[1]
    headers = dict(sent)
    assert headers["content-security-policy"] == content_policy()
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers
    assert len([name for name, _ in sent if name == "cache-control"]) == 1


def test_files_with_a_version_in_their_name_are_kept():
    assert dict(answer(request("/static/js/index.x.js"))[1])["cache-control"] == "public"


def test_the_policy_lets_scripts_from_ourselves_alone():
    policy = dict(part.split(" ", 1) for part in content_policy().split("; "))
    assert policy["default-src"] == "'none'" and policy["frame-ancestors"] == "'none'"
    sources = policy["script-src"].split()
    assert sources[0] == "'self'" and all(s.startswith("'sha256-") for s in sources[1:])
    assert "unsafe-eval" not in content_policy()


def test_a_scripts_hash_is_of_its_exact_text():
    assert inline_scripts("<script>a</script><script src='x'></script>") == [
        "ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="
    ]


def test_a_browser_gets_a_random_mark_once():
    first, second = (
        [v for k, v in answer(request("/overview"))[1] if k == "set-cookie"] for _ in range(2)
    )
    assert first != second and "HttpOnly" in first[0] and "SameSite=Lax" in first[0]
    marked = request("/overview", headers=[("cookie", "oversight-browser=x")])
    assert "set-cookie" not in dict(answer(marked)[1])


@pytest.mark.parametrize(
    ("client", "headers", "local"),
    [
        ("127.0.0.1", {"host": "127.0.0.1:8501"}, True),
        ("::1", {"host": "[::1]:8501"}, True),
        ("127.0.0.1", {"host": "localhost:8501"}, True),
        ("10.0.0.7", {"host": "localhost:8501"}, False),
        ("127.0.0.1", {"host": "oversight.example"}, False),
        ("127.0.0.1", {"host": "localhost.evil.test"}, False),
        ("127.0.0.1", {"host": "127.0.0.1", "x-forwarded-for": "127.0.0.1"}, False),
        ("127.0.0.1", {"host": "127.0.0.1", "forwarded": "for=127.0.0.1"}, False),
        ("127.0.0.1", {}, False),
        (None, {"host": "127.0.0.1"}, False),
    ],
)
def test_who_counts_as_on_this_machine(client, headers, local):
    scope = {"client": (client, 1) if client else None}
    assert is_local(scope, Headers(headers)) is local


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("/my_account?quarter=2026-27-Q2", "/my_account?quarter=2026-27-Q2"),
        ("https://evil.test/", "/"), ("//evil.test/my_account", "/"), ("/\\evil.test", "/"),
        ("javascript:alert(1)", "/"), ("/unknown", "/"), ("", "/"),
    ],
)  # fmt: skip
def test_after_sign_in_one_lands_on_a_page_of_ours(asked, address):
    assert own_address(asked) == address


def connect(*, cookie=None, headers=(), messages=()):
    """What Streamlit would see of a connection, and what the browser gets."""
    scope = request("/_stcore/stream", cookie=cookie, headers=headers) | {"type": "websocket"}
    seen, sent, waiting = {}, [], [{"type": "websocket.receive", "bytes": m} for m in messages]

    async def behind(scope, receive, _send):
        seen["headers"] = [(k.decode(), v.decode()) for k, v in scope["headers"]]
        seen["messages"] = [await receive() for _ in messages]

    async def receive():
        return waiting.pop(0)

    async def keep(message):
        sent.append(message)

    asyncio.run(Doors(behind)(scope, receive, keep))
    return seen, sent


def test_a_connection_from_another_site_is_refused():
    seen, sent = connect(headers=[("origin", "http://127.0.0.1:9999")])
    assert not seen and sent == [{"type": "websocket.close", "code": 1008}]
    assert connect(headers=[("origin", "http://127.0.0.1:8501")])[0]


def test_nobody_takes_up_anothers_session(people, cookie_of):
    mine = cookie_of("ola")
    doors.note_holder("live-one", mine)
    asked = [("sec-websocket-protocol", "streamlit, token, live-one")]
    for cookie, seen_as in (
        (mine, "streamlit, token, live-one"),
        (cookie_of("ola"), "streamlit, token"),
        (None, "streamlit, token"),
    ):
        seen, _ = connect(cookie=cookie, headers=asked)
        assert dict(seen["headers"])["sec-websocket-protocol"] == seen_as


def test_a_visitors_own_word_on_where_they_are_is_dropped():
    seen, _ = connect(headers=[("x-oversight-local", "1"), ("x-forwarded-for", "10.0.0.7")])
    assert "x-oversight-local" not in dict(seen["headers"])
    assert dict(connect()[0]["headers"])["x-oversight-local"] == "1"


def test_a_message_after_the_sign_in_ended_is_not_acted_on(people, cookie_of):
    cookie, message = cookie_of("ola"), BackMsg()
    message.rerun_script.context_info.url = "http://127.0.0.1:8501/my_account?quarter=x"
    seen, sent = connect(cookie=cookie, messages=[message.SerializeToString()])
    assert seen["messages"][0]["type"] == "websocket.receive" and not sent
    scope_before = doors.holds("live", cookie)
    assert not scope_before

    async def ended():
        """The same connection, ended between its first and its second message."""
        waiting = [message.SerializeToString()] * 2
        got, told = [], []

        async def behind(_scope, receive, _send):
            got.append(await receive())
            with writing() as session:
                accounts.disable(session, "ola", by="ada")
            got.append(await receive())

        async def receive():
            return {"type": "websocket.receive", "bytes": waiting.pop(0)}

        async def keep(message):
            told.append(message)

        scope = request("/_stcore/stream", cookie=cookie) | {"type": "websocket"}
        await Doors(behind)(scope, receive, keep)
        return got, told

    got, told = asyncio.run(ended())
    assert [m["type"] for m in got] == ["websocket.receive", "websocket.disconnect"]
    back = ForwardMsg()
    back.ParseFromString(told[0]["bytes"])
    assert back.auth_redirect.url == "/my_account?quarter=x"
    assert told[1]["type"] == "websocket.close"


def test_a_stranger_cannot_send_much():
    seen, sent = connect(messages=[b"x" * 300_000])
    assert seen["messages"][0]["type"] == "websocket.disconnect" and sent


def test_a_signed_in_browser_may_send_much(people, cookie_of):
    seen, _ = connect(cookie=cookie_of("dana"), messages=[b"x" * 3_000_000])
    assert seen["messages"][0]["type"] == "websocket.receive"


def test_the_proxy_and_streamlit_let_through_what_the_app_takes_as_it_comes(monkeypatch):
    monkeypatch.delenv("OVERSIGHT_UPLOAD_MB", raising=False)
    settings.cache_clear()
    root, most = Path(__file__).parents[2], settings().upload_mb
    settings.cache_clear()
    assert f"client_max_body_size {most + 1}m;" in (root / "deploy/nginx.conf").read_text()
    assert f"maxUploadSize = {most}\n" in (root / ".streamlit/config.toml").read_text()
