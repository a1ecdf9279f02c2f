"""The illustrative county: its size, its sameness, and that loading again adds nothing."""

import hashlib
import shutil

import pytest
from sqlmodel import func, select, text

from models import store as store_module
from models.activity import Activity
from models.all import metadata
from models.feedback import FeedbackItem
from models.panel import PanelMember
from models.policy import LineNote, Target
from models.quarters import Quarter
from models.reference import Directorate, Service, SurveyWave
from models.state import state
from models.store import writing
from seed import county as story
from seed import illustrative
from seed.__main__ import main
from seed.illustrative import SeedError, load_illustrative
from seed.reference import load_reference
from tests.records import TODAY
from tests.seed.conftest import load_county

# Moments and random bytes of the machine, not of the county.
NOT_OF_THE_COUNTY = {
    "audit_event",
    "audit_head",
    "store_state",
    "line_note",
    "policy",
    "alembic_version",
}


def test_size_s_has_its_stated_counts(county):
    mine = {Activity: 1_000, FeedbackItem: 10_000, PanelMember: 2_000}
    for kind, count in mine.items():
        rows = select(func.count()).select_from(kind).where(kind.illustrative)
        assert county.exec(rows).one() == count


def test_there_are_six_directorates_with_forty_eight_services(county):
    units = select(func.count()).select_from(Directorate).where(Directorate.illustrative)
    services = select(func.count()).select_from(Service).where(Service.illustrative)
    assert (county.exec(units).one(), county.exec(services).one()) == (6, 48)


def test_it_covers_twelve_quarters_up_to_its_last_day(county):
    first, last = county.exec(
        select(func.min(Activity.started_on), func.max(Activity.started_on)).where(
            Activity.illustrative
        )
    ).one()
    assert Quarter.of(last) == Quarter.of(TODAY)
    assert Quarter.of(first) == Quarter.of(TODAY).plus(-11)


def test_nothing_happened_after_its_last_day(county):
    for table in metadata().tables.values():
        for column in table.columns:
            if column.name.endswith("_on") and column.name not in {
                "due_on",
                "promised_feedback_on",
            }:
                latest = county.execute(select(func.max(column))).scalar()
                assert latest is None or latest <= TODAY, f"{table.name}.{column.name}"


def test_the_store_says_that_it_is_illustrative(county):
    assert state(county).illustrative


def test_illustrative_waves_carry_their_mark_and_the_real_one_does_not(county):
    marks = dict(county.exec(select(SurveyWave.source_id, SurveyWave.illustrative)).all())
    assert marks.pop("collaborate-essex-2017") is False
    assert marks and all(marks.values())


def test_targets_and_notes_are_there(county):
    measures = set(county.exec(select(Target.measure).where(Target.scope == "county")))
    assert measures == {"people_feedback", "agreement", "closure_individual", "closure_collective"}
    assert county.exec(select(func.count()).select_from(LineNote)).one() == 3


def fingerprint(address: str) -> str:
    """A hash of every record and every roll-up."""
    digest = hashlib.sha256()
    with store_module.reading(address) as session:
        for table in sorted(metadata().tables.values(), key=lambda t: t.name):
            if table.name in NOT_OF_THE_COUNTY:
                continue
            order = ", ".join(column.name for column in table.primary_key.columns)
            for row in session.execute(text(f"SELECT * FROM {table.name} ORDER BY {order}")):
                if "published" not in row:  # real facts, recorded at the moment of loading
                    digest.update(repr((table.name, *row)).encode())
    return digest.hexdigest()


def test_two_loads_up_to_one_day_are_equal_to_the_last_value(county_address, tmp_path, monkeypatch):
    assert fingerprint(load_county(tmp_path, monkeypatch)) == fingerprint(county_address)


def test_loading_again_adds_nothing(county_address, monkeypatch):
    monkeypatch.setenv("OVERSIGHT_TODAY", TODAY.isoformat())
    before = fingerprint(county_address)
    assert load_illustrative(size="S", until=TODAY, url=county_address) == 0
    assert fingerprint(county_address) == before


def test_a_load_that_was_stopped_goes_on_where_it_stopped(store, monkeypatch):
    with store_module.writing() as session:
        load_reference(session)
    monkeypatch.setitem(story.SIZES, "S", story.Size(2_000, 1_000))
    monkeypatch.setattr(illustrative, "_count", lambda days, url: None)
    whole = illustrative._Maker.chunk

    def stopped_at_the_second(maker, number: int) -> int:
        if number == 1:
            raise KeyboardInterrupt
        return whole(maker, number)

    monkeypatch.setattr(illustrative._Maker, "chunk", stopped_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        load_illustrative(size="S", until=TODAY)
    monkeypatch.setattr(illustrative._Maker, "chunk", whole)
    load_illustrative(size="S", until=TODAY)
    with store_module.reading() as session:
        items = session.exec(select(FeedbackItem.source_id)).all()
        assert session.exec(select(func.count()).select_from(Activity)).one() == 2_000
        assert len(items) == len(set(items)) == 20_000


def test_roll_ups_that_a_stop_left_out_are_filled_by_the_next_load(county_address, tmp_path):
    copy = f"sqlite:///{tmp_path / 'copy.db'}"
    shutil.copy(county_address.removeprefix("sqlite:///"), tmp_path / "copy.db")
    with store_module.writing(copy) as session:
        session.execute(text("DELETE FROM loop_rollup"))
        session.execute(text("DELETE FROM activity_rollup"))
    assert load_illustrative(size="S", until=TODAY, url=copy) == 0
    with store_module.reading(copy) as session:
        assert session.execute(text("SELECT count(*) FROM loop_rollup")).scalar() > 1_000


def test_another_size_over_it_is_refused(county_address):
    with pytest.raises(SeedError, match="another size"):
        load_illustrative(size="M", until=TODAY, url=county_address)


def test_a_store_with_real_directorates_is_refused(records):
    records.session.commit()
    with pytest.raises(SeedError, match="real directorates"):
        load_illustrative(size="S", until=TODAY)


def test_a_store_without_the_lists_is_refused_with_the_command(store):
    with pytest.raises(SeedError, match="python -m seed reference"):
        load_illustrative(size="S", until=TODAY)


def test_the_command_says_what_is_wrong_with_a_day(store, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["illustrative", "--until", "yesterday"])
    assert stopped.value.code == 2
    assert "“yesterday” is not a day" in capsys.readouterr().err


def test_the_command_refuses_a_store_that_was_not_prepared(store, capsys):
    with writing() as session:
        session.execute(text("DROP TABLE alembic_version"))
    assert main(["reference"]) == 1
    assert "python -m models migrate" in capsys.readouterr().err
