"""How we measure, in plain words: the one text of popovers, exports and the page of definitions.

`definition(subject)` is the short text beside a chart, `sections()` the whole, and
`document()` the whole as Markdown, which docs/measures.md repeats.
"""

from dataclasses import dataclass

from measures.definition_texts import SECTIONS as _TEXTS
from models.edition import DEFINITIONS_VERSION


@dataclass(frozen=True)
class Section:
    """One subject.

    subject    its name in code
    title      as people read it
    short      two or three sentences for beside a chart
    points     the whole definition, one sentence or two each
    formulas   (what, formula, source), for who wants to check
    """

    subject: str
    title: str
    short: str
    points: tuple[str, ...]
    formulas: tuple[tuple[str, str, str], ...] = ()


def sections() -> tuple[Section, ...]:
    """Every section, in reading order."""
    return tuple(Section(**text) for text in _TEXTS)


def definition(subject: str) -> str:
    """The short definition of a subject, as Markdown. KeyError for an unknown subject."""
    found = {section.subject: section for section in sections()}[subject]
    return f"**{found.title}.** {found.short} Definitions version {DEFINITIONS_VERSION}."


def points(subject: str) -> str:
    """The whole definition of a subject as a Markdown list. KeyError for an unknown subject."""
    found = {section.subject: section for section in sections()}[subject]
    return "\n".join(f"- {point}" for point in found.points)


def plain_definition(subject: str) -> str:
    """The same without marks of Markdown, for documents and notes."""
    return definition(subject).replace("**", "")


def markdown(section: Section) -> str:
    """One section as Markdown, without its heading."""
    lines = [section.short, "", *(f"- {point}" for point in section.points)]
    if section.formulas:
        lines += ["", "| What | Formula | Source |", "|---|---|---|"]
        lines += [
            f"| {what} | {formula} | {source} |" for what, formula, source in section.formulas
        ]
    return "\n".join(lines)


def document() -> str:
    """The whole as Markdown: what docs/measures.md holds."""
    head = (
        "# How we measure\n\n"
        f"Definitions version {DEFINITIONS_VERSION}. "
        "A closed quarter keeps the version that it was closed with.\n"
    )
    body = (f"## {section.title}\n\n{markdown(section)}\n" for section in sections())
    return "\n".join((head, *body))
