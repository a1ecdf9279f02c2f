"""The app as it is served, attacked with raw HTTP and WebSocket clients."""

import re
import time
from datetime import timedelta

import pytest
import requests
from websockets.exceptions import InvalidStatus

from access import accounts
from access.headers import content_policy
from access.pages import TABLE
from access.sessions import COOKIE
from models.quarters import london_day, now
from models.state import StoreState, state
from models.store import reading, writing
from tests.access.people import EMAIL, NAMES, PHRASE
from tests.access.raw import Client, sign_in

PAGES = [row.address for row in TABLE]
CANARY = EMAIL.encode()  # shown on the accounts page alone


def ends(server, change, username):
    with server.store(), writing() as session:
        change(session, username, by="ada")


@pytest.fixture
def spare(server, request):
    """An administrator of this test's own, whose sign-ins it may end."""
    name = re.sub(r"[^a-z0-9]", "-", request.node.name.lower())[-40:].strip("-")
    with server.store(), writing() as session:
        accounts.add(session, by="t", username=name, name="Spare", role="administrator")
        account = accounts.existing(session, name)
        account.must_change = False
        account.password_hash = accounts.hash_password(PHRASE)
    return name


def test_a_person_signs_in_by_the_form_and_lands_where_they_wanted(server, spare):
    client = Client(server.address)
    answer = sign_in(client, spare, PHRASE)
    assert answer.status_code == 303 and answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie
    assert CANARY in client.open().run("accounts").sent
    client.close()


def test_a_ticket_seen_by_another_browser_opens_nothing(server, spare):
    mine, another = Client(server.address), Client(server.address)
    form = mine.open().run()
    typed = {form.id_of("Name"): spare, form.id_of("Password"): PHRASE}
    left = mine.run(widgets={**typed, form.id_of("Sign in"): True})
    mine.close()
    assert left.redirect.startswith("/enter?ticket=")
    assert COOKIE not in another.get(left.redirect).cookies
    assert COOKIE in mine.get(left.redirect).cookies
    assert COOKIE not in mine.get(left.redirect).cookies


@pytest.mark.parametrize("page", ["", *PAGES])
def test_nobody_gets_the_empty_shell_and_the_sign_in(server, page):
    client = Client(server.address)
    shell = client.get(f"/{page}")
    assert shell.status_code == 200 and shell.headers["content-security-policy"] == content_policy()
    assert '<div id="root"></div>' in shell.text
    run = client.open().run(page)
    client.close()
    assert run.is_sign_in and CANARY not in run.sent


@pytest.mark.parametrize(
    "path",
    ["/_stcore/metrics", "/media/abc.csv", "/_stcore/upload_file/a/b", "/component/x/index.html",
     "/_stcore/bidi-components/oversight.card/card.js", "/_stcore/agent/openapi.json",
     "/beside/0123456789abcdef",
     "/_stcore/script-health-check", "/pages/accounts.py", "/access/front_door.py",
     "/.streamlit/config.toml", "/var/key", "/app/static/../../var/key"],
)  # fmt: skip
def test_nobody_fetches_anything_of_the_app(server, path):
    answer = Client(server.address).get(path)
    shell = '<div id="root"></div>' in answer.text
    assert answer.status_code in {400, 401, 404} or shell, path
    assert "import" not in answer.text.replace("important", "") or shell


@pytest.mark.parametrize("username", NAMES.values())
def test_a_role_gets_the_canary_only_where_it_may_see_it(server, username):
    client = server.client(username).open()
    for page in ("accounts", "directorates", "audit", "settings_page"):
        run = client.run(page)
        assert (CANARY in run.sent) == (username == "ada" and page == "accounts"), page
        if username != "ada":
            assert b"not for your account" in run.sent
    client.close()


@pytest.mark.parametrize("cookie", ["x", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.", "a" * 4000])
def test_a_made_up_cookie_opens_nothing(server, cookie):
    client = Client(server.address)
    client.http.cookies.set(COOKIE, cookie, domain="127.0.0.1", path="/")
    assert client.open().run("accounts").is_sign_in
    client.close()
    assert client.get("/_stcore/metrics").status_code == 401


def test_anothers_live_session_gives_nothing_without_its_cookie(server):
    mine = server.client("ada").open()
    live = mine.run("accounts")
    assert live.session and CANARY in live.sent
    for thief in (Client(server.address), server.client("ola")):
        run = thief.open(session=live.session).run("accounts")
        assert run.session != live.session and CANARY not in run.sent
        thief.close()
    assert CANARY in mine.run("accounts").sent
    mine.close()
    again = server.client("ola")
    assert CANARY not in again.open(session=live.session).run("accounts").sent
    again.close()


ENDINGS = {
    "signed out everywhere": accounts.sign_out,
    "disabled": accounts.disable,
    "reset": accounts.reset,
    "deleted": accounts.remove,
    "demoted": lambda s, name, *, by: accounts.change(s, name, by=by, name="S", role="oversight"),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_ending_stops_the_open_tab_and_the_copied_cookie(server, spare, ending):
    client = server.client(spare)
    assert CANARY in client.open().run("accounts").sent
    ends(server, ENDINGS[ending], spare)
    after = client.run("accounts")
    assert after.redirect == "/accounts" and CANARY not in after.sent
    assert client.get("/_stcore/metrics").status_code == 401
    assert client.open().run("accounts").is_sign_in
    client.close()


def test_signing_out_in_one_tab_ends_the_other(server, spare):
    client = server.client(spare)
    other = Client(server.address)
    other.http.cookies = client.http.cookies
    run = client.open().run("accounts")
    assert CANARY in other.open().run("accounts").sent
    left = client.run("accounts", {run.id_of("Sign out"): True})
    assert left.redirect == "/leave"
    assert CANARY not in other.run("accounts").sent
    assert other.open().run("accounts").is_sign_in
    client.close()
    other.close()


def test_a_download_is_for_the_browser_that_was_offered_it(server):
    client = server.client("ola").open()
    run = client.run("my_account")
    client.close()
    assert b"/media/" not in run.sent
    admin = server.client("ada").open()
    shown = admin.run("audit")
    admin.close()
    files = re.findall(rb"/media/[\w.-]+", shown.sent)
    for path in map(bytes.decode, files):
        assert Client(server.address).get(path).status_code == 401
        assert server.client("ola").get(path).status_code == 404


def test_a_connection_from_another_site_is_refused(server):
    client = server.client("ada")
    client.address, own = server.address.replace("127.0.0.1", "localhost"), client.address
    with pytest.raises(InvalidStatus):
        client.open(Host=own.removeprefix("http://"))


def test_an_upload_needs_ones_own_session(server):
    mine = server.client("dana").open()
    session = mine.run("my_account").session
    token = mine.http.cookies["_streamlit_xsrf"]
    path = f"{server.address}/_stcore/upload_file/{session}/file-1"
    given = {"files": {"file": ("a.csv", b"x" * 1_000_000)}, "timeout": 30}
    headers = {"X-Xsrftoken": token}
    assert mine.http.put(path, headers=headers, **given).status_code == 204
    for other in (Client(server.address), server.client("ola")):
        refused = other.http.put(path, headers=headers, **given)
        assert refused.status_code in {401, 403}
    mine.close()


def test_the_health_route_checks_the_store_and_says_no_more(server):
    answer = requests.get(f"{server.address}/health", timeout=30)
    assert answer.json() == {"store": "ready"}


def test_a_server_that_runs_for_days_brings_its_figures_up_to_each(server):
    day = london_day(now())
    with server.store(), writing() as session:
        session.get(StoreState, 1).figures_on = day - timedelta(days=1)
    until, found = time.monotonic() + 60, None
    while found != day and time.monotonic() < until:
        time.sleep(0.5)
        with server.store(), reading() as session:
            found = state(session).figures_on
    assert found == day


def sign_on_as(server, subject):
    """The whole of a single sign-on as a browser does it; the client and its last run."""
    client = Client(server.address)
    first = client.open().run()
    left = client.run(widgets={first.id_of("Sign in with your council account"): True})
    client.close()
    assert left.redirect.startswith("/auth/login")
    to_provider = client.get(left.redirect).headers["location"]
    answer = requests.post(to_provider, data={"sub": subject}, allow_redirects=False, timeout=30)
    back = answer.headers["location"].removeprefix(server.address)
    assert client.get(back).status_code == 302
    return client, client.open().run()


def test_a_sign_on_with_a_verified_address_lets_its_account_in(server):
    client, run = sign_on_as(server, "ola")
    assert run.redirect.startswith("/enter?ticket=")
    copied = dict(client.http.cookies)
    client.close()
    answer = client.get(run.redirect)
    assert COOKIE in answer.cookies and "_streamlit_user" not in client.http.cookies
    shown = client.open().run("my_account")
    client.close()
    assert b"Ola" in shown.sent and not shown.is_sign_in
    thief = Client(server.address)
    thief.http.cookies.clear()
    thief.http.cookies.update(copied)
    replayed = thief.open().run("my_account")
    thief.close()
    assert not replayed.redirect and b"Ola" not in replayed.sent


@pytest.mark.parametrize("subject", ["unverified", "stranger"])
def test_a_sign_on_without_an_account_is_refused(server, subject):
    client, run = sign_on_as(server, subject)
    client.close()
    assert not run.redirect and b"No account here" in run.sent


def test_a_sign_on_does_not_pass_a_disabled_account(server):
    ends(server, accounts.disable, "ola")
    client, run = sign_on_as(server, "ola")
    client.close()
    ends(server, accounts.enable, "ola")
    assert not run.redirect and b"No account here" in run.sent


def test_the_log_holds_no_name_and_no_traceback_of_an_error(server):
    text = server.log.read_text()
    assert EMAIL not in text and "Traceback" not in text
