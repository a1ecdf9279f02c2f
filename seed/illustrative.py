"""The illustrative county: deterministic records that tell stories worth seeing.

A thousand activities and what belongs to them are one transaction, so that a
load that was stopped goes on where it stopped.
"""

from datetime import date

from sqlalchemy import func
from sqlmodel import Session, select

from models.activity import (
    Activity,
    ActivityDistrict,
    ActivitySession,
    Answer,
    AnswerScore,
    Review,
)
from models.audit import record, system
from models.due import standards
from models.feedback import FeedbackItem, KindChange, Telling
from models.panel import Consent, Invitation, MemberImpairment, PanelMember, Participation
from models.quarters import Quarter
from models.reference import Directorate, District, ImpairmentArea, Principle, Service
from models.rolling import refresh
from models.rollup import ActivityRollup
from models.state import running_quarter, state
from models.store import reading, writing
from seed import bulk, commitments, policies
from seed.activities import SYSTEM, ActivityChunk
from seed.county import CHUNK, SIZES, Days, Size, places
from seed.loops import LoopChunk
from seed.panel import Asked, Members
from seed.reviews import answer_rows, review_rows

_NUMBERED = (
    Directorate,
    Service,
    Activity,
    ActivitySession,
    Review,
    Answer,
    FeedbackItem,
    KindChange,
    PanelMember,
    Consent,
    Invitation,
    Participation,
)


class SeedError(Exception):
    """The illustrative county cannot be loaded; the text says why and what to do."""


def load_illustrative(*, size: str = "S", until: date, url: str | None = None) -> int:
    """Load the illustrative county up to a day. Hands back how many rows were added.

    Several transactions, each whole; call it again to go on after a stop.
    SeedError where the store holds real units or a county of another size.
    """
    wanted = SIZES[size]
    with reading(url) as session:
        done = _done(session, wanted)
        started, counted = _members(session) > 0, _counted(session)
    days, chunks = Days.up_to(until), wanted.activities // CHUNK
    if done == chunks and counted:
        return 0
    added = 0 if started else _start(wanted, days, url)
    maker = _Maker(wanted, days, url)
    for number in range(done, chunks):
        added += maker.chunk(number)
    _count(days, url)
    return added


def _done(session: Session, wanted: Size) -> int:
    """How many chunks the store holds already."""
    real = select(Directorate.name).where(
        Directorate.published.is_(False), Directorate.illustrative.is_(False)
    )
    if session.exec(real).first():
        raise SeedError(
            "This store holds real directorates. Load the illustrative county into an empty store."
        )
    if not session.exec(select(District.code)).first():
        raise SeedError("The reference lists are missing. Run: python -m seed reference")
    members = _members(session)
    if members not in {0, wanted.members}:
        raise SeedError(
            f"This store holds an illustrative county with {members:,} members, another size. "
            "Choose that size, or an empty store."
        )
    activities = select(func.count()).where(Activity.source_system == SYSTEM)
    return session.exec(activities).one() // CHUNK


def _members(session: Session) -> int:
    return session.exec(select(func.count()).where(PanelMember.source_system == SYSTEM)).one()


def _counted(session: Session) -> bool:
    """Whether the roll-ups were filled; the running quarter is the last to be."""
    mine = select(Service.id).where(Service.illustrative)
    running = select(ActivityRollup.service_id).where(
        ActivityRollup.quarter == running_quarter(session).code, ActivityRollup.service_id.in_(mine)
    )
    return session.exec(running.limit(1)).first() is not None


def _start(wanted: Size, days: Days, url: str | None) -> int:
    """The mark, the units, the policies and the members."""
    with writing(url) as session:
        state(session).illustrative = True
        added = _units(session)
        added += policies.load(session, days)
        added += commitments.load_illustrative_group(session, date.fromordinal(days.until))
        added += _panel(session, wanted, days)
        bulk.let_ids_continue(session, _NUMBERED)
        record(session, actor=system(), action="seeded", subject="illustrative county")
    return added


def _units(session: Session) -> int:
    first_directorate = bulk.next_id(session, Directorate)
    first_service = bulk.next_id(session, Service)
    codes = list(dict.fromkeys(place.directorate_code for place in places()))
    names = {place.directorate_code: place.directorate for place in places()}
    directorates = [
        {
            "id": first_directorate + i,
            "code": code,
            "name": names[code],
            "position": i + 1,
            "published": False,
            "illustrative": True,
        }
        for i, code in enumerate(codes)
    ]
    services = [
        {
            "id": first_service + i,
            "directorate_id": first_directorate + codes.index(place.directorate_code),
            "code": place.code,
            "name": place.name,
            "position": i + 1,
            "illustrative": True,
        }
        for i, place in enumerate(places())
    ]
    return bulk.insert(session, Directorate, directorates) + bulk.insert(session, Service, services)


def _panel(session: Session, wanted: Size, days: Days) -> int:
    members, areas = Members(wanted.members, days, _districts(session)), _areas(session)
    first, added = bulk.next_id(session, PanelMember), 0
    for start in range(0, wanted.members, CHUNK):
        some = range(start, start + CHUNK)
        added += bulk.insert(session, PanelMember, members.rows(some, first))
        added += bulk.insert(session, MemberImpairment, members.area_rows(some, first, areas))
        added += bulk.insert(session, Consent, members.consent_rows(some, first))
    return added


def _districts(session: Session) -> list[District]:
    return list(session.exec(select(District).order_by(District.code)))


def _areas(session: Session) -> list[ImpairmentArea]:
    return list(session.exec(select(ImpairmentArea).order_by(ImpairmentArea.position)))


class _Maker:
    """What every chunk needs, read once."""

    def __init__(self, wanted: Size, days: Days, url: str | None):
        self.wanted, self.days, self.url = wanted, days, url
        with reading(url) as session:
            ids = dict(session.exec(select(Service.code, Service.id)).all())
            self.service_ids = [ids[place.code] for place in places()]
            self.principles = list(session.exec(select(Principle).order_by(Principle.position)))
            districts, areas = _districts(session), _areas(session)
            self.standards = standards(session, on=date.fromordinal(days.until))
            first = select(func.min(PanelMember.id)).where(PanelMember.source_system == SYSTEM)
            self.first_member = session.exec(first).one()
            session.expunge_all()  # they outlive the session
        self.district_codes = [d.code for d in districts]
        self.members = Members(wanted.members, days, districts)
        self.told = self.members.freeze(areas)

    def chunk(self, number: int) -> int:
        """One chunk, in one transaction. Hands back how many rows were added."""
        with writing(self.url) as session:
            made = ActivityChunk(
                number, self.days, bulk.next_id(session, Activity), self.service_ids
            )
            added = self._work(session, made)
            added += self._loops(session, made)
            added += self._asked(session, made)
            bulk.let_ids_continue(session, _NUMBERED)
        return added

    def _work(self, session: Session, made: ActivityChunk) -> int:
        answers, scores = answer_rows(made, self.principles, bulk.next_id(session, Answer))
        reviews = review_rows(made, self.principles, bulk.next_id(session, Review))
        sessions = made.session_rows(bulk.next_id(session, ActivitySession))
        return (
            bulk.insert(session, Activity, made.rows())
            + bulk.insert(session, ActivityDistrict, made.district_rows(self.district_codes))
            + bulk.insert(session, ActivitySession, sessions)
            + bulk.insert(session, Review, reviews)
            + bulk.insert(session, Answer, answers)
            + bulk.insert(session, AnswerScore, scores)
        )

    def _loops(self, session: Session, made: ActivityChunk) -> int:
        loops = LoopChunk(made, bulk.next_id(session, FeedbackItem), self.standards)
        first = bulk.next_id(session, Answer)
        about = [{"id": first + i, **row} for i, row in enumerate(loops.answers)]
        return (
            bulk.insert(session, FeedbackItem, loops.items)
            + bulk.insert(session, Telling, loops.tellings)
            + bulk.insert(session, Answer, about)
            + bulk.insert(session, KindChange, loops.changes)
        )

    def _asked(self, session: Session, made: ActivityChunk) -> int:
        asked = Asked(made, self.members, self.wanted.activities)
        invited = asked.invitation_rows(
            bulk.next_id(session, Invitation), self.first_member, self.told
        )
        came = asked.participation_rows(
            bulk.next_id(session, Participation), self.first_member, self.told
        )
        return bulk.insert(session, Invitation, invited) + bulk.insert(session, Participation, came)


def _count(days: Days, url: str | None) -> None:
    """Bring the roll-ups up to the records, a quarter at a time."""
    quarter = Quarter.of(date.fromordinal(days.first))
    with reading(url) as session:
        last = running_quarter(session)
    while quarter <= last:
        with writing(url) as session:
            refresh(session, quarters=[quarter])
        quarter = quarter.plus(1)
