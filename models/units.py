"""Directorates and services: adding, renaming and putting in order, one or a whole list.

Nothing is removed and no service moves to another directorate: past figures stand by them.
What is added to a store that holds the illustrative county is marked as illustrative too,
because its county and panel figures are.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel import Session, select

from models.audit import record
from models.reference import Directorate, Service
from models.state import raise_revision, state

COLUMNS = ("directorate code", "directorate", "service code", "service")
MARKED = (
    "This store holds the illustrative county, so what is added is marked as illustrative. "
    "Real directorates belong in a store of their own."
)
_RESERVED = {"county", "own"}  # pages mean other things by these words
_CODE_LENGTH, _NAME_LENGTH = 40, 120


class UnitsError(ValueError):
    """Directorates or services cannot be written as asked; `faults` says why, each a sentence."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Entry:
    """One row of a list: a directorate, and one of its services where one is named.

    The name of what is in the store may be blank: it stays. `where` begins its faults.
    """

    directorate_code: str
    directorate: str = ""
    service_code: str = ""
    service: str = ""
    where: str = ""


@dataclass(frozen=True)
class Change:
    """One thing that was done: “added”, “renamed” or “put in order”."""

    kind: str  # “directorate”, “service”, “directorates”, “services”
    done: str
    code: str
    details: dict = field(default_factory=dict)

    @property
    def said(self) -> str:
        """The change in words."""
        if self.done == "put in order":
            home = f" of “{self.code}”" if self.code else ""
            return (
                f"{self.kind.capitalize()}{home} put in order: {', '.join(self.details['order'])}."
            )
        words = self.details.get("name") or "{before}, now {after}".format(**self.details)
        home = f", in “{self.details['directorate']}”" if "directorate" in self.details else ""
        return f"{self.kind.capitalize()} “{self.code}” {self.done}: {words}{home}."


def listed(session: Session) -> list[dict]:
    """Directorates with their services in order; one without services has a row of its own."""
    rows = session.execute(
        select(
            Directorate.code.label("directorate_code"), Directorate.name.label("directorate"),
            Service.code.label("service_code"), Service.name.label("service"),
            Directorate.illustrative,
        )
        .join(Service, Service.directorate_id == Directorate.id, isouter=True)
        .where(Directorate.published.is_(False))
        .order_by(Directorate.position, Directorate.id, Service.position, Service.id)
    )  # fmt: skip
    return [dict(row._mapping) for row in rows]


def entry_of(session: Session, code: str, name: str = "", *, of: str = "") -> Entry:
    """The entry of one unit: a service where a directorate is given or the code is a service's."""
    code, of = code.strip().lower(), of.strip()
    home = select(Directorate.code).join(Service).where(Service.code == code)
    of = of or session.exec(home).first() or ""
    return Entry(of, service_code=code, service=name) if of else Entry(code, name)


def put_and_record(
    session: Session, entries: list[Entry], *, by: str, place: int | None = None,
    in_order: bool = False,
) -> list[Change]:  # fmt: skip
    """`put`, with an audit event for each change, in the caller's transaction."""
    done = put(session, entries, place=place, in_order=in_order)
    for change in done:
        action = f"{change.kind} {change.done}"
        record(session, actor=by, action=action, subject=change.code, details=change.details)
    if done:
        raise_revision(session)
    return done


def put(
    session: Session, entries: list[Entry], *, place: int | None = None, in_order: bool = False
) -> list[Change]:
    """Add what is new and rename what is called otherwise: all of it, or UnitsError.

    `place` puts a single entry there in its list, 1 being the first; `in_order`
    puts a list into the order of the entries where they name all of it; else the new come last.
    """
    asked = _Asked(session)
    for entry in entries:
        asked.take(entry)
    done = asked.write()
    if place is not None:
        done += _put_at(session, entries[-1], place)
    return done + (_put_in_order(session, asked) if in_order else [])


@dataclass
class _Wish:
    """What is wished of one unit."""

    name: str
    where: str
    home: str = ""


class _Asked:
    """What a list asks for, held against the store."""

    def __init__(self, session: Session):
        self.session = session
        self.directorates = {row.code: row for row in session.exec(select(Directorate))}
        self.services = {row.code: row for row in session.exec(select(Service))}
        self.homes = {row.id: row for row in self.directorates.values()}
        self.wished: dict[str, dict[str, _Wish]] = {"directorate": {}, "service": {}}
        self.faults: list[str] = []

    def take(self, entry: Entry) -> None:
        """Take one entry in; its faults are noted."""
        before = len(self.faults)
        code, name = _tidy(entry.directorate_code).lower(), _tidy(entry.directorate)
        own, service = _tidy(entry.service_code).lower(), _tidy(entry.service)
        self._check(entry.where, "directorate", code, name)
        if own or service:
            self._check(entry.where, "service", own, service)
        if len(self.faults) == before:
            self._take_directorate(entry.where, code, name, alone=not own)
            if own:
                self._take_service(entry.where, own, service, code)

    def _check(self, where: str, kind: str, code: str, name: str) -> None:
        if not code:
            self._fault(where, f"the {kind} has no code.")
        elif len(code) > _CODE_LENGTH or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code):
            self._fault(
                where,
                f"“{code}” cannot be a code. Use up to 40 letters, digits and single hyphens.",
            )
        elif code in _RESERVED:
            self._fault(where, f"“{code}” cannot be a code: the pages mean something else by it.")
        elif code in (self.services if kind == "directorate" else self.directorates):
            other = "service" if kind == "directorate" else "directorate"
            self._fault(where, f"“{code}” is the code of a {other} already.")
        if len(name) > _NAME_LENGTH or not name.isprintable():
            self._fault(where, f"{kind} “{code}”: its name has over 120 letters, or unseen ones.")
        elif name.startswith(tuple("=+-@'")):
            self._fault(where, f"{kind} “{code}”: its name begins with a sign.")

    def _take_directorate(self, where: str, code: str, name: str, *, alone: bool) -> None:
        row, wishes = self.directorates.get(code), self.wished["directorate"]
        if code in self.wished["service"]:
            self._fault(where, f"“{code}” is a service's code in this list.")
        elif row and row.published:
            self._fault(where, f"“{code}” holds the published record and stays as it is.")
        elif code in wishes and name and wishes[code].name not in ("", name):
            first = wishes[code].where.removesuffix(": ").lower() or "before"
            self._fault(where, f"directorate “{code}” is called “{wishes[code].name}” in {first}.")
        elif not row and not name and code not in wishes:
            said = "is new: give its name." if alone else "is none yet: add it, with its name."
            self._fault(where, f"directorate “{code}” {said}")
        else:
            wish = wishes.setdefault(code, _Wish(name, where))
            if not wish.name:
                wish.name, wish.where = name, where

    def _take_service(self, where: str, code: str, name: str, home: str) -> None:
        row, wishes = self.services.get(code), self.wished["service"]
        held = self.homes[row.directorate_id].code if row else home
        if held != home:
            self._fault(
                where, f"service “{code}” belongs to “{held}”. It cannot move: past figures would."
            )
        elif code in wishes:
            self._fault(where, f"service “{code}” is in the list already.")
        elif code in self.wished["directorate"]:
            self._fault(where, f"“{code}” is a directorate's code in this list.")
        elif not row and not name:
            self._fault(where, f"service “{code}” is new: give its name.")
        else:
            wishes[code] = _Wish(name, where, home)

    def _fault(self, where: str, sentence: str) -> None:
        self.faults.append(where + sentence if where else sentence[0].upper() + sentence[1:])

    def write(self) -> list[Change]:
        """Write it all. UnitsError where anything is at fault."""
        self._check_names("directorate", self.directorates)
        self._check_names("service", self.services)
        if self.faults:
            raise UnitsError(self.faults)
        done = self._rename("directorate", self.directorates)
        done += self._rename("service", self.services)
        return done + self._add_directorates() + self._add_services()

    def _check_names(self, kind: str, rows: dict) -> None:
        wishes = self.wished[kind]
        names = {code: row.name for code, row in rows.items()}
        names |= {code: wish.name for code, wish in wishes.items() if wish.name}
        holders: dict[str, list[str]] = {}
        for code, name in names.items():
            holders.setdefault(name.casefold(), []).append(code)
        for code, wish in wishes.items():
            others = [c for c in holders[names[code].casefold()] if c != code]
            if others and (code not in rows or names[code] != rows[code].name):
                self._fault(wish.where, f"“{wish.name}” is the name of {kind} “{others[0]}” too.")

    def _rename(self, kind: str, rows: dict) -> list[Change]:
        done = []
        for code, wish in self.wished[kind].items():
            if code in rows and wish.name and wish.name != rows[code].name:
                details = {"before": rows[code].name, "after": wish.name}
                done.append(Change(kind, "renamed", code, details))
        # By way of names that nobody has, so that two may swap theirs.
        for ending in (lambda c: f"{c.code} {id(c)}", lambda c: c.details["after"]):
            for change in done:
                rows[change.code].name = ending(change)
                self.session.add(rows[change.code])
            self.session.flush()
        return done

    def _add_directorates(self) -> list[Change]:
        last = _last(row for row in self.directorates.values() if not row.published)
        done = []
        for code, wish in self._new("directorate", self.directorates):
            last += 1
            self.directorates[code] = self._put(
                Directorate(code=code, name=wish.name, position=last)
            )
            done.append(Change("directorate", "added", code, {"name": wish.name}))
        return done

    def _add_services(self) -> list[Change]:
        done = []
        for code, wish in self._new("service", self.services):
            home = self.directorates[wish.home].id
            last = _last(row for row in self.services.values() if row.directorate_id == home)
            self.services[code] = self._put(
                Service(directorate_id=home, code=code, name=wish.name, position=last + 1)
            )
            details = {"name": wish.name, "directorate": wish.home}
            done.append(Change("service", "added", code, details))
        return done

    def _new(self, kind: str, rows: dict) -> list[tuple[str, _Wish]]:
        return [(code, wish) for code, wish in self.wished[kind].items() if code not in rows]

    def _put(self, row):
        row.illustrative = state(self.session).illustrative
        self.session.add(row)
        self.session.flush()
        return row


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _last(rows: Iterable) -> int:
    return max((row.position for row in rows), default=0)


def _put_at(session: Session, entry: Entry, place: int) -> list[Change]:
    home = entry.directorate_code.strip().lower() if entry.service_code else ""
    code = (entry.service_code or entry.directorate_code).strip().lower()
    rows = _siblings(session, home)
    if not 1 <= place <= len(rows):
        raise UnitsError([f"The place is a whole number from 1 to {len(rows)}."])
    codes = [row.code for row in rows if row.code != code]
    codes.insert(place - 1, code)
    return _arrange(session, rows, codes, home)


def _put_in_order(session: Session, asked: _Asked) -> list[Change]:
    wishes = asked.wished["service"]
    done = _arrange(session, _siblings(session, ""), list(asked.wished["directorate"]), "")
    for home in asked.wished["directorate"]:
        codes = [code for code, wish in wishes.items() if wish.home == home]
        done += _arrange(session, _siblings(session, home), codes, home)
    return done


def _siblings(session: Session, home: str) -> list:
    """The directorates in order, or the services of one."""
    if not home:
        rows = select(Directorate).where(Directorate.published.is_(False))
        return list(session.exec(rows.order_by(Directorate.position, Directorate.id)))
    rows = select(Service).join(Directorate).where(Directorate.code == home)
    return list(session.exec(rows.order_by(Service.position, Service.id)))


def _arrange(session: Session, rows: list, codes: list[str], home: str) -> list[Change]:
    known = {row.code: row for row in rows}
    if codes == list(known) or set(codes) != set(known):
        return []
    for position, code in enumerate(codes, 1):
        known[code].position = position
        session.add(known[code])
    session.flush()
    kind = "services" if home else "directorates"
    return [Change(kind, "put in order", home, {"order": codes})]


def read_list(path: Path) -> list[Entry]:
    """The entries of a CSV file with the four columns. UnitsError where it cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnitsError(["The file is no UTF-8 text. Save it as “CSV UTF-8”."]) from None
    heading = text.split("\n", 1)[0]
    mark = ";" if ";" in heading and "," not in heading else ","
    rows = list(csv.reader(text.splitlines(keepends=True), delimiter=mark))
    columns = [_tidy(cell.replace("_", " ")).lower() for cell in rows[0]] if rows else []
    if sorted(columns) != sorted(COLUMNS):
        raise UnitsError([f"The first row must name these columns: {', '.join(COLUMNS)}."])
    filled = [(n, row) for n, row in enumerate(rows[1:], 2) if any(cell.strip() for cell in row)]
    if not filled:
        raise UnitsError(["The file has no row below its heading."])
    faults = [f"Row {n}: has {len(row)} cells, not 4." for n, row in filled if len(row) != 4]
    if faults:
        raise UnitsError(faults)
    return [_entry(n, dict(zip(columns, row, strict=True))) for n, row in filled]


def _entry(number: int, row: dict[str, str]) -> Entry:
    return Entry(*(row[column] for column in COLUMNS), where=f"Row {number}: ")
