"""Which passwords are good enough, and how one is kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.passwords import (
    WeakPassword,
    hash_password,
    matches,
    random_passphrase,
    refuse_weak,
)  # fmt: skip


@pytest.mark.parametrize(
    "password",
    ["", "short", "elevenchars", "passwordpassword", "Password1234", "P4ssw0rd2026", "letmein12345",
     "qwertyuiop12", "123456789012", "aaaaaaaaaaaa", "abcdefghijkl", "abcabcabcabc", "iloveyou2026!",
     "Welcome-2026-2026", "lkjhgfdsapoiuytrewq", "EssexCountyCouncil1", "correcthorsebatterystaple",
     "x" * 257],
)  # fmt: skip
def test_a_weak_password_is_refused_with_a_reason(password):
    with pytest.raises(WeakPassword, match=r"\w+\."):
        refuse_weak(password)


@pytest.mark.parametrize(
    "password",
    ["harbour lantern thistle", "tuesday is for the allotment", "Kx9#mQ2$vL7p", "ночной поезд в лес",
     "a long passphrase of many words " * 5, "orchard-pebble-windmill"],
)  # fmt: skip
def test_a_good_password_passes(password):
    refuse_weak(password)


def test_a_password_about_its_owner_is_refused():
    with pytest.raises(WeakPassword, match="own name"):
        refuse_weak("margaret.okafor12", username="margaret.okafor", name="Margaret Okafor")


def test_a_random_passphrase_passes_and_differs():
    made = {random_passphrase() for _ in range(50)}
    assert len(made) == 50
    for phrase in made:
        refuse_weak(phrase)


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=300))
def test_a_password_matches_itself_and_not_another(password):
    kept = hash_password(password)
    assert matches(password, kept)
    assert not matches(password + "x", kept)


def test_long_passwords_differ_to_their_last_letter():
    kept = hash_password("a" * 200)
    assert not matches("a" * 199 + "b", kept)


def test_one_letter_written_in_two_ways_is_one_letter():
    assert matches("cafe\u0301 by the harbour", hash_password("caf\u00e9 by the harbour"))


def test_nothing_matches_where_nothing_is_kept():
    assert not matches("", None) and not matches("anything", "not a hash")
