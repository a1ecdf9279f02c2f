"""The words of the Group's own tables and figures."""

import pandas as pd

from charts import group


def test_what_must_be_in_place_is_said_in_whole_words():
    life = {"days_left": 30, "done": 0, "needed": 12, "starts": "", "ends": ""}
    assert ("0 of 12", "things needed by the end are in place") in group.life_figures(life)


def test_only_questions_whose_day_has_passed_are_counted():
    record = pd.DataFrame(
        [("on time", 1, 3, "1 of 3", False)],
        columns=["measure", "count", "base", "text", "illustrative"],
    )
    assert group.replies_table(record).notes == (
        "Only questions whose day for a reply has passed are counted.",
    )
