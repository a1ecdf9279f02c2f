"""A whole pack for one unit and quarter."""

from dataclasses import replace

from sqlmodel import Session

from exports.contents import easy, group, questions, summary
from exports.contents.view import View
from exports.description import Pack, day
from measures.closings import figures_differ, revisions
from models.edition import DEFINITIONS_VERSION
from models.quarters import Quarter
from models.scope import Scope


def build(
    session: Session,
    *,
    scope: Scope,
    county: Scope,
    quarter: Quarter,
    seen: tuple[int, ...] | None = None,
) -> Pack:
    """The pack of a unit in a quarter, every sentence computed from its figures.

    scope    the unit, held against what the reader may see
    county   the county's scope with the same rights
    seen     the ids of the challenges that the reader may see, None for all
    """
    # The county's services are named in a unit's pack only where they are the unit's.
    listed = tuple(number for number in county.listed_ids if number in scope.listed_ids)
    view = View(session, scope, replace(county, listed_ids=listed), quarter, seen)
    standing, marks = view.standing, view.marks
    sections = [
        summary.overview(view),
        summary.conversation(view),
        questions.principles(view),
        questions.ladder_section(view),
        questions.feedback(view),
        questions.told(view),
        questions.panel_reach(view),
        *group.sections(view),
    ]
    closed = standing["closed"]
    return Pack(
        title="Working with people: quarterly review",
        quarter_label=quarter.label,
        quarter_code=quarter.code,
        unit_name=scope.label,
        closed_on=standing["closed_on"],
        as_of=standing["as_of"],
        draft=not closed,
        draft_text="" if closed else f"Draft: figures as they stood on {day(standing['as_of'])}.",
        illustrative=marks["illustrative"],
        revision=standing["revision"] or 1,
        revision_note=_revision_note(view),
        definitions_version=standing["definitions"] or DEFINITIONS_VERSION,
        summary=summary.summary(view),
        sections=tuple(sections),
        easy_read=easy.sentences(view),
        easy_words=easy.WORDS,
        notes=_notes(view),
    )


def _revision_note(view: View) -> str:
    made = view.ask(revisions)
    if len(made) < 2:
        return ""
    reason = made.iloc[-2]["reopened_why"]
    why = f"Reopened because: {reason}." if reason else ""
    if view.ask(figures_differ):
        return f"{why} Figures differ from the revision before.".strip()
    own = "" if view.whole_county else f" of {view.scope.label}"
    return f"{why} No figure{own} differs.".strip()


def _notes(view: View) -> tuple[str, ...]:
    made = view.ask(revisions)
    standing = made[~made["reopened"]]
    notes = [
        "Nothing recorded is not zero: blanks are shown as what they are.",
        "Counts of members under 10 read “fewer than 10”; others are rounded to 5.",
    ]
    if len(standing):
        notes.append(f"Hash of the frozen figures: {standing['content_hash'].iloc[-1]}.")
    if view.marks["illustrative"]:
        notes.append("Illustrative data: made up to show the product, not about real people.")
    return tuple(notes)
