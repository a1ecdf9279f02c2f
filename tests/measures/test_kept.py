"""Answers that are kept while the store's figures stay what they are."""

from measures.feedback import closure
from models.scope import Scope
from models.state import raise_revision
from models.store import reading, writing
from tests.records import Q2, Records

COUNTY = Scope("county", "County", (11, 12), listed_ids=(11, 12))


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
