"""My service: a manager's own figures beside the others', and what needs doing."""

import streamlit as st

from access.guard import require
from access.reading import read
from access.scope import OWN, services_for
from access.viewer import Role
from charts.agreement import shortfall_table
from charts.my_service import beside_chart, beside_table, due_table, missing_table
from charts.principles import gap_table, voices_chart
from measures.definitions import definition
from measures.ladder import shortfalls, shortfalls_count
from measures.missing import missing
from measures.my_service import directorate_of, falling_due, measures_to_choose, points
from measures.principles import gaps, scores
from widgets.pickers import choose, pick_own
from widgets.plain import plain
from widgets.show import show, show_table

viewer = require(Role.SERVICE_MANAGER)
heading = st.container(key="heading")
view = pick_own(viewer, {OWN: "All my services", **dict(services_for(viewer))})
this = {**view.unit, "quarter": view.quarter}
label = f"{view.label}, {view.quarter.label}"
marks = {"illustrative": view.illustrative, "provisional": view.provisional}

due = read(falling_due, viewer, **view.unit)
table = due_table(due)
with heading:
    st.title(f"{plain(view.label)}: {table.title[0].lower()}{table.title[1:]}", anchor=False)
show_table(table, key="due", heading=False, empty="")
show_table(
    missing_table(read(missing, viewer, **this), quarter=view.quarter.label),
    key="missing",
    empty="",
)

st.header("Each measure beside the others", anchor=False)
measures = read(measures_to_choose, viewer, **view.unit)
measure = choose("Measure", "measure", measures)
directorate = read(directorate_of, viewer, **view.unit)
units = {view.label: view.unit}
if directorate:
    units[directorate["name"]] = {"directorate": directorate["code"]}
units["Essex county"] = {}
lines = {
    name: read(points, viewer, **unit, measure=measure, quarter=view.quarter)
    for name, unit in units.items()
}
unit = "score 1 to 5" if measure.split("_")[0] in {"people", "service"} else "%"
show(
    beside_chart(lines, name=measures[measure], unit=unit, illustrative=view.illustrative),
    table=beside_table(lines, name=measures[measure]),
    key="beside",
    definition=definition("trend"),
)

st.header("The two voices side by side", anchor=False)
between = read(gaps, viewer, **this)
show(
    voices_chart(read(scores, viewer, **this), between, quarter=label, **marks),
    table=gap_table(between, quarter=label),
    key="voices",
    definition=definition("gap"),
)
lacking, count = read(shortfalls, viewer, **this), read(shortfalls_count, viewer, **this)
show_table(shortfall_table(lacking, count=count, quarter=label), key="shortfalls", empty="")
