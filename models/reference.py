"""The lists that everything else points to: units, places, principles, ways, rungs."""

from datetime import date
from enum import StrEnum

from sqlmodel import Field, UniqueConstraint

from models.base import Base


class Band(StrEnum):
    """The three bands of the ladder of co-production."""

    WITH = "doing with"
    FOR = "doing for"
    TO = "doing to"


class Rung(StrEnum):
    """The seven rungs of the ladder, top first (2024 Statement of Intent)."""

    CO_PRODUCING = "co-producing"
    CO_DESIGNING = "co-designing"
    ENGAGING = "engaging"
    CONSULTING = "consulting"
    INFORMING = "informing"
    EDUCATING = "educating"
    COERCING = "coercing"

    @property
    def height(self) -> int:
        """7 for co-producing down to 1 for coercing."""
        return 7 - list(Rung).index(self)

    @property
    def band(self) -> Band:
        """The band that the rung lies in."""
        return Band.WITH if self.height >= 6 else Band.FOR if self.height >= 3 else Band.TO


class Directorate(Base, table=True):
    """One directorate, or the unit “Published record”, which no county figure includes."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=40)
    name: str = Field(unique=True, max_length=120)
    position: int
    published: bool = False  # the unit of published facts
    illustrative: bool = False


class Service(Base, table=True):
    """One service of a directorate."""

    id: int | None = Field(default=None, primary_key=True)
    directorate_id: int = Field(foreign_key="directorate.id", index=True)
    code: str = Field(unique=True, max_length=40)
    name: str = Field(unique=True, max_length=120)
    position: int
    illustrative: bool = False


class District(Base, table=True):
    """One of the twelve districts, with its Census 2021 figures in people."""

    code: str = Field(primary_key=True, max_length=9)
    name: str = Field(unique=True, max_length=60)
    locality: str = Field(max_length=60)
    tile_row: int
    tile_column: int
    residents: int
    disabled: int  # TS038
    unpaid_carers: int  # TS039
    source: str = Field(max_length=400)


class ImpairmentArea(Base, table=True):
    """One area of the Government's harmonised impairment standard."""

    __tablename__ = "impairment_area"

    code: str = Field(primary_key=True, max_length=40)
    label: str = Field(unique=True, max_length=120)
    hint: str | None = Field(default=None, max_length=200)
    position: int


class Principle(Base, table=True):
    """One principle of a versioned set; the two gates are principles too."""

    __table_args__ = (UniqueConstraint("set_version", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    set_version: str = Field(max_length=40)
    code: str = Field(max_length=40)
    name: str = Field(max_length=200)  # short, as charts print it
    wording: str = Field(max_length=600)  # as published
    gate: bool = False
    position: int
    source: str = Field(max_length=400)


class Way(Base, table=True):
    """One of the Five Ways to Collaborate (2017)."""

    code: str = Field(primary_key=True, max_length=40)
    name: str = Field(unique=True, max_length=120)
    wording: str = Field(max_length=600)
    position: int
    source: str = Field(max_length=400)


class RungMeaning(Base, table=True):
    """What one rung means, in the published words and in plain ones."""

    __tablename__ = "rung_meaning"

    rung: str = Field(primary_key=True, max_length=40)
    wording: str = Field(max_length=600)
    source: str = Field(max_length=400)


class SurveyWave(Base, table=True):
    """One asking of the 1–10 question of 2017. Blank means not published."""

    __tablename__ = "survey_wave"
    __table_args__ = (UniqueConstraint("source_system", "source_id"),)

    id: int | None = Field(default=None, primary_key=True)
    source_system: str = Field(default="oversight", max_length=60)
    source_id: str = Field(max_length=80)
    name: str = Field(max_length=120)
    asked_on: date  # its last day; for a year alone, the year's last day
    asked_words: str | None = Field(default=None, max_length=80)  # the date as published
    mean: float
    people: int | None = None
    spread: float | None = None  # standard deviation
    source: str | None = Field(default=None, max_length=400)
    illustrative: bool = False
