"""The stores of the benchmark: made once through the app's own commands, and kept in var/bench."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import settings as our_settings

ROOT = Path(__file__).resolve().parent.parent
TODAY = "2026-11-20"


def folder(size: str) -> Path:
    """Where the store of a size lies."""
    return ROOT / "var" / "bench" / size


def store(size: str) -> Path:
    """The file of a size's store."""
    return folder(size) / "oversight.db"


def environment(size: str) -> dict[str, str]:
    """The settings of an app over that store."""
    return {
        **os.environ,
        "OVERSIGHT_VAR": str(folder(size)),
        "OVERSIGHT_DATABASE_URL": os.environ.get("BENCH_URL") or f"sqlite:///{store(size)}",
        "OVERSIGHT_TODAY": TODAY,
    }


def commands(size: str) -> list[list[str]]:
    """The app's own commands that make a store, each after python -m."""
    parts = ["reference", "published", "illustrative"]
    return [
        ["models", "migrate"],
        ["seed", *parts, "--size", size, "--demonstration"],
        ["measures", "complete"],
    ]


def make(size: str) -> None:
    """Make a size's store, where it is not yet whole."""
    done = folder(size) / "whole"
    if done.exists():
        return
    folder(size).mkdir(parents=True, exist_ok=True)
    for command in commands(size):
        print(f"{size}: python -m {' '.join(command)}", flush=True)
        subprocess.run(
            [sys.executable, "-m", *command], cwd=ROOT, env=environment(size), check=True
        )
    done.touch()


@contextmanager
def opened(size: str):
    """Inside, this process's settings and store are that size's."""
    named = {name: v for name, v in environment(size).items() if name.startswith("OVERSIGHT_")}
    before = {name: os.environ.get(name) for name in named}
    os.environ.update(named)
    our_settings.settings.cache_clear()
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        our_settings.settings.cache_clear()


def sign_ins(size: str, count: int) -> list[str]:
    """So many session ids of the demonstration's oversight member, as the sign-in gives them."""
    from access import demonstration
    from access.sessions import exchange, open_ticket
    from models.account import account_of
    from models.store import writing

    with opened(size):
        demonstration.complete()
        with writing() as session:
            account = account_of(session, "group-member")
            tickets = [
                open_ticket(session, account, browser="bench", way="password") for _ in range(count)
            ]
            session.flush()
            return [exchange(session, ticket, browser="bench") for ticket in tickets]


def counts(size: str) -> dict[str, int]:
    """How many records there are, of the kinds that the sizes differ in."""
    from bench.answers import ask

    names = ("feedback_item", "activity", "answer", "panel_member")
    return {n: ask(str(store(size)), f"SELECT count(*) FROM {n}")[0][0] for n in names}  # noqa: S608
