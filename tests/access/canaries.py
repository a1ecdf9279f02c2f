"""A county with planted members, and everything that each role receives of it.

Two counties are alike but for raw counts that protect to the same figures. Whatever
a role receives must be the same in both: then no raw count is in any byte of it.
"""

import base64
import io
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from streamlit.runtime import context
from streamlit.testing.v1 import AppTest, local_script_runner

import settings as our_settings
from access import passwords, reading, run, sessions
from access.pages import pages_of
from access.sessions import exchange, open_ticket
from access.viewer import Role, Viewer
from exports.keeping import describe
from intake.form import new_token, send
from intake.kinds.all import KINDS
from intake.permission import Permit
from measures.closing import close_quarter
from models import audit
from models import store as store_module
from models.account import account_of
from models.all import metadata
from models.key import key
from models.quarters import Quarter
from models.reference import Principle
from models.state import StoreState
from models.store import writing
from tests.access.people import NAMES, write_people, write_units
from tests.panels import Panel
from tests.records import TODAY, Records

Q2 = Quarter(2026, 2)
BROWSER = "a-browser"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
NAME, REFERENCE, CONTACT = "Canaryname", "CANARYREF", "canary@mail.test"
TITLES = {11: "Own title of adults one", 12: "Canary title of adults two",
          21: "Canary title of places one"}  # fmt: skip
WORDS = {service: f"{title}, as it was heard" for service, title in TITLES.items()}
# By district; then who was invited, and who of them took part. Each pair is shown alike.
FIRST = {"members": (7, 13, 417), "invited": 216, "took_part": 123, "signed_up": 4}
SECOND = {"members": (3, 14, 416), "invited": 217, "took_part": 124, "signed_up": 3}
FIGURE_PAGES = ("overview", "principles", "ladder", "feedback", "my_service", "conversation",
                "reach", "challenges", "group", "commitments", "packs")  # fmt: skip
VIEWERS = {
    Role.OVERSIGHT: Viewer(1, "ola", "Ola", Role.OVERSIGHT),
    Role.LEAD: Viewer(2, "lee", "Lee", Role.LEAD, directorate_id=1),
    Role.SERVICE_MANAGER: Viewer(3, "sam", "Sam", Role.SERVICE_MANAGER, service_ids=(11,)),
}


@contextmanager
def county(folder: Path, counts: dict) -> Iterator[None]:
    """A store of its own with the planted county, while the block runs."""
    address = f"sqlite:///{folder / 'oversight.db'}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OVERSIGHT_DATABASE_URL", address)
        patch.setenv("OVERSIGHT_VAR", str(folder / "var"))
        patch.setenv("OVERSIGHT_TODAY", TODAY.isoformat())
        patch.setattr(passwords, "ROUNDS", 4)
        patch.setattr(audit, "now", lambda: NOON)  # a trail's moments differ between any two runs
        our_settings.settings.cache_clear()
        reading.forget()
        made = store_module.engine(address)
        with made.connect().execution_options(writes=True) as connection:
            metadata().create_all(connection)
            connection.commit()
        key(may_make=True)
        _plant(counts)
        yield
        made.dispose()
    reading.forget()
    store_module._engine.cache_clear()
    our_settings.settings.cache_clear()


def _plant(counts: dict) -> None:
    with writing() as session:
        session.add(StoreState(id=1, demonstration=True))
        write_units(session)
        write_people(session)
        for p, code in enumerate(("equal", "feedback", "accessibility"), start=1):
            session.add(
                Principle(id=p, set_version="1", code=code, name=code.title(), wording=code,
                          gate=p > 1, position=p, source="test")
            )  # fmt: skip
        session.flush()
        _work(Records(session))
        _panel(Panel(session), counts)
    # As by a file or a form: what intake notes of it must count nobody.
    rows = [
        {"id": f"{REFERENCE}-new-{n}", "name": f"{NAME} new {n}", "joined_on": "2026-11-02",
         "consent_on": "2026-11-02", "contact": CONTACT, "disabled": "yes", "carer": "no",
         "learning_disability": "no", "impairments": "", "district": ""}
        for n in range(counts["signed_up"])
    ]  # fmt: skip
    sent = send(KINDS["members"], rows, Permit("dana", None, True), token=new_token())
    assert sent.done, sent
    with writing() as session:
        close_quarter(session, Q2, by="dana")


def _work(records: Records) -> None:
    for service, title in TITLES.items():
        activity = records.activity(service, title=title, ended_on=date(2026, 9, 1))
        for principle in (1, 2, 3):
            records.review(activity, principle, score=4, evidence=f"{title}, minutes")
        for n in range(6):
            records.answer(activity, scores={1: 3, 2: 2, 3: 2 + n % 3})
        for heard in ("2026-07-10", "2026-10-01", "2026-08-20"):
            item = records.item(heard, service_id=service, activity=activity)
            item.heard = WORDS[service]
    records.refresh()


def _panel(panel: Panel, counts: dict) -> None:
    told = ({"areas": ("memory",)}, {"areas": ("vision",), "carer": True},
            {"areas": ("mobility", "hearing")})  # fmt: skip
    members = [
        member
        for district, number in enumerate(counts["members"])
        for member in panel.members(number, district, **told[district])
    ]
    for number, member in enumerate(members):
        member.name, member.contact = f"{NAME} {number}", CONTACT
        member.source_id = f"{REFERENCE}-{number}"
    for number, member in enumerate(members[::-1][: counts["invited"]]):
        panel.invited(member, date(2026, 7, 6), areas=())
        if number < counts["took_part"]:
            panel.took_part(member, date(2026, 8, 3), areas=())
    panel.session.flush()


class Everything:
    """All that was received of one county: by role and page, packs, caches and the log."""

    def __init__(self):
        self.pages: dict[tuple[Role, str], bytes] = {}
        self.packs: dict[tuple[Role, str], object] = {}
        self.kept: dict[tuple, str] = {}
        self.log = ""


def gather(folder: Path, counts: dict) -> Everything:
    """Open every page as every role, describe packs, and look into caches and the log."""
    found, log = Everything(), io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    try:
        with county(folder, counts):
            for role in Role:
                with visiting(NAMES[role]):
                    for row in pages_of(role):
                        found.pages[role, row.address] = received(row.path)
                    if role in VIEWERS:
                        _asking_for_more(found, role)
            for role, viewer in VIEWERS.items():
                for name, unit in _units_of(role).items():
                    found.packs[role, name] = describe(viewer, Q2, **unit)[0]
            for place, answer in reading._kept.items():
                found.kept[place[3:]] = as_text(answer)
    finally:
        logging.getLogger().removeHandler(handler)
    found.log = log.getvalue()
    return found


def _asking_for_more(found: Everything, role: Role) -> None:
    """Each page of figures again, asked by its address for another unit's rows."""
    for row in pages_of(role):
        if role != Role.OVERSIGHT and row.address in FIGURE_PAGES:
            asked = {"directorate": "places", "service": "places-1", "quarter": Q2.code}
            found.pages[role, f"{row.address}?places"] = received(row.path, **asked)


def _units_of(role: Role) -> dict[str, dict]:
    if role == Role.SERVICE_MANAGER:
        return {"county": {}, "adults-1": {"service": "adults-1"}}
    return {"adults": {"directorate": "adults"}} if role == Role.LEAD else {"county": {}}


@contextmanager
def visiting(username: str) -> Iterator[None]:
    """The handshake of a browser that is signed in by a name."""
    with writing() as session:
        ticket = open_ticket(
            session, account_of(session, username), browser=BROWSER, way="password"
        )
        cookie = exchange(session, ticket, browser=BROWSER)
    cookies = {sessions.BROWSER_COOKIE: BROWSER, sessions.COOKIE: cookie}
    known = SimpleNamespace(
        cookies=cookies, headers=[(run.LOCAL_HEADER, "1")], remote_ip="127.0.0.1"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(context, "_get_client_context", lambda: known)
        yield


def received(path: Path, **asked: str) -> bytes:
    """Every byte of what a page draws, and of the CSV files that it offers."""
    sent: list[bytes] = []
    parse = local_script_runner.parse_tree_from_messages

    def heard(messages):
        drawn = [m for m in messages if m.WhichOneof("type") == "delta"]
        sent.extend(m.delta.SerializeToString(deterministic=True) for m in drawn)
        return parse(messages)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "parse_tree_from_messages", heard)
        _listen_to_files(patch, sent)
        page = AppTest.from_file(str(path), default_timeout=60)
        for name, value in asked.items():
            page.query_params[name] = value
        page.run()
    assert not page.exception, (path.name, page.exception)
    return b"\n".join(sent)


def _listen_to_files(patch: pytest.MonkeyPatch, sent: list[bytes]) -> None:
    from widgets import card

    made = card.csv_bytes
    card.content.cache_clear()  # or a card that was made before would hold its file already

    def kept(table):
        sent.append(made(table))
        return sent[-1]

    patch.setattr(card, "csv_bytes", kept)


def without_marks(content: bytes) -> bytes:
    """The same without hashes and random marks of files, which differ between any two runs."""
    return re.sub(rb"[0-9a-f]{64}|[0-9a-f]{32}", b"#", content)


def numbers_in(content: bytes) -> set[str]:
    """Every whole number of two digits or more, written out or packed by plotly."""
    text = content.decode("utf-8", "replace")
    found = set(re.findall(r"(?<![\w.])\d{2,}(?![\w.])", text))
    for kind, packed in re.findall(r'"dtype":"(\w+)","bdata":"([^"]+)"', text):
        found |= {f"{n:g}" for n in np.frombuffer(base64.b64decode(packed), dtype=kind).ravel()}
    return found


def as_text(answer: object) -> str:
    """A kept answer as text."""
    if hasattr(answer, "to_csv"):
        return answer.to_csv()
    return json.dumps(answer, default=repr, sort_keys=True, ensure_ascii=False)
