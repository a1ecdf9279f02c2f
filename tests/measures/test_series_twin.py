"""The headline measures over quarters against the slow twins of their subjects."""

from random import Random

import pytest

from measures.series import series
from models.quarters import Quarter
from models.scope import Scope
from tests.records import Q2, TODAY
from tests.twins import feedback as feedback_twin
from tests.twins import ladder as ladder_twin
from tests.twins import principles as principles_twin
from tests.twins.histories import a_history
from tests.twins.loops import History
from tests.twins.work import Work, a_work_history

ALL = (11, 12, 21, 22)
SCOPES = {
    "the county": Scope("county", "Essex county", ALL, ALL),
    "a directorate": Scope("adults", "Adults", (11, 12), (11,)),
    "one service": Scope("adults-1", "Adults service 1", (11,), (11,)),
}
QUARTERS = (Quarter(2026, 1), Q2, Quarter(2026, 3))


def point(session, scope: Scope, measure: str, quarter: Quarter):
    return series(session, scope=scope, measure=measure, quarters=(quarter,)).iloc[0]


@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES)
@pytest.mark.parametrize("number", (3, 11, 20))
def test_closure_over_quarters_equals_the_twin(records, session, scope, number):
    a_history(records, Random(number), items=60)
    records.refresh()
    past = History(session, TODAY)
    for quarter in QUARTERS:
        slow = feedback_twin.closure(past, scope, quarter).set_index("kind")
        for kind in ("individual", "collective"):
            found = point(session, scope, f"closure_{kind}", quarter)
            assert (found["part"], found["base"]) == (
                slow.loc[kind, "on_time"],
                slow.loc[kind, "due"],
            )


@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES)
@pytest.mark.parametrize("number", (5, 20))
def test_scores_coverage_and_agreement_over_quarters_equal_the_twins(
    records, session, scope, number
):
    a_work_history(records, Random(number), activities=60)
    records.refresh()
    work = Work(session)
    for quarter in QUARTERS:
        slow = principles_twin.scores(work, scope, quarter)
        for row in slow[slow["whole"]].itertuples():
            found = point(session, scope, f"{row.voice}_{row.principle_code}", quarter)
            assert found["base"] == row.activities
            if row.activities:
                assert found["value"] == pytest.approx(row.score)
            if row.voice == "people" and row.principle_code == "feedback":
                covered = point(session, scope, "coverage", quarter)
                assert (covered["part"], covered["base"]) == (row.reviewed, row.running)
        agreed = ladder_twin.agreement(work, scope, quarter)
        whole = agreed[agreed["whole"]].iloc[0]
        found = point(session, scope, "agreement", quarter)
        assert (found["part"], found["base"]) == (whole["agreed"], whole["base"])
