"""The comparison with the quarter before and the year before."""

from datetime import timedelta

from exports.contents.summary import compared_table, targets_table
from exports.contents.view import View
from models.policy import Target
from tests.exports.test_contents import COUNTY
from tests.records import Q2, day


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
    assert table.numbers[0][1] == 29 / 30
    nothing = {r[0]: r[1:] for r in table.rows}["Claimed rung agreed with by people"]
    assert nothing == ("nothing recorded", "nothing recorded", "too few to compare",
                       "nothing recorded", "too few to compare")  # fmt: skip


def test_a_share_on_a_base_under_ten_is_words_beside_other_quarters_and_targets(records, session):
    heard = Q2.first_day - timedelta(days=10)
    for n in range(8):
        told = [(heard + timedelta(days=3)).isoformat()] if n < 6 else []
        records.item(heard=heard.isoformat(), told=told)
    records.put(
        Target(measure="closure_individual", scope="county", value=0.8, set_on=day("2026-05-05"),
               set_by="test")
    )  # fmt: skip
    records.refresh()
    view = View(session, COUNTY, COUNTY, Q2)
    for table, column in ((compared_table(view), 1), (targets_table(view), 2)):
        row = [each[0] for each in table.rows].index("Individual feedback closed on time")
        assert table.rows[row][column] == "6 of 8"
        assert table.numbers[row][column] is None
