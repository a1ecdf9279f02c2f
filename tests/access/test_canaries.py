"""Planted values: no role receives a raw count, a member, or another service's words."""

import io
import zipfile
from importlib.util import find_spec

import pytest

from access.viewer import Role
from exports.making import FORMATS, make
from measures.protection import protect
from tests.access import canaries
from tests.access.canaries import CONTACT, FIRST, NAME, REFERENCE, SECOND, TITLES

MEMBERS = (NAME, REFERENCE, CONTACT)
# Where single records are meant to be seen, by data officers alone.
OF_RECORDS = {(Role.DATA_OFFICER, "members")}
RAW = {*map(str, FIRST["members"][2:]), str(sum(FIRST["members"])), "441", "216", "123"}


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> canaries.Everything:
    return canaries.gather(tmp_path_factory.mktemp("first"), FIRST)


@pytest.fixture(scope="module")
def second(tmp_path_factory) -> canaries.Everything:
    return canaries.gather(tmp_path_factory.mktemp("second"), SECOND)


def test_the_two_counties_differ_in_raw_counts_that_are_shown_alike():
    pairs = [*zip(FIRST["members"], SECOND["members"], strict=True)]
    pairs += [(FIRST[name], SECOND[name]) for name in ("invited", "took_part", "signed_up")]
    pairs += [(sum(FIRST["members"]), sum(SECOND["members"]))]
    for one, other in pairs:
        assert one != other and protect(one) == protect(other)


def test_every_role_receives_the_same_whatever_the_raw_counts_are(first, second):
    assert first.pages.keys() == second.pages.keys()
    for place, content in first.pages.items():
        if place not in OF_RECORDS:
            other = canaries.without_marks(second.pages[place])
            assert canaries.without_marks(content) == other, place


def test_the_protected_figures_are_received(first):
    shown = canaries.numbers_in(first.pages[Role.OVERSIGHT, "reach"])
    assert {"415", "15", "435"} <= shown


def test_no_raw_count_is_in_what_anybody_receives(first):
    for place, content in first.pages.items():
        if place not in OF_RECORDS:
            assert not canaries.numbers_in(content) & RAW, place


def test_no_member_is_named_to_anybody_but_the_data_officer(first):
    named = {
        place for place, content in first.pages.items() for word in MEMBERS
        if word.encode() in content
    }  # fmt: skip
    assert named == OF_RECORDS


@pytest.mark.parametrize(
    ("role", "services"),
    [(Role.SERVICE_MANAGER, (12, 21)), (Role.LEAD, (21,)), (Role.ADMINISTRATOR, (11, 12, 21))],
)
def test_no_words_of_a_service_reach_who_may_not_read_it(first, role, services):
    for (who, page), content in first.pages.items():
        if who == role:
            assert not [s for s in services if TITLES[s].encode() in content], page


def test_each_service_does_receive_its_own_words(first):
    mine = [p for (role, p), content in first.pages.items()
            if role == Role.SERVICE_MANAGER and TITLES[11].encode() in content]  # fmt: skip
    assert "record_review" in mine


def test_kept_answers_are_the_same_whatever_the_raw_counts_are(first, second):
    assert len(first.kept) > 20
    assert first.kept == second.kept
    assert not [w for w in MEMBERS for text in first.kept.values() if w in text]


def test_an_answer_is_kept_for_the_scope_that_may_have_it(first):
    for (_, scope, *_), text in first.kept.items():
        for service, title in TITLES.items():
            assert service in scope.listed_ids or title not in text, (scope, title)


def test_the_log_names_nobody_and_counts_nobody(first):
    assert not [word for word in (*MEMBERS, *TITLES.values()) if word in first.log]
    assert not canaries.numbers_in(first.log.encode()) & RAW


def test_packs_are_the_same_whatever_the_raw_counts_are(first, second):
    assert len(first.packs) == 4
    for place, pack in first.packs.items():
        assert repr(pack) == repr(second.packs[place]), place
        assert not [word for word in MEMBERS if word in repr(pack)], place
        assert not canaries.numbers_in(repr(pack).encode()) & RAW, place


def test_a_service_managers_packs_hold_no_other_services_words(first):
    for (role, unit), pack in first.packs.items():
        if role == Role.SERVICE_MANAGER:
            assert not [s for s in (12, 21) if TITLES[s] in repr(pack)], unit
        if role == Role.LEAD:
            assert TITLES[21] not in repr(pack), unit


@pytest.mark.parametrize("form", [f for f in FORMATS if find_spec(f"exports.{f.module}")],
                         ids=lambda form: form.code)  # fmt: skip
def test_no_file_of_a_pack_holds_a_raw_count_or_a_member(first, form):
    pack = first.packs[Role.SERVICE_MANAGER, "county"]
    (made,) = make(pack, unit="county", codes=[form.code])
    for name, content in unfolded(form.code, made.content):
        found = [w for w in (*MEMBERS, TITLES[12], TITLES[21]) if w.encode() in content]
        assert not found, (name, found)


def unfolded(name: str, content: bytes):
    """A file, and every file within it, workbooks inside of slides among them."""
    yield name, content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as folder:
            for inner in folder.namelist():
                yield from unfolded(f"{name}/{inner}", folder.read(inner))
