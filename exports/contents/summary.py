"""The opening of a pack: the four answers, targets, signals, and the units side by side."""

from charts.chart import Table
from charts.overview import side_by_side_table, signals_table, signals_title
from charts.principles import number
from charts.shares import share_number
from exports.contents.view import View, words
from exports.description import Part, Section
from measures.intervals import TOO_FEW, Sums, change_word, mean_change_word
from measures.overview import (
    feedback_answer,
    ladder_answer,
    principles_answer,
    reach_answer,
    side_by_side,
)
from measures.rounding import number_text, share_text
from measures.series import Headline, headlines_of, series
from measures.signals import in_part, signals
from measures.targets import targets_met


def answers(view: View) -> list[dict]:
    """The four answers of the overview."""
    asked = (principles_answer, ladder_answer, feedback_answer)
    return [*(view.ask(question) for question in asked), view.ask_county(reach_answer)]


def summary(view: View) -> tuple[str, ...]:
    """The four questions, each with its answer and details, as sentences."""
    said = []
    for answer in answers(view):
        said.append(f"{answer['question']} {answer['answer']}.")
        said += [line for line in (*answer["details"], answer["target"]) if line]
    return tuple(said)


def overview(view: View) -> Section:
    """The units side by side and the targets."""
    beside = side_by_side_table(view.ask(side_by_side), quarter=view.label)
    parts = [
        Part(None, beside, words("rules")),
        Part(None, compared_table(view), words("rules")),
        Part(None, targets_table(view), words("trend")),
    ]
    return Section("The quarter at a glance", (), tuple(parts))


COMPARED = ("closure_individual", "closure_collective", "agreement", "coverage",
            "people_feedback", "people_accessibility")  # fmt: skip


def compared_table(view: View) -> Table:
    """The headline measures beside the quarter before and the same quarter a year before."""
    now, before, year = view.quarter, view.quarter.plus(-1), view.quarter.plus(-4)
    known = {about.code: about for about in headlines_of(view.session)}
    rows, numbers = [], []
    for code in COMPARED:
        if code not in known:
            continue
        points = series(view.session, scope=view.scope, measure=code, quarters=(year, before, now))
        then, last, this = (points.iloc[n] for n in range(3))
        changes = [change(known[code], this, earlier) for earlier in (last, then)]
        rows.append((known[code].name, this["text"], last["text"], changes[0], then["text"],
                     changes[1]))  # fmt: skip
        values = [_number(known[code], row["value"], row["base"]) for row in (this, last, then)]
        numbers.append((None, values[0], values[1], None, values[2], None))
    return Table(
        title=f"Compared with {before.label} and {year.label}",
        columns=(
            "Measure",
            now.label,
            before.label,
            "Change since",
            year.label,
            "Change in a year",
        ),
        rows=tuple(rows),
        numbers=tuple(numbers),
        figures=(1, 2, 4),
        notes=("A change is named only where its 95% interval leaves out 0.",),
    )


def _number(about, value: float, base: int) -> float | None:
    return share_number(value, base) if about.unit == "%" else number(value)


def change(about: Headline, now, earlier) -> str:
    """“rose”, “fell”, “no clear change”, or that there are too few to compare."""
    if about.unit == "%":
        word = change_word(
            now["part"], now["base"], earlier["part"], earlier["base"], least=about.least
        )
    else:
        sums = [Sums(int(p["base"]), p["total"], p["squares"]) for p in (now, earlier)]
        word = mean_change_word(*sums)
    return word or TOO_FEW


def targets_table(view: View) -> Table:
    """Each target, and whether it was met, in words."""
    found = view.ask(targets_met)
    return Table(
        title="Targets: " + (_counted(found) if len(found) else "none is set"),
        columns=("Measure", "Target", "Figure", "Base", "Met or not"),
        rows=tuple(
            (
                row.name,
                f"{'at least' if row.at_least else 'at most'} {_aim(row.target, row.unit)}",
                row.text,
                f"{row.base:,}",
                row.words,
            )
            for row in found.itertuples()
        ),
        numbers=tuple(
            (None, row.target, _number(row, row.value, row.base), row.base, None)
            for row in found.itertuples()
        ),
        figures=(2,),
    )


def _counted(found) -> str:
    met = int((found["words"] == "met").sum())
    return f"{met} of {len(found)} met"


def _aim(value: float, unit: str) -> str:
    return share_text(value) if unit == "%" else number_text(value)


def conversation(view: View) -> Section:
    """Everything that a rule found."""
    found, part = view.ask(signals), view.ask(in_part)
    return Section(
        "What needs a conversation",
        (
            f"{signals_title(found, in_part=part)}.",
            "Units stand in a fixed order. They are never ranked.",
        ),
        (Part(None, signals_table(found, in_part=part), words("signals")),),
    )
