"""Answers that are kept while the store's figures stay what they are."""

from random import Random

import pandas as pd
from sqlalchemy import event

from measures.feedback import closure
from measures.ladder import agreement, rung_mix
from measures.missing import missing
from measures.overview import (
    feedback_answer,
    ladder_answer,
    principles_answer,
    reach_answer,
    side_by_side,
)
from measures.principles import gaps, gates, scores
from measures.quarters import quarters_of, standing_of
from measures.signals import signals
from measures.targets import targets_met
from models.closing import close, freeze_for_meeting
from models.policy import Target
from models.rollup import LoopRollup
from models.scope import Scope
from models.state import raise_revision
from models.store import engine, reading, writing
from tests.records import Q2, Records, day
from tests.twins.histories import a_history
from tests.twins.work import a_work_history

COUNTY = Scope("county", "County", (11, 12), listed_ids=(11, 12))
ALL = (11, 12, 21, 22)
UNITS = (
    Scope("county", "Essex county", ALL, ALL),
    Scope("adults", "Adults", (11, 12), (11,)),
    Scope("adults-1", "Adults service 1", (11,), (11,)),
    Scope("places", "Places", (21, 22), (21, 22)),
)
OF_A_VIEW = (
    principles_answer, ladder_answer, feedback_answer, reach_answer, side_by_side, scores, gates,
    gaps, rung_mix, agreement, closure, targets_met, signals, missing, standing_of,
)  # fmt: skip


def due() -> int:
    with reading() as session:
        return int(closure(session, scope=COUNTY, quarter=Q2)["due"].sum())


def test_a_write_that_figures_read_is_seen_at_once(store):
    with writing() as session:
        records = Records(session)
        records.lists()
        records.item(heard="2026-07-01")
        records.refresh()
    assert due() == 1
    with writing() as session:
        records = Records(session)
        records.count = 50
        records.item(heard="2026-07-02")
        records.refresh()
    assert due() == 2


def test_what_a_writer_takes_back_is_never_kept(store):
    with writing() as session:
        Records(session).lists()
    assert due() == 0
    try:
        with writing() as session:
            records = Records(session)
            records.item(heard="2026-07-01")
            records.refresh()
            assert int(closure(session, scope=COUNTY, quarter=Q2)["due"].sum()) == 1
            raise RuntimeError
    except RuntimeError:
        pass
    with writing() as session:
        raise_revision(session)
    assert due() == 0


def test_a_caller_may_change_its_own_copy(store):
    with writing() as session:
        Records(session).lists()
    with reading() as session:
        first = closure(session, scope=COUNTY, quarter=Q2)
        first["due"] = 99
        assert int(closure(session, scope=COUNTY, quarter=Q2)["due"].sum()) == 0


def a_county() -> int:
    """A store with a history of some quarters, one quarter of it closed; the number of a meeting."""
    with writing() as session:
        records = Records(session)
        records.lists()
        a_history(records, Random(5), items=60)
        a_work_history(records, Random(5), activities=40)
        records.put(
            Target(measure="coverage", scope="county", value=0.5, set_on=day("2026-01-05"),
                   set_by="test")
        )  # fmt: skip
        records.refresh()
        close(session, Q2.plus(-1), by="test")
        meeting = freeze_for_meeting(session, by="test").id
        # What is recorded after the meeting was opened stands in the live figures alone.
        records.count = 5000
        records.item(heard="2026-07-01")
        records.refresh()
    return meeting


def of_a_view(session, scope: Scope, quarter) -> list:
    return [measure(session, scope=scope, quarter=quarter) for measure in OF_A_VIEW]


def same(found, fresh) -> bool:
    if isinstance(fresh, pd.DataFrame):
        pd.testing.assert_frame_equal(found, fresh)
        return True
    return found == fresh


def test_views_kept_in_whatever_order_equal_those_worked_out_afresh(store):
    meeting = a_county()
    quarters = (Q2, Q2.plus(-1), Q2.plus(1), Q2.plus(-4))
    views = [
        (Scope(u.unit, u.label, u.service_ids, u.listed_ids, meeting=number), quarter)
        for u in UNITS
        for quarter in quarters
        for number in (None, meeting)
    ]
    Random(2).shuffle(views)
    for scope, quarter in views[:10]:
        with reading() as session:
            found = of_a_view(session, scope, quarter)
        with writing() as session:  # a session that writes is never answered from what is kept
            fresh = of_a_view(session, scope, quarter)
        assert all(same(*pair) for pair in zip(found, fresh, strict=True))


def test_another_unit_of_a_quarter_asked_before_reads_no_counts_again(store):
    a_county()
    asked: list[str] = []
    event.listen(
        engine(), "before_cursor_execute", lambda _c, _cursor, text, *_: asked.append(text)
    )
    for scope in UNITS:
        asked.clear()
        with reading() as session:
            of_a_view(session, scope, Q2)
            quarters_of(session, scope=scope)
        counts = [text for text in asked if "_rollup" in text]
        assert counts if scope is UNITS[0] else not counts


def test_a_closed_quarter_is_read_from_its_closing_alone(store):
    a_county()
    closed = Q2.plus(-1)
    with reading() as session:
        before = closure(session, scope=UNITS[0], quarter=closed)
    with writing() as session:
        stray = {"quarter": closed.code, "service_id": 11, "kind": "individual"}
        session.add(LoopRollup(edition_id=0, due=7, not_told=7, **stray))
        raise_revision(session)
    with reading() as session:
        closure(session, scope=UNITS[0], quarter=Q2)
        after = closure(session, scope=UNITS[0], quarter=closed)
    pd.testing.assert_frame_equal(after, before)
