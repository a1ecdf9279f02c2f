"""The overview: one answer to each of the four questions, and the directorates side by side."""

from collections import Counter

import pandas as pd
from sqlmodel import Session

from measures.feedback import OWED, change, closure_counts, counts_by_unit
from measures.gates import MET, NOT_MET, NOT_SHOWN
from measures.ladder import agreement_rows, ended_with_people
from measures.panel_tables import ALL, CARERS, DISABLED, LEARNING_DISABILITY, MEMBERS
from measures.principles import GateRow, gate_rows, score_rows
from measures.reach import RateRow, counted_on, members_rows, rate_rows
from measures.rounding import number_text, percent_text, share_text
from measures.targets import target_rows
from models.panel import Figure
from models.quarters import Quarter
from models.scope import Scope

NO_TARGET = "No target is set."
_SHORT = {"individual": "Replies to people", "collective": "Feedback to groups"}


def principles_answer(session: Session, *, scope: Scope, quarter: Quarter) -> dict:
    """Are we keeping to the principles? The two gates, as people and services see them.

    answer   the gates in words, as people see them
    details  sentences: scores with n, the quarter before, coverage
    target   in words
    """
    found = gate_rows(session, scope=scope, quarter=quarter)
    before = {
        row.principle_code: _scored(row.before_text, row.before_activities)
        for row in score_rows(session, scope=scope, quarter=quarter)
        if row.whole and row.voice == "people"
    }
    people = [row for row in found if row.whole and row.voice == "people"]
    answer = ", ".join(
        f"{row.principle if not n else row.principle.lower()} {row.state}"
        for n, row in enumerate(people)
    )
    details = []
    for row in people:
        now = _scored(row.text, row.activities)
        details.append(f"{row.principle} {now}. Last quarter {before[row.principle_code]}.")
    details += _gates_not_met([row for row in found if not row.whole])
    return _answer(
        "Do people find the principles kept?",
        answer or NOT_SHOWN,
        details,
        _target(session, scope, quarter, "people_feedback"),
        short=_gates_short(people),
    )


def _gates_not_met(found: list[GateRow]) -> list[str]:
    """A gate that a part fails is said, whatever the whole scores."""
    failed = [row for row in found if row.voice == "people" and row.state == NOT_MET]
    if not failed:
        return []
    named = "; ".join(f"{row.unit} ({row.principle.lower()})" for row in failed)
    return [f"Not met in {named}."]


def _gates_short(people: list[GateRow]) -> str:
    met = sum(row.state == MET for row in people)
    if met == len(people):
        return "Both gates met" if met == 2 else "Every gate met"
    return f"{met} of {len(people)} gates met"


def _scored(text: str, activities: int) -> str:
    return f"{text} ({activities:,} scored)" if activities else "no score"


def ladder_answer(session: Session, *, scope: Scope, quarter: Quarter) -> dict:
    """How far up the ladder? Ended activities claimed in the band “doing with”."""
    done, ended = _done_with(session, scope, quarter)
    was, was_ended = _done_with(session, scope, quarter.plus(-1))
    whole = agreement_rows(session, scope=scope, quarter=quarter)[0]
    answer = f"{percent_text(done, ended)} done with people" if ended else "No activity ended"
    if ended >= 10:
        answer += f", {done:,} of {ended:,}"
    details = [
        f"Last quarter {percent_text(was, was_ended)} of activities that ended.",
        f"People agreed with {whole.agreed:,} of {whole.base:,} claims."
        if whole.base
        else "No claim can be held against people’s answers yet.",
    ]
    return _answer(
        "How far up the ladder?",
        answer,
        details,
        _target(session, scope, quarter, "agreement"),
        short=f"{percent_text(done, ended)} done with people" if ended else "no activity ended",
    )


def _done_with(session: Session, scope: Scope, quarter: Quarter) -> tuple[int, int]:
    return ended_with_people(session, scope=scope, quarter=quarter)[scope.unit]


def feedback_answer(session: Session, *, scope: Scope, quarter: Quarter) -> dict:
    """Do people hear back? Individual and group items closed on time."""
    counts = closure_counts(session, scope=scope, quarter=quarter)
    on_time, due = (counts["now"]["individual"][name] for name in ("on_time", "due"))
    shown = percent_text(on_time, due)
    answer = "No reply was due"
    if due:
        answer = f"{shown} of replies on time"
        if due >= 10:
            answer += f", {on_time:,} of {due:,}"
    details = [
        _compared(name, counts["now"][kind], counts["before"][kind], quarter)
        for kind, name in _SHORT.items()
    ]
    return _answer(
        "Do people hear back?",
        answer,
        details,
        _target(session, scope, quarter, "closure_individual"),
        short=f"{shown} of replies on time" if due else "no reply was due",
    )


def _compared(name: str, now: Counter, then: Counter, quarter: Quarter) -> str:
    if not now["due"]:
        return f"{name}: none due."
    due_before, _, shown_before, _, word = change(now, then, quarter.plus(-1))
    was = f" Last quarter {shown_before}" if due_before else ""
    said = f", {word}." if was and word else ("." if was else "")
    return f"{name} {percent_text(now['on_time'], now['due'])}.{was}{said}"


def reach_answer(session: Session, *, scope: Scope, quarter: Quarter) -> dict:
    """Whom does the panel reach? Districts far below their share, from protected counts."""
    rates = rate_rows(session, quarter=quarter, meeting=scope.meeting, of=DISABLED)
    members = members_rows(session, quarter=quarter, meeting=scope.meeting)
    question = "Whom does the panel reach?"
    if not members:
        return _answer(question, "No snapshot yet", ["The panel is counted at a closing."], "")
    far = [row for row in rates if row.far_below]
    answer = _reached(far) if far else _none_far(rates)
    all_places = {row.attribute: row.text for row in members if row.place == ALL}
    details = [f"{row.place_label}: {row.text}." for row in far[:2]]
    details.append(
        f"On the panel: {all_places[MEMBERS]}. Carers: {all_places[CARERS]}. "
        f"Learning disability: {all_places[LEARNING_DISABILITY]}."
    )
    counted = counted_on(session, quarter=quarter, meeting=scope.meeting)
    details.append(f"{counted[0]} County figures.")
    return _answer(question, answer, details, "")


def _reached(far: list[RateRow]) -> str:
    if len(far) > 2:
        return f"{len(far)} districts hardly reached"
    return f"{' and '.join(row.place_label for row in far)} hardly reached"


def _none_far(rates: list[RateRow]) -> str:
    unknown = [row for row in rates if row.expected is None or row.figure == Figure.WITHHELD]
    if len(unknown) == len(rates):
        return "It cannot be said whom the panel hardly reaches"
    if unknown:
        return "No district that can be compared is far below its share"
    return "No district far below its share"


def _target(session: Session, scope: Scope, quarter: Quarter, measure: str) -> str:
    found = target_rows(session, scope=scope, quarter=quarter)
    row = next((row for row in found if row.measure == measure), None)
    if row is None:
        return NO_TARGET
    side = "at least" if row.at_least else "at most"
    aim = share_text(row.target) if row.unit == "%" else number_text(row.target)
    return f"Target {row.words}: {row.name[0].lower()}{row.name[1:]}, {side} {aim}."


def _answer(question: str, answer: str, details: list[str], target: str, short: str = "") -> dict:
    return {
        "question": question,
        "answer": answer,
        "short": short or answer,
        "details": tuple(details),
        "target": target,
    }


COLUMNS = [
    "unit", "code", "feedback_gate", "accessibility_gate", "with_text", "agreement_text",
    "individual_text", "collective_text", "coverage_text",
]  # fmt: skip


def side_by_side(session: Session, *, scope: Scope, quarter: Quarter) -> pd.DataFrame:
    """The directorates (or a directorate's services) side by side, in their set order.

    unit, code              the unit; the whole comes first
    feedback_gate, accessibility_gate   as people see them: score and words
    with_text               ended activities claimed in the band “doing with”
    agreement_text          claims that people agreed with
    individual_text, collective_text   items closed on time
    coverage_text           running activities that people reviewed, on the gate of feedback
    """
    every = score_rows(session, scope=scope, quarter=quarter)
    people = [row for row in every if row.voice == "people"]
    covered = {r.unit_code: r.coverage_text for r in people if r.principle_code == "feedback"}
    gates: dict[str, dict[str, GateRow]] = {}
    for row in gate_rows(session, scope=scope, quarter=quarter):
        if row.voice == "people":
            gates.setdefault(row.unit_code, {})[row.principle_code] = row
    ended = ended_with_people(session, scope=scope, quarter=quarter)
    agreed = agreement_rows(session, scope=scope, quarter=quarter)
    agreed = {row.unit_code: row.text for row in agreed}
    closed = _closed_by_unit(session, scope, quarter)
    rows = [
        (
            next(iter(mine.values())).unit,
            code,
            _gate(mine.get("feedback")),
            _gate(mine.get("accessibility")),
            percent_text(*ended[code]),
            agreed[code],
            closed["individual"].get(code, ""),
            closed["collective"].get(code, ""),
            covered.get(code, ""),
        )
        for code, mine in gates.items()
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _gate(row: GateRow | None) -> str:
    if row is None:
        return NOT_SHOWN
    return f"{row.text}, {row.state}" if row.activities else row.state


def _closed_by_unit(session: Session, scope: Scope, quarter: Quarter) -> dict[str, dict[str, str]]:
    whole = closure_counts(session, scope=scope, quarter=quarter)["now"]
    found = {}
    for kind in OWED:
        counts = counts_by_unit(session, scope=scope, quarter=quarter, kind=kind)
        counts.setdefault(scope.unit, whole[kind])
        found[kind] = {c: percent_text(n["on_time"], n["due"]) for c, n in counts.items()}
    return found
