"""The colours of every chart, by what a mark means.

Colour is never the only sign: categories also differ by marker, the ladder runs from
dark to light and so reads in grey, and what is not recorded is hatched.
"""

INK = "#0B0C0C"
GREY = "#3D3D3D"
GRID = "#E0E0E0"
PAPER = "#FFFFFF"
NO_FIGURE = "#F2F2F2"

CATEGORIES = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")

# One hue to a band (with, for, to), each step lighter than the one before it.
LADDER = {
    "co-producing": "#092135",
    "co-designing": "#12436D",
    "engaging": "#1D7069",
    "consulting": "#2A938A",
    "informing": "#64B9B1",
    "educating": "#F8B894",
    "coercing": "#FDE5D9",
}
BANDS = {"with": "#12436D", "for": "#2A938A", "to": "#F8B894"}
SIGNALS = {
    "improvement": "#2073BC",
    "concern": "#F46A25",
    "ordinary": "#3D3D3D",
    "limit": "#595959",
    "target": "#801650",
    "provisional": "#595959",
    "none": PAPER,
}
_ROLES = {str(n): colour for n, colour in enumerate(CATEGORIES, 1)} | LADDER | BANDS | SIGNALS

# From the lowest values to the highest.
HEAT = ("#ADD1F1", "#6BACE6", "#2073BC", "#12436D", "#092135")

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "star")
_SIGNAL_SYMBOLS = {"improvement": "triangle-up", "concern": "diamond", "provisional": "circle-open"}


def colour(role: str) -> str:
    """The colour of a role of `Series.role`, as #RRGGBB; KeyError for a role nobody named."""
    return _ROLES[role]


def symbol(role: str) -> str:
    """The marker of a role, so that no two series differ by colour alone."""
    if role in _SIGNAL_SYMBOLS:
        return _SIGNAL_SYMBOLS[role]
    return SYMBOLS[(int(role) - 1) % len(SYMBOLS)] if role.isdigit() else "circle"


def luminance(hex_colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white). Formula: WCAG 2.2."""
    red, green, blue = (_linear(int(hex_colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21. Formula: WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def text_on(background: str) -> str:
    """White or near-black, whichever reads better on the colour."""
    return max((PAPER, INK), key=lambda ink: contrast(ink, background))


def outline(fill: str) -> str:
    """The edge of a filled mark: a white gap, or dark where the fill is too pale alone."""
    return PAPER if contrast(fill, PAPER) >= 2.3 else GREY


def heat_step(value: float | None, low: float, high: float) -> int:
    """Which of the steps of HEAT a value takes, 1 to 5; 0 where there is no figure."""
    if value is None:
        return 0
    if high <= low:
        return 3
    return min(len(HEAT), 1 + max(0, int((value - low) / (high - low) * len(HEAT))))


def heat_colour(step: int) -> str:
    """The colour of a step from `heat_step`."""
    return HEAT[step - 1] if step else NO_FIGURE


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
