"""What goes into a pack: the same measures as the screens, marked and dated."""

from types import SimpleNamespace

import pandas as pd
import pytest
from sqlalchemy import update

from exports.contents import build, easy
from exports.contents.easy import out_of_five
from exports.making import FORMATS, FormatError, file_name, formats
from measures.closing import close_quarter
from measures.feedback import closure
from models.closing import reopen
from models.policy import Target
from models.quarters import Quarter
from models.reference import Rung, Service
from models.scope import Scope
from tests.records import Q2, day

IDS = (11, 12, 21, 22)
COUNTY = Scope("county", "Essex county", IDS, listed_ids=IDS)
ADULTS = Scope("adults", "Adults", (11, 12), listed_ids=(11,))


@pytest.fixture
def told(records, session):
    activity = records.activity(
        ended_on=day("2026-09-10"), claimed_rung=Rung.CO_PRODUCING, claimed_on=day("2026-09-11")
    )
    for _ in range(5):
        records.answer(activity, on="2026-09-01", scores={2: 2, 3: 4},
                       experienced_rung=Rung.CONSULTING)  # fmt: skip
    for n in range(12):
        records.item(heard="2026-07-01", told=["2026-07-10"] if n < 9 else [])
    records.item(
        heard="2026-05-01",
        kind="collective",
        told=["2026-07-20"],
        outcome="not changed",
        outcome_reason="=cmd|' /C calc'!A0",
        activity=activity,
    )
    records.refresh()
    return session


def pack_of(session, scope=COUNTY, quarter=Q2):
    return build(session, scope=scope, county=COUNTY, quarter=quarter)


def test_an_open_quarter_makes_a_draft_with_its_day(told):
    pack = pack_of(told)
    assert pack.draft
    assert pack.marks[0] == "Draft: figures as they stood on 30 September 2026."


def test_a_closed_quarter_says_when_and_which_revision(told):
    close_quarter(told, Q2, by="dana")
    pack = pack_of(told)
    assert not pack.draft
    assert pack.standing == "Closed on 20 November 2026. Revision 1."
    assert any(note.startswith("Hash of the frozen figures: ") for note in pack.notes)


def test_a_second_revision_says_why_and_what_differs(told, records):
    close_quarter(told, Q2, by="dana")
    reopen(told, Q2, by="dana", why="A late list came in")
    records.item(heard="2026-07-02")
    close_quarter(told, Q2, by="dana")
    pack = pack_of(told)
    assert pack.revision == 2
    assert "Reopened because: A late list came in." in pack.standing
    assert "Figures differ from the revision before." in pack.standing


def test_a_second_revision_says_so_where_no_figure_of_its_unit_differs(told, records):
    close_quarter(told, Q2, by="dana")
    reopen(told, Q2, by="dana", why="A late list came in")
    records.item(heard="2026-07-02", service_id=21)
    records.put(
        Target(measure="agreement", scope="county", value=0.8, set_on=day("2026-11-05"),
               set_by="test")
    )  # fmt: skip
    close_quarter(told, Q2, by="dana")
    assert "No figure of Adults differs." in pack_of(told, scope=ADULTS).standing
    assert "Figures differ from the revision before." in pack_of(told).standing
    reopen(told, Q2, by="dana", why="A mistake")
    records.put(
        Target(measure="coverage", scope="county", value=0.8, set_on=day("2026-11-05"),
               set_by="test")
    )  # fmt: skip
    close_quarter(told, Q2, by="dana")
    assert "No figure differs." in pack_of(told).standing


def test_the_figures_are_those_of_the_measures(told):
    pack = pack_of(told)
    row = closure(told, scope=COUNTY, quarter=Q2).set_index("kind").loc["individual"]
    said = " ".join(pack.summary)
    assert f"{row['shown']} of replies on time, {row['on_time']} of {row['due']}" in said


def test_what_was_told_to_groups_is_in_with_its_reason(told):
    section = {s.heading: s for s in pack_of(told).sections}
    table = section["What changed because of what people said"].parts[0].table
    assert any("Not changed, because" in cell for row in table.rows for cell in row)


def test_an_almost_empty_quarter_makes_a_pack(records, session):
    pack = pack_of(session, quarter=Quarter(2025, 1))
    assert len(pack.sections) >= 7
    assert all(part.finding for part in pack.parts)


def test_a_directorates_pack_has_no_word_of_the_groups_end(told):
    sections = {section.heading: section for section in pack_of(told, scope=ADULTS).sections}
    assert "Whom does the panel reach?" in sections
    assert len(sections["What was promised"].intro) == 1
    ends = [s for section in sections.values() for s in section.intro if "the Group ends" in s]
    assert not ends


def easy_sentences(session):
    return [sentence.text for sentence in pack_of(session).easy_read]


def test_easy_read_names_a_part_that_fails_under_good_averages(records, session):
    for service_id, score, times in ((11, 2, 5), (21, 5, 10)):
        for _ in range(times):
            activity = records.activity(service_id)
            for _ in range(5):
                records.answer(activity, scores={3: score})
    records.refresh()
    said = easy_sentences(session)
    assert "Everyone can take part: people say this is good enough." in said
    assert "Everyone can take part: not good enough in Adults." in said
    assert "People hearing back: too few people told us." in said


def test_easy_read_calls_no_gate_good_on_a_few_scores(told):
    assert "Everyone can take part: too few people told us." in easy_sentences(told)


def test_easy_read_says_of_blank_rungs_that_nobody_wrote_them_down(records, session):
    for _ in range(5):
        records.activity(ended_on=day("2026-08-20"))
    records.refresh()
    said = easy_sentences(session)
    assert "Nobody wrote down how the work was done." in said
    assert not any("pieces of work" in sentence for sentence in said)


def test_easy_read_says_shares_out_of_five():
    assert out_of_five(3, 5) == "3 out of 5"
    assert out_of_five(62, 100) == "about 3 out of 5"
    assert out_of_five(0, 10) == "0 out of 5"


def test_file_names_say_unit_quarter_and_standing(told):
    names = {file_name(pack_of(told), "county", form) for form in FORMATS}
    assert len(names) == len(FORMATS)
    assert "review-county-2026-27-Q2-draft-2026-09-30.pptx" in names


def test_an_unknown_format_is_refused_in_a_sentence():
    with pytest.raises(FormatError, match="There is no format “floppy”"):
        formats(["floppy"])


@pytest.mark.parametrize(
    ("figure", "text", "expected", "said"),
    [
        ("shown", "40", 30.0,
         ["About 40 people are on the panel.", "No area has far too few people on it."]),
        ("fewer than 10", "fewer than 10", None,
         ["Fewer than 10 people are on the panel.",
          "We cannot say if every area has enough people on it."]),
        ("withheld", "not shown, to protect others", 30.0,
         ["We cannot say how many people are on the panel.",
          "We cannot say if every area has enough people on it."]),
    ],
)  # fmt: skip
def test_easy_read_says_of_the_panel_what_is_known(figure, text, expected, said):
    whole = {"attribute": "members", "place": "all", "figure": figure, "text": text}
    rates = {"far_below": False, "place_label": "North", "figure": figure, "expected": expected}
    found = {easy.members_by_place: whole, easy.place_rates: rates}
    view = SimpleNamespace(ask_county=lambda ask, **_: pd.DataFrame([found[ask]]))
    assert [sentence.text for sentence in easy._panel(view)][1:] == said


@pytest.mark.parametrize("made_up", [True, False])
def test_an_easy_read_says_when_its_numbers_are_made_up(told, made_up):
    told.execute(update(Service).values(illustrative=made_up))
    said = [sentence.text for sentence in pack_of(told).easy_read]
    assert ("The numbers are made up. They show how this works." in said) == made_up
