"""Who is shown what in a pack, and who is handed a pack that somebody else made."""

import io
import zipfile
from dataclasses import replace

import pytest

from access.viewer import Role, Viewer
from exports.keeping import content_of, make_and_keep, past
from models.key import key
from models.store import writing
from tests.access.people import write_people, write_units
from tests.exports.asked import ADULTS_WORDS, PLACES_WORDS, put_everything
from tests.records import Q2

OLA = Viewer(1, "ola", "Ola", Role.OVERSIGHT)
LEE = Viewer(2, "lee", "Lee", Role.LEAD, directorate_id=1)
SAM = Viewer(3, "sam", "Sam", Role.SERVICE_MANAGER, service_ids=(11,))
DANA = Viewer(4, "dana", "Dana", Role.DATA_OFFICER)
EVERY = (*ADULTS_WORDS, *PLACES_WORDS)
UNITS = {"county": {}, "adults": {"directorate": "adults"}, "adults-1": {"service": "adults-1"}}


@pytest.fixture
def asked(store):
    key(may_make=True)
    with writing() as session:
        write_units(session)
        write_people(session)
        put_everything(session)


def words_in(content: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        said = " ".join(archive.read(name).decode("utf-8-sig") for name in archive.namelist())
    return {words for words in EVERY if f"{words} question" in said}


LED = {"ADULTSLEAD", "ADULTSONE", "ADULTSTWO"}
ALL = LED | {"PLACESLEAD", "PLACESONE"}


@pytest.mark.parametrize(
    ("viewer", "unit", "shown"),
    [
        (OLA, "county", ALL), (DANA, "county", ALL), (LEE, "county", LED),
        (SAM, "county", {"ADULTSONE"}), (OLA, "adults", LED), (LEE, "adults", LED),
        (SAM, "adults", {"ADULTSONE"}), (SAM, "adults-1", {"ADULTSONE"}),
        (OLA, "adults-1", {"ADULTSONE"}),
    ],
    ids=lambda value: getattr(value, "username", None) or (value if isinstance(value, str) else ""),
)  # fmt: skip
def test_a_pack_lists_the_challenges_that_its_maker_may_see(asked, viewer, unit, shown):
    [made] = make_and_keep(viewer, Q2, **UNITS[unit], codes=["csv"])
    assert words_in(made.content) == shown


@pytest.mark.parametrize(
    ("unit", "others"),
    [("county", {"ola", "dana"}), ("adults", {"ola", "dana", "lee"}),
     ("adults-1", {"ola", "dana", "lee", "sam"})],
)  # fmt: skip
def test_a_past_pack_goes_to_those_who_may_see_all_that_it_holds(asked, unit, others):
    list(make_and_keep(OLA, Q2, **UNITS[unit], codes=["csv"]))
    number = int(past(OLA)["id"].iloc[0])
    for viewer in (OLA, DANA, LEE, SAM):
        handed = viewer.username in others
        assert (not past(viewer).empty) == handed
        assert (content_of(viewer, number) is not None) == handed


def test_who_made_a_pack_finds_it_again(asked):
    list(make_and_keep(SAM, Q2, codes=["csv"]))
    number = int(past(SAM)["id"].iloc[0])
    assert words_in(content_of(SAM, number)) == {"ADULTSONE"}
    assert past(LEE).empty
    for now in (replace(SAM, role=Role.ADMINISTRATOR), replace(SAM, unfinished="password")):
        assert content_of(now, number) is None
