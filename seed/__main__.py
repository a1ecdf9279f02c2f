"""Load the reference lists, the published record and the illustrative county.

Each part can be loaded again: what is in the store already is left as it is.
"""

import argparse
import sys
from datetime import date

from sqlalchemy.exc import SQLAlchemyError

from models.key import KeyFileError
from models.quarters import london_day, now
from models.schema import check
from models.state import state
from models.store import StoreError, reading, writing
from models.trouble import in_words
from seed.commitments import load_commitments
from seed.illustrative import SIZES, SeedError, load_illustrative
from seed.published import load_published
from seed.reference import load_reference
from settings import SettingError, settings

PARTS = ("reference", "published", "illustrative")


def main(arguments: list[str] | None = None) -> int:
    """Load the parts named. The exit status is 0, or 1 with a sentence on what is wrong."""
    wanted = _parser().parse_args(arguments)
    try:
        check()
        _load(wanted)
    except (SettingError, StoreError, SeedError, KeyFileError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        print(f"Nothing more was loaded. {in_words(error)}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m seed", description=__doc__)
    parser.add_argument("parts", nargs="+", choices=PARTS, help="what to load, in this order")
    parser.add_argument(
        "--size", choices=sorted(SIZES), default="S", help="of the illustrative county (S)"
    )
    parser.add_argument(
        "--until", type=_day, default=None, help="its last day, as 2026-11-21 (today)"
    )
    parser.add_argument(
        "--demonstration",
        action="store_true",
        help="mark an empty store as a demonstration before it is loaded",
    )
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a day. Write 2026-11-21.") from None


def _load(wanted: argparse.Namespace) -> None:
    if wanted.demonstration:
        _mark_demonstration()
    if "reference" in wanted.parts or "published" in wanted.parts:
        with writing() as session:
            _say(load_reference(session), "reference rows")
            if "published" in wanted.parts:
                added = load_published(session) + load_commitments(session)
                _say(added, "published rows")
    if "illustrative" in wanted.parts:
        until = wanted.until or settings().today or london_day(now())
        _say(load_illustrative(size=wanted.size, until=until), "illustrative rows")


def _mark_demonstration() -> None:
    # Only before the first load: a demonstration that was ended stays ended.
    with reading() as session:
        if not is_empty(session):
            return
    with writing() as session:
        state(session).demonstration = True


def is_empty(session) -> bool:
    """Whether nothing was ever loaded."""
    from sqlmodel import select

    from models.reference import RungMeaning

    return session.exec(select(RungMeaning).limit(1)).first() is None


def _say(added: int, what: str) -> None:
    print(f"{added:,} {what} loaded." if added else f"The {what} are there already.")


if __name__ == "__main__":
    sys.exit(main())
