"""The pages of the Group as scripts that run: each step by the account whose step it is."""

from pathlib import Path

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from measures.challenges import challenge_log
from models import meeting
from models.account import Account, account_of
from models.challenge import ChallengeStep, Officer, ask
from models.commitment import Commitment, CommitmentStep
from models.meeting import MeetingState, agenda_of
from models.policy import MADE_UP, LineNote
from models.quarters import now
from models.store import reading, writing
from seed.commitments import load_commitments
from tests.cards import card_words
from tests.records import TODAY, day
from tests.statements import statements
from widgets.agenda import agenda_title

ROOT = Path(__file__).parents[2]
MINE = ("group", "challenges", "commitments", "line_notes", "agenda", "attendance", "meeting")


def page(name):
    app = AppTest.from_file(str(ROOT / f"pages/{name}.py"), default_timeout=60).run()
    assert not app.exception
    return app


def tables(app):
    return card_words(app)


def press(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


@pytest.fixture
def chair(people, cookie_of, visitor):
    """The Group's chair is looking."""
    with writing() as session:
        account_of(session, "ola").chair = True
    visitor(cookie_of("ola"))


@pytest.fixture
def asked(county):
    with writing() as session:
        return ask(
            session, by="ola", on=day("2026-11-01"), figure="62%, 18 of 29", unit_label="Adults",
            question="What stops replies?", officer=Officer.LEAD, directorate_id=1,
        ).id  # fmt: skip


def state_now():
    with reading() as session:
        return challenge_log(session, on=TODAY).iloc[0]["state"]


@pytest.mark.parametrize("name", MINE)
def test_an_empty_store_raises_nothing(chair, name):
    page(name)


def test_more_challenges_are_read_with_no_more_statements(asked, chair):
    counts = []
    for _ in range(2):
        with statements() as sent:
            page("challenges")
        counts.append(sum("challenge" in text for text in sent))
        with writing() as session:
            for n in range(5):
                ask(session, by="ola", on=day("2026-11-01"), figure="62%", unit_label="Adults",
                    question=f"Why {n}?", officer=Officer.LEAD, directorate_id=1)  # fmt: skip
    assert counts[0] == counts[1]


def test_a_challenge_goes_from_the_group_to_the_lead_and_back(asked, cookie_of, visitor):
    visitor(cookie_of("lee"))
    app = page("challenges")
    app.text_area[0].input("A second person reads the letters.")
    press(app, "Reply")
    assert state_now() == "replied, for the Group to judge"
    visitor(cookie_of("ola"))
    app = page("challenges")
    assert "A second person reads the letters" in " ".join(mark.value for mark in app.markdown)
    press(app, "Accept the reply")
    assert state_now() == "accepted"


def test_a_challenge_is_followed_from_a_screen_to_an_accepted_reply_by_three_accounts(
    county, cookie_of, visitor
):
    """A member asks beside a chart, the lead replies, and another member accepts."""
    with writing() as session:
        first = account_of(session, "ola")
        session.add(
            Account(username="olu", name="Olu", role=first.role, password_hash=first.password_hash)
        )
    visitor(cookie_of("ola"))
    app = AppTest.from_file(str(ROOT / "pages/feedback.py"), default_timeout=60)
    app.query_params["quarter"] = "2026-27-Q2"
    app.run()
    # AppTest cannot press what opens a form: its state is set instead.
    app.session_state["ask_feedback"] = True
    app.run()
    next(area for area in app.text_area if area.key.startswith("ask_words")).input("Why so late?")
    who = next(box for box in app.selectbox if box.key.startswith("ask_who"))
    who.set_value("adults")
    press(app, "Put the question")
    visitor(cookie_of("lee"))
    app = page("challenges")
    app.text_area[0].input("A second person reads the letters.")
    press(app, "Reply")
    visitor(cookie_of("olu"))
    press(page("challenges"), "Accept the reply")
    assert state_now() == "accepted"
    with reading() as session:
        by = [step.by for step in session.exec(select(ChallengeStep).order_by(ChallengeStep.id))]
    assert by == ["ola", "lee", "olu"]


def asking(app):
    """The page of feedback with the form of “Ask about this” open, and a question typed."""
    app.session_state["ask_feedback"] = True
    app.run()
    question_of(app).input("Why so late?")
    return app


def question_of(app):
    return next(area for area in app.text_area if area.key.startswith("ask_words"))


def test_a_question_without_an_officer_is_kept_and_the_fault_stands_above_the_button(
    county, cookie_of, visitor
):
    visitor(cookie_of("ola"))
    app = asking(page("feedback"))
    press(app, "Put the question")
    assert question_of(app).value == "Why so late?"
    form = next(block for block in blocks(app.main) if block.type == "popover")
    order = [element.type for element in in_order(form)]
    assert order.index("error") < order.index("button")
    next(box for box in app.selectbox if box.key.startswith("ask_who")).set_value("adults")
    press(app, "Put the question")
    assert question_of(app).value == ""
    assert app.success[0].value.startswith("Asked.")
    with reading() as session:
        assert len(session.exec(select(ChallengeStep)).all()) == 1


def blocks(block):
    """The blocks in a block, at whatever depth."""
    for child in getattr(block, "children", {}).values():
        yield child
        yield from blocks(child)


def in_order(block):
    """The elements of a block and of the blocks in it, as they are drawn."""
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from in_order(child)
        else:
            yield child


def test_the_group_asks_again_with_a_new_day(asked, cookie_of, visitor):
    visitor(cookie_of("lee"))
    app = page("challenges")
    app.text_area[0].input("Soon.")
    press(app, "Reply")
    visitor(cookie_of("ola"))
    app = page("challenges")
    app.text_area[0].input("By which day?")
    press(app, "Ask again")
    assert state_now() == "waiting for a reply"


def test_a_manager_sees_only_what_is_put_to_the_own_services(asked, cookie_of, visitor):
    visitor(cookie_of("sam"))
    app = page("challenges")
    assert tables(app) == "There are no rows to show." and not app.text_area


def test_each_challenge_opens_under_where_it_stands_and_its_question(asked, chair):
    label = page("challenges").expander[0].label.replace("\\", "")
    assert label == "Waiting for a reply: What stops replies?"


def test_a_lead_answers_for_the_own_directorate_alone(asked, cookie_of, visitor):
    with writing() as session:
        account_of(session, "lee").directorate_id = 2
    visitor(cookie_of("lee"))
    app = page("challenges")
    assert tables(app) == "There are no rows to show." and not app.text_area


def test_a_lead_cannot_judge_the_own_reply(asked, cookie_of, visitor):
    visitor(cookie_of("lee"))
    app = page("challenges")
    labels = {button.label for button in app.button}
    assert "Accept the reply" not in labels and "Ask again" not in labels


def test_the_chair_plans_changes_and_opens_a_meeting(county, chair):
    app = page("agenda")
    app.text_input(key="plan_title").input("Autumn meeting")
    press(app, "Plan the meeting")
    with reading() as session:
        assert [i.page for i in agenda_of(session, 1)] == list(meeting.STANDING_AGENDA)
    app.button(key="Down_0").click().run()
    app.button(key="Take off_8").click().run()
    app.selectbox(key="add_page").select("feedback")
    app.selectbox(key="add_place").select("adults")
    app.text_input(key="add_note").input("As asked last time")
    press(app, "Add to the agenda")
    with reading() as session:
        items = agenda_of(session, 1)
        assert [item.page for item in items][:2] == ["conversation", "overview"]
        assert (items[-1].directorate, items[-1].note) == ("adults", "As asked last time")
    press(app, "Open this meeting now")
    with reading() as session:
        assert meeting.open_now(session).id == 1
    press(app, "End this meeting")
    with reading() as session:
        assert meeting.existing(session, 1).state == MeetingState.ENDED


@pytest.mark.parametrize(
    ("planned", "opened", "title"),
    [
        (0, 0, "No meeting of the Group is planned or open"),
        (1, 0, "1 meeting is planned, none is open"),
        (0, 1, "No meeting is planned, 1 is open"),
        (2, 2, "2 meetings are planned, 2 are open"),
    ],
)
def test_the_agendas_heading_says_what_is_planned_and_open(planned, opened, title):
    assert agenda_title(planned, opened) == title


def test_a_member_who_is_not_the_chair_cannot_plan(people, cookie_of, visitor):
    visitor(cookie_of("ola"))
    assert not page("agenda").button


def test_the_chair_judges_and_sets_the_terms_of_a_commitment(people, chair):
    with writing() as session:
        load_commitments(session)
    app = page("commitments")
    assert "0 of 21 commitments are complete, 12 are overdue" in app.title[0].value
    app.selectbox[1].select("complete")
    press(app, "Record")
    assert "needs evidence" in app.error[0].value
    app.text_area[0].input("The tool is in use.")
    press(app, "Record")
    app.text_input[0].input("Director for adults")
    press(app, "Save")
    with reading() as session:
        first = session.get(Commitment, 1)
        assert (str(first.completion), first.owner) == ("complete", "Director for adults")


def test_a_promise_is_recorded(people, chair):
    app = page("commitments")
    app.text_area(key="promise_words").input("Send papers early")
    app.text_input(key="promise_owner").input("Clerk")
    press(app, "Record the promise")
    assert app.title[0].value == "0 of 1 commitments are complete, none is overdue"


def test_a_promise_without_an_owner_keeps_its_words_until_it_is_written(people, chair):
    app = page("commitments")
    app.text_area(key="promise_words").input("Send papers early")
    press(app, "Record the promise")
    assert app.error and app.text_area(key="promise_words").value == "Send papers early"
    app.text_input(key="promise_owner").input("Clerk")
    press(app, "Record the promise")
    assert app.text_area(key="promise_words_1").value == ""


def test_a_meeting_and_a_note_without_words_keep_what_was_chosen(county, chair):
    app = page("agenda")
    app.date_input(key="plan_on").set_value(day("2026-12-01"))
    press(app, "Plan the meeting")
    assert app.error and app.date_input(key="plan_on").value == day("2026-12-01")
    app = page("line_notes")
    app.selectbox(key="measure").select("closure_individual")
    press(app, "Put it on the line")
    assert app.error and app.selectbox(key="measure").value == "closure_individual"


def test_how_far_a_commitment_has_come_is_never_written_without_a_choice(people, chair):
    with writing() as session:
        load_commitments(session)
    app = press(page("commitments"), "Record")
    assert app.error[0].value == "Nothing was written. Choose how far it has come."
    with reading() as session:
        assert not session.exec(select(CommitmentStep)).all()


def test_seats_and_papers_are_recorded(people, chair):
    with writing() as session:
        meeting.plan(session, title="Autumn", held_on=TODAY, by="ola").state = MeetingState.ENDED
    app = page("attendance")
    app.number_input[0].set_value(12)
    app.selectbox(key="band_1").select("10 to 19")
    app.number_input[1].set_value(6)
    app.number_input[2].set_value(5)
    press(app, "Record the seats")
    app = page("attendance")
    assert "5 of 6" in tables(app) and "10 to 19" in tables(app)
    assert "0 of 0" not in tables(app)
    app.date_input[0].set_value(day("2026-11-12"))
    press(app, "Record the papers")
    assert "8 days" in tables(page("attendance"))


@pytest.fixture
def held(people, chair):
    """A meeting whose officers' seats are recorded, and nobody else's."""
    with writing() as session:
        made = meeting.plan(session, title="Autumn", held_on=TODAY, by="ola")
        made.state = MeetingState.ENDED
        officers = meeting.Constituency.OFFICERS
        meeting.put_attendance(session, made.id, officers, by="ola", seats=6, filled=5)


def seats_kept():
    with reading() as session:
        return meeting.attendance_of(session, 1)


def test_the_form_of_seats_opens_with_what_is_kept_and_keeps_it(held):
    before = seats_kept()
    app = page("attendance")
    assert [box.value for box in app.number_input] == [None, 6, 5, None, None, None, None]
    assert app.selectbox(key="band_1").value is None
    press(app, "Record the seats")
    assert seats_kept() == before == {"officers": {"seats": 6, "filled": 5, "band": None}}


def test_seats_that_are_half_filled_in_are_refused_by_name_and_write_nothing(held):
    before = seats_kept()
    app = page("attendance")
    app.number_input[1].set_value(7)
    app.number_input[5].set_value(4)
    press(app, "Record the seats")
    assert app.error[0].value == "Say how many places were filled for partners."
    assert seats_kept() == before


def test_seats_are_not_recorded_where_nothing_is_filled_in(people, chair):
    with writing() as session:
        meeting.plan(session, title="Autumn", held_on=TODAY, by="ola").state = MeetingState.ENDED
    app = press(page("attendance"), "Record the seats")
    assert "Nothing was written" in app.error[0].value
    assert seats_kept() == {}


def test_a_note_is_put_on_a_line_and_audited(county, chair):
    app = page("line_notes")
    app.selectbox(key="measure").select("closure_individual")
    app.text_input(key="words").input("New advocacy contract")
    press(app, "Put it on the line")
    assert app.title[0].value == "1 note is on the lines"
    with reading() as session:
        note = session.get(LineNote, 1)
        assert (note.text, note.scope, note.noted_by) == ("New advocacy contract", "county", "ola")


def test_made_up_notes_and_seats_say_so_and_real_ones_do_not(held, county):
    said = "Some rows are illustrative"
    assert said not in tables(page("line_notes")) + tables(page("attendance"))
    with writing() as session:
        meeting.existing(session, 1).illustrative = True
        session.add(
            LineNote(
                measure="all", scope="county", happened_on=TODAY, text="A note", noted_by=MADE_UP
            )
        )
    assert said in tables(page("line_notes")) and said in tables(page("attendance"))


def test_a_lead_notes_only_on_the_own_directorates_lines(county, cookie_of, visitor):
    visitor(cookie_of("lee"))
    app = page("line_notes")
    assert app.selectbox(key="scope").options == ["Adults"]


def test_a_meetings_title_is_shown_as_it_was_typed(chair):
    with writing() as session:
        made = meeting.plan(session, title="*Q2* [x](https://e.example)", held_on=TODAY, by="ola")
        made.state, made.opened_at = MeetingState.OPEN, now()
    for shown in (page("agenda").header[0].value, page("meeting").title[0].value):
        assert r"\*Q2\* \[x\]\(https" in shown
