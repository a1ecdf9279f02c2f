"""What the Group asked of the pack's unit, and what was promised; of the county, its end too."""

import pandas as pd

from charts import group as charts
from charts.chart import Table
from exports.contents.view import View, words
from exports.description import Part, Section
from measures.challenges import challenge_log, challenges_text, reply_record
from measures.commitments import commitments, completion_counts
from measures.group import group_life
from measures.unit_lists import owned, put_to


def sections(view: View) -> list[Section]:
    """Challenges and commitments as they stood on the pack's day, those of the unit alone.

    Nobody answers for the published record, so its pack has none of this.
    """
    if view.scope.published:
        return []
    return [_challenges(view), _commitments(view)]


def _as_known(view: View) -> dict:
    """The day of the pack and, once the quarter is closed, the moment of its closing."""
    standing = view.standing
    return {"on": standing["closed_on"] or standing["as_of"], "known_by": view.known_by}


def _challenges(view: View) -> Section:
    known, ids = _as_known(view), put_to(view.session, scope=view.scope)
    record = reply_record(view.session, ids=ids, **known)
    log = challenge_log(view.session, ids=_seen(view, ids), **known)
    every = int(record.set_index("measure").loc["accepted", "base"])
    title = _asked_title(view, log, every)
    intro = [f"{title}."]
    if 0 < len(log) < every:
        intro.append(f"{len(log)} of {challenges_text(every)} are listed: those put to you.")
    parts = [Part(None, charts.challenges_table(log, title=title), words("challenges"))]
    if log["reply"].any():
        parts.append(Part(None, answers_table(log), words("challenges")))
    if every or view.whole_county:
        parts.append(Part(None, charts.replies_table(record), words("challenges")))
    return Section("What the Group asked, and the replies", tuple(intro), tuple(parts))


def _seen(view: View, ids: tuple[int, ...] | None) -> tuple[int, ...] | None:
    """The unit's challenges that the reader may see: what is put to others is not even named."""
    if view.seen is None or ids is None:
        return ids if view.seen is None else view.seen
    return tuple(number for number in ids if number in view.seen)


def _asked_title(view: View, log: pd.DataFrame, every: int) -> str:
    if log.empty and every:
        return f"None of {challenges_text(every)} is put to you"
    if log.empty and not view.whole_county:
        return f"The Group has asked nothing of {view.scope.label} yet"
    return charts.challenges_title(log)


def answers_table(log: pd.DataFrame) -> Table:
    """What officers answered: the last reply to each challenge that has one."""
    answered = log[log["reply"] != ""]
    return Table(
        title=f"{len(answered)} of {challenges_text(len(log))} "
        f"{'has' if len(log) == 1 else 'have'} a reply",
        columns=("Question", "Who answers", "What will change", "By when", "Evidence"),
        rows=tuple(
            (
                row.question,
                row.officer,
                row.reply,
                row.change_by or "no day given",
                row.evidence or "none given",
            )
            for row in answered.itertuples()
        ),
        notes=(
            "The question is the last one asked, the reply the last one given.",
            *charts.challenges_table(answered).notes,
        ),
    )


def _commitments(view: View) -> Section:
    known = _as_known(view)
    listed = owned(view.session, commitments(view.session, **known), scope=view.scope)
    title, chart = charts.commitments_title(listed), None
    if listed.empty and not view.whole_county:
        title = f"No commitment names {view.scope.label} as its owner"
    else:
        chart = charts.commitments_chart(
            completion_counts(listed), title=title, **charts.marks_of(listed)
        )
    intro = [f"{title}."]
    if view.whole_county:
        intro.append(f"{charts.life_title(group_life(view.session, **known))}.")
    return Section(
        "What was promised",
        tuple(intro),
        (Part(chart, charts.commitments_table(listed, title=title), words("commitments")),),
    )
