"""Forms: checked like files, written once, and never over someone else's edit."""

from datetime import date

import pytest
from sqlalchemy import func
from sqlmodel import select

from intake.form import draft_of, drop_draft, held, new_id, new_token, save_draft, send
from intake.kinds.all import KINDS
from intake.panel import members_named, withdraw
from models.account import Account, Role
from models.activity import Activity, Review
from models.audit import AuditEvent
from models.feedback import FeedbackItem
from models.panel import Consent, PanelMember
from models.store import reading, writing
from tests.intake.conftest import EVERYTHING
from tests.intake.test_refused import OWN
from tests.records import Records

NEW = {"id": "A1", "service": "adults-1", "title": "Review", "started_on": "2026-08-03"}


def count(table) -> int:
    with reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_a_form_writes_one_record(files):
    assert send(KINDS["activities"], [NEW], OWN, token=new_token()).done
    assert count(Activity) == 1


def test_a_form_sent_twice_writes_once(files):
    token = new_token()
    kind = KINDS["activities"]
    assert send(kind, [NEW], OWN, token=token).done
    again = send(kind, [NEW | {"id": new_id(kind)}], OWN, token=token)
    assert (again.done, count(Activity)) == (False, 1)
    assert "already" in again.problems[0][1]


def test_a_form_says_what_is_wrong_by_field(files):
    sent = send(KINDS["activities"], [NEW | {"title": ""}], OWN, token=new_token())
    assert [column for column, _said in sent.problems] == ["title"]
    assert count(Activity) == 0


def test_a_form_of_another_service_is_refused_and_audited(files):
    sent = send(KINDS["activities"], [NEW | {"service": "places-1"}], OWN, token=new_token())
    assert not sent.done
    with reading() as session:
        assert "refused" in session.exec(select(AuditEvent.action)).one()


def test_a_stale_edit_shows_both_versions_and_writes_nothing(files):
    kind = KINDS["activities"]
    send(kind, [NEW], OWN, token=new_token())
    with reading() as session:
        mine, version = held(session, kind, "A1")
    send(kind, [NEW | {"title": "Theirs"}], OWN, token=new_token(), version=version)
    mine = {name: mine[name] for name in NEW} | {"title": "Mine"}
    sent = send(kind, [mine], OWN, token=new_token(), version=version)
    assert sent.stale == [("title", "Theirs", "Mine")]
    with reading() as session:
        assert session.exec(select(Activity.title)).one() == "Theirs"


def test_a_form_shows_a_record_as_it_is_typed(files):
    send(KINDS["activities"], [NEW], OWN, token=new_token())
    with reading() as session:
        shown, version = held(session, KINDS["activities"], "A1")
    assert (shown["service"], shown["started_on"], version) == ("adults-1", "2026-08-03", 1)


def test_reviews_of_all_principles_are_written_together_or_not_at_all(files):
    with writing() as session:
        name = Records(session).activity().source_id
    rows = [
        {"id": f"R{n}", "activity": name, "principle": code, "reviewed_on": "2026-08-03",
         "score": score, "not_applicable_why": ""}
        for n, (code, score) in enumerate((("equal", "4"), ("feedback", "9")))
    ]  # fmt: skip
    assert not send(KINDS["reviews"], rows, OWN, token=new_token()).done
    assert count(Review) == 0
    rows[1]["score"] = "5"
    assert send(KINDS["reviews"], rows, OWN, token=new_token()).done
    assert count(Review) == 2


def test_a_question_of_a_form_is_answered_before_it_is_written(files):
    item = {"id": "F1", "service": "adults-1", "kind": "individual", "heard": "Mrs Green said so",
            "heard_on": "2026-08-03"}  # fmt: skip
    kind = KINDS["feedback"]
    sent = send(kind, [item], OWN, token=new_token())
    assert [q.code for q in sent.questions] == ["people:heard"]
    assert send(kind, [item], OWN, token=new_token(), answers={"people:heard": "yes"}).done
    assert count(FeedbackItem) == 1


@pytest.fixture
def account(files) -> int:
    with writing() as session:
        person = Account(username="m", name="M", role=Role.SERVICE_MANAGER)
        session.add(person)
        session.flush()
        return person.id


def test_a_draft_waits_in_the_store_until_it_is_sent(account):
    with writing() as session:
        save_draft(session, account, "activity", {"title": "Half a ti"})
        save_draft(session, account, "activity", {"title": "Half a title"})
    with reading() as session:
        assert draft_of(session, account, "activity") == {"title": "Half a title"}
        assert draft_of(session, account, "other") == {}
    with writing() as session:
        drop_draft(session, account, "activity")
    with reading() as session:
        assert draft_of(session, account, "activity") == {}


MEMBER = {
    "id": "M1", "name": "A B", "contact": "ab@example.org", "joined_on": "2026-08-03",
    "consent_on": "2026-08-03",
}  # fmt: skip


def test_a_member_signs_up_with_consent_and_can_take_it_back(files):
    assert send(KINDS["members"], [MEMBER], EVERYTHING, token=new_token()).done
    with writing() as session:
        assert members_named(session, "a b", by="officer") == [("M1", "A B")]
        withdraw(session, "M1", on=date(2026, 9, 1), by="officer")
    with reading() as session:
        assert session.exec(select(Consent.withdrawn_on)).one() == date(2026, 9, 1)
        assert session.exec(select(PanelMember.left_on)).one() == date(2026, 9, 1)
    with writing() as session, pytest.raises(ValueError, match="already"):
        withdraw(session, "M1", on=date(2026, 9, 1), by="officer")
    sent = send(KINDS["members"], [MEMBER | {"name": "C D"}], EVERYTHING, token=new_token())
    assert "withdrew consent" in sent.problems[0][1]


def test_consent_is_not_taken_back_before_it_was_given_or_in_the_future(files):
    send(KINDS["members"], [MEMBER], EVERYTHING, token=new_token())
    for day in (date(2026, 8, 1), date(2027, 1, 1)):
        with writing() as session, pytest.raises(ValueError):
            withdraw(session, "M1", on=day, by="officer")
