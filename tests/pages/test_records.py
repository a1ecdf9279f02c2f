"""The pages by which records come in: files and forms, as each role meets them."""

from datetime import date

import pytest
from sqlmodel import func, select
from streamlit.testing.v1 import AppTest

from access.pages import FOLDER
from intake import jobs
from intake.form import new_token, send
from intake.kinds.all import KINDS
from intake.permission import Permit
from models.account import account_of
from models.activity import Activity, Review
from models.audit import AuditEvent
from models.feedback import FeedbackItem
from models.intake import Draft
from models.panel import Consent, PanelMember
from models.reference import Principle
from models.store import reading, writing
from tests.records import Records

PAGES = ("data_in.py", "record_activity.py", "record_review.py", "record_feedback.py",
         "record_panel.py")  # fmt: skip
MANAGER = Permit("sam", (11,), False)


@pytest.fixture
def enter(cookie_of, visitor):
    """Opens a page as one of the people."""

    def opened(name: str, username: str | None) -> AppTest:
        visitor(cookie_of(username) if username else None)
        return AppTest.from_file(str(FOLDER / name), default_timeout=60).run()

    return opened


def count(table) -> int:
    with reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def text_of(page: AppTest) -> str:
    kinds = ("title", "markdown", "error", "success", "warning")
    return "\n".join(str(e.value) for kind in kinds for e in page.get(kind))


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_shown_before_sign_in(enter, name):
    page = enter(name, None)
    assert not page.exception
    assert "Sign in" in text_of(page) and not page.button


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("username", ["ola", "ada"])
def test_who_records_nothing_is_refused(enter, name, username):
    assert "not for your account" in text_of(enter(name, username))


@pytest.mark.parametrize(
    ("name", "username"),
    [*((name, who) for name in PAGES[:4] for who in ("sam", "lee")),
     ("data_in.py", "dana"), ("record_panel.py", "dana")],
)  # fmt: skip
def test_a_page_opens_on_an_empty_store(enter, name, username):
    page = enter(name, username)
    assert not page.exception
    assert page.title


def test_an_activity_is_recorded_with_the_reason_for_its_rung(enter):
    page = enter("record_activity.py", "sam")
    page.text_input(key="record_activity_title").input("Welcome pack").run()
    page.selectbox(key="record_activity_service").select("adults-1").run()
    page.date_input(key="record_activity_started_on").set_value(date(2026, 11, 2)).run()
    page.selectbox(key="record_activity_intended_rung").select("co-designing").run()
    page.button(key="send").click().run()
    assert "Say why this rung" in text_of(page) and count(Activity) == 0
    assert count(Draft) == 1
    page.text_area(key="record_activity_intended_why").input("They use the pack.").run()
    page.button(key="send").click().run()
    assert not page.exception
    assert "Recorded." in text_of(page)
    assert (count(Activity), count(Draft)) == (1, 0)


def test_a_draft_is_there_after_the_connection_was_lost(enter):
    page = enter("record_activity.py", "sam")
    page.text_input(key="record_activity_title").input("Half a title").run()
    again = enter("record_activity.py", "sam")
    assert again.text_input(key="record_activity_title").value == "Half a title"
    assert enter("record_activity.py", "lee").text_input(key="record_activity_title").value == ""


@pytest.fixture
def activity(people) -> str:
    with writing() as session:
        for p, (code, gate) in enumerate((("equal", False), ("feedback", True)), start=1):
            session.add(
                Principle(id=p, set_version="1", code=code, name=code.title(), wording=code,
                          gate=gate, position=p, source="test")
            )  # fmt: skip
        return Records(session).activity(11).source_id


def test_a_review_scores_all_principles_on_one_screen(enter, activity):
    page = enter("record_review.py", "sam")
    page.selectbox(key="record_review_in_activity").select(activity).run()
    page.selectbox(key="record_review_in_score_equal").select("4").run()
    page.text_input(key="record_review_in_note_equal").input("Minutes of July").run()
    assert "n/a" not in page.selectbox(key="record_review_in_score_feedback").options
    page.selectbox(key="record_review_in_score_feedback").select("3").run()
    page.button(key="send").click().run()
    assert not page.exception
    assert "Recorded: 2 scores." in text_of(page)
    with reading() as session:
        rows = session.exec(select(Review.score, Review.evidence).order_by(Review.score)).all()
    assert [tuple(row) for row in rows] == [(3, None), (4, "Minutes of July")]


ITEM = {"id": "F1", "service": "adults-1", "kind": "individual", "heard": "The form is long",
        "heard_on": "2026-10-05"}  # fmt: skip


def test_a_new_item_is_recorded(enter):
    page = enter("record_feedback.py", "sam")
    page.text_area(key="record_feedback_new_heard").input("The form is long").run()
    page.selectbox(key="record_feedback_new_service").select("adults-1").run()
    page.selectbox(key="record_feedback_new_kind").select("individual").run()
    page.date_input(key="record_feedback_new_heard_on").set_value(date(2026, 10, 5)).run()
    page.button(key="send").click().run()
    assert not page.exception
    assert count(FeedbackItem) == 1


def move(enter) -> AppTest:
    page = enter("record_feedback.py", "sam")
    page.radio(key="task").set_value("Move an item along").run()
    return page.selectbox(key="item").select("F1").run()


def test_an_item_that_is_not_changed_needs_its_reason(enter):
    send(KINDS["feedback"], [ITEM], MANAGER, token=new_token())
    page = move(enter)
    page.selectbox(key="record_stages_F1_outcome").select("not changed").run()
    page.button(key="send").click().run()
    assert "without a reason" in text_of(page)
    page.text_area(key="record_stages_F1_outcome_reason").input("It is the law.").run()
    page.button(key="send").click().run()
    assert not page.exception
    with reading() as session:
        assert session.exec(select(FeedbackItem.outcome)).one() == "not changed"


def test_a_stale_edit_shows_both_versions(enter):
    send(KINDS["feedback"], [ITEM], MANAGER, token=new_token())
    page = move(enter)
    page.text_area(key="record_stages_F1_reply").input("Mine").run()
    send(KINDS["stages"], [{"id": "F1", "reply": "Theirs"}], MANAGER, token=new_token())
    page.button(key="send").click().run()
    assert "Someone else changed" in text_of(page)
    shown = str(page.dataframe[0].value.to_dict())
    assert "Theirs" in shown and "Mine" in shown


def test_a_member_joins_and_withdraws(enter):
    page = enter("record_panel.py", "dana")
    page.text_input(key="record_panel_new_name").input("A B").run()
    field = [f for f in (*page.text_input, *page.text_area) if f.key == "record_panel_new_contact"]
    field[0].input("ab@example.org").run()
    page.date_input(key="record_panel_new_joined_on").set_value(date(2026, 11, 2)).run()
    page.date_input(key="record_panel_new_consent_on").set_value(date(2026, 11, 2)).run()
    page.button(key="send").click().run()
    assert not page.exception
    assert count(PanelMember) == 1
    page = enter("record_panel.py", "dana")
    page.radio(key="task").set_value("Someone withdraws consent").run()
    page.text_input(key="words").input("a b").run()
    page.button(key="look").click().run()
    with reading() as session:
        identifier = session.exec(select(PanelMember.source_id)).one()
    page.selectbox(key="member").select(identifier).run()
    page.button(key="withdraw").click().run()
    assert not page.exception
    with reading() as session:
        assert session.exec(select(Consent.withdrawn_on)).one() == date(2026, 11, 20)


def test_a_look_at_a_members_details_is_audited_once_and_lists_nobody(enter):
    with writing() as session:
        members = [
            PanelMember(source_id=f"MEM-{n}", name=f"Jane {n}", joined_on=date(2026, 1, 1))
            for n in range(2)
        ]
        session.add_all(members)
        session.flush()
        number = members[1].id
    page = enter("record_panel.py", "dana")
    page.radio(key="task").set_value("Details change").run()
    page.text_input(key="words").input("__").run()
    page.button(key="look").click().run()
    assert not page.selectbox(key="member").options
    page.text_input(key="words").input("jane").run()
    page.button(key="look").click().run()
    page.selectbox(key="member").select("MEM-1").run()
    page.run()
    with reading() as session:
        found = session.exec(
            select(AuditEvent.action, AuditEvent.subject, AuditEvent.details).order_by(
                AuditEvent.number
            )
        ).all()
    assert [tuple(event) for event in found] == [
        ("members looked up", "panel form", "{}"),
        ("members looked up", "panel form", "{}"),
        ("member record viewed", f"member {number}", "{}"),
    ]


def waited(job) -> None:
    for thread in __import__("threading").enumerate():
        if thread.daemon and thread.name.startswith("Thread") and "_run" in thread.name:
            thread.join(30)
    assert not job.busy


@pytest.fixture
def job(people):
    """An upload of sam's, already looked at."""
    content = (
        "id,service,kind,heard,heard_on\n"
        "F1,adults-1,individual,The form is long,2026-10-05\n"
        "F2,adults-1,Complaint,The door is heavy,2026-10-05\n"
    )
    with reading() as session:
        sam = account_of(session, "sam").id
    held = Permit("sam", (11,), False, sam)
    made = jobs.open_job(content.encode(), "a.csv", KINDS["feedback"], held)
    made.check()
    waited(made)
    yield made
    jobs.drop(made)


def test_an_upload_is_previewed_mended_and_written(enter, job):
    page = enter("data_in.py", "sam")
    page.session_state["job"] = job.id
    page.run()
    assert not page.exception
    assert page.button(key="write").disabled
    found = str(page.dataframe[0].value.to_dict())
    assert "Complaint" in found
    page.selectbox(key="value_kind_0").select("individual")
    next(b for b in page.button if b.label == "Look again").click().run()
    waited(job)
    page.run()
    assert not page.button(key="write").disabled
    page.button(key="write").click().run()
    waited(job)
    page.run()
    assert not page.exception
    assert count(FeedbackItem) == 2


def test_an_upload_is_nobody_elses(enter, job):
    page = enter("data_in.py", "lee")
    page.session_state["job"] = job.id
    page.run()
    assert "The form is long" not in text_of(page)
    assert not [b for b in page.button if b.key == "write"]


def test_a_forms_faults_are_in_its_own_words_and_order(enter):
    page = enter("record_activity.py", "sam")
    page.date_input(key="record_activity_started_on").set_value(date(2026, 11, 2)).run()
    page.date_input(key="record_activity_ended_on").set_value(date(2026, 11, 1)).run()
    page.button(key="send").click().run()
    said = [error.value.replace("\\", "") for error in page.error]
    assert said[:2] == [
        "**What is the work called?** Fill this in.",
        "**Which service runs it?** Fill this in.",
    ]
    assert said[2].startswith("**When did it end? (blank while it runs)** The day comes before")
    assert "“When does it start?”" in said[2] and "started_on" not in " ".join(said)


def test_an_item_of_which_nothing_is_said_is_not_written(enter):
    send(KINDS["feedback"], [ITEM], MANAGER, token=new_token())
    page = move(enter)
    page.button(key="send").click().run()
    assert "Nothing was written." in text_of(page) and "Recorded." not in text_of(page)


def test_items_that_read_the_same_are_told_apart_by_their_number_alone(enter):
    for number, words in (("F1", "The form is long"), ("F2", "The form is long"), ("F3", "Rain")):
        send(KINDS["feedback"], [ITEM | {"id": number, "heard": words}], MANAGER, token=new_token())
    page = enter("record_feedback.py", "sam")
    page.radio(key="task").set_value("Move an item along").run()
    assert page.selectbox(key="item").options == [
        "The form is long, heard on 5 October 2026, No. F1",
        "The form is long, heard on 5 October 2026, No. F2",
        "Rain, heard on 5 October 2026",
    ]


def test_a_question_about_names_is_put_in_the_forms_words(enter):
    page = enter("record_feedback.py", "sam")
    page.text_area(key="record_feedback_new_heard").input("Mrs Green said so").run()
    page.selectbox(key="record_feedback_new_service").select("adults-1").run()
    page.selectbox(key="record_feedback_new_kind").select("individual").run()
    page.date_input(key="record_feedback_new_heard_on").set_value(date(2026, 10, 5)).run()
    page.button(key="send").click().run()
    label = page.radio[1].label.replace("\\", "")
    assert "“What was said? Leave names out.” may name someone. It has" in label
