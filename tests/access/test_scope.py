"""Every role against every kind of unit: what it may total, and what it may list."""

import pytest

from access.scope import NotYours, directorates_for, scope_of, services_for
from access.viewer import Role, Viewer

O, L, S, D, A = Role  # noqa: E741 - the matrix below is read by eye
NO = "refused"
WISHES = {
    "county": {},
    "own directorate": {"directorate": "adults"},
    "other directorate": {"directorate": "places"},
    "own service": {"service": "adults-1"},
    "colleague's service": {"service": "adults-2"},
    "other service": {"service": "places-1"},
    "published": {"directorate": "published"},
    "no such": {"service": "nothing-here"},
}
ALL, ADULTS, PLACES = (11, 12, 21, 22), (11, 12), (21, 22)
# role, wish: (services summed, services listed)
MATRIX = {
    (O, "county"): (ALL, ALL), (O, "own directorate"): (ADULTS, ADULTS),
    (O, "other directorate"): (PLACES, PLACES), (O, "own service"): ((11,), (11,)),
    (O, "colleague's service"): ((12,), (12,)), (O, "other service"): ((21,), (21,)),
    (O, "published"): ((31,), (31,)), (O, "no such"): NO,
    (L, "county"): (ALL, ADULTS), (L, "own directorate"): (ADULTS, ADULTS),
    (L, "other directorate"): NO, (L, "own service"): ((11,), (11,)),
    (L, "colleague's service"): ((12,), (12,)), (L, "other service"): NO,
    (L, "published"): ((31,), (31,)), (L, "no such"): NO,
    (S, "county"): (ALL, (11,)), (S, "own directorate"): (ADULTS, (11,)),
    (S, "other directorate"): NO, (S, "own service"): ((11,), (11,)),
    (S, "colleague's service"): NO, (S, "other service"): NO,
    (S, "published"): ((31,), (31,)), (S, "no such"): NO,
    (D, "county"): (ALL, ALL), (D, "own directorate"): (ADULTS, ADULTS),
    (D, "other directorate"): (PLACES, PLACES), (D, "own service"): ((11,), (11,)),
    (D, "colleague's service"): ((12,), (12,)), (D, "other service"): ((21,), (21,)),
    (D, "published"): ((31,), (31,)), (D, "no such"): NO,
    **{(A, wish): NO for wish in WISHES},
}  # fmt: skip


def viewer(role, **more):
    own = {L: {"directorate_id": 1}, S: {"service_ids": (11,)}}.get(role, {})
    return Viewer(1, "someone", "Someone", role, **own, **more)


@pytest.mark.parametrize("role", Role)
def test_a_role_reads_what_the_matrix_says(people, role):
    for wish, asked in WISHES.items():
        decision = MATRIX[role, wish]
        if decision == NO:
            with pytest.raises(NotYours):
                scope_of(viewer(role), **asked)
            continue
        scope = scope_of(viewer(role), **asked)
        assert (scope.service_ids, scope.listed_ids) == decision, wish
        assert scope.published == (wish == "published")


def test_the_published_record_is_in_no_county_figure(people):
    assert 31 not in scope_of(viewer(O)).service_ids


def test_a_manager_sees_all_own_services_in_one_view(people):
    both = Viewer(1, "m", "M", S, service_ids=(11, 21))
    assert scope_of(both, service="own").service_ids == (11, 21)
    assert scope_of(both, directorate="places").listed_ids == (21,)


def test_a_manager_without_services_is_told_so(people):
    with pytest.raises(NotYours, match="no service"):
        scope_of(Viewer(1, "m", "M", S), service="own")


def test_who_must_first_change_a_password_reads_nothing(people):
    with pytest.raises(NotYours):
        scope_of(viewer(O, unfinished="password"))


def test_pickers_offer_what_may_be_read_alone(people):
    def codes(offered):
        return [code for code, _ in offered]

    assert codes(directorates_for(viewer(O))) == ["adults", "places", "published"]
    assert codes(directorates_for(viewer(L))) == ["adults", "published"]
    assert codes(directorates_for(viewer(S))) == ["adults", "published"]
    assert codes(services_for(viewer(S))) == ["adults-1", "published-1"]
    assert codes(services_for(viewer(L), directorate="adults")) == ["adults-1", "adults-2"]
    assert directorates_for(viewer(A)) == []


def test_a_unit_named_in_an_address_is_a_request_and_never_a_permission(people):
    with pytest.raises(NotYours):
        scope_of(viewer(S), directorate="adults", service="places-1")
