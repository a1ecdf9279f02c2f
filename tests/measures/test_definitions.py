"""The text of the definitions, and its copy in the documentation."""

from pathlib import Path

import pytest

from measures.definitions import (
    definition,
    document,
    markdown,
    plain_definition,
    points,
    sections,
)
from measures.signals import RULES
from models.edition import DEFINITIONS_VERSION
from models.policy import DEFAULTS

FILE = Path(__file__).resolve().parents[2] / "docs" / "measures.md"


def test_the_documentation_repeats_the_definitions():
    assert FILE.read_text("utf-8") == document(), (
        "docs/measures.md differs from measures/definition_texts.py. Write document() to it."
    )


def test_every_subject_has_a_title_a_short_text_and_points():
    found = sections()
    assert len({section.subject for section in found}) == len(found)
    assert all(section.title and section.short and section.points for section in found)


def test_a_short_definition_carries_its_version():
    assert f"Definitions version {DEFINITIONS_VERSION}." in definition("closure")
    assert "*" not in plain_definition("closure")


def test_an_unknown_subject_is_an_error():
    with pytest.raises(KeyError):
        definition("happiness")


@pytest.mark.parametrize("section", sections(), ids=lambda section: section.subject)
def test_formulas_stand_in_a_table_with_their_source(section):
    rows = [line for line in markdown(section).splitlines() if line.startswith("|")]
    assert len(rows) == (len(section.formulas) + 2 if section.formulas else 0)
    assert all(line.count("|") == 4 for line in rows)


def test_the_standard_days_printed_are_those_at_the_start():
    text = document()
    for name in ("individual_standard_days", "collective_standard_days", "closing_wait_days"):
        assert str(DEFAULTS[name][0]) in text


@pytest.mark.parametrize("section", sections(), ids=lambda section: section.subject)
def test_short_texts_are_sentences_of_under_35_words(section):
    for sentence in section.short.replace("”", "").split(". "):
        assert len(sentence.split()) < 35


def test_what_needs_a_conversation_names_every_rule_of_its_signals():
    said = points("signals")
    assert all(rule in said for rule in RULES.values())
    assert "A blank is never counted as zero" in definition("rules")


def test_challenges_commitments_and_the_groups_end_have_words_of_their_own():
    assert "accountable officer" in definition("challenges")
    assert "five words" in definition("commitments")
    assert "in place when it ends" in definition("group")
