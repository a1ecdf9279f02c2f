"""The opening of a pack: the four answers, targets, signals, and the units side by side."""

from charts.chart import Table
from charts.overview import side_by_side_table, signals_table, signals_title
from exports.contents.view import View, words
from exports.description import Part, Section
from measures.overview import (
    feedback_answer,
    ladder_answer,
    principles_answer,
    reach_answer,
    side_by_side,
)
from measures.rounding import share_text
from measures.signals import signals
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
    parts = [Part(None, beside, words("rules")), Part(None, targets_table(view), words("trend"))]
    return Section("The quarter at a glance", (), tuple(parts))


def targets_table(view: View) -> Table:
    """Each target, and whether it was met, in words."""
    found = view.ask(targets_met)
    return Table(
        title="Targets: " + (_counted(found) if len(found) else "none is set"),
        columns=("Measure", "Target", "Figure", "Base", "Met or not"),
        rows=tuple(
            (
                row.name,
                f"{'at least' if row.at_least else 'at most'} {_value(row.target, row.unit)}",
                _value(row.value, row.unit) if row.base else "nothing recorded",
                f"{row.base:,}",
                row.words,
            )
            for row in found.itertuples()
        ),
        numbers=tuple(
            (None, row.target, row.value if row.base else None, row.base, None)
            for row in found.itertuples()
        ),
    )


def _counted(found) -> str:
    met = int((found["words"] == "met").sum())
    return f"{met} of {len(found)} met"


def _value(value: float, unit: str) -> str:
    return share_text(value) if unit == "%" else f"{value:.1f}"


def conversation(view: View) -> Section:
    """Everything that a rule found."""
    found = view.ask(signals)
    return Section(
        "What needs a conversation",
        (f"{signals_title(found)}.", "Units stand in a fixed order. They are never ranked."),
        (Part(None, signals_table(found), words("rules")),),
    )
