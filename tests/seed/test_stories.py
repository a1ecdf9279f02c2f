"""The stories that the illustrative county tells, seen in its raw records."""

import pytest
from sqlmodel import func, select

from models.activity import Activity, Answer, AnswerScore, Review
from models.feedback import FeedbackItem, ItemKind, KindChange, Outcome, Telling
from models.panel import Disabled, PanelMember, Participation
from models.quarters import Quarter
from models.reference import Directorate, District, Principle, Rung, Service
from models.rollup import ActivityRollup, LoopRollup
from seed import county as story
from tests.records import TODAY

LAST = Quarter.of(TODAY)
FIRST = LAST.plus(-11)


def on_time(session, directorate: str, quarters: range) -> float:
    """The share told by the due day, among items of a directorate due in some quarters."""
    first, last = FIRST.plus(quarters[0]).first_day, FIRST.plus(quarters[-1]).last_day
    rows = session.exec(
        select(FeedbackItem.due_on, func.min(Telling.told_on))
        .join(Service, Service.id == FeedbackItem.service_id)
        .join(Directorate, Directorate.id == Service.directorate_id)
        .outerjoin(Telling, Telling.item_id == FeedbackItem.id)
        .where(Directorate.code == directorate, FeedbackItem.due_on.between(first, last))
        .group_by(FeedbackItem.id, FeedbackItem.due_on)
    ).all()
    return sum(told is not None and told <= due for due, told in rows) / len(rows)


def test_one_directorate_improves(county):
    early, late = (on_time(county, story.IMPROVES, q) for q in (range(1, 4), range(8, 11)))
    assert early < 0.6 and late > 0.7


def test_one_directorate_s_closure_collapses(county):
    early, late = (on_time(county, story.COLLAPSES, q) for q in (range(1, 6), range(9, 11)))
    assert early > 0.75 and late < 0.5


def test_a_service_claims_co_producing_where_people_say_consulting(county):
    mine = (
        select(Activity.id)
        .join(Service, Service.id == Activity.service_id)
        .where(Service.code == story.OVERCLAIMS, Activity.claimed_rung == Rung.CO_PRODUCING)
    )
    assert len(county.exec(mine).all()) >= 10
    rungs = dict(
        county.exec(
            select(Answer.experienced_rung, func.count())
            .where(Answer.activity_id.in_(mine), Answer.experienced_rung.is_not(None))
            .group_by(Answer.experienced_rung)
        ).all()
    )
    assert rungs[Rung.CONSULTING] > sum(rungs.values()) / 2


def test_one_district_is_hardly_on_the_panel(county):
    members = dict(
        county.exec(
            select(PanelMember.district_code, func.count())
            .where(PanelMember.disabled == Disabled.YES, PanelMember.district_code.is_not(None))
            .group_by(PanelMember.district_code)
        ).all()
    )
    disabled = dict(county.exec(select(District.code, District.disabled)).all())
    ratios = {
        code: members[code] / sum(members.values()) * sum(disabled.values()) / disabled[code]
        for code in disabled
    }
    assert min(ratios, key=ratios.get) == story.HARDLY_REACHED
    assert ratios[story.HARDLY_REACHED] < 0.4
    assert sorted(ratios.values())[1] > 0.7


def test_familiar_voices_are_much_of_the_panel(county):
    year = LAST.plus(-3).first_day
    times = county.exec(
        select(func.count()).where(Participation.took_part_on >= year)
        .group_by(Participation.member_id)
    ).all()  # fmt: skip
    familiar = [count for count in times if count >= 4]
    assert len(familiar) >= 10
    assert sum(familiar) / sum(times) > 0.35


def people_mean(session, directorate: str, principle: str) -> float:
    return session.exec(
        select(func.avg(AnswerScore.score))
        .join(Principle, Principle.id == AnswerScore.principle_id)
        .join(Answer, Answer.id == AnswerScore.answer_id)
        .join(Activity, Activity.id == Answer.activity_id)
        .join(Service, Service.id == Activity.service_id)
        .join(Directorate, Directorate.id == Service.directorate_id)
        .where(Directorate.code == directorate, Principle.code == principle)
    ).one()


def test_a_gate_fails_under_good_averages(county):
    assert people_mean(county, story.GATE_FAILS, "accessibility") < 2.8
    for code in county.exec(select(Principle.code).where(Principle.gate.is_(False))):
        assert people_mean(county, story.GATE_FAILS, code) > 3.6


def test_one_service_has_nothing_recorded_and_one_a_single_activity(county):
    def count(kind, code: str) -> int:
        return county.exec(
            select(func.count())
            .select_from(kind)
            .join(Service, Service.id == kind.service_id)
            .where(Service.code == code)
        ).one()

    assert count(Activity, story.NOTHING_RECORDED) == 0
    assert count(FeedbackItem, story.NOTHING_RECORDED) == 0
    assert count(Activity, story.ONE_ACTIVITY) == 1


def test_people_were_coerced_once(county):
    claimed = select(func.count()).where(Activity.claimed_rung == Rung.COERCING)
    assert county.exec(claimed).one() == 1


def some(session, *conditions) -> int:
    return session.exec(select(func.count()).where(*conditions)).one()


@pytest.mark.parametrize(
    ("what", "conditions"),
    [
        ("stories", (FeedbackItem.kind == ItemKind.STORY,)),
        ("stories with an answer", (FeedbackItem.answered_by_id.is_not(None),)),
        ("withdrawn items", (FeedbackItem.withdrawn_on.is_not(None),)),
        ("items due by promise", (FeedbackItem.due_by_promise,)),
        ("reviews that do not apply", (Review.not_applicable_why.is_not(None),)),
        ("changes of kind", (KindChange.id.is_not(None),)),
        ("activities still running", (Activity.illustrative, Activity.ended_on.is_(None))),
        ("no intended rung", (Activity.illustrative, Activity.intended_rung.is_(None))),
        ("service's evidence", (Review.evidence.is_not(None),)),
    ],
)
def test_awkward_cases_are_there(county, what, conditions):
    assert some(county, *conditions) >= 5, what


def test_not_changed_always_has_its_reason(county):
    unchanged = (FeedbackItem.outcome == Outcome.NOT_CHANGED,)
    assert some(county, *unchanged) > 100
    assert some(county, *unchanged, FeedbackItem.outcome_reason.is_(None)) == 0


def test_a_gate_is_never_not_applicable(county):
    gates = select(Principle.id).where(Principle.gate)
    assert some(county, Review.not_applicable_why.is_not(None), Review.principle_id.in_(gates)) == 0


def test_some_items_were_disputed_and_told_again(county):
    again = select(Telling.item_id).group_by(Telling.item_id).having(func.count() > 1).subquery()
    told_twice = county.exec(select(func.count()).select_from(again)).one()
    disputed = some(county, Answer.item_id.is_not(None), Answer.told.is_(False))
    assert 5 <= told_twice < disputed


def test_some_promises_were_edited_after_everything_was_heard(county):
    assert some(county, Activity.promised_on > Activity.ended_on) >= 5


def test_some_activities_cross_a_quarter_s_edge(county):
    spans = county.exec(
        select(Activity.started_on, Activity.ended_on).where(Activity.ended_on.is_not(None))
    ).all()
    assert sum(a is not None and Quarter.of(a) != Quarter.of(b) for a, b in spans) >= 100


def test_some_activities_have_fewer_than_five_answers(county):
    few = (
        select(Answer.activity_id)
        .where(Answer.item_id.is_(None))
        .group_by(Answer.activity_id)
        .having(func.count() < 5)
        .subquery()
    )
    assert county.exec(select(func.count()).select_from(few)).one() >= 10


def test_the_stages_of_an_item_follow_each_other(county):
    stages = ("heard_on", "acknowledged_on", "decided_on", "acted_on")
    for item in county.exec(select(FeedbackItem)):
        days = [getattr(item, name) for name in stages if getattr(item, name)]
        assert days == sorted(days), item.source_id


def test_roll_ups_of_the_county_leave_the_published_record_out(county):
    published = select(Service.id).join(Directorate).where(Directorate.published)
    assert some(county, LoopRollup.service_id.in_(published)) == 0
    recent = (ActivityRollup.quarter >= FIRST.code, ActivityRollup.service_id.in_(published))
    assert (
        county.exec(select(func.coalesce(func.sum(ActivityRollup.running), 0)).where(*recent)).one()
        == 0
    )
