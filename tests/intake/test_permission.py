"""Who may bring in what."""

import pytest
from sqlmodel import select

from access.viewer import Role, Viewer
from intake.kinds.all import KINDS
from intake.permission import NotAllowed, permit_of, permit_of_command
from models.reference import Service
from models.store import reading


def viewer(role: Role, **more) -> Viewer:
    return Viewer(account_id=1, username="someone", name="Someone", role=role, **more)


def permit(role: Role, **more):
    with reading() as session:
        return permit_of(session, viewer(role, **more))


def test_a_manager_writes_for_their_own_services(files):
    held = permit(Role.SERVICE_MANAGER, service_ids=(11,))
    assert [held.covers(i) for i in (11, 12, None)] == [True, False, False]


def test_a_lead_writes_for_the_services_of_their_directorate(files):
    held = permit(Role.LEAD, directorate_id=1)
    with reading() as session:
        own = session.exec(select(Service.id).where(Service.directorate_id == 1)).all()
    assert set(held.service_ids) == set(own)
    assert not held.covers(21)


def test_a_data_officer_writes_every_kind_for_everyone(files):
    held = permit(Role.DATA_OFFICER)
    for kind in KINDS.values():
        held.refuse_kind(kind)
    assert held.covers(21)


@pytest.mark.parametrize("role", [Role.OVERSIGHT, Role.ADMINISTRATOR])
def test_others_bring_nothing_in(files, role):
    with pytest.raises(NotAllowed):
        permit(role)


def test_who_has_not_finished_signing_in_brings_nothing_in(files):
    with pytest.raises(NotAllowed):
        permit(Role.DATA_OFFICER, unfinished="password")


@pytest.mark.parametrize("name", ["members", "invitations", "participations", "waves"])
def test_panel_and_county_records_are_not_a_services(files, name):
    with pytest.raises(NotAllowed):
        permit(Role.LEAD, directorate_id=1).refuse_kind(KINDS[name])


def test_a_command_writes_everything_unless_held_to_services(files):
    with reading() as session:
        assert permit_of_command(session).covers(None)
        assert permit_of_command(session, ["adults-1"]).service_ids == (11,)
        with pytest.raises(NotAllowed, match="nowhere"):
            permit_of_command(session, ["nowhere"])
