"""The unit and quarter that a pack is about, and how its sections ask for figures."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from measures.definitions import plain_definition
from measures.partitions import editions, frozen
from measures.quarters import illustrative, standing_of
from models.quarters import Quarter
from models.scope import Scope


@dataclass(frozen=True)
class View:
    """One unit in one quarter, read in one session.

    scope     the unit, held against what its reader may see
    county    the county's scope with the same rights, for limits and the panel
    seen      the ids of the challenges that the reader may see, None for all
    """

    session: Session
    scope: Scope
    county: Scope
    quarter: Quarter
    seen: tuple[int, ...] | None = None

    @property
    def label(self) -> str:
        """Unit and quarter as titles name them."""
        return f"{self.scope.label}, {self.quarter.label}"

    @property
    def standing(self) -> dict:
        """How the quarter stands, see measures.quarters.standing_of."""
        return standing_of(self.session, scope=self.scope, quarter=self.quarter)

    @property
    def known_by(self) -> datetime | None:
        """The moment of the closing from which the quarter is read, None while it is open."""
        found = editions(self.session, (self.quarter,), meeting=self.scope.meeting)
        edition = frozen(self.session, found[self.quarter.code])
        return edition.made_at if edition is not None else None

    @property
    def marks(self) -> dict[str, bool]:
        """The marks that every chart carries."""
        return {
            "illustrative": illustrative(self.session, scope=self.scope),
            "provisional": not self.standing["closed"],
        }

    def ask(self, measure: Callable[..., Any], /, **choices) -> Any:
        """A measure of the unit and quarter."""
        return measure(self.session, scope=self.scope, quarter=self.quarter, **choices)

    def ask_county(self, measure: Callable[..., Any], /, **choices) -> Any:
        """A measure of the county in the quarter."""
        return measure(self.session, scope=self.county, quarter=self.quarter, **choices)

    @property
    def whole_county(self) -> bool:
        """Whether the unit is the county."""
        return self.scope.unit == "county"


def words(subject: str) -> str:
    """The definition of a subject, for notes and documents."""
    return plain_definition(subject)
