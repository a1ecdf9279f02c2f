"""Colours: contrast, and the ladder in grey."""

from itertools import pairwise

import pytest

from charts.palette import (
    CATEGORIES,
    HEAT,
    LADDER,
    NO_FIGURE,
    PAPER,
    colour,
    contrast,
    heat_colour,
    heat_step,
    luminance,
    outline,
    text_on,
)


def test_the_ladder_runs_from_dark_to_light_so_that_it_reads_in_grey():
    shades = [luminance(shade) for shade in LADDER.values()]
    assert all(dark < light for dark, light in pairwise(shades))
    assert all(contrast(a, b) > 1.2 for a, b in pairwise(LADDER.values()))


def test_words_on_every_colour_have_contrast():
    for shade in (*CATEGORIES, *LADDER.values(), *HEAT, NO_FIGURE):
        assert contrast(text_on(shade), shade) >= 4.5


def test_a_pale_mark_has_a_dark_edge():
    assert outline(colour("coercing")) != PAPER
    assert outline(colour("1")) == PAPER


def test_white_words_stand_on_the_three_darkest_of_a_heatmap():
    assert [text_on(shade) == PAPER for shade in HEAT] == [False, False, True, True, True]


def test_an_unknown_role_is_refused():
    with pytest.raises(KeyError):
        colour("red")


def test_steps_of_a_heatmap_cover_the_scale():
    assert [heat_step(v, 1, 5) for v in (1, 1.9, 3, 4.9, 5)] == [1, 2, 3, 5, 5]
    assert heat_step(None, 1, 5) == 0
    assert heat_step(9, 1, 5) == 5
    assert heat_step(2, 2, 2) == 3
    assert heat_colour(0) == NO_FIGURE
