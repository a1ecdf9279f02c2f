"""Closing a quarter with its panel snapshots, and closing every quarter that may be."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlmodel import Session, select

from measures.partitions import county_services
from measures.snapshots import Taken, take
from models.activity import Activity
from models.closing import close, may_close_from
from models.edition import Edition
from models.panel import PanelMember
from models.quarters import Quarter
from models.rolling import open_quarters
from models.state import today


@dataclass(frozen=True)
class Closed:
    """A quarter's closing, and what became of its panel snapshots."""

    edition: Edition
    panel: Taken


def close_quarter(
    session: Session, quarter: Quarter, *, by: str, as_of: date | None = None
) -> Closed:
    """Freeze a quarter's figures and take its panel snapshots, in the caller's transaction.

    as_of   the day of the closing, today unless a demonstration catches up
    Raises models.closing.ClosingError where it may not be closed.
    """
    at = datetime.combine(as_of, time(17), tzinfo=UTC) if as_of else datetime.now(UTC)
    taken = take(session, quarter, at=at) if _had_panel(session, quarter) else NO_PANEL
    edition = close(
        session,
        quarter,
        by=by,
        stock_snapshot_id=taken.stock_id,
        flow_snapshot_id=taken.flow_id,
        as_of=as_of,
    )
    return Closed(edition, taken)


NO_PANEL = Taken(None, "There was no panel yet.", None, "There was no panel yet.")


def _had_panel(session: Session, quarter: Quarter) -> bool:
    """Whether the county had members and work of its own by the quarter's end.

    The grain first published stands, so a panel that only gathers must not choose it.
    """
    day = quarter.last_day
    members = select(PanelMember.id).where(PanelMember.joined_on <= day)
    work = select(Activity.id).where(
        Activity.started_on <= day, Activity.service_id.in_(county_services(session))
    )
    return all(session.exec(select(query.exists())).one() for query in (members, work))


def closable(session: Session, *, keep_open: int = 0) -> list[Quarter]:
    """The open quarters that may be closed today, oldest first; the latest so many left out."""
    day = today(session)
    found = [q for q in open_quarters(session) if may_close_from(session, q) <= day]
    newest = Quarter.of(day)
    return [q for q in found if q <= newest.plus(-keep_open)]
