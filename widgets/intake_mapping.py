"""How a file is read: its columns, values for all rows, words of theirs, and odd rows."""

import streamlit as st

from widgets.intake_preview import questions
from widgets.plain import plain

ABSENT = "Not in the file"
ZONES = {
    "": "As it is written",
    "UTC": "UTC",
    "Europe/London": "London",
    "America/New_York": "New York",
    "America/Chicago": "Chicago",
    "America/Los_Angeles": "Los Angeles",
    "Europe/Paris": "Paris",
    "Australia/Sydney": "Sydney",
}
_MOST_VALUES = 60
_LONGEST = 40


def edit_mapping(
    preview, columns, suggested: dict[str, str], lists: dict, asked=(), *, fold: bool = False
) -> dict | None:
    """Draw how a file is read; its fields anew once “Look again” is pressed, else None.

    columns     ours
    suggested   their header → our column, as it is matched now
    lists       our column → code → name, of the columns that choose from a list
    asked       questions of the file that are drawn above the columns
    fold        whether the columns are settled, and need not be seen
    """
    mapping = preview.mapping
    with st.form("mapping", border=False):
        answers = questions(asked)
        values = _values(preview.unmatched, columns, mapping, lists)
        with st.expander("Columns and odd rows") if fold else st.container():
            st.header("Which of your columns is which?", anchor=False)
            theirs, constants = _columns(preview, columns, suggested, lists)
            st.header("Odd rows", anchor=False)
            more = _rows(mapping, columns, theirs)
        sent = st.form_submit_button("Look again", type="primary")
    if not sent:
        return None
    if twice := _chosen_twice(theirs, columns):
        st.error(twice)
        return None
    chosen = {header: "" for header in preview.headers}
    chosen |= {header: ours for ours, header in theirs.items()}
    return {
        "columns": chosen, "constants": constants, "values": values,
        "answers": answers, **more,
    }  # fmt: skip


def _columns(preview, columns, suggested: dict[str, str], lists) -> tuple[dict, dict]:
    """(our column → their header, our column → one value for all rows)."""
    held = {ours: header for header, ours in suggested.items() if ours}
    labels = {"": ABSENT} | {h: _with_examples(h, preview.examples) for h in preview.headers}
    codes, theirs, constants = list(labels), {}, {}
    for column in sorted(columns, key=lambda c: not c.required):
        left, right = st.columns([3, 2], vertical_alignment="bottom")
        needed = " (needed)" if column.required else ""
        place = codes.index(held[column.name]) if held.get(column.name) in codes else 0
        header = left.selectbox(
            f"**{column.label}{needed}** · {plain(column.says)}", codes, place,
            format_func=labels.get, key=f"column_{column.name}",
        )  # fmt: skip
        if header:
            theirs[column.name] = header
        value = _constant(right, column, preview.mapping.constants.get(column.name, ""), lists)
        if value and not header:
            constants[column.name] = value
    unused = [h for h in preview.headers if h not in theirs.values()]
    if unused:
        st.write(f"Not used: {plain(', '.join(unused))}")
    return theirs, constants


def _with_examples(header: str, examples: dict[str, list[str]]) -> str:
    found = ", ".join(" ".join(text.split()) for text in examples.get(header, ()))
    if not found:
        return f"{header} · all blank"
    return f"{header} · {found if len(found) <= _LONGEST else found[:_LONGEST] + '…'}"


def _constant(place, column, held: str, lists) -> str:
    if column.name == "id" or not (column.required or held or column.name in lists):
        return ""
    label, key = f"Or one {column.label.lower()} for all rows", f"constant_{column.name}"
    if column.name not in lists:
        return place.text_input(label, held, key=key)
    names = {"": "No"} | lists[column.name]
    codes = list(names)
    start = codes.index(held) if held in codes else 0
    return place.selectbox(label, codes, start, format_func=names.get, key=key)


def _chosen_twice(theirs: dict[str, str], columns) -> str:
    labels, seen = {c.name: c.label for c in columns}, {}
    for ours, header in theirs.items():
        if header in seen:
            return (
                f"“{plain(header)}” is chosen for {labels[seen[header]]} and for {labels[ours]}. "
                "Keep one of the two."
            )
        seen[header] = ours
    return ""


def _values(unmatched, columns, mapping, lists) -> dict[str, dict[str, str]]:
    held = {name: dict(values) for name, values in mapping.values.items()}
    ours = {column.name: column for column in columns}
    for name, found in unmatched.items():
        if name not in lists or not found:
            continue
        st.header(f"What do the file’s words mean? {ours[name].label}", anchor=False)
        names = {"": "Not said"} | lists[name]
        codes = list(names)
        for place, (text, count, near) in enumerate(found[:_MOST_VALUES]):
            rows = "1 row" if count == 1 else f"{count:,} rows"
            label = f"{plain(text) if text else '(blank)'} · {rows}"
            if near and near in names and text:
                label += f" · did you mean “{plain(names[near])}”?"
            start = codes.index(near) if near in codes else 0
            value = st.selectbox(
                label, codes, start, format_func=names.get, key=f"value_{name}_{place}"
            )
            if value:
                held.setdefault(name, {})[text] = value
        if len(found) > _MOST_VALUES:
            st.write(f"And {len(found) - _MOST_VALUES:,} more, which come once these are settled.")
    return held


def _rows(mapping, columns, theirs: dict) -> dict:
    used = [c.name for c in columns if c.name in theirs]
    labels = {c.name: c.label for c in columns}
    zones = list(ZONES if mapping.zone in ZONES else {**ZONES, mapping.zone: mapping.zone})
    source = st.text_input(
        "System that the records come from", mapping.source, max_chars=60, key="source",
        help="Identifiers are unique within a system. Keep the same name for each of its files.",
    )  # fmt: skip
    return {
        "source": source.strip() or mapping.source,
        "leave_out": st.multiselect(
            "Leave out rows where this is blank", used,
            [name for name in mapping.leave_out if name in used], format_func=labels.get,
            key="leave_out",
        ),
        "repeats": "keep first"
        if st.checkbox(
            "Keep the first row of each identifier", mapping.repeats == "keep first", key="repeats"
        )
        else "refuse",
        "refused_rows": "leave out"
        if st.checkbox(
            "Leave out the rows that are refused", mapping.refused_rows == "leave out",
            key="refused_rows",
        )
        else "refuse",
        "zone": st.selectbox(
            "Time zone of times that name none", zones, zones.index(mapping.zone),
            format_func=lambda zone: ZONES.get(zone, zone), key="zone",
        ),
    }  # fmt: skip
