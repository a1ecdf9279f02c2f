"""Whether the roll-ups still say what the records say, and closings what they said."""

from sqlmodel import Session, select

from models.closing import content_hash
from models.edition import LIVE, Edition
from models.rolling.refresh import open_quarters, recount
from models.rolling.span import Span
from models.rollup import ROLLUPS
from models.state import state, today


def differences(session: Session) -> list[str]:
    """One sentence for each table and quarter whose live rows differ from the records.

    Recounts inside the caller's transaction; the caller rolls it back.
    """
    day = state(session).figures_on or today(session)
    found = []
    for quarter in open_quarters(session):
        if quarter.first_day > day:
            continue
        before = {table: _rows(session, table, quarter.code) for table in ROLLUPS}
        recount(session, Span.of(quarter, day, None))
        for table in ROLLUPS:
            after = _rows(session, table, quarter.code)
            if before[table] != after:
                many = max(len(before[table] - after), len(after - before[table]))
                found.append(
                    f"{table.__tablename__}, {quarter}: {many} rows differ from the records."
                )
    return found


def changed_closings(session: Session) -> list[str]:
    """One sentence for each closing or meeting whose rows no longer have their hash."""
    return [
        f"The figures frozen for {edition.quarter or 'a meeting'} "
        f"(edition {edition.id}) were changed after they were frozen."
        for edition in session.exec(select(Edition).order_by(Edition.id)).all()
        if content_hash(session, edition) != edition.content_hash
    ]


def _rows(session: Session, table, quarter: str) -> set[tuple]:
    columns = [column for column in table.__table__.c if column.name != "edition_id"]
    found = session.execute(
        select(*columns).where(table.edition_id == LIVE, table.quarter == quarter)
    )
    return {tuple(_plain(value) for value in row) for row in found}


def _plain(value):
    """Sums of thirds may differ in their last digits with the order of rows."""
    return round(value, 9) if isinstance(value, float) else value
