"""What each view of an agenda says on the meeting screen: one question, its answer, a figure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from access.reading import read
from access.scope import directorates_for
from access.viewer import Viewer
from charts import feedback as loops
from charts import group as said
from charts import ladder as rungs
from charts import principles as held
from charts.chart import Chart, Table
from charts.overdue import told_table
from charts.overview import page_title as four_answers
from charts.overview import side_by_side_table, signals_table, signals_title
from charts.reach import dates, rates_chart, rates_table
from charts.trends import trend_chart, trend_table
from measures import overview
from measures.commitments import completion_counts
from measures.definitions import plain_definition
from measures.feedback import closure, closure_by_unit
from measures.ladder import rung_mix
from measures.meeting_lists import life, listed
from measures.principles import gates, scores
from measures.quarters import illustrative, quarters_of, standing_of
from measures.reach import district_tiles, panel_snapshots, place_rates
from measures.signals import signals
from measures.stories import tellings, tellings_count
from measures.trends import trend_line
from models.quarters import Quarter
from models.store import reading
from widgets.pickers import View

COUNTY = "Essex county"
ILLUSTRATIVE, PARTLY = "Illustrative data", "Partly illustrative data"
PROVISIONAL = "Provisional: may still change"


@dataclass(frozen=True)
class Slide:
    """One screen.

    question   what is asked, in a few words
    title      the answer
    figures    (figure, what it is), at most four, drawn large
    lines      sentences, where there is no chart
    counts     how many things each sentence is about, where it is not one
    chart      drawn under the title
    table      behind the key T
    subject    of the definition behind the key D
    page       the page that shows the same
    about      the unit and quarter, or the Group
    marks      the words that must stay in sight: illustrative, provisional, closed, a day
    """

    question: str
    title: str
    page: str
    subject: str
    about: str
    marks: tuple[str, ...]
    figures: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()
    chart: Chart | None = None
    table: Table | None = None


@dataclass(frozen=True)
class Stop:
    """One slide of an agenda, before it is made: which view, and which of its screens."""

    page: str
    number: int
    quarter: str = ""
    directorate: str = ""
    note: str = ""


@dataclass(frozen=True)
class Room:
    """What the whole meeting shares.

    meeting_id, edition_id   of the opened meeting; none for figures as they stand now
    on                       the day that counts as today
    """

    viewer: Viewer
    meeting_id: int | None
    edition_id: int | None
    on: date


def view_of(room: Room, stop: Stop) -> View:
    """The unit and quarter of a stop, read from the meeting's edition."""
    unit = {"directorate": stop.directorate} if stop.directorate else {}
    names = dict(directorates_for(room.viewer))
    quarter = Quarter.parse(stop.quarter) if stop.quarter else last_whole(room, unit)
    kept = {**unit, "meeting": room.edition_id}
    standing = read(standing_of, room.viewer, **kept, quarter=quarter)
    return View(
        unit=unit,
        label=names.get(stop.directorate, stop.directorate) or COUNTY,
        quarter=quarter,
        provisional=not standing["closed"],
        illustrative=read(illustrative, room.viewer, **kept),
        as_of=standing["as_of"],
        meeting=room.edition_id,
    )


def last_whole(room: Room, unit: dict) -> Quarter:
    """The last quarter that is over, or the running one where there is no other."""
    found = read(quarters_of, room.viewer, **unit, meeting=room.edition_id)
    return found[1] if len(found) > 1 else found[0]


class _Reader:
    """Short ways for a slide to read what it needs."""

    def __init__(self, room: Room, view: View):
        self.room, self.view = room, view
        self.label = f"{view.label}, {view.quarter.label}"
        self.marks = {"illustrative": view.illustrative, "provisional": view.provisional}
        self.parts = "services" if view.unit else "directorates"

    def __call__(self, measure: Callable, /, **choices):
        """A measure of the view's unit and quarter."""
        return self.county(measure, **self.view.unit, **choices)

    def county(self, measure: Callable, /, **choices):
        """A measure of the quarter, of the unit named in the choices or the county."""
        return read(
            measure,
            self.room.viewer,
            quarter=self.view.quarter,
            meeting=self.view.meeting,
            **choices,
        )

    def said(self) -> dict:
        """What stands over a slide of figures: the unit and quarter, and the marks."""
        standing = PROVISIONAL if self.view.provisional else "Closed figures"
        return {"about": self.label, "marks": _marks(self.view.illustrative, standing)}

    def listed(self, name: str):
        """One list as it was at the opening."""
        with reading() as session:
            return listed(session, name, meeting_id=self.room.meeting_id, on=self.room.on)


def _overview(get: _Reader) -> Slide:
    answers = [
        get(answer)
        for answer in (
            overview.principles_answer,
            overview.ladder_answer,
            overview.feedback_answer,
            overview.reach_answer,
        )
    ]
    side = get(overview.side_by_side)
    return Slide(
        "Is the council working with people?",
        four_answers(answers),
        "overview",
        "rules",
        **get.said(),
        figures=tuple((a["answer"], a["question"]) for a in answers),
        table=side_by_side_table(side, quarter=get.label),
    )


def _conversation(get: _Reader) -> Slide:
    found = get(signals)
    kinds = found.groupby("kind", sort=False)
    lines = tuple(
        f"{kind}: {rows['label'].iloc[0]}. {rows['finding'].iloc[0]}"
        + (f" And {len(rows) - 1} more." if len(rows) > 1 else "")
        for kind, rows in kinds
    )
    return Slide(
        "What needs a conversation?",
        signals_title(found),
        "conversation",
        "signals",
        **get.said(),
        lines=lines,
        counts=tuple(len(rows) for _, rows in kinds),
        table=signals_table(found),
    )


def _gates(get: _Reader) -> Slide:
    found, stands = get(scores), get(gates)
    return Slide(
        "Are we keeping to the principles?",
        held.page_title(stands, parts=get.parts),
        "principles",
        "principles",
        **get.said(),
        chart=held.score_heatmap(found, voice="people", quarter=get.label, **get.marks),
        table=held.score_table(found, voice="people", quarter=get.label),
    )


def _ladder(get: _Reader) -> Slide:
    mix = get(rung_mix)
    chart = rungs.mix_chart(mix, part="ended", quarter=get.label, **get.marks)
    return Slide(
        "How far up the ladder?",
        chart.title,
        "ladder",
        "ladder",
        **get.said(),
        chart=chart,
        table=rungs.mix_table(mix, part="ended", quarter=get.label),
    )


def _feedback(get: _Reader) -> Slide:
    rows = get(closure_by_unit, kind="individual")
    words = {"kind": "individual", "quarter": get.label}
    return Slide(
        "Do people hear back?",
        loops.page_title(get(closure), kind="individual"),
        "feedback",
        "closure",
        **get.said(),
        chart=loops.unit_chart(rows, parts=get.parts, **words, **get.marks),
        table=loops.unit_table(rows, **words),
    )


def _feedback_trend(get: _Reader) -> Slide:
    line = get(trend_line, measure="closure_individual")
    name = "Replies to people on time"
    chart = trend_chart(line, name=name, unit="%", illustrative=get.view.illustrative)
    return Slide(
        "Is it getting better?",
        chart.title,
        "feedback",
        "trend",
        **get.said(),
        chart=chart,
        table=_newest_first(trend_table(line, name=name, unit="%")),
    )


def _newest_first(table: Table) -> Table:
    return replace(table, rows=table.rows[::-1], numbers=table.numbers[::-1])


def _reach(get: _Reader) -> Slide:
    rates = get.county(place_rates, of="disabled")
    taken = get.county(panel_snapshots)
    tiles = read(district_tiles, get.room.viewer, meeting=get.view.meeting)
    chart = rates_chart(rates, tiles, of="disabled", illustrative=get.view.illustrative)
    far_first = rates.sort_values("far_below", ascending=False, kind="stable")
    return Slide(
        "Are we reaching the people we should?",
        chart.title,
        "reach",
        "reach",
        get.label,
        _marks(get.view.illustrative and len(taken) > 0, _counted_on(taken)),
        chart=chart,
        table=rates_table(far_first, of="disabled"),
    )


def _counted_on(taken) -> str:
    return dates(taken[taken["kind"] == "stock"]).removesuffix(".")


def _challenges(get: _Reader) -> Slide:
    log, replies = get.listed("challenges"), get.listed("replies")
    waiting = log[log["open"]]
    lines = tuple(
        f"{row.officer}: {row.question} Reply by {row.reply_by}, {row.state}."
        for row in waiting.itertuples()
    )
    return Slide(
        "What did we ask, and what was answered?",
        said.challenges_title(log),
        "challenges",
        "challenges",
        **_of_the_group(log),
        figures=_reply_figures(replies),
        lines=lines,
        table=said.challenges_table(log),
    )


def _reply_figures(replies) -> tuple[tuple[str, str], ...]:
    words = {"on time": "replies on time", "late": "came late", "no reply": "not yet come"}
    counted = replies[replies["base"] > 0]
    return tuple((r.text, words[r.measure]) for r in counted.itertuples() if r.measure in words)


def _overdue(get: _Reader) -> Slide:
    found = get.listed("commitments")
    late = found[found["overdue"]]
    many = {0: "No commitment is overdue", 1: "1 commitment is overdue"}
    title = many.get(len(late), f"{len(late)} commitments are overdue")
    return Slide(
        "Which promises are overdue?",
        title,
        "commitments",
        "commitments",
        **_of_the_group(late),
        lines=tuple(f"{r.due}, {r.completion}: {r.wording}" for r in late.itertuples()),
        table=said.commitments_table(late, title=title),
    )


def _commitments(get: _Reader) -> Slide:
    found = get.listed("commitments")
    title = said.commitments_title(found)
    return Slide(
        "What was promised, and what is done?",
        title,
        "commitments",
        "commitments",
        **_of_the_group(found),
        chart=said.commitments_chart(completion_counts(found), title=title, **said.marks_of(found)),
        table=said.commitments_table(found),
    )


def _group(get: _Reader) -> Slide:
    with reading() as session:
        stands = life(session, meeting_id=get.room.meeting_id, on=get.room.on)
    found = get.listed("commitments")
    needed = found[found["before_end"]]
    return Slide(
        "What must be in place when the Group ends?",
        said.life_title(stands),
        "group",
        "group",
        **_of_the_group(needed),
        figures=said.life_figures(stands),
        chart=said.life_chart(stands, **said.marks_of(needed)),
        table=said.commitments_table(needed, title="What must be in place when the Group ends"),
    )


def _marks(made_up: bool, *others: str) -> tuple[str, ...]:
    return (ILLUSTRATIVE,) * made_up + others


def _of_the_group(shown) -> dict:
    """What stands over a slide of the Group's own lists, which know no quarter."""
    made_up = shown["illustrative"]
    some = made_up.any() and not made_up.all()
    marks = (PARTLY,) if some else _marks(len(made_up) > 0 and bool(made_up.all()))
    return {"about": "The Group", "marks": marks}


SCREENS: dict[str, tuple[Callable[[_Reader], Slide], ...]] = {
    "overview": (_overview,),
    "conversation": (_conversation,),
    "principles": (_gates,),
    "ladder": (_ladder,),
    "feedback": (_feedback, _feedback_trend),
    "reach": (_reach,),
    "challenges": (_challenges,),
    "commitments": (_overdue, _commitments),
    "group": (_group,),
}
# The published names of views, as the agenda lists them.
VIEWS = {
    "overview": "Overview",
    "conversation": "What needs a conversation",
    "principles": "Principles",
    "ladder": "Ladder",
    "feedback": "Feedback loops",
    "reach": "Panel reach",
    "challenges": "Challenges",
    "commitments": "Commitments",
    "group": "The Group and its end",
}
# Views of the Group itself know no quarter and no directorate.
OF_THE_GROUP = {"challenges", "commitments", "group"}


def stops(items) -> list[Stop]:
    """Every slide of an agenda in order; `items` have page, quarter, directorate and note."""
    return [
        Stop(item.page, number, item.quarter, item.directorate, item.note)
        for item in items
        if item.page in SCREENS
        for number in range(len(SCREENS[item.page]))
    ]


def slide_of(room: Room, stop: Stop) -> tuple[Slide, View]:
    """One slide, with the view that it is about. NotYours where the viewer may not see it."""
    view = view_of(room, stop)
    return SCREENS[stop.page][stop.number](_Reader(room, view)), view


def you_said(room: Room, stop: Stop) -> Table:
    """“You said, we did” of the same unit and quarter."""
    view = view_of(room, stop)
    get = _Reader(room, view)
    return told_table(get(tellings), count=get(tellings_count), quarter=get.label)


def definition_text(slide: Slide) -> str:
    """The definition of what a slide shows."""
    return plain_definition(slide.subject)
