"""Figures from the command line: python -m measures COMMAND.

complete | close QUARTER | snapshot | check | recount
"""

import argparse
import sys
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError

from measures.closing import closable, close_quarter
from measures.snapshots import take_stock
from models.audit import record, system
from models.checking import changed_closings, differences
from models.clock import refuse_behind
from models.closing import ClosingError, may_close_from
from models.key import KeyFileError
from models.quarters import Quarter
from models.rolling import bring_up_to_date, open_quarters, refresh
from models.schema import check as check_version
from models.state import StoreState, state, today
from models.store import StoreError, reading, writing
from models.trouble import in_words
from settings import SettingError


def complete(*, clock_is_right: bool = False) -> int:
    """Count what was never counted, and close a demonstration's old quarters, oldest first.

    The two newest quarters that ended or run stay open, as they would.
    clock_is_right   figures of a day yet to come are counted anew, as of today
    """
    with writing() as session:
        row = state(session)
        if clock_is_right and row.figures_on and row.figures_on > today(session):
            row.figures_on = None
        if row.figures_on is None:
            refresh(session, quarters=open_quarters(session))
    bring_up_to_date()
    closed = 0
    while quarter := _next():
        with writing() as session:
            close_quarter(
                session, quarter, by="illustrative", as_of=may_close_from(session, quarter)
            )
            record(session, actor=system(), action="quarter closed", subject=quarter.code)
        closed += 1
    print(f"{closed} quarters closed." if closed else "Figures are up to date.")
    return 0


def _next() -> Quarter | None:
    with reading() as session:
        if not state(session).demonstration:
            return None
        found = closable(session, keep_open=2)
    return found[0] if found else None


def close_one(quarter: Quarter) -> int:
    """Close one quarter."""
    with writing() as session:
        done = close_quarter(session, quarter, by=system())
        record(session, actor=system(), action="quarter closed", subject=quarter.code)
        print(f"{quarter} is closed, revision {done.edition.revision}.")
    return 0


def snapshot() -> int:
    """Take a panel snapshot where enough members changed. Cron may call it every night."""
    with writing() as session:
        taken, reason = take_stock(session, at=datetime.now(UTC))
        if reason is None:
            record(session, actor=system(), action="panel snapshot", subject=str(taken))
    print(reason or "A panel snapshot was taken.")
    return 0


def check() -> int:
    """Say where roll-ups differ from the records, or a closing was changed."""
    with writing() as session:
        differ, changed = differences(session), changed_closings(session)
        session.rollback()
    for line in (*differ, *changed):
        print(line)
    if differ:
        print("Count them again: python -m measures recount")
    if changed:
        print("Somebody wrote into the store past the app. Compare it with a backup.")
    if not (differ or changed):
        print("Roll-ups and records agree.")
    return 1 if differ or changed else 0


def recount() -> int:
    """Count every open quarter again from the records."""
    with writing() as session:
        quarters = open_quarters(session)
        refresh(session, quarters=quarters)
        session.get(StoreState, 1).figures_on = today(session)
        record(session, actor=system(), action="figures counted again")
    print(f"{len(quarters)} quarters counted again.")
    return 0


def _check_clock(asked) -> None:
    if asked.command in {"complete", "close"} and not asked.yes:
        with reading() as session:
            refuse_behind(session)


def main(arguments: list[str] | None = None) -> int:
    """Do one command; the exit status is 0, or 1 with a sentence on what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m measures", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    completing = commands.add_parser("complete", help="bring figures up to today")
    closing = commands.add_parser("close", help="close a quarter")
    closing.add_argument("quarter", help="as 2026-27-Q2")
    for each in (completing, closing):
        each.add_argument("--yes", action="store_true", help="the clock is right")
    commands.add_parser("snapshot", help="take a panel snapshot, where 10 members changed")
    commands.add_parser("check", help="compare roll-ups with records, and closings with their hash")
    commands.add_parser("recount", help="count every open quarter again from the records")
    asked = parser.parse_args(arguments)
    try:
        check_version()
        _check_clock(asked)
        if asked.command == "complete":
            return complete(clock_is_right=asked.yes)
        if asked.command == "snapshot":
            return snapshot()
        if asked.command == "recount":
            return recount()
        return check() if asked.command == "check" else close_one(Quarter.parse(asked.quarter))
    except (ClosingError, StoreError, SettingError, KeyFileError, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        print(in_words(error), file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
