"""The front door and the administrator's pages, as scripts that run."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from access import accounts, demonstration
from access.scope import scope_of
from access.signing_in import WRONG, by_password
from access.trail import events, shown
from access.viewer import Role, Viewer
from models.account import account_of
from models.store import reading, writing
from models.units import put, read_list
from tests.access.people import NAMES, PHRASE
from tests.cards import cards, tables

ROOT = Path(__file__).parents[2]


def script(path):
    return AppTest.from_file(str(ROOT / path), default_timeout=60).run()


def front_door():
    return script("access/front_door.py")


def words(app):
    return " ".join(str(element.value) for element in [*app.title, *app.markdown, *app.text])


def test_nobody_gets_the_sign_in_alone(people, visitor):
    app = front_door()
    assert not app.exception
    assert [field.label for field in app.text_input] == ["Name", "Password"]
    assert not app.sidebar.children and "Demonstration" not in words(app)


def test_a_browser_without_cookies_is_told_so(people, visitor, monkeypatch):
    monkeypatch.setattr("access.run.browser", lambda: "")
    app = front_door()
    assert "Allow cookies" in app.warning[0].value and not app.text_input


def test_a_wrong_password_is_said_in_one_sentence(people, visitor):
    app = front_door()
    app.text_input[0].input("ola")
    app.text_input[1].input("wrong horse entirely")
    app.button[0].click().run()
    assert not app.exception
    assert [error.value for error in app.error] == [WRONG]


def test_the_right_password_leaves_with_a_ticket(people, visitor, monkeypatch):
    sent = []
    monkeypatch.setattr("access.sign_in.send_to", sent.append)
    app = front_door()
    app.text_input[0].input("ola")
    app.text_input[1].input(PHRASE)
    app.button[0].click().run()
    assert not app.exception and len(sent) == 1
    assert sent[0].startswith("/enter?ticket=") and "to=%2F" in sent[0]


def test_codes_are_asked_after_the_password(people, visitor):
    from access.codes import keep_secret, new_secret

    with writing() as session:
        keep_secret(account_of(session, "ola"), new_secret())
    app = front_door()
    app.text_input[0].input("ola")
    app.text_input[1].input(PHRASE)
    app.button[0].click().run()
    assert [field.label for field in app.text_input] == ["Code from your authenticator app"]
    app.text_input[0].input("000000")
    app.button[0].click().run()
    assert not app.exception and app.error


def test_demonstration_sign_ins_are_listed_on_this_machine_alone(people, visitor):
    demonstration.complete()
    assert "Demonstration sign-ins" in [heading.value for heading in front_door().header]
    visitor(None, local=False)
    assert "Demonstration sign-ins" not in [heading.value for heading in front_door().header]


@pytest.mark.parametrize("username", NAMES.values())
def test_everyone_signed_in_sees_their_name_and_a_way_out(people, visitor, cookie_of, username):
    visitor(cookie_of(username))
    app = front_door()
    assert username.title() in app.sidebar.text[0].value
    assert "Sign out" in [button.label for button in app.sidebar.button]


def test_signing_out_ends_the_sign_in(people, visitor, cookie_of):
    visitor(cookie_of("ada"))
    app = front_door()
    app.sidebar.button[0].click().run()
    assert [field.label for field in front_door().text_input] == ["Name", "Password"]


def test_an_administrator_adds_changes_and_stops_an_account(people, visitor, cookie_of):
    visitor(cookie_of("ada"))
    app = script("pages/accounts.py")
    assert not app.exception
    app.text_input(key="add_username").input("cara")
    app.text_input(key="add_name").input("Cara Quill")
    next(button for button in app.button if button.label == "Add account").click().run()
    assert not app.exception
    phrase = app.success[0].value.rsplit(" ", 1)[1]
    assert by_password("cara", phrase, browser="b", local=False).ticket
    app.selectbox(key="chosen").select("cara").run()
    app.button(key="Disable_cara").click().run()
    assert not app.exception and by_password("cara", phrase, browser="b", local=False).refusal


def test_a_faulty_account_is_refused_on_the_page(people, visitor, cookie_of):
    visitor(cookie_of("ada"))
    app = script("pages/accounts.py")
    app.text_input(key="add_username").input("ola")
    next(button for button in app.button if button.label == "Add account").click().run()
    assert "already" in app.error[0].value


def press(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception


def rows_shown(app):
    [table] = tables(app)
    return table["rows"]


def test_an_administrator_adds_and_renames_directorates_and_services(people, visitor, cookie_of):
    visitor(cookie_of("ada"))
    app = script("pages/directorates.py")
    assert rows_shown(app)[0] == ["Adults", "adults", "Adults service 1", "adults-1"]
    assert "Published record" not in str(rows_shown(app))
    app.text_input(key="directorate_code").input("schools")
    app.text_input(key="directorate_name").input("Schools")
    press(app, "Add directorate")
    assert app.success[0].value == "Directorate “schools” added: Schools."
    app.selectbox(key="home").select("schools")
    app.text_input(key="service_code").input("meals")
    app.text_input(key="service_name").input("School meals")
    press(app, "Add service")
    assert rows_shown(app)[-1] == ["Schools", "schools", "School meals", "meals"]
    app.selectbox(key="chosen").select("schools").run()
    app.text_input(key="name_schools").input("Learning")
    app.number_input(key="place_schools").set_value(1)
    press(app, "Save changes")
    assert rows_shown(app)[0] == ["Learning", "schools", "School meals", "meals"]
    with reading() as session:
        assert [(e["actor"], e["action"]) for e in events(session)[:2]] == [
            ("ada", "directorates put in order"),
            ("ada", "directorate renamed"),
        ]
    viewer = Viewer(1, "ola", "Ola", Role.OVERSIGHT)
    assert scope_of(viewer, directorate="schools").label == "Learning"


@pytest.mark.parametrize(
    ("fields", "button", "said"),
    [
        ({"directorate_code": "adults", "directorate_name": "A"}, "Add directorate", "already"),
        ({"directorate_code": "", "directorate_name": "A"}, "Add directorate", "has no code"),
        ({"directorate_code": "a b", "directorate_name": "A"}, "Add directorate", "be a code"),
        ({"service_code": "places-1", "service_name": "A"}, "Add service", "already"),
        ({"service_code": "", "service_name": "A"}, "Add service", "has no code"),
        ({"service_code": "a", "service_name": "Places service 1"}, "Add service", "is the name"),
        ({"name_adults": " "}, "Save changes", "Give its name"),
        ({"name_adults": "Places"}, "Save changes", "is the name"),
    ],
)
def test_a_faulty_unit_is_refused_on_the_page(people, visitor, cookie_of, fields, button, said):
    visitor(cookie_of("ada"))
    app = script("pages/directorates.py")
    before = rows_shown(app)
    for key, text in fields.items():
        app.text_input(key=key).input(text)
    press(app, button)
    assert said in app.error[0].value and rows_shown(app) == before


def test_the_list_that_the_page_gives_can_be_read_back(people, visitor, cookie_of, tmp_path):
    visitor(cookie_of("ada"))
    [card] = cards(script("pages/directorates.py"))
    (tmp_path / "units.csv").write_text(card["csv"]["text"], "utf-8")
    with writing() as session:
        assert put(session, read_list(tmp_path / "units.csv"), in_order=True) == []


def test_the_trail_is_shown_and_verified(people, visitor, cookie_of):
    by_password("nobody", "wrong horse entirely", browser="b", local=False)
    visitor(cookie_of("ada"))
    app = script("pages/audit.py")
    [trail] = tables(app)
    assert not app.exception and len(trail["rows"]) == 1
    app.button(key="verify").click().run()
    assert "The trail is whole" in app.success[0].value


def test_a_setting_is_set_from_a_day_on_and_noted(people, visitor, cookie_of):
    visitor(cookie_of("ada"))
    app = script("pages/settings_page.py")
    assert not app.exception
    app.selectbox(key="name").select("idle_minutes").run()
    app.text_input(key="value_idle_minutes").input("soon")
    app.button[0].click().run()
    assert "whole number from 5 to 480" in app.error[0].value
    app.text_input(key="value_idle_minutes").input("10")
    app.button[0].click().run()
    assert not app.exception and "Set:" in app.success[0].value
    with reading() as session:
        assert events(session)[0]["subject"] == "idle_minutes"


def test_the_groups_days_are_chosen_and_read_as_days(people, visitor, cookie_of):
    visitor(cookie_of("ada"))
    app = script("pages/settings_page.py")
    app.selectbox(key="name").select("group_ends_on").run()
    app.date_input(key="value_group_ends_on").set_value(date(2028, 3, 31))
    app.button[0].click().run()
    assert not app.exception and "Set:" in app.success[0].value
    rows = {row[0]: row[1:] for row in tables(script("pages/settings_page.py"))[0]["rows"]}
    assert rows["The day the Group ends"] == ["31 March 2028", "no change is set"]
    assert rows["The day the Group started"] == ["not set", "no change is set"]


def test_accounts_name_the_units_that_people_answer_for(people, visitor, cookie_of):
    visitor(cookie_of("ada"))
    rows = {row[0]: row[-1] for row in tables(script("pages/accounts.py"))[0]["rows"]}
    assert rows["lee"] == "Adults" and "adults-1" not in rows["sam"]


def test_the_trail_names_quarters_as_people_read_them():
    at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    row = {"number": 1, "at": at, "actor": "dana", "action": "quarter closed",
           "subject": "2026-27-Q1", "details": "{}"}  # fmt: skip
    assert shown([row])[0][4] == "2026/27 Q1"


def test_a_person_changes_their_password_on_their_page(people, visitor, cookie_of):
    visitor(cookie_of("ola"))
    app = script("pages/my_account.py")
    assert not app.exception
    for field, text in zip(
        app.text_input, (PHRASE, *["orchard pebble windmill"] * 2), strict=False
    ):
        field.input(text)
    app.button[0].click().run()
    assert "is changed" in app.success[0].value
    assert by_password("ola", "orchard pebble windmill", browser="b", local=False).ticket


def test_a_person_turns_codes_on_and_off_on_their_page(people, visitor, cookie_of, monkeypatch):
    import pyotp

    from access import codes

    moment = codes.now()  # the clock stands, so that no code runs out on a slow machine
    monkeypatch.setattr(codes, "now", lambda: moment)
    visitor(cookie_of("ola"))
    app = script("pages/my_account.py")
    app.toggle(key="set_up").set_value(True).run()
    assert not app.exception
    one_time = pyotp.TOTP(app.session_state["new_secret"])
    step = int(codes.now().timestamp()) // 30
    app.text_input[3].input(one_time.generate_otp(step))
    app.button[1].click().run()
    assert not app.exception and not app.error
    app.text_input[3].input(one_time.generate_otp(step))
    app.button[1].click().run()
    assert "used already" in app.error[0].value
    app.text_input[3].input(one_time.generate_otp(step + 1))
    app.button[1].click().run()
    assert "Codes are off" in app.success[0].value


def test_who_must_change_a_password_sees_that_page_alone(people, visitor, cookie_of):
    with writing() as session:
        accounts.reset(session, "ada", by="ada")
    visitor(cookie_of("ada"))
    assert "not for your account" in script("pages/accounts.py").title[0].value
    assert "Choose your own password" in script("pages/my_account.py").info[0].value


def test_the_trail_is_read_in_words_and_londons_time(people):
    details = '{"added": 1, "left out": {}, "services": ["a", "b"], "sha256": ""}'
    event = {
        "number": 7, "at": datetime(2026, 7, 1, 11, 5, 9, tzinfo=UTC), "actor": "ola",
        "action": "file written", "subject": "Reviews", "details": details,
    }  # fmt: skip
    assert shown([event]) == (
        ("7", "01/07/2026 12:05:09", "ola", "file written", "Reviews", "added: 1, services: a, b"),
    )
