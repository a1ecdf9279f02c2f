"""The members page and the snapshots page, as a data officer meets them."""

import json
from datetime import date

import pytest
from sqlmodel import func, select
from streamlit.testing.v1 import AppTest

from access.pages import FOLDER
from measures.members import PAGE, member_record, members_listed
from measures.panel_tables import DECLARED
from models.audit import AuditEvent
from models.erasure import ledger_path
from models.panel import Consent, PanelMember, PanelSnapshot, Participation
from models.store import reading, writing
from tests.cards import card_words
from tests.panels import WORDING, Panel

NAME, CONTACT = "Canary Featherstonehaugh", "canary@example.org"


@pytest.fixture
def panel(people) -> int:
    """Three members, one with a name and all else; hands back that one's number."""
    with writing() as session:
        made = Panel(session)
        member = made.member(1, areas=("vision", "mobility"), carer=True)
        member.name, member.contact = NAME, CONTACT
        made.took_part(member, date(2026, 3, 1), heard_back_after=10)
        made.members(2, 0)
        session.add(member)
        return member.id


@pytest.fixture
def enter(cookie_of, visitor):
    """Opens a page as the data officer."""

    def opened(name: str = "members.py") -> AppTest:
        visitor(cookie_of("dana"))
        return AppTest.from_file(str(FOLDER / name), default_timeout=60).run()

    return opened


def text_of(page: AppTest) -> str:
    kinds = ("title", "header", "subheader", "markdown", "error", "success", "warning")
    words = [str(e.value) for kind in kinds for e in page.get(kind)]
    words += [b.label for b in page.button] + [t.value.to_csv() for t in page.table]
    return "\n".join([*words, card_words(page)]).replace("\\", "")


def events(action: str) -> list[AuditEvent]:
    with reading() as session:
        found = select(AuditEvent).where(AuditEvent.action == action)
        rows = list(session.exec(found.order_by(AuditEvent.number)))
        session.expunge_all()
        return rows


def count(table) -> int:
    with reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def opened_record(enter, number: int) -> AppTest:
    return enter().button(key=f"open_{number}").click().run()


def test_an_empty_panel_is_said_in_a_sentence(people, enter):
    page = enter()
    assert not page.exception
    assert "Nobody is recorded yet." in text_of(page)


@pytest.mark.parametrize("words", ["featherst", "M1"])
def test_a_member_is_found_by_part_of_a_name_or_reference(panel, enter, words):
    page = enter()
    page.text_input(key="member_words").input(words).run()
    assert [b.key for b in page.button if b.key.startswith("open_")] == [f"open_{panel}"]


def test_marks_of_a_search_are_taken_as_they_are(panel, enter):
    page = enter()
    page.text_input(key="member_words").input("%").run()
    assert "No member has that" in text_of(page)


def test_a_record_shows_what_is_held_with_consent_its_day_and_its_words(panel, enter):
    shown = text_of(opened_record(enter, panel))
    assert NAME in shown and CONTACT in shown and WORDING in shown
    assert "1 January 2023" in shown and "vision" in shown and "District 1" in shown


def test_one_record_is_shown_at_a_time(panel, enter):
    page = opened_record(enter, panel)
    assert not [b for b in page.button if (b.key or "").startswith("open_")]
    page.button(key="back").click().run()
    assert WORDING not in text_of(page)


def test_each_view_is_audited_with_a_number_and_names_of_fields_and_no_value(panel, enter):
    opened_record(enter, panel)
    listed, viewed = events("members listed")[0], events("member record viewed")[0]
    assert (viewed.actor, viewed.subject) == ("dana", f"member {panel}")
    assert "impairment areas" in json.loads(viewed.details)["fields"]
    listed_as = json.loads(listed.details)
    assert listed_as == {"fields": ["reference", "name", "whether they left"], "page": 1}
    with reading() as session:
        trail = " ".join(e.subject + e.details for e in session.exec(select(AuditEvent)))
    assert not [v for v in (NAME, CONTACT, "vision", "District 1", "m1") if v in trail]


def test_a_view_that_cannot_be_audited_shows_nothing(panel, enter, monkeypatch):
    def fails(*_given, **_named):
        raise RuntimeError("no trail")

    page = enter()
    monkeypatch.setattr("measures.members.record", fails)
    page.button(key=f"open_{panel}").click().run()
    assert WORDING not in text_of(page) and not page.table


def test_lists_are_pages_of_fifty_without_a_total(people, enter):
    with writing() as session:
        Panel(session).members(PAGE + 1, 0, areas=())
    page = enter()
    assert len([b for b in page.button if b.key.startswith("open_")]) == PAGE
    assert "51" not in text_of(page).replace("m51", "")
    page.button(key="find_after").click().run()
    assert len([b for b in page.button if b.key.startswith("open_")]) == 1
    page.text_input(key="member_words").input("m1").run()
    assert "find_before" not in [b.key for b in page.button]


def test_a_persons_own_record_is_made_as_a_file_and_audited(panel, enter):
    page = opened_record(enter, panel)
    assert not page.get("download_button")
    page.button(key="own").click().run()
    assert not page.exception
    assert len(page.get("download_button")) == 1
    assert len(events("own record given")) == 1


def test_withdrawing_ends_consent_and_membership(panel, enter):
    page = opened_record(enter, panel)
    next(b for b in page.button if b.label == "Record the withdrawal").click().run()
    assert "Consent is withdrawn" in text_of(page)
    assert not [b for b in page.button if b.label == "Record the withdrawal"]
    with reading() as session:
        consent = session.exec(select(Consent).where(Consent.member_id == panel)).one()
        assert consent.withdrawn_on == date(2026, 11, 20)
        assert session.get(PanelMember, panel).left_on == date(2026, 11, 20)


def erase_button(page: AppTest):
    return next(b for b in page.button if b.label == "Erase this member")


def test_erasure_needs_the_reference_typed(panel, enter):
    page = opened_record(enter, panel)
    page.text_input(key=f"confirm_{panel}").input("M2")
    erase_button(page).click().run()
    assert "Nothing was erased" in text_of(page)
    assert count(PanelMember) == 3


def test_erasure_removes_the_person_and_keeps_the_ledger_beside_the_store(panel, enter):
    page = opened_record(enter, panel)
    page.text_input(key=f"confirm_{panel}").input("m1")
    erase_button(page).click().run()
    assert not page.exception
    assert "The member is erased." in text_of(page)
    assert NAME not in text_of(page)
    assert (count(PanelMember), count(Participation)) == (2, 0)
    assert len(ledger_path().read_text().splitlines()) == 1


def test_a_record_that_went_meanwhile_is_said_to_be_gone(panel, enter):
    page = enter()
    page.session_state["member_open"] = 999
    page.run()
    assert not page.exception
    assert "not here any more" in text_of(page)


def test_what_is_due_is_listed_and_removed_after_a_look(panel, enter):
    with writing() as session:
        session.get(PanelMember, panel).left_on = date(2024, 11, 19)
    page = enter()
    page.radio(key="task").set_value("See what is due for removal").run()
    assert NAME in text_of(page)
    assert page.button(key="purge").disabled
    page.checkbox(key="purge_sure").check().run()
    page.button(key="purge").click().run()
    assert not page.exception
    assert "All that was due is removed." in text_of(page)
    assert "Nothing has reached the end" in text_of(page)
    assert count(PanelMember) == 2


def test_other_kinds_that_are_due_are_said_with_their_day(people, enter):
    with writing() as session:
        made = Panel(session)
        made.took_part(made.member(0), date(2020, 1, 1))
    page = enter()
    page.radio(key="task").set_value("See what is due for removal").run()
    assert "Records of taking part from before 20 November 2020 are due." in text_of(page)


def test_a_list_of_nobody_leaves_no_event(people):
    with writing() as session:
        assert members_listed(session, by="dana").lines == ()
    assert events("members listed") == []


def test_a_record_of_a_text_with_marks_is_shown_as_it_was_typed(panel, enter):
    with writing() as session:
        session.get(PanelMember, panel).name = "*A* [B](http://c)"
    page = opened_record(enter, panel)
    assert "*A* [B](http://c)" in text_of(page)
    with writing() as session:
        assert member_record(session, panel, by="dana").facts[2] == ("Name", "*A* [B](http://c)")


def snapshot(enter) -> AppTest:
    return enter("snapshots.py").button(key="take_snapshot").click().run()


def test_a_snapshot_is_refused_with_the_reason_while_too_few_are_there(panel, enter):
    page = snapshot(enter)
    assert not page.exception
    assert "No snapshot was taken. Fewer than 10 members are on the panel" in text_of(page)
    assert count(PanelSnapshot) == 0
    assert len(events("snapshot refused")) == 1


def test_a_snapshot_outside_a_closing_is_taken_once_ten_changed(panel, enter):
    with writing() as session:
        panel_now = session.exec(select(PanelMember)).first()
        for number in range(30):
            session.add(
                PanelMember(
                    source_id=f"n{number}", joined_on=date(2026, 1, 1),
                    district_code=panel_now.district_code,
                )
            )  # fmt: skip
    page = snapshot(enter)
    assert "A new snapshot was taken." in text_of(page)
    assert "20 November 2026" in text_of(page)
    with reading() as session:
        row = session.exec(select(PanelSnapshot.as_of, PanelSnapshot.quarter)).one()
    assert tuple(row) == (date(2026, 11, 20), "2026-27-Q3")
    again = snapshot(enter)
    assert "Fewer than 10 members joined, left or changed" in text_of(again)
    assert count(PanelSnapshot) == 1


def test_the_declared_tables_are_listed_with_their_reasons(people, enter):
    shown = text_of(enter("snapshots.py"))
    for table in DECLARED:
        assert table.counts in shown and table.reason in shown
