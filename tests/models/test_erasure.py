"""Erasure: everywhere, and in every restored backup."""

import pytest
from sqlalchemy import func
from sqlmodel import select

from models.__main__ import main
from models.audit import AuditEvent
from models.erasure import (
    ErasedMember,
    ErasureError,
    apply_ledger,
    erase,
    fingerprint,
    keep_ledger,
    ledger_path,
)
from models.panel import (
    Consent,
    Invitation,
    MemberImpairment,
    PanelMember,
    PanelSnapshot,
    PanelTable,
    Participation,
    SnapshotKind,
)
from models.store import reading, writing
from tests.panels import FIRST, Panel, moment
from tests.records import Records

ABOUT_MEMBERS = (PanelMember, MemberImpairment, Consent, Invitation, Participation)
NAME = "Canary Featherstonehaugh"


def full_store() -> str:
    """A committed store with two members; hands back the source id of the first."""
    with writing() as session:
        Records(session).lists()
        panel = Panel(session)
        first, other = panel.members(2, 0)
        first.name = NAME
        for member in (first, other):
            panel.invited(member, FIRST.first_day)
            panel.took_part(member, FIRST.last_day)
        session.add(first)
        snapshot = PanelSnapshot(
            kind=SnapshotKind.STOCK,
            quarter=FIRST.code,
            as_of=FIRST.last_day,
            taken_at=moment(FIRST.last_day),
            geography="districts",
            places="districts",
            areas="areas",
            link="nothing",
        )
        session.add(snapshot)
        session.flush()
        session.add(
            PanelTable(
                snapshot_id=snapshot.id,
                name="members_by_place",
                attribute="members",
                place="all",
                figure="fewer than 10",
            )
        )
        return first.source_id


def left(table) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def test_erasing_removes_every_row_about_the_person_and_nobody_else(store):
    who = full_store()
    with writing() as session:
        done = erase(session, who, by="officer")
    assert (done.members, done.rows) == (1, 5)
    assert [left(table) for table in ABOUT_MEMBERS] == [1, 1, 1, 1, 1]


def test_frozen_snapshots_stand(store):
    who = full_store()
    with writing() as session:
        erase(session, who, by="officer")
    assert left(PanelTable) == 1


def test_the_ledger_and_the_trail_name_nobody(store):
    who = full_store()
    with writing() as session:
        erase(session, who, by="officer")
        keep_ledger(session)
    with reading() as session:
        mark = session.exec(select(ErasedMember.fingerprint)).one()
        details, subject = session.exec(select(AuditEvent.details, AuditEvent.subject)).one()
    assert who not in ledger_path().read_text() + mark + details + subject
    assert NAME not in details + subject


def test_an_unknown_member_is_refused_in_a_sentence(store):
    full_store()
    with writing() as session, pytest.raises(ErasureError, match="No member “nobody”"):
        erase(session, "nobody", by="officer")


def test_a_file_cannot_bring_an_erased_member_back_unnoticed(store):
    who = full_store()
    with writing() as session:
        erase(session, who, by="officer")
        assert session.get(ErasedMember, fingerprint("oversight", who))
        assert not session.get(ErasedMember, fingerprint("oversight", "somebody else"))


def test_the_ledger_can_be_applied_twice(store):
    who = full_store()
    with writing() as session:
        erase(session, who, by="officer")
        keep_ledger(session)
    with writing() as session:
        assert apply_ledger(session, by="officer").members == 0
        assert apply_ledger(session, by="officer").members == 0


def test_the_command_says_what_it_did_and_what_is_wrong(store, capsys):
    who = full_store()
    assert main(["erase", who]) == 0
    assert "Erased, with 5 rows" in capsys.readouterr().out
    assert main(["erase", who]) == 1
    assert "Check the id" in capsys.readouterr().err
    assert main(["apply-ledger"]) == 0
    assert "Erased again: 0 members" in capsys.readouterr().out
