"""The pickers: what is chosen is in the address, and a link opens the same view."""

from tests.pages.test_feedback import everything
from tests.pages.test_overview import opened, recorded

__all__ = ["recorded"]


def test_a_link_that_names_a_service_alone_opens_that_service(recorded, visitor, cookie_of):
    visitor(cookie_of("ola"))
    app = opened("overview", quarter="2026-27-Q2", service="adults-1")
    assert app.selectbox(key="pick-directorate").value == "adults"
    assert app.selectbox(key="pick-service").value == "adults-1"


def test_a_quarter_may_be_written_either_way(recorded, visitor, cookie_of):
    visitor(cookie_of("ola"))
    assert (
        opened("overview", quarter="2026/27 Q2").selectbox(key="pick-quarter").value == "2026-27-Q2"
    )


def test_what_is_not_a_quarter_is_said_and_another_is_shown(recorded, visitor, cookie_of):
    visitor(cookie_of("ola"))
    app = opened("overview", quarter="soon")
    assert "“soon” is not a quarter" in app.warning[0].value


def test_anothers_service_in_the_address_shows_nothing_of_it(recorded, visitor, cookie_of):
    visitor(cookie_of("sam"))
    app = opened("ladder", quarter="2026-27-Q2", directorate="places", service="places-1")
    assert "Canary 21" not in everything(app)
    assert app.warning


def test_what_an_address_says_is_never_a_link(recorded, visitor, cookie_of):
    visitor(cookie_of("ola"))
    link = "[Sign in again here](https://evil.example/login)"
    for name in ("directorate", "service", "quarter"):
        asked = {"directorate": "adults", "quarter": "2026-27-Q2"} | {name: link}
        shown = " ".join(warning.value for warning in opened("overview", **asked).warning)
        assert "Sign in again here" in shown and "](" not in shown, name
