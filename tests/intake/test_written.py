"""What reaches the store: adds, changes old → new, nothing twice, all or nothing."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func
from sqlmodel import select

from intake.differences import Difference
from intake.permission import permit_of_command
from intake.run import commit, prepare
from intake.writing import Meanwhile
from models import rolling
from models.activity import Activity, ActivityDistrict, Answer, AnswerScore, Review
from models.audit import AuditEvent, faults
from models.erasure import erase
from models.feedback import FeedbackItem, KindChange, Telling
from models.panel import Consent, Invitation, MemberImpairment, PanelMember
from models.policy import set_policy
from models.quarters import now
from models.reference import District, ImpairmentArea
from models.rollup import ROLLUPS, ListedScore, LoopRollup
from models.state import state
from models.store import reading, writing
from tests.intake.conftest import EVERYTHING, HEADER, ROW, codes, csv_of
from tests.records import Records


def one(query):
    with reading() as session:
        found = session.exec(query).all()
        session.expunge_all()
    assert len(found) == 1
    return found[0]


def count(table) -> int:
    with reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_the_same_file_again_changes_nothing(files):
    assert files.load(csv_of(ROW)).adds == 1
    with reading() as session:
        before = (state(session).revision, len(session.exec(select(AuditEvent)).all()))
    again = files.load(csv_of(ROW))
    with reading() as session:
        after = (state(session).revision, len(session.exec(select(AuditEvent)).all()))
    assert (again.adds, again.changes, again.same, before) == (0, 0, 1, after)


def test_other_values_are_a_change_that_shows_its_difference(files):
    files.load(csv_of(ROW))
    other = ROW.replace("2026-08-03", "2026-08-04").replace("2026-08-20", "2026-08-21")
    preview = files.preview(csv_of(other))
    assert preview.differences == [
        Difference(2, "F1", "heard_on", date(2026, 8, 3), date(2026, 8, 4)),
        Difference(2, "F1", "told_on", date(2026, 8, 20), date(2026, 8, 21)),
    ]
    files.load(csv_of(other))
    item = one(select(FeedbackItem))
    assert (item.heard_on, item.version, item.due_on) == (date(2026, 8, 4), 2, date(2026, 8, 31))
    assert one(select(Telling.told_on)) == date(2026, 8, 21)
    with reading() as session:
        query = select(AuditEvent.details).where(AuditEvent.action == "values replaced")
        assert "2026-08-03" in session.exec(query).one()
        assert faults(session) == []


def test_what_people_wrote_is_not_copied_into_the_audit(files):
    files.load(csv_of(ROW))
    files.load(csv_of(ROW.replace("The form is long", "Something private")))
    with reading() as session:
        trail = " ".join(session.exec(select(AuditEvent.details)).all())
    assert "The form is long" not in trail and "Something private" not in trail


def test_a_column_that_the_file_lacks_is_left_as_it_is(files):
    files.load(csv_of(ROW + ",changed", header=HEADER + ",outcome"))
    files.load(csv_of(ROW.replace("long", "short")))
    assert one(select(FeedbackItem)).outcome == "changed"


def test_two_systems_may_use_the_same_identifier(files):
    files.load(csv_of(ROW), source="a")
    files.load(csv_of(ROW), source="b")
    assert count(FeedbackItem) == 2


def test_the_due_day_is_fixed_when_the_item_is_recorded(files):
    files.load(csv_of(ROW, ROW.replace("F1", "F2").replace("individual", "collective"),
                      ROW.replace("F1", "F3").replace("individual", "story")))  # fmt: skip
    with reading() as session:
        dues = session.exec(select(FeedbackItem.due_on).order_by(FeedbackItem.source_id)).all()
    assert list(dues) == [date(2026, 8, 31), date(2026, 11, 1), None]


def promised_activity() -> str:
    """An activity with a promise made before ROW's item was heard."""
    with writing() as session:
        activity = Records(session).activity(
            promised_feedback_on=date(2026, 9, 1), promised_on=date(2026, 8, 1)
        )
        return activity.source_id


def test_a_promise_of_the_activity_sets_the_due_day_of_a_collective_item(files):
    row = ROW.replace("individual", "collective") + f",{promised_activity()}"
    files.load(csv_of(row, header=HEADER + ",activity"))
    item = one(select(FeedbackItem))
    assert (item.due_on, item.due_by_promise) == (date(2026, 9, 1), True)


def test_a_change_of_kind_is_counted(files):
    files.load(csv_of(ROW))
    files.load(csv_of(ROW.replace("individual", "story")))
    change = one(select(KindChange))
    assert (change.was, change.became) == ("individual", "story")
    assert one(select(FeedbackItem)).due_on is None


def test_a_story_that_becomes_another_kind_is_due_as_if_it_had_been_that_at_first(files):
    name = promised_activity()

    def due(kind: str) -> tuple:
        row = ROW.replace("individual", kind) + f",{name}"
        files.load(csv_of(row, header=HEADER + ",activity"))
        item = one(select(FeedbackItem))
        return item.due_on, item.due_by_promise

    assert due("story") == (None, False)
    assert due("collective") == (date(2026, 9, 1), True)
    assert due("story") == (None, False)
    assert due("individual") == (date(2026, 8, 31), False)
    assert due("collective") == (date(2026, 8, 31), False)  # never moved without a story between


def test_what_was_a_story_is_due_by_the_standard_of_the_day_it_was_recorded(files):
    files.load(csv_of(ROW.replace("individual", "story")))
    with writing() as session:
        session.exec(select(FeedbackItem)).one().recorded_on = date(2026, 8, 4)
        set_policy(
            session, "individual_standard_days", "10", starts_on=date(2026, 8, 5), by="officer"
        )
    files.load(csv_of(ROW))
    assert one(select(FeedbackItem)).due_on == date(2026, 8, 31)


def test_figures_follow_in_the_same_transaction(files):
    files.load(csv_of(ROW))
    query = select(LoopRollup).where(LoopRollup.quarter == "2026-27-Q2", LoopRollup.heard > 0)
    found = one(query)
    assert (found.service_id, found.due, found.on_time) == (11, 1, 1)


def test_a_record_that_changed_after_the_preview_keeps_the_file_out(files):
    files.load(csv_of(ROW))
    prepared = files.prepared(csv_of(ROW.replace("long", "short")))
    with writing() as session:
        item = session.exec(select(FeedbackItem)).one()
        item.heard, item.version = "Edited meanwhile", item.version + 1
    with pytest.raises(Meanwhile):
        commit(prepared, EVERYTHING)
    assert one(select(FeedbackItem)).heard == "Edited meanwhile"


def test_a_double_send_of_one_preview_writes_once(files):
    prepared = files.prepared(csv_of(ROW))
    commit(prepared, EVERYTHING)
    with pytest.raises(Meanwhile):
        commit(prepared, EVERYTHING)
    assert count(FeedbackItem) == 1


def test_a_failure_while_writing_leaves_nothing(files, monkeypatch):
    def fail(*_args, **_more):
        raise RuntimeError("the power went")

    monkeypatch.setattr("intake.run.rolling.refresh", fail)
    with pytest.raises(RuntimeError):
        files.load(csv_of(ROW))
    assert (count(FeedbackItem), count(Telling), count(AuditEvent)) == (0, 0, 0)


def test_stages_move_known_items_along_and_keep_the_rest(files):
    files.load(csv_of(ROW.rpartition(",")[0] + ","))
    content = csv_of(
        "F1,2026-08-05,2026-08-10,changed", header="id,acknowledged_on,told_on,outcome"
    )
    assert files.load(content, "stages").changes == 1
    item = one(select(FeedbackItem))
    assert (item.heard, item.outcome, item.acknowledged_on) == (
        "The form is long", "changed", date(2026, 8, 5),
    )  # fmt: skip
    assert one(select(Telling.told_on)) == date(2026, 8, 10)
    assert files.load(content, "stages").same == 1


def test_a_stage_of_an_item_known_in_another_system_alone_is_refused(files):
    files.load(csv_of(ROW.rpartition(",")[0] + ","))
    content = csv_of("F1,2026-08-05", header="id,acknowledged_on")
    preview = files.preview(content, "stages", source="crm")
    assert (codes(preview), preview.adds) == ({"unknown item"}, 0)


def test_districts_of_two_systems_are_kept_apart(files):
    with writing() as session:
        session.add_all(
            District(code=code, name=code, locality="x", tile_row=0, tile_column=0, residents=1,
                     disabled=1, unpaid_carers=1, source="t")
            for code in ("E1", "E2")
        )  # fmt: skip
    header = "id,service,title,started_on,districts"
    row = "ACT-1,adults-1,A,2026-05-01,{}"
    files.load(csv_of(row.format("E1"), header=header), "activities", source="crm")
    files.load(csv_of(row.format("E2"), header=header), "activities", source="other")
    both = csv_of(row.format("E1;E2"), header=header)
    again = files.preview(csv_of(row.format("E1"), header=header), "activities", source="crm")
    assert (again.same, again.changes) == (1, 0)
    assert files.preview(both, "activities", source="crm").changes == 1


def test_members_of_two_systems_are_kept_apart(files):
    member(files)
    with writing() as session:
        session.exec(select(Consent)).one().withdrawn_on = date(2026, 9, 1)
    theirs = files.preview(csv_of(MEMBER_ROW, header=MEMBER), "members", source="crm")
    assert (codes(theirs), theirs.adds) == (set(), 1)
    assert [q.code for q in theirs.open_questions] == ["same person"]


def test_a_second_telling_stands_beside_the_first(files):
    files.load(csv_of(ROW))
    content = csv_of("F1,2026-09-01", header="id,told_again_on")
    files.load(content, "stages")
    assert count(Telling) == 2
    assert files.load(content, "stages").same == 1


def tellings() -> list[date]:
    with reading() as session:
        return list(session.exec(select(Telling.told_on).order_by(Telling.told_on)).all())


@pytest.mark.parametrize(
    ("told_on", "left"),
    [
        ("", []),
        ("2026-08-10", [date(2026, 8, 10)]),
        ("2026-08-20", [date(2026, 8, 20)]),
        ("2026-08-25", [date(2026, 8, 20), date(2026, 8, 25)]),
        ("2026-09-05", [date(2026, 8, 20), date(2026, 9, 5)]),
    ],
)
@pytest.mark.parametrize("kind", ["feedback", "stages"])
def test_the_same_file_again_leaves_an_item_told_twice_as_it_was(files, kind, told_on, left):
    files.load(csv_of(ROW))
    files.load(csv_of("F1,2026-09-01", header="id,told_again_on"), "stages")
    content = csv_of(ROW.rpartition(",")[0] + f",{told_on}")
    if kind == "stages":
        content = csv_of(f"F1,{told_on}", header="id,told_on")
    assert files.load(content, kind).changes == 1
    assert tellings() == left
    assert files.load(content, kind).same == 1
    assert tellings() == left


def test_the_trail_keeps_every_telling_that_a_file_takes_away(files):
    files.load(csv_of(ROW))
    files.load(csv_of("F1,2026-09-01", header="id,told_again_on"), "stages")
    files.load(csv_of("F1,", header="id,told_on"), "stages")
    query = select(AuditEvent.details).where(AuditEvent.action == "values replaced")
    with reading() as session:
        kept = json.loads(session.exec(query.order_by(AuditEvent.number)).all()[-1])
    assert kept["records"]["F1"] == {
        "told_on": ["2026-09-01", None],
        "told on 2026-08-20": ["2026-08-20", None],
    }


def test_a_telling_has_the_moment_at_which_it_was_recorded_itself(files):
    files.load(csv_of(ROW.rpartition(",")[0] + ","))
    early = datetime(2026, 8, 4, 12, tzinfo=UTC)
    with writing() as session:
        session.exec(select(FeedbackItem)).one().recorded_at = early
    before = now()
    files.load(csv_of("F1,2026-08-20,2026-09-01", header="id,told_on,told_again_on"), "stages")
    with reading() as session:
        moments = session.exec(select(Telling.recorded_at)).all()
    assert len(moments) == 2 and all(moment >= before for moment in moments)


def test_a_file_of_both_tellings_is_the_same_when_it_comes_again(files):
    files.load(csv_of(ROW))
    header = "id,told_on,told_again_on"
    files.load(csv_of("F1,2026-08-20,2026-09-01", header=header), "stages")
    assert files.load(csv_of("F1,2026-08-20,2026-09-01", header=header), "stages").same == 1
    files.load(csv_of("F1,2026-08-22,2026-09-01", header=header), "stages")
    assert tellings() == [date(2026, 8, 22), date(2026, 9, 1)]


def test_stages_of_an_unknown_item_or_before_its_hearing_are_refused(files):
    files.load(csv_of(ROW))
    content = csv_of("F9,2026-08-05", "F1,2026-08-01", header="id,acknowledged_on")
    assert codes(files.preview(content, "stages")) == {"unknown item", "out of order"}


def test_a_manager_moves_only_their_own_items_along(files):
    from tests.intake.test_refused import OWN

    files.load(csv_of(ROW.replace("adults-1", "places-1")))
    content = csv_of("F1,2026-08-05", header="id,acknowledged_on")
    assert codes(files.preview(content, "stages", permit=OWN)) == {"another service"}


def test_activities_come_with_their_districts(files):
    with writing() as session:
        for code, name in (("E1", "Harlow"), ("E2", "Tendring")):
            session.add(
                District(code=code, name=name, locality="x", tile_row=1, tile_column=1,
                         residents=1, disabled=1, unpaid_carers=1, source="test")
            )  # fmt: skip
    header = "id,service,title,started_on,districts"
    row = "A1,adults-1,Review,2026-08-03,Harlow; Tendring"
    files.load(csv_of(row, header=header), "activities")
    assert count(ActivityDistrict) == 2
    assert files.load(csv_of(row, header=header), "activities").same == 1
    files.load(csv_of(row.replace("; Tendring", ""), header=header), "activities")
    assert one(select(ActivityDistrict.district_code)) == "E1"
    assert one(select(Activity)).version == 2


def activity_name() -> str:
    with writing() as session:
        return Records(session).activity(ended_on=date(2026, 8, 30)).source_id


def test_answers_come_with_a_score_for_each_principle(files):
    header = "id,activity,answered_on,experienced_rung,told,score_equal,Accessibility"
    row = f"N1,{activity_name()},2026-08-03,engaging,yes,4,"
    files.load(csv_of(row, header=header), "answers")
    assert one(select(AnswerScore)).score == 4
    assert one(select(Answer)).told is True
    assert files.load(csv_of(row, header=header), "answers").same == 1
    files.load(csv_of(row.replace("yes,4,", "yes,5,3"), header=header), "answers")
    assert count(AnswerScore) == 2


ANSWERS = "id,activity,answered_on,score_equal"


def people_said() -> list[tuple]:
    """What people's scores give to figures: (mean, answers) of each activity."""
    query = select(ListedScore).where(ListedScore.voice == "people")
    with reading() as session:
        rows = session.exec(query.order_by(ListedScore.activity_id)).all()
        return [(row.score, row.answers) for row in rows]


def test_what_entered_a_mean_stays_whatever_comes_after(files):
    name = activity_name()
    rows = [f"N{n},{name},2026-08-0{n + 3},2" for n in range(5)]
    files.load(csv_of(*rows, header=ANSWERS), "answers")
    files.load(csv_of(f"N0a,{name},2026-08-01,5", header=ANSWERS), "answers")
    assert people_said() == [(2.0, 5)]
    assert files.load(csv_of(*rows, header=ANSWERS), "answers").same == 5
    files.load(csv_of(f"N4,{name},2026-08-29,2", header=ANSWERS), "answers")
    assert people_said() == [(2.0, 5)]


def test_the_answers_of_one_file_come_in_by_their_days(files):
    name = activity_name()
    rows = [f"N{n},{name},2026-08-{20 - n},{5 if n == 1 else 2}" for n in range(1, 7)]
    files.load(csv_of(*rows, header=ANSWERS), "answers")
    assert people_said() == [(2.0, 5)]


def test_an_answer_that_is_moved_comes_last_to_its_new_activity(files):
    first, second = activity_name(), "A2"
    content = csv_of(f"{second},adults-1,Review,2026-08-03", header="id,service,title,started_on")
    files.load(content, "activities")
    files.load(csv_of(f"N9,{first},2026-08-03,5", header=ANSWERS), "answers")
    rows = [f"N{n},{second},2026-08-04,2" for n in range(5)]
    files.load(csv_of(*rows, header=ANSWERS), "answers")
    files.load(csv_of(f"N9,{second},2026-08-03,5", header=ANSWERS), "answers")
    assert people_said() == [(2.0, 5)]


def test_a_review_holds_a_score_or_a_reason_and_a_gate_always_applies(files):
    name = activity_name()
    header = "id,activity,principle,reviewed_on,score,not_applicable_why"
    files.load(csv_of(f"R1,{name},equal,2026-08-03,,No one took part", header=header), "reviews")
    assert one(select(Review)).not_applicable_why == "No one took part"
    bad = csv_of(
        f"R2,{name},equal,2026-08-03,3,Why", f"R3,{name},equal,2026-08-03,,",
        f"R4,{name},feedback,2026-08-03,,Why", header=header,
    )  # fmt: skip
    assert codes(files.preview(bad, "reviews")) == {"score", "gate"}


def test_evidence_sessions_and_waves_come_in(files):
    name = activity_name()
    files.load(
        csv_of(
            f"E1,{name},equal,2026-08-03,Minutes", header="id,activity,principle,noted_on,evidence"
        ),
        "evidence",
    )
    files.load(
        csv_of(
            f"S1,{name},2026-08-03,yes,", header="id,activity,held_on,easy_read_offered,expenses"
        ),
        "sessions",
    )
    files.load(csv_of("W1,Autumn,2026-08-03,4.3", header="id,name,asked_on,mean"), "waves")


MEMBER = "id,name,contact,disabled,joined_on,consent_on,impairments"
MEMBER_ROW = "M1,A B,ab@example.org,yes,2026-08-03,2026-08-03,mobility"


def member(files, row: str = MEMBER_ROW):
    with writing() as session:
        if session.get(ImpairmentArea, "mobility") is None:
            session.add(ImpairmentArea(code="mobility", label="Mobility", position=1))
    return files.load(csv_of(row, header=MEMBER), "members")


def test_members_come_with_consent_and_impairment_areas(files):
    member(files)
    assert one(select(Consent)).given_on == date(2026, 8, 3)
    assert one(select(MemberImpairment)).area_code == "mobility"
    assert member(files).same == 1
    member(files, MEMBER_ROW.replace("yes", "no"))
    assert one(select(PanelMember)).disabled == "no"
    with reading() as session:
        trail = " ".join(session.exec(select(AuditEvent.details)).all())
    assert "A B" not in trail and "ab@" not in trail


def test_what_a_member_told_us_is_frozen_on_an_invitation(files):
    member(files)
    row = csv_of(f"I1,M1,{activity_name()},2026-08-04", header="id,member,activity,invited_on")
    files.load(row, "invitations")
    found = one(select(Invitation))
    assert (found.disabled, found.areas) == ("yes", "mobility")
    assert files.load(row, "invitations").same == 1


@pytest.mark.parametrize("gone", ["withdrew consent", "was erased"])
def test_nothing_more_is_recorded_of_a_member_who_is_gone(files, gone):
    member(files)
    with writing() as session:
        person = session.exec(select(PanelMember)).one()
        person.left_on = date(2026, 9, 1)
        if gone == "was erased":
            person.name = person.contact = None
        session.exec(select(Consent)).one().withdrawn_on = date(2026, 9, 1)
    header = "id,member,activity,invited_on"
    asked = files.preview(
        csv_of(f"I1,M1,{activity_name()},2026-08-04", header=header), "invitations"
    )
    again = files.preview(csv_of(MEMBER_ROW, header=MEMBER), "members")
    assert codes(asked) == codes(again) == {"closed member"}
    assert gone in asked.refusals[0].found


def test_an_erased_member_is_not_brought_back_by_a_file(files):
    member(files)
    with writing() as session:
        erase(session, "M1", by="officer")
    assert codes(files.preview(csv_of(MEMBER_ROW, header=MEMBER), "members")) == {"closed member"}


def test_a_command_may_be_held_to_one_service(files):
    with reading() as session:
        permit = permit_of_command(session, ["adults-1"])
    preview = files.preview(csv_of(ROW.replace("adults-1", "places-1")), permit=permit)
    assert codes(preview) == {"another service"}


def test_details_of_a_load_are_in_the_audit(files):
    files.load(csv_of(ROW))
    details = json.loads(one(select(AuditEvent.details)))
    assert (details["added"], details["source"], len(details["sha256"])) == (1, "oversight", 64)


def test_an_upload_is_compared_row_by_row_when_its_identifiers_come_in_no_order(files):
    from intake.kinds.all import KINDS
    from intake.mapping import Mapping

    rows = [ROW.replace("F1", f"F{n}") for n in (9, 1, 5, 3, 7)]
    files.load(csv_of(*rows))
    path = files.path(csv_of(*reversed(rows)))
    assert prepare(path, KINDS["feedback"], Mapping(), EVERYTHING).preview.same == 5


def figures() -> list:
    with reading() as session:
        return [
            [
                tuple(row)
                for row in session.execute(select(t.__table__).order_by(*t.__table__.primary_key))
            ]
            for t in ROLLUPS
        ]


def test_figures_counted_beside_the_store_are_those_counted_inside(files, monkeypatch):
    rows = [
        f"F{n},{service},{kind},Words,2026-0{4 + n % 5}-11,{told}"
        for n, (service, kind, told) in enumerate(
            (s, k, t)
            for s in ("adults-1", "places-2")
            for k in ("individual", "collective", "story")
            for t in ("", "2026-09-20", "2026-10-30")
        )
    ]
    moved = [row.replace("-11,", "-12,") for row in rows]
    moved += ["G1,adults-2,individual,New,2026-05-02,2026-05-09"]
    monkeypatch.setattr("intake.beside.LARGE", 0)
    files.load(csv_of(*rows))
    files.load(csv_of(*moved))
    beside = figures()
    with writing() as session:
        rolling.refresh(session, quarters=rolling.open_quarters(session))
    assert figures() == beside
    assert any(beside)
    assert count(FeedbackItem) == len(moved)


def test_figures_counted_on_an_older_store_are_counted_again(files, monkeypatch):
    monkeypatch.setattr("intake.beside.LARGE", 0)
    monkeypatch.setattr("intake.run.take_over", lambda *_: False)
    files.load(csv_of(ROW))
    assert one(select(LoopRollup).where(LoopRollup.due > 0)).on_time == 1


def test_a_record_that_changes_at_the_moment_of_writing_keeps_the_file_out(files):
    files.load(csv_of(ROW))
    prepared = files.prepared(csv_of(ROW.replace("long", "short")))

    def meddle(step: str, _share: float) -> None:
        if step == "Writing":
            with writing() as session:
                item = session.exec(select(FeedbackItem)).one()
                item.heard, item.version = "Edited meanwhile", item.version + 1

    with pytest.raises(Meanwhile):
        commit(prepared, EVERYTHING, progress=meddle)
    assert one(select(FeedbackItem)).heard == "Edited meanwhile"
