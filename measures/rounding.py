"""Numbers, shares, scores and days as people read them; and the one division.

Rounding is half up, of the unrounded value, away from zero below zero. Whole
numbers, Fractions and Decimals are rounded exactly. A float is read as the
shortest decimal that stands for it, so that 1.005 rounds as 1.005 and not as
the binary number just beneath it. Definition: "How we measure", two rules.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from math import isfinite
from numbers import Integral

NO_FIGURE = "no figure"
LEAST_BASE_OF_A_PERCENTAGE = 10
GATE_SCORE = 3
MINUS = "−"

Number = int | float | Fraction | Decimal

# A float below this has few digits, however many places are asked for.
_SHORT = 1e15
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


def ratio(part: Number | None, whole: Number | None) -> float | Fraction | None:
    """Part ÷ whole, or None where there is nothing to divide by.

    Two Fractions give an exact Fraction, anything else a float. A missing
    part or whole gives None: what is not recorded is not zero.
    """
    if part is None or whole is None or whole == 0:
        return None
    if isinstance(part, Decimal) or isinstance(whole, Decimal):
        return float(Fraction(part) / Fraction(whole))
    return part / whole


def clean(value: float | None) -> float | None:
    """Without what sums of floats leave behind, so that 3.0 is never just below it."""
    return None if value is None else round(value, 9)


def half_up(value: Number, places: int = 0) -> Decimal:
    """The value to so many decimal places, halves away from zero; never minus zero.

    Raises ValueError for a value that is no number (infinite, NaN).
    """
    if type(value) is float and -_SHORT < value < _SHORT and 0 <= places < 20:
        rounded = Decimal(repr(value)).quantize(Decimal((0, (1,), -places)), context=_EXACT)
        return rounded if rounded else rounded.copy_abs()
    exact = _exact(value) * 10**places
    whole = (abs(exact) * 2 + 1) // 2
    with localcontext() as context:
        context.prec = max(28, len(str(whole)) + places + 2)
        signed = Decimal(-whole if exact < 0 else whole)
        return signed.scaleb(-places).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def count_text(count: int) -> str:
    """A count with thousands separated: "1,234"."""
    return _plain(f"{half_up(count):,}")


def activities_text(count: int) -> str:
    """“1 activity”, “7 activities”."""
    return "1 activity" if count == 1 else f"{count_text(count)} activities"


def number_text(value: Number | None, places: int = 1) -> str:
    """A number to so many places, thousands separated: "1,234.5"; "no figure" for None."""
    return NO_FIGURE if value is None else _plain(f"{half_up(value, places):,}")


def difference_text(value: Number | None, places: int = 1) -> str:
    """A difference with its sign: "+1.2", "−0.4", and "0.0" where it rounds to nothing."""
    if value is None:
        return NO_FIGURE
    rounded = half_up(value, places)
    return ("+" if rounded > 0 else "") + _plain(f"{rounded:,}")


@lru_cache(maxsize=4096, typed=True)
def percent_text(part: int, base: int) -> str:
    """A share as "62%", or as "3 of 7" on a base under ten.

    0% and 100% are said only where exact; otherwise "under 1%" and "over 99%".
    Raises ValueError where the part is not within 0 and the base.
    """
    if not 0 <= part <= base:
        raise ValueError(
            f"A share needs a part between 0 and its base, but {part} of {base} was given. "
            "Check the counts."
        )
    if base == 0:
        return NO_FIGURE
    if base < LEAST_BASE_OF_A_PERCENTAGE:
        return f"{part} of {base}"
    part, base = int(part), int(base)
    return _percent_words((200 * part + base) // (2 * base), some=part > 0, all_=part == base)


def share_text(share: Number | None, base: int | None = None) -> str:
    """A share (0–1) as "62%"; with its base given, as `percent_text` gives it.

    Leave the base out only for an end of an interval, or where the page has
    made sure that the base is ten or more.
    """
    if share is None or base == 0:
        return NO_FIGURE
    if base is not None and base < LEAST_BASE_OF_A_PERCENTAGE:
        return percent_text(int(half_up(_exact(share) * base)), base)
    return _percent(_exact(share))


def score_text(score: Number | None, threshold: Number | None = GATE_SCORE) -> str:
    """A score to one decimal: "3.4".

    A score below the gate that would round up to it reads "just below 3.0".
    Give threshold=None for a scale without a gate.
    """
    if score is None:
        return NO_FIGURE
    rounded = half_up(score, 1)
    if (
        threshold is not None
        and _below(score, threshold)
        and _exact(threshold) <= Fraction(rounded)
    ):
        return f"just below {half_up(threshold, 1)}"
    return _plain(str(rounded))


def share_range_text(low: Number, high: Number) -> str:
    """Two ends of an interval of shares: "48% to 75%"."""
    return f"{share_text(low)} to {share_text(high)}"


def score_range_text(low: Number, high: Number) -> str:
    """Two ends of an interval of scores: "2.9 to 3.8"."""
    return f"{number_text(low)} to {number_text(high)}"


def day_text(day: date | None) -> str:
    """A London day as "14 February 2026"; "not recorded" for None.

    Raises TypeError for a moment: whoever has one must choose its London day first.
    """
    if day is None:
        return "not recorded"
    if isinstance(day, datetime):
        raise TypeError("A day was expected, but a moment was given. Take its London day first.")
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _exact(value: Number) -> Fraction:
    if isinstance(value, Integral):
        return Fraction(int(value))
    if isinstance(value, Fraction) or (isinstance(value, Decimal) and value.is_finite()):
        return Fraction(value)
    number = float(value)
    if not isfinite(number):
        raise ValueError(f"A number was expected, but {number} was found. Check what was divided.")
    return Fraction(repr(number))


def _below(score: Number, threshold: Number) -> bool:
    if type(score) is float and type(threshold) is int:  # exact as they are
        return score < threshold
    return _exact(score) < _exact(threshold)


def _percent(share: Fraction | Decimal) -> str:
    if not 0 <= share <= 1:
        raise ValueError(f"A share lies between 0 and 1, but {float(share)} was given.")
    return _percent_words(int(half_up(share * 100)), some=share > 0, all_=share == 1)


def _percent_words(rounded: int, *, some: bool, all_: bool) -> str:
    if rounded == 0 and some:
        return "under 1%"
    if rounded == 100 and not all_:
        return "over 99%"
    return f"{rounded}%"


def _plain(text: str) -> str:
    return text.replace("-", MINUS)
