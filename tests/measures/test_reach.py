"""Panel reach in cases small enough to count by hand."""

from datetime import timedelta

import pandas as pd
import pytest
from sqlalchemy import insert
from sqlmodel import select

from measures import reach
from measures.closing import close_quarter
from measures.panel_tables import ALL, FAMILIAR, NEW, OUTSIDE
from measures.protection import FEW, SILENT, WITHHELD, Protected
from measures.snapshots import take
from models.closing import freeze_for_meeting
from models.panel import Figure, PanelSnapshot, PanelTable, SnapshotKind
from models.scope import Scope
from tests.panels import FIRST, Panel, moment
from tests.records import Q2

ALL_SERVICES = (11, 12, 21, 22)
COUNTY = Scope("county", "Essex county", ALL_SERVICES, ALL_SERVICES)
MEASURES = (
    reach.panel_snapshots,
    reach.impairment_by_place,
    reach.members_by_place,
    reach.panel_funnel,
    reach.voices,
)


def shown(rounded):
    return Protected(Figure.SHOWN, rounded)


def freeze(session, figures, kind=SnapshotKind.STOCK, quarter=FIRST, places="districts"):
    """A snapshot with just these figures."""
    snapshot = PanelSnapshot(
        kind=kind,
        quarter=quarter.code,
        as_of=quarter.last_day,
        taken_at=moment(quarter.last_day + timedelta(days=45)),
        geography="districts",
        places=places,
        areas="areas",
        link="nothing",
    )
    session.add(snapshot)
    session.flush()
    rows = [
        {
            "snapshot_id": snapshot.id,
            "name": name,
            "attribute": attribute,
            "place": place,
            "figure": figure.figure,
            "rounded": figure.rounded,
        }
        for (name, attribute, place), figure in figures.items()
    ]
    session.execute(insert(PanelTable), rows)
    return snapshot


def disabled(total=shown(300), outside=FEW, **districts):
    """Disabled members by district number, written d0, d1, d2."""
    table = "disabled_by_place"
    figures = {(table, "disabled", f"E0700000{k[1]}"): f for k, f in districts.items()}
    return figures | {(table, "disabled", OUTSIDE): outside, (table, "disabled", ALL): total}


def rates(session, **figures):
    freeze(session, disabled(**figures))
    found = reach.place_rates(session, scope=COUNTY, quarter=FIRST, of="disabled")
    return found.set_index("place_label")


@pytest.fixture
def panel(records, session) -> Panel:
    return Panel(session)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda m: m.__name__)
def test_an_empty_store_gives_the_same_columns_and_no_rows(measure, panel, session):
    empty = measure(session, scope=COUNTY, quarter=FIRST)
    assert len(empty) == 0
    panel.members(60, 0)
    panel.took_part(panel.member(0), FIRST.first_day)
    take(session, FIRST, at=moment(FIRST.last_day))
    full = measure(session, scope=COUNTY, quarter=FIRST)
    assert len(full) > 0
    assert list(full.dtypes.items()) == list(empty.dtypes.items())


def test_a_district_in_proportion_has_a_rate_ratio_near_one(panel, session):
    row = rates(session, d0=shown(100), d1=shown(100), d2=shown(100)).loc["District 0"]
    assert row["rate_ratio"] == pytest.approx(100 / ((300 - 4.5) / 3))
    assert row["low"] < row["rate_ratio"] < row["high"]
    assert not row["far_below"]


def test_a_hidden_count_says_what_would_be_in_proportion(panel, session):
    row = rates(session, d0=FEW, d1=shown(140), d2=shown(150)).loc["District 0"]
    assert row["text"] == "fewer than 10, where 99 would be in proportion"
    assert row["finding"] == "Far below its share"
    assert pd.isna(row["rate_ratio"]) and pd.isna(row["rounded"])


def test_far_below_needs_an_expected_number_of_twenty(panel, session):
    found = rates(session, total=shown(60), d0=FEW, d1=shown(25), d2=shown(25))
    assert found.loc["District 0", "expected"] == pytest.approx(18.5)
    assert not found["far_below"].any()


def test_far_below_needs_the_largest_count_allowed_to_be_under_half(panel, session):
    found = rates(session, d0=shown(45), d1=shown(50), d2=WITHHELD)
    assert found.loc["District 0", "far_below"]  # at most 47, of 98.5 expected
    assert not found.loc["District 1", "far_below"]  # at most 52
    assert not found.loc["District 2", "far_below"]  # not shown, so it may be any number


def test_no_rate_is_given_on_a_base_under_fifty(panel, session):
    found = rates(session, total=shown(50), d0=shown(20), d1=shown(15), d2=FEW)
    assert found["rate_ratio"].isna().all() and found["expected"].isna().all()
    assert list(found["text"]) == ["20", "15", "fewer than 10"]


def test_what_is_withheld_or_silent_reads_the_same(panel, session):
    freeze(session, disabled(d0=WITHHELD, d1=SILENT))
    found = reach.members_by_place(session, scope=COUNTY, quarter=FIRST)
    some = found[found["place"].str.startswith("E07")]
    assert set(some["figure"]) == {"withheld"}
    assert set(some["text"]) == {"not shown, to protect others"}


def test_only_disabled_and_carers_have_census_figures(panel, session):
    with pytest.raises(ValueError, match="Ask for disabled or carers"):
        reach.place_rates(session, scope=COUNTY, quarter=FIRST, of="members")


def test_localities_sum_their_districts_residents(panel, session):
    freeze(
        session,
        {
            ("carers_by_place", "carers", "North"): shown(100),
            ("carers_by_place", "carers", ALL): shown(150),
            ("carers_by_place", "carers", OUTSIDE): FEW,
        },
        places="localities",
    )
    found = reach.place_rates(session, scope=COUNTY, quarter=FIRST, of="carers")
    assert list(found["place_label"]) == ["North"]
    assert list(found["residents"]) == [20_000]


def test_the_funnel_gives_a_percentage_on_a_shown_base_of_fifty_only(panel, session):
    freeze(session, {("members_by_place", "members", ALL): shown(100)})
    steps = {"invited": shown(50), "took_part": shown(20), "uninvited": FEW}
    freeze(session, {(s, "members", ALL): f for s, f in steps.items()}, SnapshotKind.FLOW)
    found = reach.panel_funnel(session, scope=COUNTY, quarter=FIRST).set_index("step")
    assert list(found["step_label"])[:2] == ["On the panel", "Invited"]
    assert found.loc["invited", "share_text"] == "about 50%"
    assert found.loc["took_part", "share_text"] == "about 40%"
    assert found.loc["uninvited", "text"] == "fewer than 10"
    assert found.loc["uninvited", "share_text"] == ""


def test_familiar_and_new_voices_come_from_protected_counts(panel, session):
    voices = {
        FAMILIAR: shown(15),
        "familiar_participations": shown(90),
        "participations": shown(200),
        NEW: shown(30),
    }
    figures = {("voices", a, ALL): f for a, f in voices.items()}
    figures |= {("took_part", "members", ALL): shown(100), ("uninvited", "members", ALL): FEW}
    freeze(session, figures, SnapshotKind.FLOW)
    found = reach.voices(session, scope=COUNTY, quarter=FIRST).set_index("voices")
    assert found.loc[FAMILIAR, "share_text"] == "about 45%"
    assert found.loc[NEW, "low"] == pytest.approx(28 / 111)
    assert found.loc[NEW, "high"] == pytest.approx(32 / 98)
    assert found.loc[NEW, "share_text"] == "25% to 33%"


def test_a_closed_quarter_reads_the_snapshots_that_its_closing_names(panel, session):
    panel.members(60, 0, joined=Q2.first_day)
    closed = close_quarter(session, Q2, by="tester")
    panel.members(60, 1, joined=Q2.first_day)
    later = take(session, Q2.plus(1), at=moment(Q2.plus(1).last_day))
    assert later.stock_id != closed.panel.stock_id
    found = reach.members_by_place(session, scope=COUNTY, quarter=Q2)
    total = found[(found["attribute"] == "members") & (found["place"] == ALL)]
    assert list(total["rounded"]) == [60]


def test_a_meeting_does_not_see_what_was_taken_after_it_was_opened(panel, session):
    freeze(session, disabled())
    edition = freeze_for_meeting(session, by="tester")
    scope = Scope("county", "Essex county", ALL_SERVICES, ALL_SERVICES, meeting=edition.id)
    newer = freeze(session, disabled(total=shown(500)))
    newer.taken_at = edition.made_at + timedelta(days=1)
    session.add(newer)
    session.flush()
    found = reach.members_by_place(session, scope=scope, quarter=FIRST)
    assert list(found[found["place"] == ALL]["rounded"]) == [300]


def test_no_canary_count_is_in_anything_that_is_read(panel, session):
    panel.members(1_237, 0, carer=True)
    panel.members(7, 1, areas=("vision",))
    take(session, FIRST, at=moment(FIRST.last_day))
    read = [measure(session, scope=COUNTY, quarter=FIRST) for measure in MEASURES]
    read.append(reach.place_rates(session, scope=COUNTY, quarter=FIRST, of="carers"))
    for frame in read:
        text = frame.to_json()
        for canary in ("1237", "1244", "1,237", "1,244"):
            assert canary not in text
    assert all(row.rounded % 5 == 0 for row in session.exec(select(PanelTable)) if row.rounded)
