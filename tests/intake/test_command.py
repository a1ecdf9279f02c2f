"""The command: the same messages as the page, and an exit status."""

import os

import pytest
from sqlmodel import func, select

from intake import __main__ as command
from intake.mapping import Mapping
from intake.mappings import save
from models.feedback import FeedbackItem
from models.store import reading, writing
from tests.intake.conftest import ROW, csv_of


@pytest.fixture(autouse=True)
def prepared_store(monkeypatch):
    monkeypatch.setattr(command, "check", lambda: None)


def count() -> int:
    with reading() as session:
        return session.exec(select(func.count()).select_from(FeedbackItem)).one()


def run(files, content, *more: str) -> int:
    return command.main(["feedback", str(files.path(content)), *more])


def test_a_good_file_is_written_with_status_0(files, capsys):
    assert run(files, csv_of(ROW)) == 0
    assert "Written: 1 added, 0 changed, 0 left alone." in capsys.readouterr().out
    assert count() == 1


def test_a_pipe_and_a_folder_are_told_so(files, tmp_path, capsys):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", tmp_path):
        assert command.main(["feedback", str(path)]) == 1
        assert "is no ordinary file" in capsys.readouterr().out


def test_a_dry_run_says_the_same_and_writes_nothing(files, capsys):
    assert run(files, csv_of(ROW), "--dry-run") == 0
    said = capsys.readouterr().out
    assert "1 would be added" in said and "dry run" in said
    assert count() == 0


def test_a_bad_file_is_refused_with_status_1_and_each_fault_in_words(files, capsys):
    assert run(files, csv_of(ROW.replace("2026-08-03", "soon"))) == 1
    assert "Row 2, column “heard_on”: found “soon”." in capsys.readouterr().out
    assert count() == 0


def test_open_questions_end_with_status_3_unless_all_are_answered_yes(files, capsys):
    content = csv_of(ROW.replace("2026-08-03", "03/08/2026"))
    assert run(files, content) == 3
    assert "Which order is meant?" in capsys.readouterr().out
    assert run(files, content, "--yes") == 0


def test_a_saved_mapping_reads_the_next_file(files):
    mapping = Mapping(constants={"service": "adults-1", "kind": "individual"})
    with writing() as session:
        save(session, "feedback", "desk", mapping, by="tester")
    content = csv_of("9,Words,2026-08-03", header="case id,comment,date received")
    assert run(files, content, "--mapping", "desk") == 0


@pytest.mark.parametrize(
    "more", [["--mapping", "nobody's"], ["--service", "nowhere"]], ids=["mapping", "service"]
)
def test_wrong_use_ends_with_status_2(files, capsys, more):
    assert run(files, csv_of(ROW), *more) == 2
    assert more[1] in capsys.readouterr().err


def test_a_missing_file_ends_with_status_2(files, capsys):
    assert command.main(["feedback", str(files.folder / "none.csv")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_command_held_to_a_service_refuses_others_rows(files):
    assert run(files, csv_of(ROW), "--service", "places-1") == 1
    assert count() == 0
