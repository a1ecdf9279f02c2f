"""Drawings of the views beside the one in sight: whose they are, in which order, and when."""

import json
import threading
import time
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.responses import StreamingResponse
from starlette.testclient import TestClient

from access import ahead
from access.viewer import Role, Viewer
from charts.chart import Chart, Kind, Series, Table
from charts.plotly import figure_json
from tests.access.people import write_people, write_units
from tests.records import Q2
from widgets import beside

OVERSIGHT = Viewer(1, "ola", "Ola", Role.OVERSIGHT)
LEAD = Viewer(3, "lee", "Lee", Role.LEAD, directorate_id=1)
VIEWS = [
    ("county", Q2.plus(-1)),
    ("county", Q2.plus(1)),
    ("adults", Q2),
    ("places", Q2),
    *(("county", Q2.plus(-away)) for away in range(2, 13)),
]


def chart_of(unit, quarter):
    values = (Series("Figure", (1.0,)),)
    return Chart(Kind.BARS, f"{unit} {quarter.code}", "One bar.", ("One",), values, "")


def drawn(session, *, scope, quarter):
    """The chart of a view, and its table."""
    return chart_of(scope.unit, quarter), Table("", (), ())


def empty(session, *, scope, quarter):
    """A chart with nothing in it."""
    return Chart(Kind.BARS, "Nothing", "", (), (), ""), Table("", (), ())


def wrong(session, *, scope, quarter):
    """A view that cannot be worked out."""
    raise ValueError("There is no such quarter.")


@pytest.fixture
def who(session, monkeypatch):
    """Whoever asks, who may change meanwhile."""
    write_units(session)
    write_people(session)
    session.connection().commit()
    asking = SimpleNamespace(viewer=OVERSIGHT, asked=0)

    def viewer(_request):
        asking.asked += 1
        return asking.viewer

    monkeypatch.setattr(beside, "_viewer", viewer)
    beside._known.clear()
    return asking


def asked(*names, coding="br"):
    client = TestClient(Starlette(routes=beside.beside_routes()))
    return client.get(f"/beside/{','.join(names)}", headers={"Accept-Encoding": coding})


def lines(*names, **how):
    return [json.loads(line) for line in asked(*names, **how).text.splitlines()]


def note(measure, **how):
    return beside.note(measure, {}, {"quarter": Q2}, **how)


def test_the_nearest_views_of_all_cards_come_first_and_are_drawn_as_the_page_draws_them(who):
    wide, small = note(drawn), note(drawn, compact=True)
    assert wide != small and note(drawn) == wide
    want = [
        {"card": name, "figure": figure_json(chart_of(*view), compact=name == small)}
        for view in VIEWS
        for name in (wide, small)
    ]
    assert lines(wide, small) == want


@pytest.mark.parametrize(
    ("coding", "sent"),
    [("gzip, BR", "br"), ("identity", None), ("br;q=0.0", None), ("bridge", None)],
)
def test_each_browser_gets_a_coding_that_it_reads(who, coding, sent):
    answer = asked(note(drawn), coding=coding)
    assert answer.headers.get("content-encoding") == sent
    assert len(answer.text.splitlines()) == len(VIEWS)


def test_a_chart_that_is_the_same_for_every_directorate_is_sent_for_quarters_alone(who):
    assert len(lines(note(drawn, by_unit=False))) == len([v for v in VIEWS if v[0] == "county"])


def test_a_viewer_gets_what_they_may_read_whoever_noted_the_card(who):
    name = note(drawn)
    who.viewer = LEAD
    titles = [json.loads(each["figure"])["layout"]["meta"]["title"] for each in lines(name)]
    assert f"adults {Q2.code}" in titles and f"places {Q2.code}" not in titles


def test_what_is_empty_or_cannot_be_worked_out_is_left_out(who):
    assert lines(note(empty), note(wrong)) == []
    assert len(lines(note(empty), note(drawn), note(wrong))) == len(VIEWS)


@pytest.mark.parametrize("name", ["0123456789abcdef", "tests.widgets.test_beside.drawn"])
def test_of_a_card_that_nobody_was_shown_there_is_nothing(who, name):
    answer = asked(name)
    assert (answer.status_code, answer.text) == (204, "")


def test_a_sign_in_that_ends_meanwhile_gets_no_more(who, monkeypatch):
    made = []

    def figure(viewer, *_view):
        made.append(viewer)
        who.viewer = None
        return "{}"

    monkeypatch.setattr(beside, "_figure", figure)
    assert len(lines(note(drawn))) == 1 and made == [OVERSIGHT]


def test_nothing_is_worked_out_while_someone_waits_for_a_run(who, monkeypatch):
    monkeypatch.setattr(beside, "_PATIENCE", 0.3)
    name = note(drawn)
    with ahead.run():
        assert lines(name) == []
    found, begun = [], threading.Event()
    monkeypatch.setattr(beside, "_PATIENCE", 20.0)

    def ask():
        begun.set()
        found.extend(lines(name))

    with ahead.run():
        asking = threading.Thread(target=ask)
        asking.start()
        begun.wait()
        time.sleep(0.3)
        assert found == []
    asking.join()
    assert len(found) == len(VIEWS)


async def _let_in(request):
    cards = {name: beside._known[name] for name in request.path_params["names"].split(",")}
    return StreamingResponse(beside._lines(request, cards))


def test_one_sign_in_has_only_so_many_open(who):
    name = note(drawn)
    monkeypatch = pytest.MonkeyPatch()
    mine = beside.digest("")
    beside._open[mine] = beside._OPEN_AT_MOST
    assert asked(name).status_code == 204
    # One that was let in before the others began.
    monkeypatch.setattr(beside, "_send", _let_in)
    assert asked(name).text == ""
    monkeypatch.undo()
    del beside._open[mine]
    assert asked(name).status_code == 200 and not beside._open


def test_what_is_noted_stays_within_bounds(who, monkeypatch):
    monkeypatch.setattr(beside, "_CARDS_AT_MOST", 2)
    first, *_ = [beside.note(drawn, {}, {"quarter": Q2.plus(n)}) for n in range(3)]
    assert len(beside._known) == 2 and first not in beside._known
