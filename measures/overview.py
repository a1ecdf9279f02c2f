"""The overview: one answer to each of the four questions, and the directorates side by side."""

import pandas as pd
from sqlmodel import Session

from measures.feedback import closure, closure_by_unit
from measures.gates import MET, NOT_MET, NOT_SHOWN
from measures.ladder import agreement, rung_mix
from measures.panel_tables import ALL, CARERS, DISABLED, LEARNING_DISABILITY, MEMBERS
from measures.principles import gates, scores
from measures.reach import members_by_place, panel_snapshots, place_rates
from measures.rounding import percent_text
from measures.targets import targets_met
from models.quarters import Quarter
from models.scope import Scope

NO_TARGET = "No target is set."
WITH_BAND = "doing with"
_SHORT = {"individual": "Replies to people", "collective": "Feedback to groups"}


def principles_answer(session: Session, *, scope: Scope, quarter: Quarter) -> dict:
    """Are we keeping to the principles? The two gates, as people and services see them.

    answer   the gates in words, as people see them
    details  sentences: scores with n, the quarter before, coverage
    target   in words
    """
    found = gates(session, scope=scope, quarter=quarter)
    before = gates(session, scope=scope, quarter=quarter.plus(-1)).set_index(
        ["unit_code", "principle", "voice"]
    )
    whole = found[found["whole"]]
    people = whole[whole["voice"] == "people"]
    answer = ", ".join(
        f"{row.principle if not n else row.principle.lower()} {row.state}"
        for n, row in enumerate(people.itertuples())
    )
    details = []
    for row in people.itertuples():
        was = before.loc[(row.unit_code, row.principle, "people")]
        details.append(f"{row.principle} {_scored(row)}. Last quarter {_scored(was)}.")
    details += _gates_not_met(found[~found["whole"]])
    return _answer(
        "Do people find the principles kept?",
        answer or NOT_SHOWN,
        details,
        _target(session, scope, quarter, "people_feedback"),
        short=_gates_short(people),
    )


def _gates_not_met(found: pd.DataFrame) -> list[str]:
    """A gate that a part fails is said, whatever the whole scores."""
    failed = found[(found["voice"] == "people") & (found["state"] == NOT_MET)]
    if failed.empty:
        return []
    named = "; ".join(f"{row.unit} ({row.principle.lower()})" for row in failed.itertuples())
    return [f"Not met in {named}."]


def _gates_short(people: pd.DataFrame) -> str:
    met = int((people["state"] == MET).sum())
    if met == len(people):
        return "Both gates met" if met == 2 else "Every gate met"
    return f"{met} of {len(people)} gates met"


def _scored(row) -> str:
    return f"{row.text} ({row.activities:,} scored)" if row.activities else "no score"


def ladder_answer(session: Session, *, scope: Scope, quarter: Quarter) -> dict:
    """How far up the ladder? Ended activities claimed in the band “doing with”."""
    done, ended = _done_with(session, scope, quarter)
    was, was_ended = _done_with(session, scope, quarter.plus(-1))
    agreed = agreement(session, scope=scope, quarter=quarter)
    whole = agreed[agreed["whole"]].iloc[0]
    answer = f"{percent_text(done, ended)} done with people" if ended else "No activity ended"
    if ended >= 10:
        answer += f", {done:,} of {ended:,}"
    details = [
        f"Last quarter {percent_text(was, was_ended)} of activities that ended.",
        f"People agreed with {whole['agreed']:,} of {whole['base']:,} claims."
        if whole["base"]
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
    mix = rung_mix(session, scope=scope, quarter=quarter)
    ended = mix[mix["whole"] & (mix["part"] == "ended")]
    done = ended[ended["band"] == WITH_BAND]["activities"].sum()
    return int(done), int(ended["activities"].sum())


def feedback_answer(session: Session, *, scope: Scope, quarter: Quarter) -> dict:
    """Do people hear back? Individual and group items closed on time."""
    rows = closure(session, scope=scope, quarter=quarter).set_index("kind")
    one = rows.loc["individual"]
    answer = "No reply was due"
    if one["due"]:
        answer = f"{one['shown']} of replies on time"
        if one["due"] >= 10:
            answer += f", {one['on_time']:,} of {one['due']:,}"
    details = [_compared(name, rows.loc[kind]) for kind, name in _SHORT.items()]
    return _answer(
        "Do people hear back?",
        answer,
        details,
        _target(session, scope, quarter, "closure_individual"),
        short=f"{one['shown']} of replies on time" if one["due"] else "no reply was due",
    )


def _compared(name: str, row: pd.Series) -> str:
    if not row["due"]:
        return f"{name}: none due."
    was = f" Last quarter {row['shown_before']}" if row["due_before"] else ""
    word = f", {row['change_before']}." if was and row["change_before"] else ("." if was else "")
    return f"{name} {row['shown']}.{was}{word}"


def reach_answer(session: Session, *, scope: Scope, quarter: Quarter) -> dict:
    """Whom does the panel reach? Districts far below their share, from protected counts."""
    rates = place_rates(session, scope=scope, quarter=quarter, of=DISABLED)
    members = members_by_place(session, scope=scope, quarter=quarter)
    question = "Whom does the panel reach?"
    if members.empty:
        return _answer(question, "No snapshot yet", ["The panel is counted at a closing."], "")
    far = rates[rates["far_below"]]
    names = far["place_label"].tolist()
    answer = _reached(names)
    all_places = members[members["place"] == ALL].set_index("attribute")["text"]
    details = [f"{row.place_label}: {row.text}." for row in far.head(2).itertuples()]
    details.append(
        f"On the panel: {all_places[MEMBERS]}. Carers: {all_places[CARERS]}. "
        f"Learning disability: {all_places[LEARNING_DISABILITY]}."
    )
    snapshots = panel_snapshots(session, scope=scope, quarter=quarter)
    details.append(f"{snapshots['text'].iloc[0]} County figures.")
    return _answer(question, answer, details, "")


def _reached(far: list[str]) -> str:
    if not far:
        return "No district far below its share"
    return (
        f"{' and '.join(far)} hardly reached"
        if len(far) < 3
        else f"{len(far)} districts hardly reached"
    )


def _target(session: Session, scope: Scope, quarter: Quarter, measure: str) -> str:
    found = targets_met(session, scope=scope, quarter=quarter)
    mine = found[found["measure"] == measure]
    if mine.empty:
        return NO_TARGET
    row = mine.iloc[0]
    side = "at least" if row["at_least"] else "at most"
    aim = f"{row['target']:.0%}" if row["unit"] == "%" else f"{row['target']:.1f}"
    name = f"{row['name'][0].lower()}{row['name'][1:]}"
    return f"Target {row['words']}: {name}, {side} {aim}."


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
    found = gates(session, scope=scope, quarter=quarter)
    people = found[found["voice"] == "people"]
    every = scores(session, scope=scope, quarter=quarter)
    covered = every[(every["voice"] == "people") & (every["principle_code"] == "feedback")]
    covered = covered.set_index("unit_code")["coverage_text"]
    mix = rung_mix(session, scope=scope, quarter=quarter)
    mix = mix[mix["part"] == "ended"]
    agreed = agreement(session, scope=scope, quarter=quarter).set_index("unit_code")
    closed = _closed_by_unit(session, scope, quarter)
    rows = []
    for code, group in people.groupby("unit_code", sort=False):
        ended = mix[mix["unit_code"] == code]
        done = int(ended[ended["band"] == WITH_BAND]["activities"].sum())
        gate = {row.principle_code: row for row in _coded(group, every).itertuples()}
        rows.append(
            (
                group["unit"].iloc[0],
                code,
                _gate(gate.get("feedback")),
                _gate(gate.get("accessibility")),
                percent_text(done, int(ended["activities"].sum())),
                agreed.loc[code, "text"],
                closed["individual"].get(code, ""),
                closed["collective"].get(code, ""),
                covered.get(code, ""),
            )
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def _coded(group: pd.DataFrame, every: pd.DataFrame) -> pd.DataFrame:
    codes = every.drop_duplicates("principle").set_index("principle")["principle_code"]
    return group.assign(principle_code=group["principle"].map(codes))


def _gate(row) -> str:
    if row is None:
        return NOT_SHOWN
    return f"{row.text}, {row.state}" if row.activities else row.state


def _closed_by_unit(session: Session, scope: Scope, quarter: Quarter) -> dict[str, dict[str, str]]:
    whole = closure(session, scope=scope, quarter=quarter).set_index("kind")["shown"]
    found = {}
    for kind in ("individual", "collective"):
        rows = closure_by_unit(session, scope=scope, quarter=quarter, kind=kind)
        found[kind] = {**dict(zip(rows["code"], rows["shown"], strict=True))}
        found[kind].setdefault(scope.unit, whole[kind])
    return found
