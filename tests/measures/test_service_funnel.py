"""The funnel of services: the county's limits, and nobody else's points."""

from charts.overdue import funnel_chart, funnel_table
from charts.plotly import figure_json
from measures.service_funnel import closure_funnel, closure_limits
from models.scope import Scope
from tests.records import Q2

ALL = (11, 12, 21, 22)
COUNTY = Scope("county", "Essex county", ALL, ALL)
MANAGER = Scope("county", "Essex county", ALL, (12,))


def due(records, service_id, on_time, base):
    for n in range(base):
        told = ["2026-07-10"] if n < on_time else []
        records.item(heard="2026-07-01", told=told, service_id=service_id)


def read(session, scope):
    asked = {"scope": scope, "quarter": Q2, "kind": "individual"}
    return closure_funnel(session, **asked), closure_limits(session, **asked)


def test_a_service_manager_gets_their_own_point_and_limits_no_wider_than_it(records, session):
    due(records, 11, 70, 97)
    due(records, 12, 9, 15)
    due(records, 21, 3, 41)
    records.refresh()
    every, whole = read(session, COUNTY)
    own, limits = read(session, MANAGER)
    assert list(own["code"]) == ["adults-2"]
    assert own.iloc[0].to_dict() == every.set_index("code", drop=False).loc["adults-2"].to_dict()
    assert limits["due"].max() == 15
    assert whole["due"].max() == 97
    assert set(limits["centre"]) == set(whole["centre"]) == {82 / 153}


def test_no_other_service_is_in_any_byte_of_a_service_managers_funnel(records, session):
    due(records, 11, 70, 97)
    due(records, 12, 9, 15)
    records.refresh()
    points, limits = read(session, MANAGER)
    words = {"kind": "individual", "quarter": "2026/27 Q2"}
    chart = funnel_chart(points, limits, **words)
    sent = f"{figure_json(chart)}{chart}{funnel_table(points, **words)}"
    assert "Adults service 2" in sent
    for name in ("Adults service 1", "Places service"):
        assert name not in sent
    assert max(max(series.at) for series in chart.series) == 15


def test_under_ten_items_a_service_is_listed_but_not_judged(records, session):
    due(records, 11, 30, 40)
    due(records, 12, 0, 9)
    records.refresh()
    points, limits = read(session, COUNTY)
    by_code = points.set_index("code")
    assert by_code.loc["adults-2", "place"] == "too few to compare"
    assert by_code.loc["adults-2", "shown"] == "0 of 9"
    assert by_code.loc["adults-1", "shown"] == "75%"
    assert not limits.empty


def test_with_nothing_due_there_are_no_limits(records, session):
    records.refresh()
    points, limits = read(session, COUNTY)
    assert list(points["due"]) == [0, 0, 0, 0]
    assert limits.empty and list(limits.columns) == ["due", "low", "high", "centre"]


def test_a_directorates_points_stand_against_the_countys_limits(records, session):
    due(records, 11, 20, 40)
    due(records, 21, 40, 40)
    records.refresh()
    asked = {"scope": COUNTY, "quarter": Q2, "kind": "individual"}
    every = closure_funnel(session, **asked).set_index("code")
    own = closure_funnel(session, **asked, within="places").set_index("code")
    assert list(own.index) == ["places-1", "places-2"]
    assert own.loc["places-1"].to_dict() == every.loc["places-1"].to_dict()
    assert list(closure_funnel(session, **asked, within="adults-1")["due"]) == [40]
