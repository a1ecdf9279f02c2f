"""The reference lists: rungs, principles, ways, impairment areas and districts.

Every wording is the published one, with its source. Loading again changes
nothing; a list that is in the store stays as it is.
"""

import csv
from pathlib import Path

from sqlmodel import Session, select

from models.reference import (
    District,
    ImpairmentArea,
    Principle,
    Rung,
    RungMeaning,
    Way,
)

DATA = Path(__file__).resolve().parent / "data"
PRINCIPLES_VERSION = "2024"

STATEMENT = "Co-Production Statement of Intent, Essex County Council, March 2024"
RECOMMENDATIONS = "Collaborate Essex final recommendations, May 2017"
CENSUS = "ONS, Census 2021: TS038 Disability and TS039 Provision of unpaid care. OGL v3"


def load_reference(session: Session) -> int:
    """Add every reference row that the store lacks. Hands back how many were added."""
    rows = [*_rungs(), *_principles(), *_ways(), *_impairment_areas(), *_districts()]
    present = {_name(row) for kind in _KEYS for row in session.exec(select(kind))}
    missing = [row for row in rows if _name(row) not in present]
    session.add_all(missing)
    session.flush()
    return len(missing)


_KEYS = {
    RungMeaning: ("rung",),
    Principle: ("set_version", "code"),
    Way: ("code",),
    ImpairmentArea: ("code",),
    District: ("code",),
}


def _name(row) -> tuple:
    return (type(row), *(str(getattr(row, key)) for key in _KEYS[type(row)]))


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _rungs() -> list[RungMeaning]:
    return [
        RungMeaning(
            rung=Rung(row["rung"]), wording=row["wording"], source=f"{STATEMENT}, {row['lines']}"
        )
        for row in _rows("rungs.csv")
    ]


def _principles() -> list[Principle]:
    return [
        Principle(
            set_version=PRINCIPLES_VERSION,
            code=row["code"],
            name=row["name"],
            wording=row["wording"],
            gate=row["gate"] == "yes",
            position=position,
            source=f"{RECOMMENDATIONS if row['gate'] == 'yes' else STATEMENT}, {row['lines']}",
        )
        for position, row in enumerate(_rows("principles.csv"), 1)
    ]


def _ways() -> list[Way]:
    return [
        Way(
            code=row["code"],
            name=row["name"],
            wording=row["wording"],
            position=position,
            source=f"{RECOMMENDATIONS}, {row['lines']}",
        )
        for position, row in enumerate(_rows("ways.csv"), 1)
    ]


def _impairment_areas() -> list[ImpairmentArea]:
    return [
        ImpairmentArea(
            code=row["code"], label=row["label"], hint=row["hint"] or None, position=position
        )
        for position, row in enumerate(_rows("impairment_areas.csv"), 1)
    ]


def _districts() -> list[District]:
    return [
        District(
            code=row["code"],
            name=row["name"],
            locality=row["locality"],
            tile_row=int(row["tile_row"]),
            tile_column=int(row["tile_col"]),
            residents=int(row["residents"]),
            disabled=int(row["disabled"]),
            unpaid_carers=int(row["unpaid_carers"]),
            source=CENSUS,
        )
        for row in _rows("districts.csv")
    ]
