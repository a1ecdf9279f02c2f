"""How a count of members becomes a figure that may leave the store.

A count below 10, zero included, becomes “fewer than 10” and keeps no number.
Every other is rounded to the nearest 5. A total is protected by itself, not
summed from protected parts. Definition: “How we measure”, section 5.
"""

from dataclasses import dataclass
from math import inf

from models.panel import Figure

FEWEST = 10
STEP = 5
FEW_WORDS = "fewer than 10"
WITHHELD_WORDS = "not shown, to protect others"


@dataclass(frozen=True)
class Protected:
    """One protected figure: what it says, and the rounded count where it is shown."""

    figure: Figure
    rounded: int | None = None

    @property
    def low(self) -> int:
        """The smallest count that the figure allows."""
        if self.figure is Figure.SHOWN:
            return max(FEWEST, self.rounded - STEP // 2)
        return FEWEST if self.figure is Figure.WITHHELD else 0

    @property
    def high(self) -> float:
        """The largest count that the figure allows; infinite where it does not say."""
        if self.figure is Figure.SHOWN:
            return self.rounded + STEP // 2
        return FEWEST - 1 if self.figure is Figure.FEW else inf

    @property
    def shown(self) -> bool:
        """Whether it carries a number."""
        return self.figure is Figure.SHOWN

    @property
    def words(self) -> str:
        """What people read."""
        if self.shown:
            return f"{self.rounded:,}"
        return FEW_WORDS if self.figure is Figure.FEW else WITHHELD_WORDS


FEW = Protected(Figure.FEW)
WITHHELD = Protected(Figure.WITHHELD)
SILENT = Protected(Figure.SILENT)


def protect(count: int) -> Protected:
    """The protected figure of a raw count. ValueError for a negative one."""
    if count < 0:
        raise ValueError(f"A count of members cannot be {count}.")
    if count < FEWEST:
        return FEW
    return Protected(Figure.SHOWN, STEP * ((count + STEP // 2) // STEP))


def ratio_range(part: Protected, whole: Protected) -> tuple[float, float] | None:
    """The smallest and largest share that two protected counts allow, 0–1.

    None where the whole is not shown: there is then nothing to divide by.
    """
    if not whole.shown:
        return None
    return min(1.0, part.low / whole.high), min(1.0, part.high / whole.low)
