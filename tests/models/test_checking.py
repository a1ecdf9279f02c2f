"""The check that roll-ups and records agree."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update
from sqlmodel import Session

from models import store as store_module
from models.activity import Answer
from models.checking import changed_closings, differences
from models.closing import close
from models.feedback import FeedbackItem, Telling
from models.rolling import open_quarters, refresh
from models.rollup import LoopRollup
from models.store import writing
from tests.records import Q2, Records

FIRST = date(2026, 4, 1)
days = st.integers(0, 230).map(lambda n: (FIRST + timedelta(days=n)).isoformat())
steps = st.lists(
    st.one_of(
        st.tuples(st.just("item"), days, st.sampled_from(["individual", "collective", "story"])),
        st.tuples(st.just("tell"), days, st.integers(0, 20)),
        st.tuples(st.just("dispute"), days, st.integers(0, 20)),
        st.tuples(st.just("withdraw"), days, st.integers(0, 20)),
        st.tuples(st.just("delete"), days, st.integers(0, 20)),
        st.tuples(st.just("review"), days, st.integers(1, 5)),
        st.tuples(st.just("answer"), days, st.integers(1, 5)),
    ),
    min_size=1,
    max_size=12,
)


def test_agreement_is_silent_and_a_difference_is_named(records, session):
    records.item(heard="2026-07-01")
    records.refresh()
    assert differences(session) == []
    session.execute(update(LoopRollup).values(due=7))
    assert differences(session) == [
        "loop_rollup, 2026/27 Q2: 1 rows differ from the records.",
        "loop_rollup, 2026/27 Q3: 1 rows differ from the records.",
    ]


def test_a_closing_that_was_changed_is_named(records, session):
    records.item(heard="2026-05-01")
    edition = close(session, Q2.plus(-1), by="data officer")
    assert changed_closings(session) == []
    session.execute(update(LoopRollup).where(LoopRollup.edition_id == edition.id).values(late=1))
    assert len(changed_closings(session)) == 1


@settings(max_examples=8)
@given(steps)
def test_refreshing_after_each_write_equals_counting_everything(tmp_path_factory, history):
    """After any history of writes, roll-ups refreshed step by step are those of the records."""
    address = f"sqlite:///{tmp_path_factory.mktemp('h') / 'h.db'}"
    made = store_module.engine(address)
    from models.all import metadata
    from models.state import StoreState

    with made.connect().execution_options(writes=True) as connection:
        metadata().create_all(connection)
        connection.commit()
    with store_module.writing(address) as session:
        session.add(StoreState(id=1))
        records = Records(session)
        records.lists()
        activity = records.activity()
        items: list[FeedbackItem] = []
        for name, day, value in history:
            _step(session, records, activity, items, name, day, value)
            refresh(
                session,
                quarters=open_quarters(session),
                service_ids=(activity.service_id,),
            )
        assert differences(session) == []
    made.dispose()


def _step(session: Session, records, activity, items, name, day, value) -> None:
    item = items[value % len(items)] if items and isinstance(value, int) else None
    if name == "item":
        items.append(records.item(heard=day, kind=value, activity=activity))
    elif name == "review":
        records.review(activity, on=day, score=value)
    elif name == "answer":
        records.answer(activity, on=day, scores={1: value}, told=value > 2)
    elif item is None:
        return
    elif name == "tell" and date.fromisoformat(day) >= item.heard_on:
        session.merge(Telling(item_id=item.id, told_on=date.fromisoformat(day)))
    elif name == "dispute":
        records.answer(item_id=item.id, on=day, told=False)
    elif name == "withdraw" and date.fromisoformat(day) >= item.heard_on:
        item.withdrawn_on = date.fromisoformat(day)
    elif name == "delete":
        session.execute(delete(Answer).where(Answer.item_id == item.id))
        session.execute(delete(Telling).where(Telling.item_id == item.id))
        session.delete(item)
        items.remove(item)
    session.flush()


def test_what_differs_is_counted_again_by_the_command_that_the_check_names(store, capsys):
    from measures.__main__ import main

    with writing() as session:
        made = Records(session)
        made.lists()
        made.item(heard="2026-07-01")
        made.refresh()
        session.execute(update(LoopRollup).values(due=7))
    assert main(["check"]) == 1
    assert "python -m measures recount" in capsys.readouterr().out
    assert main(["recount"]) == 0 and main(["check"]) == 0
    assert "Roll-ups and records agree." in capsys.readouterr().out
