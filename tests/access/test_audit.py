"""The audit trail: what it keeps, and what a change to it cannot hide."""

import json
import threading

import pytest
from sqlalchemy import text

from access.trail import as_csv, events, verify
from models.audit import AuditEvent, faults, head_path, record, system
from models.key import KeyFileError, key_path
from models.store import reading, writing


def write(count, actor="ada"):
    for number in range(count):
        with writing() as session:
            record(session, actor=actor, action="tested", subject=f"s{number}", details={"n": 1})


def found():
    with reading() as session:
        return faults(session)


def change(sql):
    with writing() as session:
        session.execute(text(sql))


def test_an_untouched_trail_is_whole(store):
    assert found() == []
    write(3)
    assert found() == []


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE audit_event SET actor = 'eve' WHERE number = 2", "Event 2 was changed"),
        ("UPDATE audit_event SET details = '{}' WHERE number = 3", "Event 3 was changed"),
        ("DELETE FROM audit_event WHERE number = 2", "Event 2 is missing"),
        ("DELETE FROM audit_event WHERE number = 4", "the store's head says otherwise"),
        ("UPDATE audit_event SET number = 9 WHERE number = 1", "Event 1 is missing"),
    ],
)
def test_an_edited_trail_is_found(store, sql, said):
    write(4)
    change(sql)
    assert any(said in fault for fault in found())


def test_a_trail_cut_short_with_its_head_is_found_by_the_file_outside(store):
    write(4)
    change("DELETE FROM audit_event WHERE number = 4")
    with reading() as session:
        last = session.get(AuditEvent, 3).mac
    change(f"UPDATE audit_head SET count = 3, head = '{last}'")
    assert any("saw event 4; the store no longer has it" in fault for fault in found())


def test_a_trail_cut_short_is_found_however_many_events_follow(store):
    write(6)
    change("DELETE FROM audit_event WHERE number > 3")
    change("UPDATE audit_head SET count = 3, head = (SELECT mac FROM audit_event WHERE number = 3)")
    for _ in range(5):
        write(1)
        assert any("saw event 6; the store no longer has it" in fault for fault in found())


def test_a_second_cut_is_found_beside_the_first(store):
    for last in (2, 5):
        write(4)
        change(f"DELETE FROM audit_event WHERE number > {last}")
        end = f"(SELECT mac FROM audit_event WHERE number = {last})"
        change(f"UPDATE audit_head SET count = {last}, head = {end}")
    said = " ".join(found())
    assert "saw event 4;" in said and "saw event 6;" in said


def test_a_forged_file_outside_is_found(store):
    write(2)
    with reading() as session:
        path = head_path(session)
    count, head, seal = json.loads(path.read_text())
    path.write_text(json.dumps([count - 1, head, seal]))
    assert any("missing or was changed" in fault for fault in found())


def test_the_file_outside_is_for_its_owner_alone(store):
    write(1)
    with reading() as session:
        assert head_path(session).stat().st_mode & 0o777 == 0o600
    assert key_path().stat().st_mode & 0o777 == 0o600


def test_what_is_rolled_back_leaves_no_event_and_the_trail_whole(store):
    write(1)
    with pytest.raises(RuntimeError), writing() as session:
        record(session, actor="ada", action="gone")
        raise RuntimeError
    with writing() as session:
        record(session, actor="ada", action="kept")
        kept = session.begin_nested()
        record(session, actor="ada", action="gone too")
        kept.rollback()
    with reading() as session:
        assert [row["action"] for row in events(session)] == ["kept", "tested"]
    assert found() == []


def test_writers_at_once_make_one_chain(store):
    write(1)
    writers = [threading.Thread(target=write, args=(5, f"w{n}")) for n in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with reading() as session:
        assert len(events(session)) == 21
    assert found() == []


def test_a_lost_key_is_never_replaced_in_silence(store):
    write(1)
    key_path().unlink()
    with pytest.raises(KeyFileError, match="missing"):
        write(1)


def test_events_are_filtered_and_counted(store):
    write(3)
    write(2, actor="=eve")
    with reading() as session:
        assert len(events(session, actor="ada")) == 3
        assert len(events(session, action="nothing")) == 0
        assert [row["number"] for row in events(session, most=2)] == [5, 4]


def test_the_export_holds_no_formula(store):
    write(1, actor="=eve")
    with reading() as session:
        lines = as_csv(events(session)).decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("number,at,actor") and ",'=eve," in lines[1]


def test_verifying_is_an_event_too(store):
    write(2)
    with writing() as session:
        assert verify(session, by="ada") == (2, [])
    with reading() as session:
        assert events(session)[0]["action"] == "audit trail verified"


def test_a_command_acts_as_system_with_the_machine_users_name():
    assert system().startswith("system (") and len(system()) > len("system ()")
