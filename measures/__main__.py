"""Figures from the command line: python -m measures complete | close QUARTER | snapshot | check."""

import argparse
import sys
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError

from measures.closing import closable, close_quarter
from measures.snapshots import take_stock
from models.audit import record, system
from models.checking import changed_closings, differences
from models.closing import ClosingError, may_close_from
from models.quarters import Quarter
from models.rolling import bring_up_to_date, open_quarters, refresh
from models.state import state
from models.store import StoreError, reading, writing
from settings import SettingError


def complete() -> int:
    """Count what was never counted, and close a demonstration's old quarters, oldest first.

    The two newest quarters that ended or run stay open, as they would.
    """
    with writing() as session:
        if state(session).figures_on is None:
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
        found = differences(session) + changed_closings(session)
        session.rollback()
    for line in found:
        print(line)
    print("Roll-ups and records agree." if not found else "Run: python -m measures complete")
    return 1 if found else 0


def main(arguments: list[str] | None = None) -> int:
    """Do one command; the exit status is 0, or 1 with a sentence on what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m measures", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("complete", help="bring figures up to today")
    closing = commands.add_parser("close", help="close a quarter")
    closing.add_argument("quarter", help="as 2026-27-Q2")
    commands.add_parser("snapshot", help="take a panel snapshot, where 10 members changed")
    commands.add_parser("check", help="compare roll-ups with records, and closings with their hash")
    asked = parser.parse_args(arguments)
    try:
        if asked.command == "complete":
            return complete()
        if asked.command == "snapshot":
            return snapshot()
        return check() if asked.command == "check" else close_one(Quarter.parse(asked.quarter))
    except (ClosingError, StoreError, SettingError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        print(f"The store cannot be used: {error.__class__.__name__}.", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
