"""The overview, the signals, a manager's own page, reach and quarters, as each role sees them."""

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from access.pages import FOLDER
from measures.__main__ import close_one
from measures.closing import close_quarter
from models.audit import AuditEvent
from models.edition import Edition, standing
from models.quarters import Quarter
from models.reference import Principle, Rung
from models.store import reading, writing
from tests.cards import cards
from tests.pages.test_feedback import everything
from tests.records import Records, day


def opened(page: str, **parameters) -> AppTest:
    app = AppTest.from_file(str(FOLDER / f"{page}.py"), default_timeout=60)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


@pytest.fixture
def recorded(people):
    """Two gates scored, one rung claimed too high, items due, and a canary in another service."""
    with writing() as session:
        records = Records(session)
        for number, code in enumerate(("equal", "feedback", "accessibility"), start=1):
            records.put(
                Principle(
                    id=number, set_version="1", code=code, name=code.title(), wording=code,
                    gate=number > 1, position=number, source="test",
                )
            )  # fmt: skip
        for service_id in (11, 21):
            activity = records.activity(
                service_id, title=f"Canary {service_id}", ended_on=day("2026-09-10"),
                claimed_rung=Rung.CO_PRODUCING, claimed_on=day("2026-09-11"),
            )  # fmt: skip
            for _ in range(5):
                records.answer(activity, on="2026-09-01", scores={2: 4, 3: 2},
                               experienced_rung=Rung.CONSULTING)  # fmt: skip
        records.item(heard="2026-10-30", service_id=11)
        records.item(heard="2026-10-31", service_id=21)
        for _ in range(12):
            records.item(heard="2026-07-01", told=["2026-07-10"], service_id=12)
        records.refresh()


def test_the_overview_answers_four_questions(recorded, visitor, cookie_of):
    visitor(cookie_of("ola"))
    app = opened("overview", quarter="2026-27-Q2")
    assert app.title[0].value.startswith(
        "1 of 2 gates met (too few to compare), 2 of 2 done with people"
    )
    said = everything(app)
    for question in ("principles kept", "up the ladder", "hear back", "panel reach"):
        assert question in said
    assert "Not met in" not in said  # one activity each is too few to say so
    assert "too few to be sure" in said


def test_the_overview_of_an_empty_store_is_words(people, visitor, cookie_of):
    visitor(cookie_of("ola"))
    app = opened("overview")
    assert "No reply was due" in everything(app)


def test_signals_link_to_the_view_that_shows_them(recorded, visitor, cookie_of):
    visitor(cookie_of("ola"))
    app = opened("conversation", quarter="2026-27-Q2")
    assert "/ladder?quarter=2026-27-Q2&amp;directorate=adults" in everything(app)
    assert "things need a conversation" in app.title[0].value


def test_a_title_over_part_of_the_county_says_whose_things_it_counts(recorded, visitor, cookie_of):
    visitor(cookie_of("lee"))
    title = opened("conversation", quarter="2026-27-Q2").title[0].value
    assert title.endswith("a conversation in what you see")
    assert title in everything(opened("overview", quarter="2026-27-Q2"))
    own = opened("conversation", quarter="2026-27-Q2", directorate="adults").title[0].value
    assert own.endswith("a conversation")
    visitor(cookie_of("ola"))
    whole = opened("conversation", quarter="2026-27-Q2").title[0].value
    assert whole.endswith("a conversation")


def test_the_way_to_every_signal_looks_like_the_other_links(recorded, visitor, cookie_of):
    visitor(cookie_of("ola"))
    said = everything(opened("overview", quarter="2026-27-Q2"))
    assert 'class=\\"signals\\"><a href=\\"/conversation?quarter=2026-27-Q2' in said


def test_a_manager_sees_their_own_items_and_never_anothers(recorded, visitor, cookie_of):
    visitor(cookie_of("sam"))
    for page in ("my_service", "overview", "conversation", "ladder", "principles", "feedback"):
        said = everything(opened(page, quarter="2026-27-Q2"))
        assert "Canary 21" not in said, page
    mine = opened("my_service", quarter="2026-27-Q2")
    assert "1 item falls due in the next four weeks" in mine.title[0].value
    assert "Canary 11" in everything(mine)


def test_a_manager_sees_the_county_beside_their_own(recorded, visitor, cookie_of):
    visitor(cookie_of("sam"))
    said = everything(opened("my_service", quarter="2026-27-Q2"))
    assert "Essex county" in said
    assert "Adults" in said


def test_reach_says_plainly_that_nothing_was_taken(recorded, visitor, cookie_of):
    visitor(cookie_of("ola"))
    app = opened("reach", quarter="2026-27-Q2")
    assert app.title[0].value == "The panel has no snapshot yet"


def test_presence_of_an_open_quarter_is_provisional(recorded, visitor, cookie_of):
    visitor(cookie_of("ola"))
    found = cards(opened("reach", quarter="2026-27-Q2"))
    (presence,) = [card for card in found if "senior officer" in card.get("title", "")]
    assert "Provisional: may still change" in presence["marks"]
    with writing() as session:
        close_quarter(session, Quarter(2026, 2), by="test")
    found = cards(opened("reach", quarter="2026-27-Q2"))
    (presence,) = [card for card in found if "senior officer" in card.get("title", "")]
    assert "Provisional" not in presence.get("marks", "")


def test_a_data_officer_closes_and_reopens_a_quarter(recorded, visitor, cookie_of):
    visitor(cookie_of("dana"))
    quarter = Quarter(2026, 2)
    app = opened("quarters", quarter=quarter.code)
    assert "can be closed" in app.title[0].value
    assert app.button[0].disabled
    app.checkbox[0].check().run()
    app.button[0].click().run()
    assert not app.exception
    assert "2026/27 Q2 is closed, revision 1." in app.success[0].value
    with reading() as session:
        number = standing(session)[quarter.code]
        assert session.get(Edition, number).content_hash
    app.text_input[0].set_value("").run()
    app.button[0].click().run()
    assert app.error[0].value.replace("\\", "") == "Say why the quarter is reopened."
    app.text_input[0].set_value("A late list came in")
    app.button[0].click().run()
    assert "is reopened" in app.success[0].value
    with reading() as session:
        assert quarter.code not in standing(session)
        actions = session.exec(select(AuditEvent.action)).all()
    assert {"quarter closed", "quarter reopened"} <= set(actions)


def test_a_quarter_closed_by_a_command_is_audited_in_the_same_words(recorded):
    assert close_one(Quarter(2026, 2)) == 0
    with reading() as session:
        actions = session.exec(select(AuditEvent.action)).all()
    assert "quarter closed" in actions and "closed" not in actions


def test_closed_figures_say_so(recorded, visitor, cookie_of):
    with writing() as session:
        close_quarter(session, Quarter(2026, 2), by="test")
    visitor(cookie_of("ola"))
    assert "Closed figures" in everything(opened("overview", quarter="2026-27-Q2"))
