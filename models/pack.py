"""Packs that were made: what each file is, and its hash."""

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field

from models.base import Base, Moment
from models.quarters import now


class PackFile(Base, table=True):
    """One file of a pack, as it was made. The file lies in the folder of packs under its hash."""

    __tablename__ = "pack_file"

    id: int | None = Field(default=None, primary_key=True)
    quarter: str = Field(max_length=10, index=True)
    unit: str = Field(max_length=40)  # “county”, a directorate's code or a service's
    unit_name: str = Field(max_length=120)
    revision: int | None = None  # of the closing; none for a draft
    format: str = Field(max_length=20)
    name: str = Field(max_length=200)
    sha256: str = Field(max_length=64)
    bytes: int
    made_by: str = Field(max_length=80)
    made_at: datetime = Field(default_factory=now, sa_column=Column(Moment, nullable=False))
