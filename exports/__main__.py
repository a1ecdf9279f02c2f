"""A quarter's pack from the command line: python -m exports 2026-27-Q2 --out DIR."""

import argparse
import sys
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, select

from exports.contents import build
from exports.making import BY_CODE, make
from measures.partitions import county_services
from models.audit import record, system
from models.key import KeyFileError
from models.quarters import Quarter
from models.reference import Directorate, Service
from models.rolling import bring_up_to_date
from models.schema import check
from models.scope import Scope
from models.store import StoreError, reading, writing
from models.trouble import in_words
from settings import SettingError


class UnitError(ValueError):
    """No such directorate or service; the text lists those there are."""


def main(arguments: list[str] | None = None) -> int:
    """Make the pack; the exit status is 0, or 1 with a sentence on what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m exports", description=__doc__)
    parser.add_argument("quarter", help="as 2026-27-Q2")
    parser.add_argument("--out", required=True, type=Path, help="folder for the files")
    unit = parser.add_mutually_exclusive_group()
    unit.add_argument("--directorate", help="a directorate's code; the county without it")
    unit.add_argument("--service", help="a service's code")
    parser.add_argument("--format", action="append", help=f"one or more of {', '.join(BY_CODE)}")
    asked = parser.parse_args(arguments)
    try:
        check()
        return _write(asked)
    except (StoreError, SettingError, KeyFileError, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        print(in_words(error), file=sys.stderr)
        return 1


def _write(asked) -> int:
    quarter = Quarter.parse(asked.quarter)
    bring_up_to_date()
    with reading() as session:
        ids = county_services(session)
        county = Scope("county", "Essex county", ids, listed_ids=ids)
        scope = _scope(session, county, asked)
        pack = build(session, scope=scope, county=county, quarter=quarter)
    asked.out.mkdir(parents=True, exist_ok=True)
    for made in make(pack, unit=scope.unit, codes=asked.format):
        path = asked.out / made.name
        path.write_bytes(made.content)
        print(f"{path}  {made.sha256}")
        with writing() as session:
            record(session, actor=system(), action="pack made", subject=made.name)
    return 0


def _scope(session: Session, county: Scope, asked) -> Scope:
    if asked.directorate:
        return _directorate(session, asked.directorate)
    return _service(session, asked.service) if asked.service else county


def _directorate(session: Session, code: str) -> Scope:
    found = session.exec(select(Directorate).where(Directorate.code == code)).first()
    if found is None:
        known = session.exec(select(Directorate.code).order_by(Directorate.position)).all()
        raise UnitError(f"There is no directorate “{code}”. There are: {', '.join(known)}.")
    ids = tuple(
        session.exec(
            select(Service.id).where(Service.directorate_id == found.id).order_by(Service.position)
        )
    )
    return Scope(found.code, found.name, ids, listed_ids=ids, published=found.published)


def _service(session: Session, code: str) -> Scope:
    found = session.exec(select(Service).where(Service.code == code)).first()
    if found is None:
        raise UnitError(f"There is no service “{code}”. The page of packs lists them.")
    home = session.get(Directorate, found.directorate_id)
    return Scope(
        found.code, found.name, (found.id,), listed_ids=(found.id,), published=home.published
    )


if __name__ == "__main__":
    sys.exit(main())
