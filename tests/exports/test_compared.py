"""The comparison with the quarter before and the year before."""

from datetime import timedelta

from exports.contents.summary import compared_table
from exports.contents.view import View
from tests.exports.test_contents import COUNTY
from tests.records import Q2


def test_each_headline_stands_beside_the_quarter_and_the_year_before(records, session):
    for quarter, on_time in ((Q2.plus(-4), 30), (Q2.plus(-1), 12), (Q2, 29)):
        heard = quarter.first_day - timedelta(days=10)
        for n in range(30):
            told = [(heard + timedelta(days=3)).isoformat()] if n < on_time else []
            records.item(heard=heard.isoformat(), told=told)
    records.refresh()
    table = compared_table(View(session, COUNTY, COUNTY, Q2))
    assert table.columns[1:] == ("2026/27 Q2", "2026/27 Q1", "Change since", "2025/26 Q2",
                                 "Change in a year")  # fmt: skip
    row = {r[0]: r[1:] for r in table.rows}["Individual feedback closed on time"]
    assert row == ("97%", "40%", "rose", "100%", "no clear change")
    nothing = {r[0]: r[1:] for r in table.rows}["Claimed rung agreed with by people"]
    assert nothing == ("nothing recorded", "nothing recorded", "too few to compare",
                       "nothing recorded", "too few to compare")  # fmt: skip
