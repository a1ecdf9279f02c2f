"""Commitments, the Group's end, seats and papers."""

import pytest

from measures.commitments import commitments, completion_counts
from measures.group import group_life, papers, seats_filled
from models import commitment, meeting
from models.commitment import CommitmentError, Completion
from models.meeting import Constituency, MeetingError, MeetingState
from models.policy import set_policy
from seed.commitments import load_commitments
from tests.records import TODAY, day


def promise(session, due="2026-11-19", **more):
    due_on = day(due) if due else None
    terms = {"wording": "Send papers early", "owner": "Clerk", "due_on": due_on, **more}
    return commitment.promise(session, by="ola", **terms)


def find(session, number, word, evidence="Seen."):
    commitment.find(
        session, number, by="ola", on=TODAY, completion=Completion(word), evidence=evidence
    )


def test_the_published_commitments_carry_only_what_was_published(records):
    assert load_commitments(records.session) == 21
    assert load_commitments(records.session) == 0
    found = commitments(records.session, on=TODAY)
    assert found["origin"].value_counts().to_dict() == {
        "2024 Statement of Intent": 12,
        "2017 recommendations": 9,
    }
    assert set(found["owner"]) == {""} and set(found["completion"]) == {"no evidence"}
    assert found["source"].str.len().min() > 20
    assert set(found.groupby("origin")["due"].first()) == {"within 2024", ""}


@pytest.mark.parametrize(("due", "overdue"), [("2026-11-19", True), ("2026-11-20", False), (None, False)])  # fmt: skip
def test_a_commitment_is_overdue_from_the_day_after_its_due_day(records, due, overdue):
    promise(records.session, due=due)
    assert commitments(records.session, on=TODAY)["overdue"].tolist() == [overdue]


def test_a_complete_commitment_is_not_overdue(records):
    number = promise(records.session).id
    find(records.session, number, "complete")
    assert not commitments(records.session, on=TODAY)["overdue"].any()


@pytest.mark.parametrize("word", ["limited", "substantial", "complete"])
def test_progress_needs_evidence(records, word):
    number = promise(records.session).id
    with pytest.raises(CommitmentError, match="needs evidence"):
        find(records.session, number, word, "")


def test_every_finding_is_kept(records):
    number = promise(records.session).id
    find(records.session, number, "not started", "")
    find(records.session, number, "limited", "A draft.")
    steps = commitment.steps_of(records.session, number)
    assert [str(step.completion) for step in steps] == ["not started", "limited"]
    assert commitments(records.session, on=TODAY)["evidence"].tolist() == ["A draft."]


def test_the_five_words_are_counted_by_origin_and_add_up(records):
    load_commitments(records.session)
    find(records.session, promise(records.session).id, "substantial")
    listed = commitments(records.session, on=TODAY)
    counts = completion_counts(listed)
    assert counts["commitments"].sum() == len(listed) == 22
    assert len(counts) == 3 * 5
    assert completion_counts(listed.iloc[:0]).empty


def test_the_groups_end_counts_what_must_be_in_place(records):
    session = records.session
    set_policy(session, "group_started_on", "2026-11-10", starts_on=TODAY, by="ada")
    set_policy(session, "group_ends_on", "2026-11-30", starts_on=TODAY, by="ada")
    find(session, promise(session, before_end=True).id, "complete")
    promise(session, before_end=True)
    promise(session)
    life = group_life(session, on=TODAY)
    assert (life["needed"], life["done"], life["days_left"], life["passed"]) == (2, 1, 10, 0.5)
    assert life["by_word"]["no evidence"] == 1


def test_a_group_without_days_says_so(records):
    life = group_life(records.session, on=TODAY)
    assert (life["starts"], life["ends"], life["days_left"], life["passed"]) == ("", "", None, None)


@pytest.fixture
def held(records):
    made = meeting.plan(records.session, title="Autumn", held_on=day("2026-10-20"), by="ola")
    made.state = MeetingState.ENDED
    return made.id


def seats(session, number, place, **filled):
    meeting.put_attendance(session, number, place, by="ola", seats=6, **filled)


def test_people_with_lived_experience_are_kept_as_a_band_alone(records, held):
    session = records.session
    seats(session, held, Constituency.LIVED, band="fewer than 10")
    seats(session, held, Constituency.OFFICERS, filled=5)
    found = seats_filled(session).set_index("constituency")["filled"].to_dict()
    assert found == {
        "people with lived experience": "fewer than 10",
        "officers": "5 of 6",
        "elected Members": "not recorded",
        "partners": "not recorded",
    }
    assert session.get(meeting.Attendance, (held, Constituency.LIVED)).filled is None


def test_a_number_of_people_with_lived_experience_is_refused(records, held):
    with pytest.raises(MeetingError, match="choose one of"):
        seats(records.session, held, Constituency.LIVED, filled=4)


def test_more_filled_seats_than_there_are_is_refused(records, held):
    with pytest.raises(MeetingError, match="7 of 6 seats"):
        seats(records.session, held, Constituency.OFFICERS, filled=7)


@pytest.mark.parametrize(
    ("sent", "notice", "in_time"),
    [("2026-10-13", "7 days", "yes"), ("2026-10-14", "6 days", "no"), (None, "not recorded", "not recorded")],
)  # fmt: skip
def test_papers_are_in_time_by_the_setting(records, held, sent, notice, in_time):
    meeting.put_papers(
        records.session, held, by="ola", sent_on=day(sent) if sent else None,
        easy_read=True, word=None, large_print=False, asked_how_co_produced=None,
    )  # fmt: skip
    row = papers(records.session).iloc[0]
    assert (row["notice"], row["in_time"]) == (notice, in_time)
    assert (row["formats"], row["asked"]) == ("Easy Read", "not recorded")
