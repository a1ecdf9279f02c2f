"""Directorates and services from a command, a file and a form: all of it, or nothing."""

import json

import pytest
from sqlmodel import select

from models import units
from models.__main__ import main
from models.audit import AuditEvent, faults
from models.key import key
from models.reference import Directorate, Service
from models.state import StoreState, state
from models.store import reading, writing
from models.units import Entry, UnitsError, listed, put_and_record
from seed.illustrative import SeedError, load_illustrative
from seed.reference import load_reference
from tests.records import TODAY

HEADING = ",".join(units.COLUMNS)
COUNTY = """
adults,Adults,home-care,Home care
adults,,day,Day opportunities
travel,Travel,buses,Buses
travel,,parking,Blue Badges
empty,Empty,,
"""


@pytest.fixture(autouse=True)
def ready(store, monkeypatch):
    """A store with its published unit, as a real start leaves it."""
    monkeypatch.setattr("models.__main__.check", lambda: None)
    key(may_make=True)
    with writing() as session:
        row = Directorate(code="record", name="Published record", position=1000, published=True)
        session.add(row)
        session.flush()
        session.add(Service(directorate_id=row.id, code="reports", name="Reports", position=1))


@pytest.fixture
def file(tmp_path):
    """Writes rows below the heading and gives the file."""

    def made(rows: str, heading: str = HEADING, encoding: str = "utf-8"):
        path = tmp_path / "units.csv"
        path.write_bytes(f"{heading}\n{rows.strip()}\n".encode(encoding))
        return str(path)

    return made


def names() -> list[str]:
    with reading() as session:
        return [f"{row['directorate']}/{row['service'] or ''}" for row in listed(session)]


def events() -> list[tuple]:
    with reading() as session:
        rows = session.exec(select(AuditEvent).order_by(AuditEvent.number)).all()
        return [(row.actor, row.action, row.subject, json.loads(row.details)) for row in rows]


def revision() -> int:
    with reading() as session:
        return state(session).revision


def put(*entries: Entry, **more):
    with writing() as session:
        return put_and_record(session, list(entries), by="ada", **more)


def test_the_command_adds_renames_and_places_one_unit(capsys):
    assert main(["unit", "adults", "Adults"]) == 0
    assert main(["unit", "Travel", "Travel"]) == 0
    assert main(["unit", "home-care", "Home care", "--of", "adults"]) == 0
    assert main(["unit", "day", "Day", "--of", "adults", "--place", "1"]) == 0
    assert names() == ["Adults/Day", "Adults/Home care", "Travel/"]
    assert main(["unit", "home-care", "Care at home"]) == 0
    assert main(["unit", "travel", "--place", "1"]) == 0
    assert names() == ["Travel/", "Adults/Day", "Adults/Care at home"]
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Directorate “adults” added: Adults."
    assert said[2] == "Service “home-care” added: Home care, in “adults”."
    assert said[-2] == "Service “home-care” renamed: Home care, now Care at home."
    assert said[-1] == "Directorates put in order: travel, adults."


def test_each_change_is_in_the_trail_and_raises_the_revision():
    before = revision()
    put(Entry("adults", "Adults", "day", "Day"))
    put(Entry("adults", "Adult support"))
    assert revision() == before + 2
    assert events() == [
        ("ada", "directorate added", "adults", {"name": "Adults"}),
        ("ada", "service added", "day", {"name": "Day", "directorate": "adults"}),
        ("ada", "directorate renamed", "adults", {"before": "Adults", "after": "Adult support"}),
    ]
    with reading() as session:
        assert not faults(session)


def test_what_is_there_already_changes_nothing(file, capsys):
    path = file(COUNTY)
    assert main(["units", path]) == 0
    before, count = revision(), len(events())
    capsys.readouterr()
    assert main(["units", path]) == 0
    assert capsys.readouterr().out == "All of it is there already.\n"
    assert (revision(), len(events())) == (before, count)


def test_a_whole_list_is_read_in_its_order(file):
    assert main(["units", file(COUNTY)]) == 0
    assert names() == [
        "Adults/Home care", "Adults/Day opportunities", "Travel/Buses", "Travel/Blue Badges",
        "Empty/",
    ]  # fmt: skip
    turned = "travel,,parking,\ntravel,,buses,\nadults,,home-care,Care at home\nempty,,,\n"
    assert main(["units", file(turned)]) == 0
    assert names() == [
        "Travel/Blue Badges", "Travel/Buses", "Adults/Care at home", "Adults/Day opportunities",
        "Empty/",
    ]  # fmt: skip
    with reading() as session:
        rows = [*session.exec(select(Directorate)), *session.exec(select(Service))]
        assert not any(row.illustrative for row in rows)


def test_what_a_later_file_adds_comes_last(file):
    main(["units", file(COUNTY)])
    assert main(["units", file("new,New,other,Other\nadults,,night,Night")]) == 0
    assert names()[2] == "Adults/Night" and names()[-1] == "New/Other"


def test_two_units_may_swap_their_names(file):
    main(["units", file(COUNTY)])
    swap = "adults,Travel,home-care,Day opportunities\ntravel,Adults,,\nadults,,day,Home care"
    assert main(["units", file(swap)]) == 0
    assert names()[:2] == ["Travel/Day opportunities", "Travel/Home care"]


def test_a_dry_run_says_the_same_and_writes_nothing(file, capsys):
    path = file(COUNTY)
    assert main(["units", path, "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert names() == [] and events() == []
    assert main(["units", path]) == 0
    assert told == capsys.readouterr().out + "Nothing was written: this was a dry run.\n"


def test_every_fault_is_named_with_its_row_and_nothing_is_written(file, capsys):
    put(Entry("adults", "Adults", "day", "Day"))
    put(Entry("travel", "Travel"))
    rows = """
good,Good,,
adults,,day,Day at home
travel,,day,Day
adults,Other,,
adults,Another,,
county,County,,
b d,Bad,,
,No code,,
fresh,,,
good,,late,
record,Mine,,
good,,reports,Mine
day,Day,,
good,,night,Day at home
good,,adults,Adults
good,,long,{long}
good,,sum,=1+1
good,,,Nothing
""".replace("{long}", "x" * 121)
    assert main(["units", file(rows)]) == 1
    said = capsys.readouterr().err.splitlines()
    for row, words in {
        4: "“day” belongs to “adults”. It cannot move",
        6: "directorate “adults” is called “Other” in row 5.",
        7: "“county” cannot be a code",
        8: "“b d” cannot be a code",
        9: "the directorate has no code",
        10: "directorate “fresh” is new: give its name",
        11: "service “late” is new: give its name",
        12: "holds the published record",
        13: "“reports” belongs to “record”",
        14: "“day” is the code of a service already",
        15: "“Day at home” is the name of service “day” too",
        16: "“adults” is the code of a directorate already",
        17: "over 120 letters",
        18: "begins with a sign",
        19: "the service has no code",
    }.items():
        assert any(line.startswith(f"Row {row}: ") and words in line for line in said), (row, said)
    assert names() == ["Adults/Day", "Travel/"]


@pytest.mark.parametrize(
    ("heading", "rows", "encoding", "said"),
    [
        ("directorate,service", "a,b", "utf-8", "must name these columns"),
        (HEADING, "", "utf-8", "no row below"),
        (HEADING, "a,b,c", "utf-8", "Row 2: has 3 cells, not 4."),
        (HEADING, "a,Café,,", "latin-1", "no UTF-8 text"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(file, capsys, heading, rows, encoding, said):
    assert main(["units", file(rows, heading, encoding)]) == 1
    assert said in capsys.readouterr().err and names() == []


def test_columns_in_any_order_semicolons_and_a_mark_before_them_are_read(file):
    heading = "Service;Service code;Directorate;Directorate_Code"
    assert main(["units", file("Day;DAY;Adults;Adults\n;;;\n", heading, "utf-8-sig")]) == 0
    assert names() == ["Adults/Day"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["unit", "adults"], "Directorate “adults” is new: give its name."),
        (["unit", "day", "Day", "--of", "none"], "Directorate “none” is none yet"),
        (["unit", "adults", "Adults", "--place", "2"], "from 1 to 1."),
        (["unit", "adults", "Published Record"], "is the name of directorate “record” too"),
        (["units", "/nowhere.csv"], "nowhere.csv"),
    ],
)
def test_a_command_that_cannot_be_done_says_why(capsys, arguments, said):
    assert main(arguments) == 1
    assert said in capsys.readouterr().err
    assert names() == [] and events() == []


def test_what_is_added_beside_made_up_records_is_marked(capsys):
    with writing() as session:
        session.get(StoreState, 1).illustrative = True
    assert main(["unit", "adults", "Adults"]) == 0
    assert "is marked as illustrative" in capsys.readouterr().out
    put(Entry("adults", "", "day", "Day"))
    with reading() as session:
        assert session.exec(select(Directorate.illustrative).where(~Directorate.published)).one()
        assert session.exec(select(Service.illustrative).where(Service.code == "day")).one()


def test_the_made_up_county_is_refused_where_real_units_are():
    put(Entry("adults", "Adults"))
    with writing() as session:
        load_reference(session)
    with pytest.raises(SeedError, match="real directorates"):
        load_illustrative(until=TODAY)


def test_a_fault_keeps_its_sentence_alone_in_a_form():
    with pytest.raises(UnitsError) as refused:
        put(Entry("", "Adults"))
    assert refused.value.faults == ["The directorate has no code."]
