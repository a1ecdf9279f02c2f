"""Making a pack for a viewer, keeping its files, and finding past ones."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from sqlmodel import Session, or_, select

from access.challenges import visible
from access.scope import directorates_for, scope_in, services_for, units
from access.viewer import Role, Viewer
from exports.contents import build
from exports.description import Pack
from exports.making import BY_CODE, Made, make
from models.audit import record
from models.pack import PackFile
from models.quarters import Quarter, london_day
from models.scope import Scope
from models.store import reading, writing
from settings import settings

COLUMNS = ["id", "quarter", "unit", "state", "format", "name", "sha256", "size", "made", "by"]
_ALL_OF_IT = {Role.OVERSIGHT, Role.DATA_OFFICER}  # who may see all that any pack holds


def describe(
    viewer: Viewer, quarter: Quarter, *, directorate: str | None = None, service: str | None = None
) -> tuple[Pack, Scope]:
    """The pack of what a viewer may read, and its scope. NotYours where they may not."""
    with reading() as session:
        scope = scope_in(session, viewer, directorate=directorate, service=service)
        county = scope_in(session, viewer)
        seen = None if viewer.role in _ALL_OF_IT else visible(session, viewer)
        return build(session, scope=scope, county=county, quarter=quarter, seen=seen), scope


def make_and_keep(
    viewer: Viewer,
    quarter: Quarter,
    *,
    directorate: str | None = None,
    service: str | None = None,
    codes: list[str] | None = None,
) -> Iterator[Made]:
    """Make a pack's files one by one; each is kept, listed and audited as it is ready."""
    pack, scope = describe(viewer, quarter, directorate=directorate, service=service)
    for made in make(pack, unit=scope.unit, codes=codes):
        _keep(made)
        with writing() as session:
            session.add(
                PackFile(
                    quarter=quarter.code,
                    unit=scope.unit,
                    unit_name=scope.label,
                    revision=None if pack.draft else pack.revision,
                    format=made.format.code,
                    name=made.name,
                    sha256=made.sha256,
                    bytes=len(made.content),
                    made_by=viewer.username,
                )
            )
            record(
                session,
                actor=viewer.username,
                action="pack made",
                subject=made.name,
                details={"sha256": made.sha256},
            )
        yield made


def past(viewer: Viewer) -> pd.DataFrame:
    """The files that a viewer may have, the latest first.

    id, quarter, unit, state (“revision 1” or “draft”), format, name, sha256,
    size (in kilobytes), made (its day), by
    """
    every, whole = _units(viewer)
    with reading() as session:
        mine = PackFile.unit.in_(every) & (PackFile.made_by == viewer.username)
        found = session.exec(
            select(PackFile)
            .where(or_(PackFile.unit.in_(whole), mine))
            .order_by(PackFile.id.desc())
            .limit(200)
        )
        rows = [_row(row) for row in found]
    return pd.DataFrame(rows, columns=COLUMNS)


def content_of(viewer: Viewer, number: int) -> bytes | None:
    """A kept file's content, where the viewer may have it and it is what it was."""
    with writing() as session:
        row = session.get(PackFile, number)
        if row is None or not _may_have(viewer, row):
            return None
        path = _path(row.sha256)
        if not path.is_file():
            return None
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != row.sha256:
            return None
        record(session, actor=viewer.username, action="pack downloaded", subject=row.name)
        return content


def _may_have(viewer: Viewer, row: PackFile) -> bool:
    every, whole = _units(viewer)
    return row.unit in whole or (row.unit in every and row.made_by == viewer.username)


def _units(viewer: Viewer) -> tuple[list[str], list[str]]:
    """The codes of the units whose packs a viewer may make, and of those seen in full.

    A pack of a wider unit lists what its maker may see, so others than its maker have it only
    where they may see all of the unit: not a service manager a directorate's, nor a lead the
    county's.
    """
    if viewer.unfinished or viewer.role == Role.ADMINISTRATOR:
        return [], []
    with reading() as session:
        published = _published(session)
    directorates = [code for code, _ in directorates_for(viewer)]
    services = [code for code, _ in services_for(viewer)]
    every = ["county", *directorates, *services]
    if viewer.role in _ALL_OF_IT:
        return every, every
    if viewer.role == Role.LEAD:
        return every, [*directorates, *services]
    return every, [*(code for code in directorates if code in published), *services]


def _published(session: Session) -> set[str]:
    return {unit.directorate for unit in units(session) if unit.published}


def _row(row: PackFile) -> tuple:
    return (
        row.id,
        Quarter.parse(row.quarter).label,
        row.unit_name,
        f"revision {row.revision}" if row.revision else "draft",
        BY_CODE[row.format].name,
        row.name,
        row.sha256,
        -(-row.bytes // 1000),
        london_day(row.made_at),
        row.made_by,
    )


def _path(sha256: str) -> Path:
    return settings().var / "packs" / sha256


def _keep(made: Made) -> None:
    path = _path(made.sha256)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
    part.write_bytes(made.content)
    part.chmod(0o600)
    part.replace(path)
