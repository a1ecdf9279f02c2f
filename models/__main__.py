"""The store from the command line: python -m models migrate | version."""

import argparse
import sys

from sqlalchemy.exc import SQLAlchemyError

from models.schema import upgrade, version
from models.store import StoreError
from settings import SettingError


def main(arguments: list[str] | None = None) -> int:
    """Do one command; the exit status is 0, or 1 with a sentence on what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m models", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="prepare the store, or bring it to this version")
    commands.add_parser("version", help="print the version of the store")
    command = parser.parse_args(arguments).command
    try:
        if command == "migrate":
            print(f"The store is ready, at version {upgrade()}.")
        else:
            print(version() or "The store was never prepared.")
    except (SettingError, StoreError) as error:
        print(error, file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        print(f"The store cannot be used: {error.__class__.__name__}.", file=sys.stderr)
        print("Look at OVERSIGHT_DATABASE_URL and at the rights to its folder.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
