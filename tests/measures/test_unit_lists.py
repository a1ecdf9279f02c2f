"""The Group's lists for one unit, and what a closing knew of them."""

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from measures.challenges import challenge_log, reply_record
from measures.commitments import commitments
from measures.group import group_life
from measures.unit_lists import owned, put_to, was_known
from models import audit, challenge, commitment
from models.challenge import Officer
from models.commitment import Completion
from models.quarters import now
from models.reference import Directorate, Service
from models.scope import Scope
from tests.records import TODAY, day

COUNTY = Scope("county", "Essex county", (11, 12, 21, 22))
ADULTS = Scope("adults", "Adults", (11, 12))
PLACES = Scope("places", "Places", (21, 22))
ONE = Scope("adults-1", "Adults service 1", (11,))
CLOSED_AT = datetime(2026, 11, 20, 17, tzinfo=UTC)


@pytest.fixture
def asked(records, session):
    """Challenge ids by the unit that answers."""
    made = {}
    for directorate, service in ((1, None), (1, 11), (1, 12), (2, None), (2, 21)):
        made[service or directorate] = challenge.ask(
            session, by="ola", on=day("2026-06-01"), figure="62%", question="Why?",
            officer=Officer.MANAGER if service else Officer.LEAD, directorate_id=directorate,
            service_id=service,
        ).id  # fmt: skip
    for unit, on in ((1, "2026-07-20"), (21, "2026-08-20")):
        challenge.reply(
            session, made[unit], by="lee", on=day(on), what_will_change="More.", change_by=None
        )
    return made


def test_challenges_belong_to_the_unit_that_answers(session, asked):
    assert put_to(session, scope=COUNTY) is None
    assert put_to(session, scope=ADULTS) == (asked[1], asked[11], asked[12])
    assert put_to(session, scope=PLACES) == (asked[2], asked[21])
    assert put_to(session, scope=ONE) == (asked[11],)
    assert put_to(session, scope=Scope("places-2", "Places service 2", (22,))) == ()
    both = Scope("own", "My services", (12, 21))
    assert put_to(session, scope=both) == (asked[12], asked[21])


def test_a_service_with_the_code_of_a_directorate_is_not_taken_for_it(records, session, asked):
    records.put(Service(id=31, directorate_id=2, code="adults", name="Day care", position=3))
    assert put_to(session, scope=Scope("adults", "Day care", (31,))) == ()


def test_replies_of_the_directorates_add_up_to_the_countys(session, asked):
    whole, adults, places = (
        reply_record(session, on=TODAY, ids=put_to(session, scope=scope))
        for scope in (COUNTY, ADULTS, PLACES)
    )
    assert adults["count"].tolist() == [1, 0, 2, 0]
    assert places["count"].tolist() == [0, 1, 1, 0]
    assert whole[["count", "base"]].equals(adults[["count", "base"]] + places[["count", "base"]])
    assert adults["text"].tolist()[0] == "1 of 3"


def test_a_unit_without_challenges_has_the_same_rows_and_columns(session, asked):
    none, every = (reply_record(session, on=TODAY, ids=ids) for ids in ((), None))
    assert none["measure"].tolist() == every["measure"].tolist()
    assert none["text"].tolist() == ["no figure"] * 4
    assert (
        challenge_log(session, on=TODAY, ids=()).columns.tolist()
        == challenge_log(session, on=TODAY).columns.tolist()
    )


@pytest.mark.parametrize(
    ("owner", "units"),
    [
        ("Adults", {"adults"}),
        ("Lead, Adults", {"adults"}),
        ("directorate  lead,  ADULTS", {"adults"}),
        ("Director for Adults", {"adults"}),
        ("Head of Adults service 1", {"adults", "adults-1"}),
        ("Service manager, Adults service 1", {"adults", "adults-1"}),
        ("Service manager, Adults", set()),
        ("Lead, Adults service 1", set()),
        ("Director for older adults", set()),
        ("Friends of Adults", set()),
        ("Adults and Places", set()),
        ("Clerk of the Group", set()),
        ("", set()),
    ],
)
def test_an_owner_is_a_unit_only_where_the_words_name_it_in_full(records, session, owner, units):
    listed = pd.DataFrame({"owner": [owner], "wording": ["Papers"]})
    found = {s.unit for s in (ADULTS, PLACES, ONE) if len(owned(session, listed, scope=s))}
    assert found == units
    assert len(owned(session, listed, scope=COUNTY)) == 1


def test_a_list_without_rows_keeps_its_columns(records, session):
    empty = commitments(session, on=TODAY)
    found = owned(session, empty, scope=ADULTS)
    assert found.columns.equals(empty.columns) and found.dtypes.equals(empty.dtypes)


@pytest.mark.parametrize(
    ("happened", "recorded", "known"),
    [
        ("2026-11-20", CLOSED_AT, True),
        ("2026-11-20", CLOSED_AT + timedelta(seconds=1), False),
        ("2026-11-21", CLOSED_AT, False),
        ("2026-11-01", CLOSED_AT + timedelta(days=3), False),
        ("2026-11-01", datetime(2026, 11, 1, 12, tzinfo=UTC), True),
    ],
)
def test_a_closing_knows_what_was_recorded_by_its_moment(happened, recorded, known):
    assert was_known(day(happened), recorded, on=TODAY, known_by=CLOSED_AT) == known


def test_a_demonstrations_records_of_their_own_days_are_known_at_an_earlier_moment():
    early, noon = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 11, 1, 12, tzinfo=UTC)
    assert was_known(day("2026-11-01"), noon, on=TODAY, known_by=early)
    assert not was_known(TODAY, noon, on=TODAY, known_by=early)


def test_a_list_of_a_moment_knows_no_later_finding_term_or_promise(session, records, monkeypatch):
    kept = commitment.promise(
        session, by="ola", wording="Papers", owner="Adults", due_on=day("2026-09-01")
    )
    moment = now()
    frozen = commitments(session, on=TODAY, known_by=moment)
    life = group_life(session, on=TODAY, known_by=moment)
    monkeypatch.setattr(audit, "now", lambda: moment + timedelta(minutes=1))
    for owner in ("Places", None):
        commitment.set_terms(
            session, kept.id, by="ola", owner=owner or "", due_on=None, before_end=True
        )
    commitment.find(
        session, kept.id, by="ola", on=TODAY, completion=Completion.LIMITED, evidence="Two of five"
    )
    commitment.promise(session, by="ola", wording="More", owner="Adults", due_on=None)
    assert commitments(session, on=TODAY, known_by=moment).equals(frozen)
    assert group_life(session, on=TODAY, known_by=moment) == life
    assert frozen.loc[0, ["owner", "due", "overdue"]].tolist() == [
        "Adults", "1 September 2026", True,
    ]  # fmt: skip
    today = commitments(session, on=TODAY)
    assert today["owner"].tolist() == ["", "Adults"]
    assert group_life(session, on=TODAY)["needed"] == 1


def test_a_directorate_is_known_by_its_name_too(records, session, asked):
    session.get(Directorate, 1).name = "Grown-ups"
    session.flush()
    renamed = Scope("adults", "Grown-ups", (11, 12))
    assert put_to(session, scope=renamed) == (asked[1], asked[11], asked[12])
