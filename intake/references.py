"""What names and identifiers in a file point to in the store."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlmodel import Session

from intake.reading.header import folded
from models.activity import Activity
from models.feedback import FeedbackItem
from models.panel import PanelMember
from models.reference import District, ImpairmentArea, Principle, Service, Way

LIST_NAMES = ("service", "principle", "district", "way", "impairment")
_RECORDS = {"activity": Activity, "item": FeedbackItem, "member": PanelMember}
_AT_ONCE = 5_000
_NEAR = 78


@dataclass
class Names:
    """A short list that files may name by code or by name.

    by_name   folded code or name → what is stored
    labels    what is stored → how people read it
    codes     code → label, in the list's order; the choices offered
    """

    by_name: dict[str, object] = field(default_factory=dict)
    labels: dict[object, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    def find(self, text: str) -> object | None:
        """What a text names, None where nothing."""
        return self.by_name.get(folded(text))

    def near(self, text: str) -> str:
        """The code of the entry that a text nearly names, "" where none is near."""
        best = process.extractOne(
            folded(text), list(self.by_name), scorer=fuzz.WRatio, score_cutoff=_NEAR
        )
        if best is None or len(folded(text)) < 3:
            return ""
        stored = self.by_name[best[0]]
        return next((c for c in self.codes if self.by_name[folded(c)] == stored), "")


def names_of(session: Session, what: str) -> Names:
    """The short list that a column refers to. KeyError for an unknown one."""
    query = {
        "service": select(Service.id, Service.code, Service.name).order_by(
            Service.directorate_id, Service.position
        ),
        "principle": select(Principle.id, Principle.code, Principle.name).order_by(
            Principle.position
        ),
        "district": select(District.code, District.code, District.name).order_by(District.name),
        "way": select(Way.code, Way.code, Way.name).order_by(Way.position),
        "impairment": select(
            ImpairmentArea.code, ImpairmentArea.code, ImpairmentArea.label
        ).order_by(ImpairmentArea.position),
    }[what]
    names = Names()
    for stored, code, name in session.execute(query):
        names.by_name[folded(name)] = stored
        names.by_name[folded(code)] = stored
        names.labels[stored] = name
        names.codes[code] = name
    return names


def names_in_words(session: Session, what: str, stored: set) -> dict:
    """What is stored → the name on a short list, or the identifier of a record."""
    if not stored:
        return {}
    if what in LIST_NAMES:
        return names_of(session, what).labels
    table = _RECORDS[what]
    query = select(table.id, table.source_id).where(table.id.in_(stored))
    return dict(session.execute(query).all())


def holders(
    session: Session, table: type, source: str, identifiers: Iterable[str]
) -> dict[str, set[int]]:
    """Identifier → the services of the record that the store holds under it, from one system."""
    wanted, found = sorted(set(identifiers)), {}
    for query in _services_of(table):
        for start in range(0, len(wanted), _AT_ONCE):
            part = table.source_id.in_(wanted[start : start + _AT_ONCE])
            rows = session.execute(query.where(table.source_system == source, part))
            for identifier, service_id in rows:
                found.setdefault(identifier, set()).add(service_id)
    return found


def stored_fields(
    session: Session, table: type, source: str, identifiers: Iterable[str], fields: Sequence[str]
) -> dict[str, tuple]:
    """Identifier → some fields of the record that the store holds under it, from one system."""
    ours = select(table.source_id, *(getattr(table, field) for field in fields)).where(
        table.source_system == source
    )
    if session.execute(ours.limit(1)).first() is None:
        return {}
    wanted, found = sorted(identifiers), {}
    for start in range(0, len(wanted), _AT_ONCE):
        part = table.source_id.in_(wanted[start : start + _AT_ONCE])
        found |= {row[0]: tuple(row[1:]) for row in session.execute(ours.where(part))}
    return found


def _services_of(table: type):
    """The queries that say whose a table's records are: their own word, their activity, item."""
    if hasattr(table, "service_id"):
        yield select(table.source_id, table.service_id)
        return
    if hasattr(table, "activity_id"):
        yield select(table.source_id, Activity.service_id).join(
            Activity, Activity.id == table.activity_id
        )
    if hasattr(table, "item_id"):
        yield select(table.source_id, FeedbackItem.service_id).join(
            FeedbackItem, FeedbackItem.id == table.item_id
        )


@dataclass(frozen=True)
class Target:
    """A record that others point to: its id, its service, and its days."""

    id: int
    service_id: int | None = None
    first: object = None
    last: object = None
    kind: str = ""


def targets(
    session: Session, what: str, source: str, identifiers: Iterable[str]
) -> dict[str, Target]:
    """Identifier → record, those of the same source system before any other."""
    wanted, found = sorted(set(identifiers)), {}
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        rows = list(_rows(session, what, part))
        rows.sort(key=lambda row: (row[0] != source, row[0] != "oversight", row[0]))
        for _system, identifier, target in rows:
            found.setdefault(identifier, target)
    return found


def _rows(session: Session, what: str, part: Sequence[str]):
    table = _RECORDS[what]
    more = {
        "activity": ("service_id", "started_on", "ended_on"),
        "item": ("service_id", "heard_on", "withdrawn_on", "kind"),
        "member": ("joined_on", "left_on"),
    }[what]
    query = select(
        table.source_system, table.source_id, table.id, *(getattr(table, m) for m in more)
    ).where(table.source_id.in_(part))
    for system, identifier, key, *rest in session.execute(query):
        if what == "member":
            yield system, identifier, Target(key, None, *rest)
        else:
            kind = rest[3] if len(rest) > 3 else ""
            yield system, identifier, Target(key, rest[0], rest[1], rest[2], kind=str(kind or ""))
