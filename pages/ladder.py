"""How far up the ladder? The mix of rungs, over time, and what people experienced."""

import streamlit as st

from access.guard import require
from access.reading import read
from access.viewer import Role
from charts import agreement as agreed
from charts import ladder as charts
from measures import ladder
from measures.definitions import definition
from widgets.ask_about import Asker, ask_about
from widgets.pickers import pick
from widgets.show import show, show_table

viewer = require(Role.OVERSIGHT, Role.LEAD, Role.SERVICE_MANAGER)
heading = st.container(key="heading")
view = pick(viewer)
this = {**view.unit, "quarter": view.quarter}
label = f"{view.label}, {view.quarter.label}"
marks = {"illustrative": view.illustrative, "provisional": view.provisional}
ask = Asker(viewer, view, "ladder")

mix = read(ladder.rung_mix, viewer, **this)
coercing = read(ladder.coercing_count, viewer, **this)
with heading:
    st.title(charts.page_title(mix, coercing))
ask_about(viewer, view, charts.page_title(mix, coercing), "ladder")

for part in ladder.PARTS:
    show(
        charts.mix_chart(mix, part=part, quarter=label, **marks),
        table=charts.mix_table(mix, part=part, quarter=label),
        key=f"mix_{part}",
        ask=ask,
        definition=definition("ladder"),
    )
named = read(ladder.coercing, viewer, **this)
show_table(agreed.coercing_table(named, count=coercing, quarter=label), key="coercing", empty="")

said = read(ladder.said_of_ended, viewer, **this)
crosses = read(ladder.rung_crosses, viewer, **this)
show(
    charts.said_chart(said, quarter=label, **marks),
    table=charts.crosses_table(crosses, quarter=label),
    key="said",
    ask=ask,
    definition=definition("ladder"),
)
agreement = read(ladder.agreement, viewer, **this)
show(
    agreed.agreement_chart(agreement, quarter=label, **marks),
    table=agreed.agreement_table(agreement, quarter=label),
    key="agreement",
    ask=ask,
    definition=definition("agreement"),
)
lacking = read(ladder.shortfalls, viewer, **this)
count = read(ladder.shortfalls_count, viewer, **this)
show_table(agreed.shortfall_table(lacking, count=count, quarter=label), key="shortfalls", empty="")

over_time = read(ladder.rung_mix_over_time, viewer, **this)
for part, column in zip(ladder.PARTS, st.columns(2), strict=True):
    with column:
        show(
            charts.over_time_chart(over_time, part=part, **marks),
            table=charts.over_time_table(over_time, part=part),
            key=f"over_time_{part}",
            ask=ask,
            definition=definition("ladder"),
            compact=True,
        )
