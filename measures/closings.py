"""How each quarter stands: open, closed, reopened, and every revision."""

import pandas as pd
from sqlmodel import Session, select

from measures.quarters import quarters_of
from measures.rounding import clean, day_text
from models.closing import may_close_from
from models.edition import Edition, EditionKind
from models.quarters import Quarter
from models.rollup import COUNTED
from models.scope import Scope
from models.state import today

COLUMNS = ["quarter", "code", "state", "may_close", "closes_from", "revisions"]
REVISIONS = ["revision", "closed_on", "closed_by", "reopened", "reopened_why", "content_hash"]


def closings(session: Session, *, scope: Scope) -> pd.DataFrame:
    """The quarters of a scope, newest first, and how each stands.

    quarter, code   label and identifier
    state           “closed”, “reopened”, “open”
    may_close       it is not closed, and its late entries are in
    closes_from     the first day on which it may be closed, written out
    revisions       how often it was closed
    """
    day = today(session)
    rows = []
    for quarter in quarters_of(session, scope=scope):
        made = _editions(session, quarter)
        standing = [edition for edition in made if edition.reopened_at is None]
        state = "closed" if standing else "reopened" if made else "open"
        first = may_close_from(session, quarter)
        may = state != "closed" and day >= first
        rows.append((quarter.label, quarter.code, state, may, day_text(first), len(made)))
    return pd.DataFrame(rows, columns=COLUMNS)


def revisions(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """Every closing of one quarter, oldest first.

    revision, closed_on, closed_by, content_hash
    reopened, reopened_why   whether it was reopened since, and why
    """
    rows = [
        (
            edition.revision,
            day_text(edition.as_of),
            edition.made_by,
            edition.reopened_at is not None,
            edition.reopened_why or "",
            edition.content_hash,
        )
        for edition in _editions(session, quarter)
    ]
    return pd.DataFrame(rows, columns=REVISIONS)


def figures_differ(session: Session, *, scope: Scope, quarter: Quarter) -> bool:
    """Whether the last closing of a quarter gives a unit other figures than the one before it.

    Compared are the unit's own counts, and which snapshots of the panel were taken.
    """
    before, now = (_counts(session, scope, each) for each in _editions(session, quarter)[-2:])
    return before != now


def _counts(session: Session, scope: Scope, edition: Edition) -> list:
    found = [edition.stock_snapshot_id, edition.flow_snapshot_id]
    for table in COUNTED:
        columns = [column for column in table.__table__.c if column.name != "edition_id"]
        rows = session.execute(
            select(*columns)
            .where(table.edition_id == edition.id, table.service_id.in_(scope.service_ids))
            .order_by(*columns)
        )
        found.append([[clean(v) if type(v) is float else v for v in row] for row in rows])
    return found


def _editions(session: Session, quarter: Quarter) -> list[Edition]:
    return list(
        session.exec(
            select(Edition)
            .where(Edition.kind == EditionKind.CLOSING, Edition.quarter == quarter.code)
            .order_by(Edition.revision)
        )
    )
