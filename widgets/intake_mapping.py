"""How a file is read: its columns, values for all rows, words of theirs, and odd rows."""

import streamlit as st

LEAVE_OUT = "Leave it out"
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


def edit_mapping(preview, columns, suggested: dict[str, str], lists: dict[str, dict[str, str]]):
    """Draw the mapping of a file; a new set of its fields once “Look again” is pressed, else None.

    columns     ours
    suggested   their header → our column, as it is matched now
    lists       our column → code → name, of the columns that choose from a list
    """
    mapping = preview.mapping
    with st.form("mapping"):
        st.markdown("**Your columns**")
        chosen = _columns(preview.headers, columns, suggested)
        st.markdown("**One value for all rows**")
        constants = _constants(columns, chosen, mapping, lists)
        values = _values(preview.unmatched, columns, mapping, lists)
        st.markdown("**Odd rows**")
        more = _rows(mapping, columns, chosen)
        sent = st.form_submit_button("Look again")
    if not sent:
        return None
    return {"columns": chosen, "constants": constants, "values": values, **more}


def _columns(headers, columns, suggested: dict[str, str]) -> dict[str, str]:
    names = {"": LEAVE_OUT} | {
        c.name: f"{c.label} (needed)" if c.required else c.label for c in columns
    }
    codes, chosen = list(names), {}
    for place, header in enumerate(headers):
        held = suggested.get(header, "")
        chosen[header] = st.selectbox(
            header, codes, codes.index(held) if held in codes else 0, format_func=names.get,
            key=f"column_{place}",
        )  # fmt: skip
    return chosen


def _constants(columns, chosen: dict, mapping, lists) -> dict[str, str]:
    constants = {}
    for column in columns:
        if column.name == "id" or column.name in chosen.values():
            continue
        held = mapping.constants.get(column.name, "")
        if not (column.required or held or column.name in lists):
            continue
        if column.name in lists:
            names = {"": "No value"} | lists[column.name]
            codes = list(names)
            place = codes.index(held) if held in codes else 0
            value = st.selectbox(
                column.label, codes, place, format_func=names.get, key=f"constant_{column.name}"
            )
        else:
            value = st.text_input(column.label, held, key=f"constant_{column.name}")
        if value:
            constants[column.name] = value
    return constants


def _values(unmatched, columns, mapping, lists) -> dict[str, dict[str, str]]:
    held = {name: dict(values) for name, values in mapping.values.items()}
    ours = {column.name: column for column in columns}
    for name, found in unmatched.items():
        if name not in lists or not found:
            continue
        st.markdown(f"**What their words mean: {ours[name].label}**")
        names = {"": "Not said"} | lists[name]
        codes = list(names)
        for place, (text, count, near) in enumerate(found[:_MOST_VALUES]):
            rows = "1 row" if count == 1 else f"{count:,} rows"
            label = f"{text or '(blank)'} · {rows}"
            start = codes.index(near) if near in codes else 0
            value = st.selectbox(
                label, codes, start, format_func=names.get, key=f"value_{name}_{place}"
            )
            if value:
                held.setdefault(name, {})[text] = value
    return held


def _rows(mapping, columns, chosen: dict) -> dict:
    used = [c.name for c in columns if c.name in chosen.values()]
    labels = {c.name: c.label for c in columns}
    zones = list(ZONES if mapping.zone in ZONES else {**ZONES, mapping.zone: mapping.zone})
    source = st.text_input(
        "System that the records come from", mapping.source, max_chars=60, key="source"
    )
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
            "Time zone of moments that name none", zones, zones.index(mapping.zone),
            format_func=lambda zone: ZONES.get(zone, zone), key="zone",
        ),
    }  # fmt: skip
