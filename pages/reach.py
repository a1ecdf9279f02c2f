"""Whom does the panel reach? Protected counts of who is on it, invited, and heard back."""

import streamlit as st

from access.guard import require
from access.reading import read
from access.viewer import Role
from charts import reach as charts
from charts.presence import presence_chart, presence_table, presence_unit_table
from measures import reach
from measures.definitions import definition
from measures.presence import notice_days, presence, presence_by_unit
from widgets.ask_about import Asker, ask_about
from widgets.pickers import pick
from widgets.show import show, show_table

viewer = require(Role.OVERSIGHT, Role.LEAD, Role.SERVICE_MANAGER)
heading = st.container(key="heading")
view = pick(viewer, units=False)
this = {"quarter": view.quarter}
marks = {"illustrative": view.illustrative}
ask = Asker(viewer, view, "reach")

members = read(reach.members_by_place, viewer, **this)
disabled = read(reach.place_rates, viewer, **this, of="disabled")
carers = read(reach.place_rates, viewer, **this, of="carers")
tiles = read(reach.district_tiles, viewer)
with heading:
    st.title(charts.page_title(disabled, members), anchor=False)
ask_about(viewer, view, charts.page_title(disabled, members), "reach")
st.write(charts.dates(read(reach.panel_snapshots, viewer, **this)))

for rates, of in ((disabled, "disabled"), (carers, "carers")):
    show(
        charts.rates_chart(rates, tiles, of=of, **marks),
        table=charts.rates_table(rates, of=of),
        key=f"rates_{of}",
        ask=ask,
        definition=definition("reach"),
    )
show_table(charts.lines_table(members, title="Carers and learning disability"), key="flags")

areas = read(reach.impairment_by_place, viewer, **this)
title = charts.impairment_title(areas)
show(
    charts.places_chart(areas, title=title, **marks),
    table=charts.places_table(areas, title=title),
    key="impairments",
    ask=ask,
    definition=definition("disclosure"),
)
funnel = read(reach.panel_funnel, viewer, **this)
show(
    charts.funnel_chart(funnel, **marks),
    table=charts.funnel_table(funnel),
    key="funnel",
    ask=ask,
    definition=definition("reach"),
)
st.markdown(
    "\n".join(f"- {line}" for line in charts.voices_sentences(read(reach.voices, viewer, **this)))
)

label = f"{view.label}, {view.quarter.label}"
asked, notice = read(presence, viewer, **this), read(notice_days, viewer, **this)
show(
    presence_chart(asked, quarter=label, provisional=view.provisional, **marks),
    table=presence_table(asked, notice, quarter=label),
    key="presence",
    ask=ask,
    definition=definition("presence"),
)
show_table(
    presence_unit_table(read(presence_by_unit, viewer, **this), quarter=label),
    key="presence_by_unit",
)
