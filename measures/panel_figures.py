"""The frozen tables that panel reach is read from, and the lists that name their places."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, select

from measures.kept import shared
from measures.panel_tables import ALL, Key
from measures.partitions import editions, frozen
from measures.protection import Protected
from models.panel import PanelSnapshot, PanelTable, SnapshotKind
from models.quarters import Quarter


class Taken(NamedTuple):
    """When a snapshot was taken and at what grain, in the words of `models.panel.PanelSnapshot`."""

    kind: SnapshotKind
    quarter: str
    as_of: date
    taken_at: datetime
    places: str
    areas: str


@dataclass(frozen=True)
class Figures:
    """The figures that a quarter is read from, and the snapshot that they belong to."""

    snapshot: Taken | None
    figures: dict[Key, Protected]

    def get(self, name: str, attribute: str, place: str = ALL) -> Protected | None:
        return self.figures.get((name, attribute, place))


NONE_TAKEN = Figures(None, {})


def figures_of(
    session: Session, *, meeting: int | None, quarter: Quarter, kind: SnapshotKind
) -> Figures:
    """What a quarter is read from: what its closing names, or the latest taken by then."""
    place = ("snapshot", meeting, quarter, kind)
    number = shared(session, place, lambda: _snapshot(session, meeting, quarter, kind))
    if number is None:
        return NONE_TAKEN
    return shared(session, ("panel", number), lambda: _read(session, number))


def _read(session: Session, number: int) -> Figures:
    columns = [getattr(PanelSnapshot, name) for name in Taken._fields]
    taken = session.execute(select(*columns).where(PanelSnapshot.id == number)).first()
    if taken is None:
        return NONE_TAKEN
    columns = (PanelTable.name, PanelTable.attribute, PanelTable.place)
    rows = session.execute(
        select(*columns, PanelTable.figure, PanelTable.rounded).where(
            PanelTable.snapshot_id == number
        )
    )
    figures = {tuple(row[:3]): Protected(row.figure, row.rounded) for row in rows}
    return Figures(Taken(*taken), figures)


def _snapshot(
    session: Session, meeting: int | None, quarter: Quarter, kind: SnapshotKind
) -> int | None:
    """The id of the snapshot from which a quarter is read."""
    read_from = editions(session, (quarter,), meeting=meeting)[quarter.code]
    edition = frozen(session, read_from)
    if edition is not None and edition.quarter == quarter.code:
        return {
            SnapshotKind.STOCK: edition.stock_snapshot_id,
            SnapshotKind.FLOW: edition.flow_snapshot_id,
        }[kind]
    asked = select(PanelSnapshot.id).where(PanelSnapshot.kind == kind)
    if edition is not None:  # a quarter that was open when a meeting was opened
        asked = asked.where(PanelSnapshot.taken_at <= edition.made_at)
    if kind is SnapshotKind.FLOW:
        asked = asked.where(PanelSnapshot.quarter == quarter.code)
    else:
        asked = asked.where(PanelSnapshot.as_of <= quarter.last_day)
    return session.execute(asked.order_by(PanelSnapshot.id.desc()).limit(1)).scalar()
