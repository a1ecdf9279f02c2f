"""The colour of each palette role in documents, and what is written on it."""

WHITE, BLACK, INK = "#FFFFFF", "#000000", "#0B0C0C"
GRID, NONE = "#D9D9D9", "#F2F2F2"
SEQUENCE = ("#ADD1F1", "#6BACE6", "#2073BC", "#12436D", "#092135")  # few to many

_ROLES = {
    "1": "#12436D",
    "2": "#28A197",
    "3": "#801650",
    "4": "#F46A25",
    "5": "#3D3D3D",
    "6": "#A285D1",
    "with": "#12436D",
    "co-producing": "#12436D",
    "co-designing": "#2073BC",
    "for": "#28A197",
    "engaging": "#1E7A72",
    "consulting": "#28A197",
    "informing": "#7FCDC6",
    "to": "#F46A25",
    "educating": "#F9B08D",
    "coercing": "#F46A25",
    "none": "#BFBFBF",
    "improvement": "#2073BC",
    "concern": "#F46A25",
    "ordinary": "#3D3D3D",
    "limit": "#6F777B",
    "target": "#801650",
    "provisional": "#6F777B",
}


def colour(role: str) -> str:
    """Hex colour of a role; an unknown role is drawn as ordinary."""
    return _ROLES.get(role.replace("_", "-"), _ROLES["ordinary"])


def ink_on(background: str) -> str:
    """White or black, whichever reads better on a background."""
    red, green, blue = (_linear(int(background[i : i + 2], 16) / 255) for i in (1, 3, 5))
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return WHITE if 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 else BLACK


def shade(value: float | None, low: float, high: float) -> str:
    """Colour of a heatmap cell: five steps from low to high, none where no figure."""
    if value is None:
        return NONE
    if high <= low:
        return SEQUENCE[2]
    step = int((value - low) / (high - low) * len(SEQUENCE))
    return SEQUENCE[min(max(step, 0), len(SEQUENCE) - 1)]


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
