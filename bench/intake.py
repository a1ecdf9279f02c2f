"""How long a large file takes to come in: python -m bench.intake [--into SIZE] …

It makes a file of 340,000 feedback items in 20 columns, loads it into a store
of its own (empty, or a copy of a benchmark store of some size), and prints the
total time, the peak of memory, and how long the longest transaction stood open.
"""

import argparse
import csv
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROWS = 340_000
_HEADER = [
    "id",
    "service",
    "kind",
    "heard",
    "heard_on",
    "acknowledged_on",
    "decided_on",
    "acted_on",
    "told_on",
    "outcome",
    "outcome_reason",
    "reply",
    "withdrawn_on",
    "withdrawn_reason",
    "note_1",
    "note_2",
    "note_3",
    "note_4",
    "note_5",
    "note_6",
]
_FIRST, _TODAY = date(2023, 1, 2), date(2026, 11, 20)
_SERVICES = ("adults-1", "adults-2", "places-1", "places-2")


def rows(count: int, services: tuple[str, ...], *, shuffled: bool):
    """So many made-up items of some services, always the same."""
    chance = random.Random(20261120)
    numbers = list(range(count))
    if shuffled:
        chance.shuffle(numbers)
    for number in numbers:
        heard = _FIRST + timedelta(days=chance.randrange(1_300))
        days = sorted(chance.randrange(60) for _ in range(4))
        stages = [min(heard + timedelta(days=d), _TODAY).isoformat() for d in days]
        told = stages[3] if chance.random() < 0.8 else ""
        yield [
            f"CASE-{number:07d}",
            chance.choice(services),
            chance.choice(("individual", "collective")),
            f"Something said at desk {chance.randrange(500)} about matter {number}",
            heard.isoformat(), *stages[:3], told, chance.choice(("changed", "partly changed")),
            "", f"Reply {chance.randrange(1000)}", "", "",
            *(f"{chance.randrange(100)}" for _ in range(6)),
        ]  # fmt: skip


def write_csv(path: Path, items) -> None:
    """The items as CSV."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADER)
        writer.writerows(items)


def write_workbook(path: Path, items) -> None:
    """The items as a workbook."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet("Items")
    sheet.write_row(0, 0, _HEADER)
    for number, row in enumerate(items, start=1):
        sheet.write_row(number, 0, row)
    book.close()


def copy_store(size: str, to: Path) -> tuple[str, ...]:
    """A copy of a benchmark store; the codes of its services."""
    from bench import stores
    from bench.answers import ask

    stores.make(size)
    shutil.copyfile(stores.store(size), to)
    shutil.copy(stores.folder(size) / "key", to.with_name("key"))  # readable to its owner alone
    query = (
        "SELECT s.code FROM service s JOIN directorate d ON d.id = s.directorate_id"
        " WHERE NOT d.published ORDER BY s.id"
    )
    return tuple(code for (code,) in ask(str(to), query))


def prepare_store() -> None:
    """An empty store with two directorates."""
    from models.all import metadata
    from models.state import StoreState
    from models.store import engine, writing
    from tests.records import Records

    with engine().connect().execution_options(writes=True) as connection:
        metadata().create_all(connection)
        connection.commit()
    with writing() as session:
        session.add(StoreState(id=1, demonstration=True))
        Records(session).lists()


def load(path: Path) -> None:
    """One load, with its times."""
    from intake.kinds.all import KINDS
    from intake.mapping import Mapping
    from intake.permission import permit_of_command
    from intake.run import commit, prepare
    from models.store import reading

    with reading() as session:
        permit = permit_of_command(session)
    mapping = Mapping(columns={f"note_{n}": "" for n in range(1, 7)}, source="bench")
    steps, started = {}, time.perf_counter()

    def progress(step: str, _share: float) -> None:
        steps.setdefault(step, time.perf_counter() - started)

    prepared = prepare(path, KINDS["feedback"], mapping, permit, progress=progress)
    for question in prepared.preview.open_questions:
        mapping.answers[question.code] = question.suggested
    checked = time.perf_counter()
    done = commit(prepared, permit)
    ended = time.perf_counter()
    for step, at in steps.items():
        print(f"  {step} began at {at:.1f} s")
    print(f"{done.adds:,} added, {done.changes:,} changed, {done.same:,} left alone")
    print(f"preview            {checked - started:7.1f} s")
    print(f"writing            {ended - checked:7.1f} s")
    print(f"total              {ended - started:7.1f} s")
    print(f"longest transaction {done.transaction_seconds:6.1f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory        {peak:7.0f} MB")


def main() -> int:
    """Make, load, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.intake", description=__doc__)
    parser.add_argument("--random", action="store_true", help="identifiers in no order")
    parser.add_argument("--workbook", action="store_true", help="XLSX instead of CSV")
    parser.add_argument("--again", action="store_true", help="the same file a second time")
    parser.add_argument("--into", metavar="SIZE", help="a copy of that store, not an empty one")
    parser.add_argument("--rows", type=int, default=ROWS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["OVERSIGHT_VAR"] = folder
        os.environ["OVERSIGHT_TODAY"] = _TODAY.isoformat()
        os.environ["OVERSIGHT_DATABASE_URL"] = f"sqlite:///{folder}/bench.db"
        path = Path(folder) / ("items.xlsx" if asked.workbook else "items.csv")
        make = write_workbook if asked.workbook else write_csv
        services = _SERVICES
        if asked.into:
            services = copy_store(asked.into, Path(folder) / "bench.db")
        else:
            prepare_store()
        # In a process of its own, so that making the file does not count as memory of loading it.
        child = os.fork()
        if not child:
            make(path, rows(asked.rows, services, shuffled=asked.random))
            os._exit(0)
        os.waitpid(child, 0)
        print(f"{path.name}: {asked.rows:,} rows, {path.stat().st_size / 1e6:.0f} MB")
        load(path)
        if asked.again:
            load(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
