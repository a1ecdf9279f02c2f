"""Which shares stand as numbers in spreadsheets and CSV."""

from charts.principles import number

LEAST = 10


def share_number(share, base: int) -> float | None:
    """A share from 0 to 1; None on a base under ten, where it is given as "3 of 7"."""
    return number(share) if base >= LEAST else None
