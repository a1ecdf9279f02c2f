"""The Group's own words and tables: challenges, commitments, seats, papers and its end.

Frames come as measures/challenges.py, commitments.py and group.py return them.
"""

import pandas as pd

from charts.chart import Chart, Kind, Series, Table

SOME_MADE_UP = "Some rows are illustrative: made-up records that show how this works."
WORDS = {
    "complete": "1",
    "substantial": "2",
    "limited": "4",
    "not started": "5",
    "no evidence": "none",
}


def challenges_title(log: pd.DataFrame) -> str:
    """How many challenges are open, and how many replies are overdue."""
    waiting = int(log["open"].sum())
    overdue = int((log["state"] == "reply overdue").sum())
    if log.empty:
        return "The Group has asked nothing yet"
    if not waiting:
        return "No challenge is open"
    many = "1 challenge is open" if waiting == 1 else f"{waiting} challenges are open"
    late = {0: "no reply is overdue", 1: "1 reply is overdue"}
    return f"{many}, {late.get(overdue, f'{overdue} replies are overdue')}"


def challenges_table(log: pd.DataFrame, *, title: str = "") -> Table:
    """The log as people read it."""
    return Table(
        title=title or challenges_title(log),
        columns=("Asked about", "Question", "Who answers", "Reply by", "Where it stands"),
        rows=tuple(
            (
                _about(row),
                row.question,
                row.officer,
                row.reply_by,
                row.state + (" (came late)" if row.late and row.reply and not _due(row) else ""),
            )
            for row in log.itertuples()
        ),
        notes=_made_up(log),
    )


def _due(row) -> bool:
    return row.state in {"waiting for a reply", "reply overdue"}


def _about(row) -> str:
    return f"{row.about}: {row.figure}" if row.about else row.figure


def replies_title(record: pd.DataFrame) -> str:
    """The share of replies on time."""
    counted = record.set_index("measure")
    if not counted.loc["on time", "base"]:
        return "No day for a reply has passed yet"
    row = counted.loc["on time"]
    said = row["text"] if row["base"] < 10 else f"{row['text']}, {row['count']} of {row['base']}"
    return f"Replies on time: {said}"


def replies_table(record: pd.DataFrame) -> Table:
    """Replies on time, late and not come; challenges accepted."""
    words = {
        "on time": "Replies on time",
        "late": "Replies that came late",
        "no reply": "No reply, and its day is past",
        "accepted": "Challenges whose reply the Group accepted",
    }
    return Table(
        title=replies_title(record),
        columns=("What", "Count", "Of", "Share"),
        rows=tuple((words[r.measure], f"{r.number}", f"{r.base}", r.text) for r in _rows(record)),
        numbers=tuple((None, r.number, r.base, None) for r in _rows(record)),
        notes=("Only questions whose day for a reply has passed are counted.", *_made_up(record)),
    )


def _rows(record: pd.DataFrame):
    # `count` is also a method of tuples.
    return record.rename(columns={"count": "number"}).itertuples()


def commitments_title(listed: pd.DataFrame) -> str:
    """How many commitments are complete, and how many overdue."""
    if listed.empty:
        return "No commitment is recorded"
    done = int((listed["completion"] == "complete").sum())
    overdue = int(listed["overdue"].sum())
    late = {0: "none is overdue", 1: "1 is overdue"}.get(overdue, f"{overdue} are overdue")
    return f"{done} of {len(listed)} commitments are complete, {late}"


def commitments_chart(counts: pd.DataFrame, *, title: str, **marks) -> Chart:
    """One bar per origin: its commitments by the five completion words."""
    origins = tuple(dict.fromkeys(counts["origin"]))
    series = []
    for word, role in WORDS.items():
        mine = counts[counts["completion"] == word].set_index("origin")["commitments"]
        values = tuple(int(mine.get(origin, 0)) for origin in origins)
        texts = tuple(str(value) if value else "" for value in values)
        name = word.capitalize()
        series.append(Series(name, values, texts=texts, role=role, dashed=role == "none"))
    said = "; ".join(
        f"{origin}: "
        + ", ".join(
            f"{row.commitments} {row.completion}"
            for row in counts[counts["origin"] == origin].itertuples()
        )
        for origin in origins
    )
    return Chart(
        kind=Kind.STACKED,
        title=title,
        alt=f"Commitments by how far they have come. {said}.",
        categories=tuple(origin[0].upper() + origin[1:] for origin in origins),
        series=tuple(series),
        unit="commitments",
        value_title="Commitments",
        low=0,
        **marks,
    )


def commitments_table(listed: pd.DataFrame, *, title: str = "") -> Table:
    """The commitments as people read them; what is blank says so."""
    return Table(
        title=title or commitments_title(listed),
        columns=("Commitment", "From", "Who answers", "Due", "How far", "Evidence"),
        rows=tuple(
            (
                row.wording,
                row.origin,
                row.owner or "not published",
                (row.due or "no day set") + (", overdue" if row.overdue else ""),
                row.completion,
                row.evidence or "none recorded",
            )
            for row in listed.itertuples()
        ),
        notes=_made_up(listed),
    )


def life_title(life: dict) -> str:
    """When the Group ends, and how much of what it needs is in place."""
    if not life["ends"]:
        return "The day on which the Group ends is not set"
    if not life["needed"]:
        return f"The Group ends on {life['ends']}; nothing is named that must be in place"
    done, needed = life["done"], life["needed"]
    return f"The Group ends on {life['ends']}: {done} of {needed} things are in place"


def life_figures(life: dict) -> tuple[tuple[str, str], ...]:
    """(figure, what it is) of the Group's time and its end."""
    left = "not set" if life["days_left"] is None else f"{life['days_left']:,}"
    return (
        (left, "days left"),
        (f"{life['done']} of {life['needed']}", "things needed by the end are in place"),
        (life["starts"] or "not set", "the Group's first day"),
        (life["ends"] or "not set", "the Group's last day"),
    )


def life_chart(life: dict, **marks) -> Chart:
    """One bar: what must be in place by the end, by the five completion words."""
    counts = life["by_word"]
    series = tuple(
        Series(
            word.capitalize(),
            (counts[word],),
            texts=(str(counts[word]) if counts[word] else "",),
            role=role,
            dashed=role == "none",
        )
        for word, role in WORDS.items()
    )
    said = ", ".join(f"{count} {word}" for word, count in counts.items())
    return Chart(
        kind=Kind.STACKED,
        title=life_title(life),
        alt=f"What must be in place when the Group ends: {said}.",
        categories=("In place by the end",),
        series=series if life["needed"] else (),
        unit="commitments",
        value_title="Commitments",
        low=0,
        **marks,
    )


def seats_table(seats: pd.DataFrame) -> Table:
    """Seats filled, one row a meeting, one column a constituency. Nobody is named."""
    places = list(dict.fromkeys(seats["constituency"]))
    meetings = list(dict.fromkeys(seats["meeting"]))
    found = seats.set_index(["meeting", "constituency"])["filled"]
    return Table(
        title="Seats filled at each meeting",
        columns=("Meeting", *(place[0].upper() + place[1:] for place in places)),
        rows=tuple((m, *(found[(m, place)] for place in places)) for m in meetings),
        notes=(
            "People with lived experience are counted in bands, and there is no total.",
            *_made_up(seats),
        ),
    )


def papers_table(papers: pd.DataFrame) -> Table:
    """When and how papers went out."""
    return Table(
        title="Papers of each meeting",
        columns=("Meeting", "Papers sent", "Notice", "In time", "Formats",
                 "Asked how work was co-produced"),
        rows=tuple(
            (r.meeting, r.sent, r.notice, r.in_time, r.formats, r.asked)
            for r in papers.itertuples()
        ),
        notes=_made_up(papers),
    )  # fmt: skip


def marks_of(listed: pd.DataFrame) -> dict:
    """How a chart of a list says that rows are made up: marked where all are, noted where some."""
    every = len(listed) > 0 and bool(listed["illustrative"].all())
    return {"illustrative": every, "notes": () if every else _made_up(listed)}


def _made_up(frame: pd.DataFrame) -> tuple[str, ...]:
    if len(frame) and frame["illustrative"].any():
        return (SOME_MADE_UP,)
    return ()
