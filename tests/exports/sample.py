"""A pack with every kind of chart, for the tests of the writers. All of it is made up."""

from dataclasses import replace
from datetime import date

from charts.chart import Chart, Kind, Mark, Series, Table
from exports.description import EasySentence, Pack, Part, Section

FEW = "fewer than 10"
DRAFT = "Draft: the quarter is open. Figures of 14 August 2026."
DIRECTORATES = ("Adult Social Care", "Children and Families", "Place and Public Health")
QUARTERS = ("2025/26 Q2", "2025/26 Q3", "2025/26 Q4", "2026/27 Q1", "2026/27 Q2")
SCORES = (3.4, 2.6, 3.9)
TIMES = (0, 14, 28, 60, 90)


def table(title: str, names, numbers, texts=None, figure: str = "Score") -> Table:
    """A table of one name and one figure a row; a hidden figure has its words alone."""
    texts = texts or [f"{n:g}" for n in numbers]
    return Table(
        title=title,
        columns=("Name", figure),
        rows=tuple(zip(names, texts, strict=True)),
        numbers=tuple((None, n) for n in numbers),
    )


def bars() -> Part:
    shares, texts = (0.62, 0.481, None), ("18 of 29, 62%", "13 of 27, 48%", FEW)
    title = "Feedback closed on time fell to 62%, 18 of 29 items"
    chart = Chart(
        Kind.BARS,
        title,
        "Bars of the share closed on time: Adult Social Care 62%, Children and Families 48%, "
        "Place and Public Health too few to show.",
        DIRECTORATES,
        (Series("Closed on time", shares, texts, (0.43, 0.3, None), (0.77, 0.66, None)),),
        "%",
        value_title="Share of items due",
        notes=("Percentages on a base under 10 are not given.",),
        illustrative=True,
    )
    rows = table("Closed on time by directorate", DIRECTORATES, shares, texts, "Closed on time")
    return Part(chart, rows, "Items told by the due day ÷ items due.", "29 items due, 7 activities")


def stacked() -> Part:
    rungs = ("co-producing", "consulting", "coercing", "none")
    counts = ((3, 2, 1), (5, 7, 2), (0, 1, 0), (2, 0, 4))
    series = tuple(
        Series(r, c, tuple(str(n) for n in c), role=r, dashed=r == "none")
        for r, c in zip(rungs, counts, strict=True)
    )
    title = "6 of 27 activities that ended were co-produced"
    chart = Chart(
        Kind.STACKED, title, f"{title}.", DIRECTORATES, series, "activities", "", "Activities"
    )
    rows = Table(
        "Activities that ended, by claimed rung",
        ("Directorate", *rungs),
        tuple((d, *(str(c[i]) for c in counts)) for i, d in enumerate(DIRECTORATES)),
        tuple((None, *(c[i] for c in counts)) for i in range(3)),
    )
    return Part(chart, rows, "Claimed rungs of activities that ended.", "27 activities")


def lines() -> Part:
    values = (3.1, 3.3, None, 3.6, 3.4)
    texts = ("3.1", "3.3", "", "3.6", "3.4")
    title = "Accessibility: no clear change, 3.4 from 12 activities"
    series = (
        Series("Accessibility", values, texts),
        Series("Target", (3.5,) * 5, role="target", dashed=True),
    )
    chart = Chart(
        Kind.LINES,
        title,
        f"{title}. A line over five quarters.",
        QUARTERS,
        series,
        "score 1 to 5",
        "Quarter",
        "Mean score, 1 to 5",
        low=1,
        high=5,
        marks=(Mark("2025/26 Q4", "no reviews recorded"),),
        provisional=True,
    )
    words = [t or "nothing recorded" for t in texts]
    return Part(chart, table("Accessibility over time", QUARTERS, values, words), "A mean.", "n 12")


def steps() -> Part:
    shares = (0.0, 0.2, 0.55, 0.7, 0.81)
    title = "Half of individual items were closed by 26 days"
    series = (
        Series("Individual", shares, at=TIMES),
        Series("Group", (0, 0.1, 0.2, 0.4, 0.6), at=TIMES, role="2"),
    )
    chart = Chart(
        Kind.STEPS, title, f"{title}.", (), series, "%", "Days since heard", "Share closed", 0, 1
    )
    rows = table("Share closed by day", [f"{d} days" for d in TIMES], shares, None, "Share")
    return Part(chart, rows, "Kaplan–Meier.", "80 items")


def heat() -> Part:
    series = tuple(
        Series(p, v, tuple(FEW if n is None else f"{n:.1f}" for n in v))
        for p, v in (("Feedback", (3.4, 2.2, None)), ("Accessibility", (4.1, 3.0, 1.9)))
    )
    title = "Feedback is below 3.0 in one directorate"
    chart = Chart(Kind.HEATMAP, title, f"{title}.", DIRECTORATES, series, low=1, high=5)
    rows = Table(
        "Scores of the gates",
        ("Principle", *DIRECTORATES),
        tuple((s.name, *s.texts) for s in series),
        tuple((None, *s.values) for s in series),
    )
    return Part(chart, rows, "Means of activities.", "21 activities")


def funnel() -> Part:
    series = (
        Series("Services", (0.5, 0.9, 0.3), ("Day care", "Respite", "Transport"), at=(12, 30, 44)),
        Series("Upper limit", (1.0, 0.9, 0.8), at=(10, 30, 50), role="limit", dashed=True),
        Series("Lower limit", (0.1, 0.3, 0.4), at=(10, 30, 50), role="limit", dashed=True),
    )
    title = "One service is below the limit"
    chart = Chart(
        Kind.FUNNEL, title, f"{title}.", (), series, "%", "Items due", "Closed on time", 0, 1
    )
    rows = table("Services", series[0].texts, series[0].values)
    return Part(chart, rows, "Funnel.", "86 items")


def ranges() -> Part:
    series = Series("People", SCORES, ("3.4", "2.6", "3.9"), (3.0, 2.1, 3.2), (3.8, 3.1, 4.6))
    title = "People scored feedback 2.6 in Children and Families"
    chart = Chart(
        Kind.RANGES,
        title,
        f"{title}.",
        DIRECTORATES,
        (
            series,
            replace(
                series,
                name="Service",
                values=(4.1, 3.9, 4.4),
                lows=(),
                highs=(),
                texts=(),
                role="2",
            ),
        ),
        "score 1 to 5",
        "",
        "Mean score, 1 to 5",
        1,
        5,
    )
    return Part(chart, table("Scores", DIRECTORATES, SCORES), "Means.", "18 activities")


def tiles() -> Part:
    names = ("Uttlesford", "Braintree", "Colchester", "Tendring", "Harlow")
    places = ((0, 0), (0, 1), (0, 2), (0, 3), (1, 0))
    texts = ("0.8", "1.1", "0.95", "1.4", FEW)
    values = (0.8, 1.1, 0.95, 1.4, None)
    title = "No district is far below its share"
    series = (Series("Rate ratio", values, texts, places=places),)
    chart = Chart(Kind.TILES, title, f"{title}.", names, series, "ratio")
    return Part(chart, table("Rate ratios", names, values, texts), "A ratio.", "160 members")


def replies() -> Part:
    rows = Table(
        "Challenges and replies",
        ("Challenge", "Reply", "Due", "On time"),
        tuple(
            (
                f"Challenge {n}: why was no format offered?",
                "A reply in plain words.",
                "1 June 2026",
                "yes",
            )
            for n in range(1, 31)
        ),
        notes=("Two were replied to late.",),
    )
    return Part(None, rows, "A reply by its date.", "30 challenges")


def easy() -> tuple[EasySentence, ...]:
    return (
        EasySentence("This paper is about how the council listens.", "speech", "About this paper"),
        EasySentence("3 out of 5 people got an answer on time.", "calendar", "Answers"),
        EasySentence("2 out of 5 people waited too long.", "waiting"),
        EasySentence("The council changed 4 things because of what people said.", "change"),
        *(EasySentence(f"{n} out of 40 things were made better.", "yes") for n in range(1, 30)),
    )


def sample() -> Pack:
    """A draft pack of made-up figures with every kind of chart."""
    return Pack(
        title="Quarterly pack",
        quarter_label="2026/27 Q2",
        quarter_code="2026-27-Q2",
        unit_name="Essex County Council",
        closed_on=None,
        as_of=date(2026, 8, 14),
        draft=True,
        draft_text=DRAFT,
        illustrative=True,
        definitions_version="3",
        summary=("Feedback closed on time fell to 62%.", "Accessibility: no clear change."),
        sections=(
            Section(
                "Feedback", ("What was heard, and what was told.",), (bars(), steps(), funnel())
            ),
            Section("Ladder", ("How far up the ladder.",), (stacked(),)),
            Section("Principles", (), (lines(), heat(), ranges())),
            Section("Panel and replies", ("Who takes part.",), (tiles(), replies())),
        ),
        easy_read=easy(),
        easy_words=(("Panel", "People who help the council check its work."),),
        notes=("Panel counts are rounded to the nearest 5.",),
    )


def closed(**changes) -> Pack:
    """The same pack, closed."""
    return replace(sample(), closed_on=date(2026, 11, 14), draft=False, draft_text="", **changes)


def nearly_empty() -> Pack:
    """A pack for a quarter with almost nothing recorded."""
    blank = Table("Nothing", ("Name", "Figure"))
    chart = Chart(Kind.BARS, "No feedback was due in this quarter", "No bars: nothing was due.")
    return replace(
        sample(),
        summary=(),
        sections=(
            Section("Feedback", (), (Part(chart, blank), Part(None, Table("", ())))),
            Section("Nothing here"),
        ),
        easy_read=(),
        easy_words=(),
        notes=(),
    )
