"""The challenge log: its steps, what may follow what, and replies as a measure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func
from sqlmodel import select

from measures.challenges import challenge_log, challenge_steps, reply_record
from models import challenge as log
from models.audit import AuditEvent
from models.challenge import ChallengeError, ChallengeStep, Officer, months_later
from models.policy import set_policy
from models.reference import Directorate
from tests.meeting.twins import slow_replies
from tests.records import TODAY, day

ASKED_ON = day("2026-06-01")


def ask(session, on=ASKED_ON, **values):
    values = {"question": "What stops replies?", "figure": "62%, 18 of 29", **values}
    return log.ask(
        session, by="ola", on=on, officer=Officer.LEAD, directorate_id=1, unit_label="Adults",
        **values,
    )  # fmt: skip


def reply(session, number, on, words="We will hire."):
    return log.reply(
        session, number, by="lee", on=day(on), what_will_change=words, change_by=None
    )  # fmt: skip


def only(session, on=TODAY):
    return challenge_log(session, on=on).iloc[0]


def test_a_reply_is_due_two_months_later_unless_the_setting_says_otherwise(records):
    made = ask(records.session)
    assert only(records.session, on=ASKED_ON)["reply_by"] == "1 August 2026"
    set_policy(records.session, "reply_months", "1", starts_on=ASKED_ON, by="ada")
    ask(records.session)
    found = challenge_log(records.session, on=ASKED_ON).set_index("id")["reply_by"].to_dict()
    assert found == {made.id: "1 August 2026", made.id + 1: "1 July 2026"}


@pytest.mark.parametrize(
    ("start", "months", "then"),
    [("2026-12-31", 2, "2027-02-28"), ("2027-12-31", 2, "2028-02-29"), ("2026-10-05", 3, "2027-01-05")],
)  # fmt: skip
def test_months_later_is_the_same_day_or_the_months_last(start, months, then):
    assert months_later(day(start), months) == day(then)


def test_a_challenge_goes_from_asked_to_replied_to_asked_again_to_accepted(records):
    session = records.session
    number = ask(session).id
    assert only(session, on=ASKED_ON)["state"] == "waiting for a reply"
    reply(session, number, "2026-07-20")
    assert only(session)["state"] == "replied, for the Group to judge"
    log.ask_again(session, number, by="ola", on=day("2026-09-01"), question="By when?")
    row = only(session, on=day("2026-09-02"))
    assert (row["state"], row["question"], row["rounds"]) == ("waiting for a reply", "By when?", 2)
    assert row["reply"] == "We will hire."
    assert only(session)["state"] == "reply overdue"
    reply(session, number, "2026-11-19", "By March.")
    log.accept(session, number, by="ola", on=TODAY)
    row = only(session)
    assert (row["state"], row["late"], row["open"]) == ("accepted", True, False)
    kinds = challenge_steps(session, ids=(number,))[number]["kind"].tolist()
    assert kinds == ["asked", "replied", "asked again", "replied", "accepted"]


def test_every_step_is_audited(records):
    number = ask(records.session).id
    reply(records.session, number, "2026-07-20")
    log.accept(records.session, number, by="ola", on=TODAY)
    events = records.session.exec(select(AuditEvent).order_by(AuditEvent.number)).all()
    assert [(event.actor, event.action) for event in events] == [
        ("ola", "challenge asked"),
        ("lee", "challenge replied"),
        ("ola", "challenge accepted"),
    ]


@pytest.mark.parametrize("step", ["reply twice", "accept unanswered", "ask again unanswered"])
def test_a_step_out_of_turn_is_refused_and_writes_nothing(records, step):
    session = records.session
    number = ask(session).id
    if step == "reply twice":
        reply(session, number, "2026-07-20")
    before = session.exec(select(func.count()).select_from(ChallengeStep)).one()
    with pytest.raises(ChallengeError, match="cannot be"):
        if step == "reply twice":
            reply(session, number, "2026-07-21")
        elif step == "accept unanswered":
            log.accept(session, number, by="ola", on=TODAY)
        else:
            log.ask_again(session, number, by="ola", on=TODAY, question="And?")
    assert session.exec(select(func.count()).select_from(ChallengeStep)).one() == before


def test_a_question_and_a_reply_need_words(records):
    with pytest.raises(ChallengeError, match="plain words"):
        ask(records.session, question="  ")
    number = ask(records.session).id
    with pytest.raises(ChallengeError, match="what will change"):
        reply(records.session, number, "2026-07-01", " ")


def test_a_reply_on_its_day_is_on_time_and_one_a_day_after_is_late(records):
    session = records.session
    for on in ("2026-08-01", "2026-08-02"):
        reply(session, ask(session).id, on)
    ask(session)
    found = reply_record(session, on=TODAY).set_index("measure")
    assert found["count"].to_dict() == {"on time": 1, "late": 1, "no reply": 1, "accepted": 0}
    assert found.loc["on time", "text"] == "1 of 3"


def test_a_question_whose_day_is_not_past_is_in_no_base(records):
    reply(records.session, ask(records.session).id, "2026-06-02")
    assert reply_record(records.session, on=day("2026-08-01"))["base"].tolist() == [0, 0, 0, 1]
    assert reply_record(records.session, on=day("2026-08-02"))["base"].tolist() == [1, 1, 1, 1]


def test_an_empty_log_has_the_same_columns(records):
    assert challenge_log(records.session, on=TODAY).empty
    assert reply_record(records.session, on=TODAY)["text"].tolist() == ["no figure"] * 4


_DAYS = st.integers(0, 200)


@given(st.lists(st.tuples(_DAYS, st.none() | _DAYS, st.booleans()), max_size=6))
def test_replies_agree_with_their_slow_twin(histories):
    from sqlalchemy import create_engine
    from sqlmodel import Session

    from models.all import metadata

    engine = create_engine("sqlite://")
    metadata().create_all(engine)
    start = date(2026, 1, 1)
    with Session(engine) as session:
        session.add(Directorate(id=1, code="a", name="A", position=1))
        session.flush()
        for asked, replied, again in histories:
            on = start + timedelta(days=asked)
            steps = [
                ChallengeStep(kind="asked", happened_on=on, reply_by=months_later(on, 2), by="o")
            ]
            if replied is not None:
                answered = on + timedelta(days=replied)
                steps.append(ChallengeStep(kind="replied", happened_on=answered, by="l"))
                if again:
                    by = months_later(answered, 2)
                    steps.append(
                        ChallengeStep(kind="asked again", happened_on=answered, reply_by=by, by="o")
                    )
            made = log.Challenge(figure="f", question="q", officer=Officer.LEAD, directorate_id=1)
            session.add(made)
            session.flush()
            for step in steps:
                step.challenge_id = made.id
                session.add(step)
                session.flush()
        found = reply_record(session, on=date(2026, 8, 1)).set_index("measure")["count"].to_dict()
        found.pop("accepted")
        assert found == slow_replies(session, date(2026, 8, 1))
    engine.dispose()
