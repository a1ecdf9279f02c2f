"""The page of feedback loops as each role sees it."""

import pytest
from streamlit.testing.v1 import AppTest

from access.pages import FOLDER
from models.store import writing
from tests.cards import card_words, tables
from tests.records import Records, day

PAGE = str(FOLDER / "feedback.py")
NOTHING = "Nothing is recorded for this choice, so there is no chart to show."


def opened(**parameters) -> AppTest:
    page = AppTest.from_file(PAGE, default_timeout=60)
    for name, value in {"quarter": "2026-27-Q2", **parameters}.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def everything(page: AppTest) -> str:
    """All that the page sends to the browser, as text."""
    return "\n".join(str(element.proto) for element in walk(page.main))


def walk(block):
    for child in block.children.values():
        yield child
        if hasattr(child, "children"):
            yield from walk(child)


def due(records: Records, service_id: int, on_time: int, base: int) -> None:
    for n in range(base):
        told = ["2026-07-10"] if n < on_time else []
        records.item(heard="2026-07-01", told=told, service_id=service_id)


@pytest.fixture
def recorded(people):
    """Items of three services; one thing told to a group, and one not changed."""
    with writing() as session:
        records = Records(session)
        due(records, 11, 12, 20)
        due(records, 12, 30, 40)
        due(records, 21, 5, 30)
        records.item(
            heard="2026-05-01",
            kind="collective",
            told=["2026-07-20"],
            outcome="not changed",
            outcome_reason="The law does not allow it",
        )
        records.item(heard="2026-07-01", kind="story", acted_on=day("2026-07-02"))
        records.refresh()


def test_the_title_states_the_finding(recorded, visitor, cookie_of):
    visitor(cookie_of("ola"))
    page = opened()
    assert page.title[0].value == "Replies to people: 52% on time, 47 of 90 items"


def test_the_kind_is_kept_in_the_address(recorded, visitor, cookie_of):
    visitor(cookie_of("ola"))
    page = opened(kind="collective")
    assert page.title[0].value == "Feedback to groups: 1 of 1 on time, too few to compare"
    page.selectbox(key="pick-kind").select("individual").run()
    assert "kind" not in page.query_params
    assert page.title[0].value.startswith("Replies to people")


def test_what_was_not_changed_says_why(recorded, visitor, cookie_of):
    visitor(cookie_of("ola"))
    [told] = [table for table in tables(opened()) if "You said" in table["columns"]]
    assert "Not changed, because: The law does not allow it" in str(told["rows"])


def test_a_service_manager_is_sent_no_other_services_name_or_point(recorded, visitor, cookie_of):
    visitor(cookie_of("sam"))
    sent = everything(opened())
    assert "Adults service 1" in sent
    assert "Items due in four quarters" in sent  # the funnel is drawn
    for other in ("Adults service 2", "Places service", "Places"):
        assert other not in sent


def test_a_service_manager_sees_their_directorate_and_county_as_totals(
    recorded, visitor, cookie_of
):
    visitor(cookie_of("sam"))
    assert opened().title[0].value == "Replies to people: 52% on time, 47 of 90 items"
    page = opened(directorate="adults")
    assert page.title[0].value == "Replies to people: 70% on time, 42 of 60 items"
    page = opened(directorate="places")
    assert "not a directorate that you can see" in page.warning[0].value


@pytest.mark.parametrize("who", ["ola", "lee", "sam"])
def test_an_empty_store_is_said_in_plain_sentences(people, visitor, cookie_of, who):
    visitor(cookie_of(who))
    page = opened(quarter="2026-27-Q3")
    assert page.title[0].value == "Replies to people: none were due"
    assert NOTHING in card_words(page)


def test_the_published_record_shows_no_figure_of_the_county(recorded, visitor, cookie_of):
    visitor(cookie_of("ola"))
    page = opened(directorate="published", quarter="2026-27-Q3")
    assert page.title[0].value == "Replies to people: none were due"
    assert "Adults service" not in everything(page)


def test_too_few_to_draw_is_not_called_nothing(people, visitor, cookie_of):
    with writing() as session:
        records = Records(session)
        due(records, 11, 1, 3)
        records.refresh()
    visitor(cookie_of("ola"))
    page = opened()
    assert page.title[0].value == "Replies to people: 1 of 3 on time, too few to compare"
    words = card_words(page)
    assert "There is too little to draw. The table has what is recorded." in words
