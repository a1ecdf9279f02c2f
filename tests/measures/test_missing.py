"""The checklist before a closing."""

from measures.missing import missing
from models.reference import Rung
from models.scope import Scope
from tests.records import Q2, day

COUNTY = Scope("county", "County", (11, 12, 21, 22), listed_ids=(11, 12))


def test_what_is_missing_is_named_with_its_service(records, session):
    reviewed = records.activity(intended_rung=Rung.ENGAGING)
    records.review(reviewed)
    records.activity(ended_on=day("2026-09-01"), intended_rung=Rung.ENGAGING)
    records.activity(service_id=12)
    records.item(heard="2026-07-01")
    records.refresh()
    found = missing(session, scope=COUNTY, quarter=Q2)
    assert list(zip(found["service"], found["missing"], found["count"], strict=True)) == [
        ("Adults service 1", "no_service_review", 1),
        ("Adults service 1", "no_people_review", 2),
        ("Adults service 1", "no_claimed_rung", 1),
        ("Adults service 1", "not_told", 1),
        ("Adults service 2", "no_service_review", 1),
        ("Adults service 2", "no_people_review", 1),
        ("Adults service 2", "no_intended_rung", 1),
    ]


def test_a_service_that_may_not_be_listed_is_not_named(records, session):
    records.activity(service_id=21)
    records.refresh()
    assert missing(session, scope=COUNTY, quarter=Q2).empty
