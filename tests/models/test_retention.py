"""Consent withdrawn, records purged, and a person's own record."""

from datetime import date

import pytest
from sqlmodel import select

from models.__main__ import main
from models.audit import AuditEvent
from models.checking import changed_closings, differences
from models.closing import close, freeze_for_meeting, reopen
from models.feedback import FeedbackItem
from models.panel import Consent, Invitation, PanelMember, Participation
from models.policy import set_policy
from models.quarters import Quarter
from models.retention import (
    REMOVED,
    Purged,
    RecordError,
    months_before,
    own_record,
    purge,
    withdraw,
)
from models.rollup import ListedTelling
from models.state import state
from tests.panels import WORDING, Panel

TODAY = date(2026, 11, 20)


@pytest.fixture
def panel(records, session) -> Panel:
    return Panel(session)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 20), 24, date(2024, 11, 20)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 7, 31), 1, date(2026, 6, 30)),
    ],
)
def test_months_are_counted_back_on_the_calendar(day, months, before):
    assert months_before(day, months) == before


def test_each_consent_keeps_its_day_and_its_words(panel, session):
    member = panel.member(0)
    consent = session.exec(select(Consent).where(Consent.member_id == member.id)).one()
    assert (consent.given_on, consent.wording) == (date(2023, 1, 1), WORDING)


def test_withdrawing_ends_consent_and_membership_on_that_day(panel, session):
    member = panel.member(0)
    withdraw(session, member.id, on=TODAY, by="officer")
    assert member.left_on == TODAY
    assert session.exec(select(Consent)).one().withdrawn_on == TODAY


def test_withdrawing_twice_keeps_the_first_day(panel, session):
    member = panel.member(0)
    withdraw(session, member.id, on=date(2026, 1, 1), by="officer")
    withdraw(session, member.id, on=TODAY, by="officer")
    assert member.left_on == date(2026, 1, 1)


def test_a_purge_takes_what_is_past_its_period_and_can_be_called_twice(panel, session, records):
    stays, leaves = panel.members(2, 0, joined=date(2019, 1, 1))
    leaves.left_on = date(2024, 11, 19)
    panel.invited(stays, date(2020, 11, 19))
    panel.invited(stays, date(2020, 11, 20))
    panel.took_part(stays, date(2020, 11, 19))
    panel.took_part(stays, date(2026, 1, 1))
    item = records.item(heard="2019-11-19", kind="story")
    assert purge(session, on=TODAY, by="officer") == Purged(1, 1, 1, 1)
    assert purge(session, on=TODAY, by="officer") == Purged(0, 0, 0, 0)
    session.refresh(item)
    assert item.heard == REMOVED
    assert session.exec(select(PanelMember.id)).all() == [stays.id]
    assert len(session.exec(select(Invitation)).all()) == 1
    assert len(session.exec(select(Participation)).all()) == 1


def _words(session) -> set[str]:
    """Every text that the store keeps of feedback items."""
    item = FeedbackItem
    columns = (item.heard, item.reply, item.outcome_reason, item.withdrawn_reason)
    listed = (ListedTelling.heard, ListedTelling.reply)
    rows = [*session.exec(select(*columns)).all(), *session.exec(select(*listed)).all()]
    return {text for row in rows for text in row if text}


def test_a_purge_leaves_no_words_of_an_item_in_records_figures_or_closings(session, records):
    told = {"heard": "2019-08-01", "kind": "collective", "told": ["2019-09-01"]}
    records.item(**told, reply="We print larger")
    records.item(**told, outcome="not changed", outcome_reason="It costs too much")
    records.item(heard="2019-08-01", withdrawn_on=date(2019, 8, 3), withdrawn_reason="By mistake")
    records.item(**told)  # without any but what was heard
    records.refresh()
    close(session, Quarter.parse("2019-20-Q2"), by="data officer")
    reopen(session, Quarter.parse("2019-20-Q2"), by="data officer", why="To look again")
    freeze_for_meeting(session, by="chair")
    assert set(session.exec(select(ListedTelling.edition_id))) == {0, 1, 2}
    assert purge(session, on=TODAY, by="officer").feedback_items == 4
    session.expire_all()
    assert _words(session) == {REMOVED}
    assert changed_closings(session) == []
    assert differences(session) == []


def test_a_purge_makes_pages_ask_again(session, records):
    records.item(heard="2019-08-01")
    before = state(session).revision
    purge(session, on=TODAY, by="officer")
    session.expire_all()
    assert state(session).revision == before + 1


def test_words_that_came_to_an_item_after_its_purge_go_at_the_next(session, records):
    item = records.item(heard="2019-08-01")
    purge(session, on=TODAY, by="officer")
    item.reply = "Written late"
    session.flush()
    assert purge(session, on=TODAY, by="officer").feedback_items == 1
    session.refresh(item)
    assert (item.heard, item.reply) == (REMOVED, REMOVED)


def test_periods_follow_the_policy(panel, session):
    member = panel.member(0)
    member.left_on = date(2026, 6, 1)
    session.flush()
    assert purge(session, on=TODAY, by="officer").members == 0
    set_policy(session, "retention_member_months", "3", starts_on=TODAY, by="officer")
    assert purge(session, on=TODAY, by="officer").members == 1


def test_the_trail_says_what_a_purge_removed_and_counts_and_names_nobody(panel, session):
    member = panel.member(0)
    member.left_on = date(2023, 6, 1)
    session.flush()
    purge(session, on=TODAY, by="officer")
    event = session.exec(select(AuditEvent)).one()
    assert event.details == '{"removed": ["members"]}'
    assert member.source_id not in event.details + event.subject


def test_a_person_can_have_their_own_record_as_a_text_they_can_read(panel, session):
    member = panel.member(1, areas=("mobility", "vision"), carer=True)
    panel.invited(member, date(2026, 2, 14))
    panel.took_part(member, date(2026, 3, 1), heard_back_after=14)
    text = own_record(session, member.id, by="officer")
    assert "Impairment areas: mobility, vision" in text
    assert f"1 January 2023: “{WORDING}”" in text
    assert "14 February 2026: activity “Asked”" in text
    assert "District: District 1" in text
    assert "You heard back on 15 March 2026." in text
    assert "Name: not recorded" in text
    assert session.exec(select(AuditEvent.action)).all() == ["own record given"]


def test_an_unknown_number_is_refused_in_a_sentence(panel, session):
    with pytest.raises(RecordError, match="Check the number"):
        own_record(session, 999, by="officer")


def test_the_purge_command_says_when_there_is_nothing_to_remove(store, capsys):
    assert main(["purge"]) == 0
    assert "Nothing has reached the end" in capsys.readouterr().out
