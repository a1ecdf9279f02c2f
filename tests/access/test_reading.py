"""Reads: kept until figures change, never handed to someone else, never changed by a receiver."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

from access.reading import read
from access.scope import NotYours
from access.viewer import Role, Viewer
from models.state import raise_revision
from models.store import writing

OVERSIGHT = Viewer(1, "ola", "Ola", Role.OVERSIGHT)
MANAGER = Viewer(2, "sam", "Sam", Role.SERVICE_MANAGER, service_ids=(11,))
asked = []


@pytest.fixture(autouse=True)
def nothing_asked():
    asked.clear()


def listed(session, *, scope, quarter="q"):
    asked.append((scope, quarter))
    return pd.DataFrame({"service": scope.listed_ids, "quarter": quarter})


def names(session, *, scope):
    return {"units": [scope.unit]}


def test_a_second_read_asks_nothing(people):
    assert read(listed, OVERSIGHT).equals(read(listed, OVERSIGHT))
    assert len(asked) == 1


def test_two_people_with_one_scope_share_an_answer_and_others_do_not(people):
    another = Viewer(9, "obi", "Obi", Role.OVERSIGHT)
    read(listed, OVERSIGHT)
    read(listed, another)
    assert len(asked) == 1
    assert list(read(listed, MANAGER)["service"]) == [11]
    assert len(asked) == 2


def test_another_choice_is_another_answer(people):
    assert read(listed, OVERSIGHT, quarter="a")["quarter"][0] == "a"
    assert read(listed, OVERSIGHT, quarter="b")["quarter"][0] == "b"


def test_a_new_revision_is_asked_anew(people):
    read(listed, OVERSIGHT)
    with writing() as session:
        raise_revision(session)
    read(listed, OVERSIGHT)
    assert len(asked) == 2


def test_what_a_receiver_changes_stays_theirs(people):
    first = read(listed, OVERSIGHT)
    first["service"] = 0
    first.loc[:, "quarter"] = "changed"
    assert list(read(listed, OVERSIGHT)["service"]) == [11, 12, 21, 22]
    assert set(read(listed, OVERSIGHT)["quarter"]) == {"q"}
    read(names, OVERSIGHT)["units"].append("changed")
    assert read(names, OVERSIGHT) == {"units": ["county"]}


def test_a_unit_that_is_not_theirs_is_refused_even_where_its_answer_is_kept(people):
    read(listed, OVERSIGHT, service="places-1")
    with pytest.raises(NotYours):
        read(listed, MANAGER, service="places-1")


def test_an_administrator_reads_no_figures(people):
    with pytest.raises(NotYours):
        read(listed, Viewer(3, "ada", "Ada", Role.ADMINISTRATOR))


def test_those_who_ask_for_the_same_at_once_wait_for_the_first(people):
    together = threading.Barrier(4)

    def slow(session, *, scope):
        asked.append(scope.unit)
        time.sleep(0.2)
        return (scope.label,)

    def open_it(_):
        together.wait()
        return read(slow, OVERSIGHT)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(open_it, range(4)))
    assert len(set(answers)) == 1
    assert asked == ["county"]


def test_a_measure_that_fails_does_not_bar_the_next_who_asks(people):
    def fails(session, *, scope):
        raise ArithmeticError

    for _ in range(2):
        with pytest.raises(ArithmeticError):
            read(fails, OVERSIGHT)
