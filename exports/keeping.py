"""Making a pack for a viewer, keeping its files, and finding past ones."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from sqlmodel import select

from access.scope import directorates_for, scope_in, services_for
from access.viewer import Viewer
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


def describe(
    viewer: Viewer, quarter: Quarter, *, directorate: str | None = None, service: str | None = None
) -> tuple[Pack, Scope]:
    """The pack of what a viewer may read, and its scope. NotYours where they may not."""
    with reading() as session:
        scope = scope_in(session, viewer, directorate=directorate, service=service)
        county = scope_in(session, viewer)
        return build(session, scope=scope, county=county, quarter=quarter), scope


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
    units = _units(viewer)
    with reading() as session:
        found = session.exec(
            select(PackFile).where(PackFile.unit.in_(units)).order_by(PackFile.id.desc()).limit(200)
        )
        rows = [_row(row) for row in found]
    return pd.DataFrame(rows, columns=COLUMNS)


def content_of(viewer: Viewer, number: int) -> bytes | None:
    """A kept file's content, where the viewer may have it and it is what it was."""
    with writing() as session:
        row = session.get(PackFile, number)
        if row is None or row.unit not in _units(viewer):
            return None
        path = _path(row.sha256)
        if not path.is_file():
            return None
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != row.sha256:
            return None
        record(session, actor=viewer.username, action="pack downloaded", subject=row.name)
        return content


def _units(viewer: Viewer) -> list[str]:
    """The codes of the units whose packs a viewer may have."""
    return [
        "county",
        *(code for code, _ in directorates_for(viewer)),
        *(code for code, _ in services_for(viewer)),
    ]


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
    part = path.with_suffix(f".{os.getpid()}")
    part.write_bytes(made.content)
    part.chmod(0o600)
    part.replace(path)
