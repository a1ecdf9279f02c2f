"""Meeting mode: kept with the sign-in, obeyed at every address, locked when unused."""

import asyncio
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from access import doors, meeting_mode, run
from access.guard import allowed
from access.middleware import _refusal
from access.pages import TABLE
from access.reading import read
from access.scope import NotYours, scope_of
from access.sessions import COOKIE, look_up
from access.trail import events
from access.viewer import Role
from measures.feedback import closure
from measures.meeting_lists import open_meeting
from models import meeting
from models.account import SignInSession
from models.challenge import Challenge
from models.quarters import now
from models.store import reading, writing
from tests.access.people import NAMES, PHRASE
from tests.records import Q2, TODAY

ROOT = Path(__file__).parents[2]


@pytest.fixture
def opened(county):
    """A meeting that is open over the small county."""
    with writing() as session:
        made = meeting.plan(session, title="Autumn", held_on=TODAY, by="ola")
        items = [{"page": "feedback"}, {"page": "challenges"}, {"page": "group"}]
        meeting.put_agenda(session, made.id, items, by="ola")
        open_meeting(session, made.id, by="ola")
        return made.id


@pytest.fixture
def projecting(opened, cookie_of, visitor):
    """Signs a role in and turns the mode on. Gives its cookie."""

    def made(role: Role) -> str:
        cookie = cookie_of(NAMES[role])
        visitor(cookie)
        with writing() as session:
            meeting_mode.start(session, cookie, look_up(cookie, local=True))
        return cookie

    return made


def front_door():
    return AppTest.from_file(str(ROOT / "access/front_door.py"), default_timeout=60).run()


def screen():
    return AppTest.from_file(str(ROOT / "pages/meeting.py"), default_timeout=60).run()


def shown(app) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


@pytest.mark.parametrize("role", Role)
def test_no_page_but_the_meeting_is_left_to_any_role(projecting, role):
    viewer = look_up(projecting(role), local=True)
    assert viewer.in_meeting
    assert [row.address for row in allowed(viewer)] == ["meeting"]


def test_every_other_page_refuses_while_the_mode_is_on(projecting):
    projecting(Role.ADMINISTRATOR)
    for row in TABLE:
        if row.address == "meeting":
            continue
        page = AppTest.from_file(str(row.path), default_timeout=60).run()
        assert [title.value for title in page.title] == ["The meeting screen is on"], row.address
        assert len(page.main.children) == 2, row.address
    with reading() as session:
        assert events(session)[0]["action"] == "refused in meeting mode"


@pytest.mark.parametrize("role", Role)
def test_the_meeting_is_shown_to_each_role_with_its_marks(projecting, role):
    projecting(role)
    app = screen()
    assert not app.exception
    assert "Provisional: may still change" in shown(app) and "Figures as opened on" in shown(app)


def test_the_front_door_shows_the_meeting_without_a_sidebar(projecting):
    projecting(Role.ADMINISTRATOR)
    app = front_door()
    assert not app.exception
    assert not app.sidebar.children


async def _refused(path, cookie):
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": b"",
        "headers": [(b"host", b"127.0.0.1"), (b"cookie", f"{COOKIE}={cookie}".encode())],
        "client": ("127.0.0.1", 1), "scheme": "http", "server": ("127.0.0.1", 80),
    }  # fmt: skip
    return await _refusal(scope)


@pytest.mark.parametrize("path", ["/media/abc.csv", "/_stcore/metrics", "/_stcore/upload_file/a/b"])
def test_no_file_goes_in_or_out_while_the_mode_is_on(projecting, path):
    cookie = projecting(Role.ADMINISTRATOR)
    doors.note_files(cookie, {"abc"})
    assert asyncio.run(_refused(path, cookie))[0] == 403


def test_an_administrator_sees_an_opened_meetings_totals_and_nothing_else(projecting, opened):
    viewer = look_up(projecting(Role.ADMINISTRATOR), local=True)
    with reading() as session:
        edition = meeting.existing(session, opened).edition_id
    assert read(closure, viewer, meeting=edition, quarter=Q2)["due"].sum() == 3
    assert scope_of(viewer, meeting=edition).listed_ids == ()
    with pytest.raises(NotYours):
        scope_of(viewer)
    with pytest.raises(NotYours):
        scope_of(viewer, service="adults-1", meeting=edition)


def test_after_leaving_everything_is_as_before(projecting):
    cookie = projecting(Role.ADMINISTRATOR)
    viewer = look_up(cookie, local=True)
    with writing() as session:
        meeting_mode.stop(session, cookie, viewer)
    viewer = look_up(cookie, local=True)
    assert not viewer.in_meeting and len(allowed(viewer)) > 3


def test_the_keys_go_through_the_agenda_and_stop_at_its_ends(projecting):
    projecting(Role.OVERSIGHT)
    app = screen()
    questions = []
    for _ in range(5):
        questions.append(shown(app).split("<p>")[1].split(" <b>")[0])
        app.button(key="key_PageDown").click().run()
    assert questions == [
        "Do people hear back?",
        "Is it getting better?",
        "What did we ask, and what was answered?",
        "What must be in place when the Group ends?",
        "What must be in place when the Group ends?",
    ]
    for _ in range(4):
        app.button(key="key_PageUp").click().run()
    assert "Do people hear back?" in shown(app)


@pytest.mark.parametrize(
    ("key", "words"),
    [("T", "<table>"), ("D", "Definitions version"), ("H", "Page Down"), ("B", "Black screen"),
     ("Y", "no rows")],
)  # fmt: skip
def test_a_key_opens_its_panel_and_leaving_closes_it_first(projecting, key, words):
    projecting(Role.OVERSIGHT)
    app = screen()
    assert words not in shown(app)
    app.button(key=f"key_{key}").click().run()
    assert words in shown(app)
    app.button(key="key_Q").click().run()
    assert words not in shown(app) and look_up_mode() is not None


def look_up_mode():
    with reading() as session:
        return meeting_mode.mode_of(session, run.cookie())


def test_a_challenge_is_asked_from_the_screen_with_the_figure_as_shown(projecting):
    projecting(Role.OVERSIGHT)
    app = screen()
    app.button(key="key_A").click().run()
    app.text_area[0].input("Why do replies wait?")
    app.selectbox[0].select("adults")
    next(button for button in app.button if button.label == "Put the question").click().run()
    assert not app.exception and app.success
    with reading() as session:
        made = session.get(Challenge, 1)
        assert "1 of 3" in made.figure and made.meeting_id == 1 and made.quarter == Q2.code


def test_the_screen_locks_after_its_time_and_a_password_opens_it(projecting):
    cookie = projecting(Role.OVERSIGHT)
    with writing() as session:
        past = now() - timedelta(minutes=20)
        session.execute(update(SignInSession).values(input_at=past))
    app = screen()
    assert [title.value for title in app.title] == ["The screen is locked"]
    assert "Do people hear back" not in shown(app)
    app.text_input[0].input("wrong horse entirely")
    app.button[0].click().run()
    assert app.error and look_up_mode().locked
    app.text_input[0].input(PHRASE)
    app.button[0].click().run()
    assert not app.exception and not look_up_mode().locked
    assert look_up(cookie, local=True).in_meeting


def test_without_an_open_meeting_the_standing_agenda_is_shown_from_the_page(
    county, cookie_of, visitor
):
    cookie = cookie_of("ola")
    visitor(cookie)
    with writing() as session:
        assert meeting_mode.start(session, cookie, look_up(cookie, local=True)) is None
    app = AppTest.from_file(str(ROOT / "pages/meeting.py"), default_timeout=60)
    app.query_params["page"] = "challenges"
    app.run()
    assert not app.exception
    assert "The Group has asked nothing yet" in shown(app)
    assert "Figures as they stand now" in shown(app)


def test_an_administrator_has_nothing_to_show_without_a_meeting(county, cookie_of, visitor):
    visitor(cookie_of("ada"))
    app = screen()
    assert [title.value for title in app.title] == ["No meeting is open"]
    assert not app.button


def test_pressing_the_button_turns_the_mode_on_and_loads_the_screen(
    opened, cookie_of, visitor, monkeypatch
):
    cookie = cookie_of("ola")
    visitor(cookie)
    sent = []
    monkeypatch.setattr(meeting_mode, "send_to", sent.append)
    app = screen()
    app.button(key="show_meeting").click().run()
    assert [urlsplit(address).path for address in sent] == ["/meeting"]
    assert look_up(cookie, local=True).in_meeting
