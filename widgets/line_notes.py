"""The notes on lines, and the lines and units that a viewer may put one on."""

from sqlmodel import Session, select

from access.scope import COUNTY, directorates_for, scope_of
from access.viewer import Role, Viewer
from charts.chart import Table
from charts.group import SOME_MADE_UP
from measures.rounding import day_text
from measures.series import headlines_of
from models.policy import LineNote

EVERY_LINE = "all"


def trend_names(session: Session) -> dict[str, str]:
    """Code to name of every line, “every line” first."""
    return {EVERY_LINE: "Every line", **{h.code: h.name for h in headlines_of(session)}}


def places_for(viewer: Viewer) -> dict[str, str]:
    """Code to name of the units whose lines a viewer may put notes on."""
    own = dict(directorates_for(viewer))
    if viewer.role != Role.LEAD:
        return {COUNTY: "Essex county", **own}
    return {c: n for c, n in own.items() if not scope_of(viewer, directorate=c).published}


def notes_table(session: Session, names: dict[str, str], places: dict[str, str]) -> Table:
    """The notes on the lines of some units, latest first."""
    found = session.exec(
        select(LineNote)
        .where(LineNote.scope.in_([*places, COUNTY]))
        .order_by(LineNote.happened_on.desc(), LineNote.id.desc())
    ).all()
    many = {0: "No note is on any line", 1: "1 note is on the lines"}
    return Table(
        title=many.get(len(found), f"{len(found)} notes are on the lines"),
        columns=("What happened", "On", "Line", "Unit"),
        rows=tuple(
            (
                note.text,
                day_text(note.happened_on),
                names.get(note.measure, note.measure),
                places.get(note.scope, "Essex county"),
            )
            for note in found
        ),
        notes=(SOME_MADE_UP,) if any(note.illustrative for note in found) else (),
    )
