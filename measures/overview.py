"""The overview: one answer to each of the four questions, and the directorates side by side."""

from collections import Counter

import pandas as pd
from sqlmodel import Session

from measures.feedback import OWED, change, closure_counts, counts_by_unit
from measures.gates import MET, NOT_MET, NOT_SHOWN
from measures.intervals import LEAST_ACTIVITIES, LEAST_ITEMS, TOO_FEW
from measures.ladder import EndedWith, agreement_rows, ended_with_people
from measures.panel_tables import ALL, CARERS, DISABLED, LEARNING_DISABILITY, MEMBERS
from measures.principles import GateRow, gate_rows, score_rows
from measures.reach import RateRow, counted_on, members_rows, rate_rows
from measures.rounding import (
    LEAST_BASE_OF_A_PERCENTAGE,
    activities_text,
    number_text,
    percent_text,
    share_text,
)
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
    failing = _gates_failing([row for row in found if not row.whole])
    part = "directorate" if scope.unit == "county" else "service"
    details = []
    for row in people:
        now = _scored(row.text, row.activities)
        details.append(f"{row.principle} {now}. Last quarter {before[row.principle_code]}.")
    if len(failing) > 1 or failing != _apart(people, failing):
        details.append(f"Not met in {_gates_by_unit(failing)}.")
    return _answer(
        "Do people find the principles kept?",
        _gates_answer(people, failing, part),
        details,
        _target(session, scope, quarter, "people_feedback"),
        short=_gates_short(people, failing, part),
    )


Failing = dict[str, list[str]]  # unit → its gates that are not met, as people see them


def _gates_failing(parts: list[GateRow]) -> Failing:
    """A gate that a part fails is said, whatever the whole scores."""
    failing: Failing = {}
    for row in parts:
        if row.voice == "people" and row.state == NOT_MET:
            failing.setdefault(row.unit, []).append(row.principle.lower())
    return failing


def _gates_by_unit(failing: Failing) -> str:
    return "; ".join(f"{unit} ({', '.join(gates)})" for unit, gates in failing.items())


def _gates_answer(people: list[GateRow], failing: Failing, part: str) -> str:
    """How each gate stands for the whole, and where a part fails one that the whole meets."""
    if all(row.state == NOT_SHOWN for row in people):
        return _gates_shown(people)
    apart = _apart(people, failing)
    said = ", ".join(f"{row.principle.lower()} {row.state}{_few(row)}" for row in people)
    said = f"{said[0].upper()}{said[1:]}"
    if _all_met(people) and (apart or all(map(_few, people))):
        said = f"{_all_words(people)}{_few(people[0])}"
    if not apart:
        return said
    if len(apart) > 1:
        return f"{said}, but one is not met in {len(apart)} {part}s"
    ((unit, gates),) = apart.items()
    words = "neither" if len(gates) == len(people) == 2 else f"{' and '.join(gates)} not met"
    return f"{said}, but {words} in {unit}"


def _gates_short(people: list[GateRow], failing: Failing, part: str) -> str:
    """The same for a title: in a few words."""
    met = [row for row in people if row.state == MET]
    unshown = sum(row.state == NOT_SHOWN for row in people)
    if unshown == len(people):
        return _gates_shown(people)
    said = _all_words(people) if _all_met(people) else f"{len(met)} of {len(people)} gates met"
    said += next((few for few in map(_few, met) if few), "")
    if unshown:
        said += f" and {unshown} not shown to be met"
    apart = _apart(people, failing)
    if not apart:
        return said
    return f"{said} but not in {next(iter(apart)) if len(apart) == 1 else f'{len(apart)} {part}s'}"


def _apart(people: list[GateRow], failing: Failing) -> Failing:
    """Parts that fail a gate which the whole meets, each with those gates."""
    met = {row.principle.lower() for row in people if row.state == MET}
    kept = {unit: [gate for gate in gates if gate in met] for unit, gates in failing.items()}
    return {unit: gates for unit, gates in kept.items() if gates}


def _few(row: GateRow) -> str:
    return f" ({TOO_FEW})" if row.state == MET and row.activities < LEAST_ACTIVITIES else ""


def _gates_shown(people: list[GateRow]) -> str:
    return "Neither gate shown to be met" if len(people) == 2 else "No gate shown to be met"


def _all_met(people: list[GateRow]) -> bool:
    return all(row.state == MET for row in people)


def _all_words(people: list[GateRow]) -> str:
    return "Both gates met" if len(people) == 2 else "Every gate met"


def _scored(text: str, activities: int) -> str:
    return f"{text} ({activities:,} scored)" if activities else "no score"


def ladder_answer(session: Session, *, scope: Scope, quarter: Quarter) -> dict:
    """How far up the ladder? Ended activities claimed in the band “doing with”."""
    now, was = (
        ended_with_people(session, scope=scope, quarter=each)[scope.unit]
        for each in (quarter, quarter.plus(-1))
    )
    whole = agreement_rows(session, scope=scope, quarter=quarter)[0]
    answer = _done_with(now)
    if now.claimed and now.ended >= LEAST_BASE_OF_A_PERCENTAGE:
        answer += f", {now.done:,} of {now.ended:,}"
    few = f", {TOO_FEW}" if now.claimed and now.ended < LEAST_ACTIVITIES else ""
    details = [
        _done_before(was),
        f"People agreed with {whole.agreed:,} of {whole.base:,} claims."
        if whole.base
        else "No ended activity has both a claim and 5 answers from people.",
    ]
    if 0 < now.claimed < now.ended:
        details.insert(0, f"No rung recorded for {activities_text(now.ended - now.claimed)}.")
    return _answer(
        "How far up the ladder?",
        f"{answer}{few}",
        details,
        _target(session, scope, quarter, "agreement"),
        short=_lower(_done_with(now)),
    )


def _done_with(found: EndedWith) -> str:
    if not found.ended:
        return "No activity ended"
    if not found.claimed:
        return f"No rung recorded for {activities_text(found.ended)} that ended"
    return f"{percent_text(found.done, found.ended)} done with people"


def _done_before(found: EndedWith) -> str:
    if not found.claimed:
        return f"Last quarter {_lower(_done_with(found))}."
    return f"Last quarter {_share_of(found.done, found.ended, 'activities that ended')}."


def _share_of(part: int, base: int, what: str) -> str:
    """“62% of replies”, or “3 of 7 replies” where the base is small."""
    of = "of " if base >= LEAST_BASE_OF_A_PERCENTAGE else ""
    return f"{percent_text(part, base)} {of}{what}"


def _lower(text: str) -> str:
    return f"{text[0].lower()}{text[1:]}"


def feedback_answer(session: Session, *, scope: Scope, quarter: Quarter) -> dict:
    """Do people hear back? Individual and group items closed on time."""
    counts = closure_counts(session, scope=scope, quarter=quarter)
    on_time, due = (counts["now"]["individual"][name] for name in ("on_time", "due"))
    short = f"{_share_of(on_time, due, 'replies')} on time" if due else "No reply was due"
    answer = short
    if due:
        answer += f", {on_time:,} of {due:,}" if due >= LEAST_ITEMS else f", {TOO_FEW}"
    details = [
        _compared(name, counts["now"][kind], counts["before"][kind], quarter)
        for kind, name in _SHORT.items()
    ]
    return _answer(
        "Do people hear back?",
        answer,
        details,
        _target(session, scope, quarter, "closure_individual"),
        short=_lower(short),
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
    feedback_gate, accessibility_gate   as people see them: score, activities and words
    with_text               ended activities claimed in the band “doing with”
    agreement_text          claims that people agreed with
    individual_text, collective_text   items closed on time
    coverage_text           running activities that people reviewed, on the gate of feedback
    Every text has its base, and below the least base that it is too few to compare.
    """
    every = score_rows(session, scope=scope, quarter=quarter)
    people = [row for row in every if row.voice == "people"]
    covered = {
        r.unit_code: _with_base(r.reviewed, r.running, LEAST_ACTIVITIES, "none running")
        for r in people
        if r.principle_code == "feedback"
    }
    gates: dict[str, dict[str, GateRow]] = {}
    for row in gate_rows(session, scope=scope, quarter=quarter):
        if row.voice == "people":
            gates.setdefault(row.unit_code, {})[row.principle_code] = row
    ended = ended_with_people(session, scope=scope, quarter=quarter)
    agreed = agreement_rows(session, scope=scope, quarter=quarter)
    agreed = {row.unit_code: row for row in agreed}
    closed = _closed_by_unit(session, scope, quarter)
    rows = [
        (
            next(iter(mine.values())).unit,
            code,
            _gate(mine.get("feedback")),
            _gate(mine.get("accessibility")),
            _ended_text(ended[code]),
            _with_base(
                agreed[code].agreed, agreed[code].base, LEAST_ACTIVITIES, "none with both rungs"
            ),
            closed["individual"].get(code, ""),
            closed["collective"].get(code, ""),
            covered.get(code, ""),
        )
        for code, mine in gates.items()
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _gate(row: GateRow | None) -> str:
    if row is None or not row.activities:
        return NOT_SHOWN
    few = row.activities < LEAST_ACTIVITIES and row.state == MET
    return f"{row.text} ({row.activities:,}), {TOO_FEW if few else row.state}"


def _ended_text(found: EndedWith) -> str:
    if found.ended and not found.claimed:
        return f"no rung recorded, {found.ended:,} ended"
    return _with_base(found.done, found.ended, LEAST_ACTIVITIES, "none ended")


def _with_base(part: int, base: int, least: int, none: str) -> str:
    """“64% of 431”; “3 of 7”, and below the least base that it is too few to compare."""
    if not base:
        return none
    shown = percent_text(part, base)
    if base >= LEAST_BASE_OF_A_PERCENTAGE:
        shown = f"{shown} of {base:,}"
    return shown if base >= least else f"{shown}, {TOO_FEW}"


def _closed_by_unit(session: Session, scope: Scope, quarter: Quarter) -> dict[str, dict[str, str]]:
    whole = closure_counts(session, scope=scope, quarter=quarter)["now"]
    found = {}
    for kind in OWED:
        counts = counts_by_unit(session, scope=scope, quarter=quarter, kind=kind)
        counts.setdefault(scope.unit, whole[kind])
        found[kind] = {
            code: _with_base(n["on_time"], n["due"], LEAST_ITEMS, "none due")
            for code, n in counts.items()
        }
    return found
