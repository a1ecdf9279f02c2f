"""Accounts: who may sign in, as what, and the sign-ins that are open now."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field, Session, select

from models.base import Base, Moment, one_of
from models.quarters import now


class Role(StrEnum):
    """What an account may do. One account has one role."""

    OVERSIGHT = "oversight"
    LEAD = "lead"
    SERVICE_MANAGER = "service_manager"
    DATA_OFFICER = "data_officer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role as people read it."""
        return _LABELS[self]


_LABELS = {
    Role.OVERSIGHT: "Oversight group member",
    Role.LEAD: "Directorate lead",
    Role.SERVICE_MANAGER: "Service manager",
    Role.DATA_OFFICER: "Data officer",
    Role.ADMINISTRATOR: "Administrator",
}


class Account(Base, table=True):
    """One person who may sign in."""

    __table_args__ = (
        CheckConstraint("username = lower(username)", name="username_lower_case"),
        CheckConstraint("email = lower(email)", name="email_lower_case"),
        CheckConstraint("role <> 'lead' OR directorate_id IS NOT NULL", name="lead_has_unit"),
    )

    id: int | None = Field(default=None, primary_key=True)
    username: str = Field(unique=True, max_length=60)
    name: str = Field(max_length=120)
    email: str | None = Field(default=None, unique=True, max_length=200)
    role: Role = Field(sa_column=one_of(Role, name="role"))
    chair: bool = False  # of the Group, or its vice-chair
    directorate_id: int | None = Field(default=None, foreign_key="directorate.id")
    password_hash: str | None = Field(default=None, max_length=100)  # none: single sign-on only
    must_change: bool = False  # an administrator set the password
    disabled: bool = False
    demonstration: bool = False  # works only on this machine
    totp_secret: str | None = Field(default=None, max_length=300)  # encrypted under the key file
    totp_step: int = 0  # the last 30 seconds whose code was used, so that none works twice
    version: int = 1  # raised by every change that must end open sign-ins
    made_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))


class AccountService(Base, table=True):
    """One service that a service manager answers for."""

    __tablename__ = "account_service"

    account_id: int = Field(foreign_key="account.id", primary_key=True)
    service_id: int = Field(foreign_key="service.id", primary_key=True)


class SignInTicket(Base, table=True):
    """One finished sign-in that the browser has not yet exchanged for its cookie."""

    __tablename__ = "sign_in_ticket"

    ticket_hash: str = Field(primary_key=True, max_length=64)
    browser_hash: str = Field(max_length=64)  # of the cookie of the browser that signed in
    account_id: int = Field(foreign_key="account.id", index=True)
    account_version: int
    way: str = Field(max_length=20)  # “password” or “single sign-on”
    expires_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class SignInSession(Base, table=True):
    """One open sign-in of one browser. The browser holds the id, the store its hash."""

    __tablename__ = "sign_in_session"
    __table_args__ = (Index("ix_sign_in_session_account", "account_id"),)

    id_hash: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="account.id")
    account_version: int
    way: str = Field(max_length=20)
    made_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    seen_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    expires_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    meeting_at: datetime | None = Field(default=None, sa_column=Column(Moment))  # in meeting mode
    meeting_id: int | None = None  # the opened meeting that is shown
    input_at: datetime | None = Field(default=None, sa_column=Column(Moment))  # in meeting mode


class UsedSignOn(Base, table=True):
    """One answer of the single sign-on provider that has let someone in, so that none does twice."""

    __tablename__ = "used_sign_on"

    mark: str = Field(primary_key=True, max_length=64)
    used_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class SignInFailure(Base, table=True):
    """Failed sign-ins for one name, whether or not it exists."""

    __tablename__ = "sign_in_failure"

    name_digest: str = Field(primary_key=True, max_length=64)
    failures: int = 0
    last_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    locked_until: datetime | None = Field(default=None, sa_column=Column(Moment))


def account_of(session: Session, username: str) -> Account | None:
    """The account of a name, in whatever case it is typed."""
    return session.exec(select(Account).where(Account.username == username.strip().lower())).first()


def services_of(session: Session, account_id: int) -> tuple[int, ...]:
    """The services that an account answers for, in the order of their ids."""
    rows = session.exec(
        select(AccountService.service_id)
        .where(AccountService.account_id == account_id)
        .order_by(AccountService.service_id)
    )
    return tuple(rows.all())
