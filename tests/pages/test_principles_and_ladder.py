"""The pages of principles, the ladder and the definitions, as they are shown to a role."""

import pytest
from streamlit.testing.v1 import AppTest

from access.pages import FOLDER
from models.reference import Principle
from models.store import writing
from tests.cards import card_words
from tests.records import Records, day

Q2 = {"quarter": "2026-27-Q2"}


def shown(name: str, **parameters) -> AppTest:
    page = AppTest.from_file(str(FOLDER / name), default_timeout=60)
    for key, value in parameters.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def words(page: AppTest) -> str:
    found = [
        e.value for kind in ("title", "header", "subheader", "markdown") for e in page.get(kind)
    ]
    return "\n".join([*map(str, found), card_words(page)]).replace("\\", "")


@pytest.fixture
def filled(people):
    with writing() as session:
        records = Records(session)
        for p, (code, gate) in enumerate((("equal", False), ("feedback", True)), start=1):
            records.put(
                Principle(
                    id=p,
                    set_version="1",
                    code=code,
                    name=code.title(),
                    wording=code,
                    gate=gate,
                    position=p,
                    source="test",
                )
            )
        for service in (11, 12, 21):
            for n in range(6):
                _one_activity(records, service, n)
        records.refresh()


def _one_activity(records: Records, service: int, n: int) -> None:
    activity = records.activity(
        service,
        title=f"Work {n} by {service}",
        ended_on=day("2026-08-20"),
        intended_rung="co-producing",
        claimed_rung="coercing" if (service, n) == (21, 0) else "engaging",
        claimed_on=day("2026-08-21"),
    )
    for principle in (1, 2):
        records.review(activity, principle, score=4 - (service == 21) * 2)
    for _ in range(5):
        rung = "informing" if n == 5 else "engaging"
        records.answer(activity, scores={1: 3, 2: 2}, experienced_rung=rung)


def test_the_principles_page_opens_with_its_finding(filled, visitor, cookie_of):
    visitor(cookie_of("ola"))
    page = shown("principles.py", **Q2)
    assert page.title[0].value == "A gate is not met in 2 of 2 directorates"
    text = words(page)
    assert "not met (2.0, 12 activities)" in text
    assert "Choose a directorate to see its single activities." in text
    below = words(shown("principles.py", **Q2, directorate="places"))
    assert "Work 3 by 21" in below


def test_the_ladder_page_names_coercing_and_shortfalls(filled, visitor, cookie_of):
    visitor(cookie_of("ola"))
    page = shown("ladder.py", **Q2)
    assert page.title[0].value == ("0 of 18 ended activities claim doing with people; coercing: 1")
    text = words(page)
    assert "Work 0 by 21" in text
    assert "3 activities were experienced below the claim" in text


@pytest.mark.parametrize("name", ["principles.py", "ladder.py"])
def test_a_service_manager_is_shown_no_other_service_s_rows(filled, visitor, cookie_of, name):
    visitor(cookie_of("sam"))
    for parameters in (Q2, Q2 | {"directorate": "adults"}):
        text = words(shown(name, **parameters))
        assert ("Work 5 by 11" in text) or (name == "principles.py" and parameters == Q2)
        for other in ("by 12", "by 21", "Adults service 2", "Places"):
            assert other not in text


@pytest.mark.parametrize("name", ["principles.py", "ladder.py"])
def test_one_service_has_a_view_of_its_own(filled, visitor, cookie_of, name):
    visitor(cookie_of("ola"))
    page = shown(name, **Q2, directorate="places", service="places-1")
    text = words(page)
    assert "Work 5 by 21" in text
    assert "by 11" not in text


@pytest.mark.parametrize("name", ["principles.py", "ladder.py"])
@pytest.mark.parametrize("unit", [{}, {"directorate": "published"}])
def test_an_empty_store_is_shown_in_sentences(people, visitor, cookie_of, name, unit):
    visitor(cookie_of("ola"))
    page = shown(name, **unit)
    assert "Nothing is recorded for this choice, so there is no chart to show." in words(page)


def test_the_definitions_are_open_to_every_signed_in_person(people, visitor, cookie_of):
    visitor(cookie_of("ada"))
    page = shown("definitions.py")
    assert page.title[0].value == "How we measure"
    assert "Kaplan and Meier 1958" in words(page)
