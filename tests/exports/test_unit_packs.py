"""A unit's pack: what was asked of it and promised by it, nothing of others, as it was closed."""

import io
import zipfile
from datetime import timedelta
from hashlib import sha256

import openpyxl
import pikepdf
import pytest
from pptx import Presentation
from pypdf import PdfReader

from exports.contents import build
from exports.easy_read import write_pdf
from measures.closing import close_quarter
from models import audit, challenge, commitment
from models.commitment import Completion
from models.quarters import now
from models.scope import Scope
from tests.exports.asked import ADULTS_WORDS, PLACES_WORDS, answer, put_everything
from tests.exports.conftest import WRITERS
from tests.exports.test_hostile import inner
from tests.records import Q2, TODAY

IDS = (11, 12, 21, 22)
COUNTY = Scope("county", "Essex county", IDS, listed_ids=IDS)
ADULTS = Scope("adults", "Adults", (11, 12), listed_ids=(11, 12))
PLACES = Scope("places", "Places", (21, 22), listed_ids=(21, 22))
ONE = Scope("adults-1", "Adults service 1", (11,), listed_ids=(11,))
TWO_OF_PLACES = Scope("places-2", "Places service 2", (22,), listed_ids=(22,))
ASKED, PROMISED = "What the Group asked, and the replies", "What was promised"


@pytest.fixture
def made(records, session):
    for service in IDS:
        for n in range(12):
            records.item("2026-07-01", service_id=service, told=["2026-07-10"] if n < 9 else [])
        records.activity(service, title=f"Work of {service}")
    records.refresh()
    return put_everything(session)


def pack_of(session, scope, **more):
    return build(session, scope=scope, county=COUNTY, quarter=Q2, **more)


def section(pack, heading):
    return next(section for section in pack.sections if section.heading == heading)


def everything(content: bytes) -> str:
    """All text of a file, of each part of a zip within it and of every stream of a PDF."""
    if content.startswith(b"%PDF"):
        shown = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
        with pikepdf.open(io.BytesIO(content)) as file:
            streams = [o for o in file.objects if isinstance(o, pikepdf.Stream)]
            kept = [each.read_bytes().decode("latin-1") for each in streams if "/Width" not in each]
            kept += [str(each) for each in file.objects if isinstance(each, pikepdf.Dictionary)]
        return " ".join(" ".join((*shown, *kept)).split())
    if zipfile.is_zipfile(io.BytesIO(content)):
        return " ".join(f"{name} {data.decode('latin-1')}" for name, data in inner(content))
    return content.decode("latin-1")


def rows(part) -> list[str]:
    return [row[1].split()[0] for row in part.table.rows]


def test_a_directorates_pack_lists_its_own_challenges_and_counts_them_alone(session, made):
    pack = pack_of(session, ADULTS)
    log, answers, replies = section(pack, ASKED).parts
    assert rows(log) == ["ADULTSLEAD", "ADULTSONE", "ADULTSTWO"]
    assert section(pack, ASKED).intro == ("3 challenges are open, 2 replies are overdue.",)
    assert answers.table.title == "1 of 3 challenges have a reply"
    assert answers.table.rows[0][2:] == (
        "ADULTSLEAD reply", "1 December 2026", "ADULTSLEAD reply evidence",
    )  # fmt: skip
    assert replies.table.title == "Replies on time: 1 of 3"
    assert [row[1:3] for row in replies.table.rows] == [
        ("1", "3"), ("0", "3"), ("2", "3"), ("0", "3"),
    ]  # fmt: skip
    other = section(pack_of(session, PLACES), ASKED)
    assert "came late" in " ".join(cell for row in other.parts[0].table.rows for cell in row)


def test_a_directorates_pack_lists_the_commitments_that_name_it_or_its_services(session, made):
    promised = section(pack_of(session, ADULTS), PROMISED)
    assert [row[0] for row in promised.parts[0].table.rows] == [
        "ADULTSDUTY is kept", "ADULTSONE duty is kept",
    ]  # fmt: skip
    assert promised.intro == ("0 of 2 commitments are complete, 2 are overdue.",)
    county = section(pack_of(session, COUNTY), PROMISED)
    assert len(county.parts[0].table.rows) == 4


def test_a_services_pack_lists_what_is_put_to_its_manager_alone(session, made):
    pack = pack_of(session, ONE)
    assert rows(section(pack, ASKED).parts[0]) == ["ADULTSONE"]
    assert [row[0] for row in section(pack, PROMISED).parts[0].table.rows] == [
        "ADULTSONE duty is kept"
    ]


def test_the_county_pack_lists_every_challenge(session, made):
    assert len(section(pack_of(session, COUNTY), ASKED).parts[0].table.rows) == 5


def test_a_unit_that_was_asked_nothing_says_so(session, made):
    pack = pack_of(session, TWO_OF_PLACES)
    asked, promised = section(pack, ASKED), section(pack, PROMISED)
    assert asked.intro == ("The Group has asked nothing of Places service 2 yet.",)
    assert promised.intro == ("No commitment names Places service 2 as its owner.",)
    assert len(asked.parts) == len(promised.parts) == 1
    said = everything(WRITERS["word"](pack))
    assert "The Group has asked nothing of Places service 2 yet." in said


def test_the_published_record_is_asked_nothing(session, made):
    scope = Scope("published", "Published record", (91,), listed_ids=(91,), published=True)
    headings = [each.heading for each in pack_of(session, scope).sections]
    assert ASKED not in headings and PROMISED not in headings


@pytest.mark.parametrize("name", WRITERS)
def test_no_part_of_any_file_holds_another_units_words(session, made, name):
    hidden = (*PLACES_WORDS, "Places service", "Work of 21", "Work of 22", "GROUPDUTY")
    of_adults = everything(WRITERS[name](pack_of(session, ADULTS)))
    assert not [words for words in hidden if words in of_adults]
    if not name.startswith("easy"):
        assert not [words for words in ADULTS_WORDS if words not in of_adults]
    of_service = everything(WRITERS[name](pack_of(session, ONE)))
    hidden = (*hidden, "ADULTSTWO", "ADULTSLEAD", "ADULTSDUTY", "Adults service 2", "Work of 12")
    assert not [words for words in hidden if words in of_service]


def test_what_comes_after_the_closing_changes_no_byte(session, made, monkeypatch):
    close_quarter(session, Q2, by="dana")
    before = {unit: _digests(session, unit) for unit in (COUNTY, ADULTS, ONE)}
    # On the day of the closing itself, on the day after, and dated back.
    answer(session, made["ADULTSONE"], "LATEREPLY", TODAY.isoformat())
    answer(session, made["ADULTSTWO"], "LATEREPLY", "2026-08-01")
    challenge.accept(session, made["ADULTSLEAD"], by="ola", on=TODAY + timedelta(days=1))
    challenge.ask(
        session, by="ola", on=TODAY, figure="LATEFIGURE", question="LATEQUESTION?",
        officer=challenge.Officer.LEAD, directorate_id=1,
    )  # fmt: skip
    monkeypatch.setattr(audit, "now", lambda: now() + timedelta(minutes=5))
    duty, clerk = made["Lead, Adults"], made["Clerk of the Group"]
    commitment.find(
        session, duty, by="ola", on=TODAY, completion=Completion.COMPLETE, evidence="LATEPROOF"
    )
    commitment.set_terms(
        session, clerk, by="ola", owner="Lead, Adults", due_on=TODAY, before_end=True
    )
    commitment.set_terms(session, duty, by="ola", owner="Places", due_on=None, before_end=True)
    commitment.promise(session, by="ola", wording="LATEDUTY", owner="Adults", due_on=TODAY)
    for unit, digests in before.items():
        assert _digests(session, unit) == digests


def _digests(session, scope) -> dict[str, str]:
    pack = pack_of(session, scope)
    return {name: sha256(write(pack)).hexdigest() for name, write in WRITERS.items()}


def test_a_reader_is_shown_no_challenge_that_is_not_theirs(session, made):
    pack = pack_of(session, ADULTS, seen=(made["ADULTSONE"],))
    asked = section(pack, ASKED)
    assert rows(asked.parts[0]) == ["ADULTSONE"]
    assert asked.intro[1] == "1 of 3 challenges are listed: those put to you."
    assert asked.parts[-1].table.title == "Replies on time: 1 of 3"
    none = section(pack_of(session, PLACES, seen=(made["ADULTSONE"],)), ASKED)
    assert none.intro == ("None of 2 challenges is put to you.",)
    assert none.parts[0].table.rows == ()


def test_titles_of_slides_are_computed_and_easy_read_stays_short(session, made):
    pack = pack_of(session, ADULTS)
    deck = Presentation(io.BytesIO(WRITERS["powerpoint"](pack)))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert len(set(titles)) == len(titles)
    for computed in (
        "3 challenges are open, 2 replies are overdue",
        "1 of 3 challenges have a reply",
        "Replies on time: 1 of 3",
        "0 of 2 commitments are complete, 2 are overdue",
    ):
        assert computed in titles
    assert len(PdfReader(io.BytesIO(write_pdf(pack))).pages) <= 20


def test_the_figures_of_a_units_replies_are_numbers_in_its_workbook(session, made):
    book = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](pack_of(session, ADULTS))))
    sheet = next(s for s in book if s["A1"].value and "Replies on time" in str(s["A1"].value))
    counts = [row[:3] for row in sheet.values if row[0] == "No reply, and its day is past"]
    assert counts == [("No reply, and its day is past", 2, 3)]
