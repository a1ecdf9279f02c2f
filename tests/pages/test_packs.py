"""Packs as each role makes and finds them."""

import hashlib
from types import SimpleNamespace

from sqlmodel import select

from access.viewer import Role, Viewer
from exports.keeping import content_of, make_and_keep, past
from models.account import account_of
from models.audit import AuditEvent
from models.store import reading
from tests.at_once import twice_at_once
from tests.pages.test_overview import opened, recorded
from tests.records import Q2

__all__ = ["recorded"]


def viewer(username: str, **more) -> Viewer:
    with reading() as session:
        account = account_of(session, username)
        return Viewer(account.id, username, account.name, account.role, **more)


def test_a_pack_is_made_listed_and_downloaded(recorded, visitor, cookie_of):
    visitor(cookie_of("ola"))
    app = opened("packs", quarter="2026-27-Q2")
    app.multiselect[0].set_value(["csv", "xlsx"])
    app.button(key="make_pack").click().run()
    assert not app.exception
    found = past(viewer("ola"))
    assert sorted(found["format"]) == ["CSV tables in a zip", "Excel spreadsheet"]
    for row in found.itertuples():
        content = content_of(viewer("ola"), row.id)
        assert hashlib.sha256(content).hexdigest() == row.sha256
    with reading() as session:
        actions = session.exec(select(AuditEvent.action)).all()
    assert actions.count("pack made") == 2
    app = opened("packs", quarter="2026-27-Q2")
    words = app.selectbox(key="past_file").options
    assert all("Essex county, 2026/27 Q2" in each and ".zip" not in each for each in words)
    assert actions.count("pack downloaded") == 2


def test_another_services_pack_is_not_listed_and_not_handed_out(recorded):
    ola = viewer("ola")
    made = list(make_and_keep(ola, Q2, service="places-1", codes=["csv"]))
    assert made[0].name == "review-places-1-2026-27-Q2-draft-2026-09-30-csv.zip"
    number = int(past(ola)["id"].iloc[0])
    sam = viewer("sam", service_ids=(11,))
    assert sam.role == Role.SERVICE_MANAGER
    assert past(sam).empty
    assert content_of(sam, number) is None


def test_a_file_that_was_changed_on_the_disk_is_not_handed_out(recorded):
    from exports import keeping

    ola = viewer("ola")
    [made] = make_and_keep(ola, Q2, codes=["csv"])
    keeping._path(made.sha256).write_bytes(b"something else")
    assert content_of(ola, int(past(ola)["id"].iloc[0])) is None


def test_two_people_make_the_same_file_at_once(store, monkeypatch):
    from exports import keeping

    made = SimpleNamespace(sha256="a" * 64, content=b"the same bytes")
    twice_at_once(monkeypatch, lambda: keeping._keep(made))
    assert keeping._path(made.sha256).read_bytes() == made.content
    assert len(list(keeping._path(made.sha256).parent.iterdir())) == 1
