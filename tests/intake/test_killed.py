"""A load that is killed has written everything or nothing."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlmodel import func, select

from models import rolling
from models.audit import AuditEvent
from models.feedback import FeedbackItem, Telling
from models.rollup import LoopRollup
from models.store import reading, writing
from tests.intake.conftest import ROW, csv_of

SCRIPT = Path(__file__).with_name("killed.py")
ROWS = 400


def counts() -> tuple[int, ...]:
    with reading() as session:
        return tuple(
            session.exec(select(func.count()).select_from(table)).one()
            for table in (FeedbackItem, Telling, AuditEvent)
        )


def figures() -> list:
    table = LoopRollup.__table__
    with reading() as session:
        return session.execute(select(table).order_by(*table.primary_key)).all()


def start(path: Path, moment: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), str(path), moment], stdout=subprocess.PIPE
    )


def whole_or_nothing(before: tuple, rows: int) -> bool:
    """Whether everything was written; fails where it was only a part."""
    added = tuple(b - a for a, b in zip(before, counts(), strict=True))
    assert added in {(0, 0, 0), (rows, rows, 1)}
    held = figures()
    with writing() as session:
        rolling.refresh(session, quarters=rolling.open_quarters(session))
    assert figures() == held
    return added != (0, 0, 0)


def rows_of(count: int, start_at: int = 0) -> list[str]:
    return [ROW.replace("F1", f"F{n:06d}") for n in range(start_at, start_at + count)]


@pytest.mark.parametrize("moment", ["3", "12", "20", "35", "commit", "never"])
def test_a_killed_load_writes_everything_or_nothing(files, moment):
    path = files.path(csv_of(*rows_of(ROWS)))
    process = start(path, moment)
    process.communicate(timeout=120)
    assert whole_or_nothing((0, 0, 0), ROWS) == (process.returncode == 0)
    files.load(csv_of(*rows_of(ROWS)))
    assert counts()[:2] == (ROWS, ROWS)


@pytest.mark.long
def test_a_hundred_loads_killed_at_any_moment_write_everything_or_nothing(files):
    chance, done = random.Random(100), 0
    for turn in range(100):
        path = files.path(csv_of(*rows_of(20_000, turn * 20_000)), f"{turn}.csv")
        before = counts()
        process = start(path, "never")
        process.stdout.readline()
        time.sleep(chance.uniform(0, 3.5))
        process.kill()
        process.communicate(timeout=120)
        done += whole_or_nothing(before, 20_000)
        path.unlink()
    assert 0 <= done <= 100
