"""Taking snapshots from records in a store, and what may be read of them."""

from datetime import timedelta

import pytest
from sqlalchemy import func
from sqlmodel import select

from measures import panel_counts as raw
from measures.attack import attack
from measures.panel_tables import ALL, DECLARED, MEMBERS, NEW
from measures.protection import protect
from measures.snapshots import TAKEN_BEFORE, TOO_FEW_CHANGED, releases, take
from models.erasure import erase
from models.panel import Disabled, PanelMember, PanelSnapshot, PanelTable
from models.policy import set_policy
from models.quarters import Quarter
from tests.panels import FIRST, Panel, moment


@pytest.fixture
def panel(records, session) -> Panel:
    return Panel(session)


def close_of(quarter):
    return moment(quarter.last_day + timedelta(days=45))


def taken(session, quarter=FIRST):
    return take(session, quarter, at=close_of(quarter))


def figure(session, snapshot_id, name, attribute=MEMBERS, place=ALL):
    return session.get(PanelTable, (snapshot_id, name, attribute, place))


def test_a_snapshot_holds_declared_tables_only_and_no_raw_count(panel, session):
    panel.members(23, 0)
    panel.members(13, 1, areas=("vision", "hearing"))
    panel.members(4, None)
    done = taken(session)
    rows = session.exec(select(PanelTable)).all()
    assert {row.name for row in rows} <= {table.name for table in DECLARED}
    assert all(row.rounded is None or (row.rounded >= 10 and row.rounded % 5 == 0) for row in rows)
    assert done.stock_reason is None and done.flow_reason is None
    assert figure(session, done.stock_id, "members_by_place").rounded == 40


def test_counts_in_the_database_match_counts_in_plain_python(panel, session):
    panel.members(7, 0, areas=("vision", "mobility"), carer=True)
    panel.members(5, 1, areas=(), disabled=Disabled.NO, learning_disability=True)
    panel.members(3, None, areas=("hearing", "vision"))
    gone = panel.member(0)
    gone.left_on = FIRST.last_day
    panel.member(0, joined=FIRST.last_day + timedelta(days=1))
    session.flush()
    by = raw.grain(session, geography="districts", detail="groups")
    counts = raw.stock_counts(session, FIRST.last_day, by)
    assert counts[MEMBERS, ALL] == 15
    assert counts["group:sensory", ALL] == 10
    assert counts["group:sensory", "outside"] == 3
    assert counts["group:physical", "E07000000"] == 7
    assert counts["carers", ALL] == 7
    assert counts["learning_disability", "E07000001"] == 5
    assert counts["disabled", ALL] == 10


def test_stock_stands_until_ten_members_joined_left_or_changed(panel, session):
    members = panel.members(40, 0)
    first = taken(session)
    panel.members(5, 1, joined=FIRST.plus(1).first_day)
    for member in members[:2]:
        member.left_on = FIRST.plus(1).first_day
    for member in members[2:4]:
        member.carer = True
    session.flush()
    second = taken(session, FIRST.plus(1))
    assert second.stock_id == first.stock_id
    assert second.stock_reason == TOO_FEW_CHANGED
    members[5].district_code = "E07000002"
    session.flush()
    third = taken(session, FIRST.plus(2))
    assert third.stock_id != first.stock_id
    assert session.get(PanelSnapshot, third.stock_id).changed == 10


def test_members_erased_since_count_as_changed(panel, session):
    members = panel.members(40, 0)
    taken(session)
    for member in members[:10]:
        erase(session, member.source_id, by="tester")
    assert taken(session, FIRST.plus(1)).stock_reason is None


def test_flow_is_taken_once_for_a_quarter_and_never_again(panel, session):
    members = panel.members(30, 0)
    for member in members[:20]:
        panel.invited(member, FIRST.first_day)
    first = taken(session)
    for member in members[20:]:
        panel.invited(member, FIRST.last_day)
    again = taken(session)
    assert again.flow_id == first.flow_id
    assert again.flow_reason == TAKEN_BEFORE
    assert figure(session, first.flow_id, "invited").rounded == 20


def test_each_step_counts_people_once_with_what_they_had_told_then(panel, session):
    members = panel.members(30, 0)
    for member in members[:25]:
        panel.invited(member, FIRST.first_day)
        panel.invited(member, FIRST.first_day + timedelta(days=9), areas=("vision",))
    for member in members[:15]:
        panel.took_part(member, FIRST.last_day, heard_back_after=100)
        panel.took_part(member, FIRST.last_day - timedelta(days=1))
    for member in members[18:30]:
        panel.took_part(member, FIRST.last_day)
    for member in members:
        member.district_code = "E07000001"
    session.flush()
    done = taken(session)
    flow = done.flow_id
    assert figure(session, flow, "invited").rounded == 25
    assert figure(session, flow, "invited", place="E07000000").figure != "fewer than 10"
    assert figure(session, flow, "invited", place="E07000001").figure == "fewer than 10"
    assert figure(session, flow, "invited", "area:vision").rounded == 25
    assert figure(session, flow, "invited", "area:mobility").figure == "fewer than 10"
    assert figure(session, flow, "took_part").rounded == 20  # 22 of those invited
    assert figure(session, flow, "uninvited").figure == "fewer than 10"
    later = FIRST.plus(2)
    told = raw.heard_back_told(session, later, FIRST, close_of(FIRST))
    assert len(told) == 15
    done = taken(session, later)
    assert figure(session, done.flow_id, "heard_back").figure != "fewer than 10"


def test_who_was_recorded_after_the_taking_does_not_hear_back_in_its_figures(panel, session):
    for member in panel.members(12, 0):
        panel.took_part(member, FIRST.first_day, heard_back_after=20)
    late = panel.took_part(panel.member(0), FIRST.first_day, heard_back_after=20)
    late.recorded_at = close_of(FIRST) + timedelta(days=1)
    session.flush()
    told = raw.heard_back_told(session, FIRST.plus(2), FIRST, close_of(FIRST))
    assert len(told) == 12


def test_new_voices_are_counted_from_the_fifth_recorded_quarter(panel, session):
    early, late = panel.members(12, 0), panel.members(14, 0)
    for member in early:
        panel.took_part(member, FIRST.first_day)
    for number in (3, 4):
        quarter = FIRST.plus(number)
        for member in late + early:
            panel.took_part(member, quarter.first_day)
    assert (NEW, ALL) not in raw.voices(session, FIRST.plus(3))
    counts = raw.voices(session, FIRST.plus(4))
    assert counts[NEW, ALL] == 0
    for member in panel.members(11, 0):
        panel.took_part(member, FIRST.plus(4).last_day)
    assert raw.voices(session, FIRST.plus(4))[NEW, ALL] == 11


def test_familiar_voices_are_given_only_where_ten_members_are(panel, session):
    members = panel.members(20, 0)
    for times in range(4):
        for member in members[:9]:
            panel.took_part(member, FIRST.first_day + timedelta(days=times))
    done = taken(session)
    assert figure(session, done.flow_id, "voices", "familiar").figure == "fewer than 10"
    parts = figure(session, done.flow_id, "voices", "familiar_participations")
    assert parts.rounded is None


def test_localities_take_the_place_of_districts_that_would_hide_everything(records, session):
    panel = Panel(session, districts=4)
    for district in range(4):
        panel.members(6, district)
    snapshot = session.get(PanelSnapshot, taken(session).stock_id)
    places = set(session.exec(select(PanelTable.place)))
    assert snapshot.places == "localities"
    assert places == {"North", "South", "outside", ALL}


def test_the_grain_first_published_stands_until_the_policy_changes(records, session):
    panel = Panel(session, districts=4)
    for district in range(4):
        panel.members(6, district)
    taken(session)
    for district in range(4):
        panel.members(40, district)
    second = taken(session, FIRST.plus(1))
    assert session.get(PanelSnapshot, second.stock_id).places == "localities"
    set_policy(
        session, "panel_geography", "localities", starts_on=FIRST.plus(2).first_day, by="tester"
    )
    panel.members(20, 1)
    third = taken(session, FIRST.plus(2))
    assert session.get(PanelSnapshot, third.stock_id).places == "localities"


def test_an_empty_panel_can_be_taken_and_reads_fewer_than_ten(records, session):
    Panel(session)
    done = taken(session)
    assert done.stock_reason is None and done.flow_reason is None
    assert set(session.exec(select(PanelTable.figure))) <= {"fewer than 10", "silent"}


def test_six_closings_of_a_store_withstand_the_attack(panel, session):
    for district in range(3):
        panel.members(14 + 9 * district, district, areas=("mobility", "hearing")[: district % 3])
    panel.members(8, 2, areas=("vision",), carer=True)
    for number in range(6):
        quarter = FIRST.plus(number)
        panel.members(6 + number, number % 3, joined=quarter.first_day, areas=("memory",))
        everyone = session.exec(
            select(PanelMember).where(PanelMember.left_on.is_(None)).order_by(PanelMember.id)
        ).all()
        for member in everyone[:5]:
            member.left_on = quarter.last_day
        for member in everyone[5:40]:
            panel.invited(member, quarter.first_day, areas=())
        for member in everyone[20:45]:
            panel.took_part(member, quarter.last_day, areas=(), heard_back_after=60)
        taken(session, quarter)
    made = releases(session)
    assert len(made) == session.scalar(select(func.count()).select_from(PanelSnapshot)) > 9
    assert attack(made)[0] == []


def test_shown_figures_are_the_protected_truth(panel, session):
    panel.members(33, 0)
    panel.members(48, 1, carer=True)
    done = taken(session)
    by = raw.grain(session, geography="districts", detail="areas")
    truth = raw.stock_counts(session, FIRST.last_day, by)
    for row in session.exec(select(PanelTable).where(PanelTable.snapshot_id == done.stock_id)):
        if row.rounded is not None:
            assert row.rounded == protect(truth[row.attribute, row.place]).rounded


def test_a_quarter_is_named_as_everywhere_else(panel, session):
    panel.members(12, 0)
    snapshot = session.get(PanelSnapshot, taken(session).stock_id)
    assert Quarter.parse(snapshot.quarter) == FIRST
