"""An opened meeting shows what stood at its opening, whatever comes in meanwhile."""

from dataclasses import replace

import pandas as pd
import pytest

from measures.feedback import closure
from measures.meeting_lists import life, listed, open_meeting
from measures.trends import trend_line
from models import challenge, commitment, meeting
from models.challenge import Officer
from models.commitment import Completion
from models.meeting import MeetingError, MeetingState, agenda_of
from models.policy import LineNote
from models.quarters import now
from models.scope import Scope
from tests.records import Q2, TODAY, day

LISTS = ("challenges", "replies", "commitments", "seats", "papers")
COUNTY = Scope(unit="county", label="Essex county", service_ids=(11, 12, 21, 22))


@pytest.fixture
def planned(records):
    session = records.session
    made = meeting.plan(session, title="Autumn", held_on=TODAY, by="ola")
    meeting.put_agenda(session, made.id, [{"page": "feedback"}, {"page": "group"}], by="ola")
    challenge.ask(
        session, by="ola", on=day("2026-06-01"), figure="62%", question="Why?",
        officer=Officer.LEAD, directorate_id=1,
    )  # fmt: skip
    commitment.promise(
        session, by="ola", wording="Send papers", owner="Clerk", due_on=TODAY, before_end=True
    )
    for told in ((), ("2026-07-20",)):
        records.item(heard="2026-07-10", told=told)
    records.refresh()
    return made.id


def seen(session, opened):
    scope = replace(COUNTY, meeting=opened.edition_id)
    frames = [listed(session, name, meeting_id=opened.id, on=TODAY) for name in LISTS]
    frames.append(closure(session, scope=scope, quarter=Q2))
    frames.append(trend_line(session, scope=scope, measure="closure_individual", quarter=Q2))
    return frames, life(session, meeting_id=opened.id, on=TODAY)


def change_everything(records):
    session = records.session
    for _ in range(3):
        records.item(heard="2026-07-11", told=("2026-07-12",))
    records.refresh()
    challenge.reply(session, 1, by="lee", on=TODAY, what_will_change="All of it.", change_by=None)
    commitment.find(
        session, 1, by="ola", on=TODAY, completion=Completion.COMPLETE, evidence="Seen."
    )
    session.add(
        LineNote(
            measure="closure_individual", scope="county", happened_on=day("2026-08-01"),
            text="A new team", noted_by="ola", recorded_at=now(),
        )
    )  # fmt: skip
    session.flush()


def test_what_comes_in_after_the_opening_changes_nothing_in_the_meeting(records, planned):
    opened = open_meeting(records.session, planned, by="ola")
    before, before_life = seen(records.session, opened)
    live = closure(records.session, scope=COUNTY, quarter=Q2)
    change_everything(records)
    after, after_life = seen(records.session, opened)
    for one, other in zip(before, after, strict=True):
        pd.testing.assert_frame_equal(one, other)
    assert after_life == before_life
    assert not live.equals(closure(records.session, scope=COUNTY, quarter=Q2))
    assert life(records.session, meeting_id=None, on=TODAY)["done"] == 1


def test_the_lists_at_the_opening_are_those_that_stand_then(records, planned):
    stood = {n: listed(records.session, n, meeting_id=None, on=TODAY) for n in LISTS}
    opened = open_meeting(records.session, planned, by="ola")
    for name in ("challenges", "replies", "commitments"):
        kept = listed(records.session, name, meeting_id=opened.id, on=TODAY)
        pd.testing.assert_frame_equal(kept, stood[name])


def test_overdue_commitments_come_to_the_agenda_by_themselves(records, planned):
    session = records.session
    commitment.promise(
        session, by="ola", wording="Long past", owner="Clerk", due_on=day("2026-01-01")
    )
    open_meeting(session, planned, by="ola")
    assert [item.page for item in agenda_of(session, planned)] == [
        "feedback",
        "group",
        "commitments",
    ]


def test_an_agenda_without_anything_overdue_stays_as_it_was_made(records, planned):
    open_meeting(records.session, planned, by="ola")
    assert [item.page for item in agenda_of(records.session, planned)] == ["feedback", "group"]


def test_an_opened_meeting_is_neither_opened_again_nor_changed(records, planned):
    session = records.session
    open_meeting(session, planned, by="ola")
    for change in (
        lambda: open_meeting(session, planned, by="ola"),
        lambda: meeting.put_agenda(session, planned, [], by="ola"),
    ):
        with pytest.raises(MeetingError, match="opened already"):
            change()


def test_a_meeting_without_an_agenda_is_not_opened(records):
    made = meeting.plan(records.session, title="Empty", held_on=TODAY, by="ola")
    with pytest.raises(MeetingError, match="nothing on the agenda"):
        open_meeting(records.session, made.id, by="ola")


def test_an_ended_meeting_is_no_longer_the_one_that_is_open(records, planned):
    opened = open_meeting(records.session, planned, by="ola")
    assert meeting.open_now(records.session).id == opened.id
    meeting.end(records.session, planned, by="ola")
    assert meeting.open_now(records.session) is None
    assert opened.state == MeetingState.ENDED
