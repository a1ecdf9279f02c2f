"""A file from the command line: python -m intake KIND FILE.

Exit status: 0 written, unchanged, or a clean dry run; 1 refused; 2 wrong use;
3 questions without an answer; 4 the store cannot be used.
"""

import argparse
import sys
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from intake.kinds.all import KINDS
from intake.mapping import Mapping, MappingError
from intake.mappings import NoMapping, load
from intake.permission import NotAllowed, permit_of_command
from intake.preview import Prepared
from intake.problems import Refused
from intake.run import commit, prepare
from intake.upload import unsettled
from intake.words import lines
from intake.writing import Meanwhile
from models.key import KeyFileError
from models.rolling import bring_up_to_date
from models.schema import check
from models.store import StoreError, reading
from models.trouble import in_words
from settings import SettingError

DONE, REFUSED, WRONG_USE, ASKS, NO_STORE = 0, 1, 2, 3, 4
_ROUNDS = 6
BY_HAND = (
    "To match columns and words by hand, choose the file on the page “Data in”, "
    "keep the way of reading by name, and come back with --mapping NAME."
)


def main(arguments: list[str] | None = None) -> int:
    """Run one load; returns the exit status."""
    asked = _parser().parse_args(arguments)
    try:
        check()
        return _load(asked)
    except (NotAllowed, NoMapping, MappingError) as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    except (Refused, Meanwhile) as error:
        print(error, file=sys.stderr)
        return REFUSED
    except (StoreError, SettingError, KeyFileError) as error:
        print(error, file=sys.stderr)
        return NO_STORE
    except SQLAlchemyError as error:
        print(f"{in_words(error)} Nothing was written.", file=sys.stderr)
        return NO_STORE
    except OSError as error:
        print(f"The file cannot be read: {error.strerror}.", file=sys.stderr)
        return WRONG_USE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m intake", description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=sorted(KINDS), metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("file", type=Path, metavar="FILE", help="a CSV or XLSX file")
    parser.add_argument("--mapping", metavar="NAME", help="a mapping kept by name")
    parser.add_argument(
        "--dry-run", action="store_true", help="say what it would do, write nothing"
    )
    parser.add_argument(
        "--service", metavar="CODE", nargs="+", default=[], help="only records of these services"
    )
    parser.add_argument(
        "--yes", action="store_true", help="answer every question as the preview suggests"
    )
    return parser


def _load(asked: argparse.Namespace) -> int:
    kind = KINDS[asked.kind]
    with reading() as session:
        permit = permit_of_command(session, asked.service)
        mapping = load(session, kind.name, asked.mapping) if asked.mapping else Mapping()
    prepared = prepare(asked.file, kind, mapping, permit)
    for _ in range(_ROUNDS if asked.yes else 0):
        if not _answer(prepared):
            break
        prepared = prepare(asked.file, kind, mapping, permit)
    print("\n".join(lines(prepared.preview)))
    if unsettled(prepared.preview):
        print(BY_HAND)
    if prepared.preview.refusals or prepared.preview.stopped:
        return REFUSED
    if prepared.preview.open_questions:
        return ASKS
    if asked.dry_run:
        print("Nothing was written: this was a dry run.")
        return DONE
    bring_up_to_date()  # a server does so by itself; here there may be none
    done = commit(prepared, permit)
    print(f"Written: {done.adds:,} added, {done.changes:,} changed, {done.same:,} left alone.")
    return DONE


def _answer(prepared: Prepared) -> bool:
    """Answer what is open as suggested; whether there was anything to answer."""
    answers = prepared.preview.mapping.answers
    waiting = [q for q in prepared.preview.open_questions if q.suggested]
    answers.update({q.code: q.suggested for q in waiting})
    return bool(waiting)


if __name__ == "__main__":
    sys.exit(main())
