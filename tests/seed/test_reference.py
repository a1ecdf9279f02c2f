"""The reference lists as published."""

import pytest
from sqlmodel import func, select

from models.reference import District, ImpairmentArea, Principle, Rung, RungMeaning, Way
from seed.reference import load_reference


@pytest.fixture
def lists(session):
    load_reference(session)
    return session


def test_every_list_has_its_published_length(lists):
    lengths = {RungMeaning: 7, Principle: 8, Way: 5, ImpairmentArea: 10, District: 12}
    for kind, length in lengths.items():
        assert lists.exec(select(func.count()).select_from(kind)).one() == length


def test_the_two_gates_are_feedback_and_accessibility(lists):
    gates = lists.exec(select(Principle.code).where(Principle.gate).order_by(Principle.position))
    assert gates.all() == ["feedback", "accessibility"]


def test_every_rung_has_its_meaning(lists):
    assert set(lists.exec(select(RungMeaning.rung))) == {rung.value for rung in Rung}


def test_a_list_that_is_there_is_left_as_it_is(lists):
    way = lists.get(Way, "local")
    way.name = "Changed here"
    lists.flush()
    assert load_reference(lists) == 0
    assert lists.get(Way, "local").name == "Changed here"


def test_districts_carry_their_census_figures_and_source(lists):
    tendring = lists.get(District, "E07000076")
    assert (tendring.name, tendring.residents, tendring.disabled) == ("Tendring", 148292, 35694)
    assert tendring.unpaid_carers == 15708
    assert "TS038" in tendring.source and "TS039" in tendring.source
    assert tendring.locality == "North East Essex"


def test_every_principle_way_and_rung_cites_a_document_and_its_line(lists):
    for kind in (Principle, Way, RungMeaning):
        for source in lists.exec(select(kind.source)):
            assert ("2024" in source or "2017" in source) and "text line" in source
