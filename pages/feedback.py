"""Do people hear back? Loops closed on time, how long they take, and what is overdue."""

import streamlit as st

from access.guard import require
from access.reading import read
from access.viewer import Role
from charts import feedback as charts
from charts import overdue as listed
from charts.trends import trend_chart, trend_table
from measures import durations, overdue, service_funnel, stories
from measures.definitions import definition
from measures.feedback import closure, closure_by_unit
from measures.trends import trend_line
from widgets.ask_about import Asker, ask_about
from widgets.headlines import Headline, headlines
from widgets.pickers import choose, pick
from widgets.show import show, show_table

viewer = require(Role.OVERSIGHT, Role.LEAD, Role.SERVICE_MANAGER)
heading = st.container(key="heading")
view = pick(viewer)
kind = choose("Kind of feedback", "kind", charts.KIND)
this = {**view.unit, "quarter": view.quarter}
of_kind = {**this, "kind": kind}
label = f"{view.label}, {view.quarter.label}"
words = {"kind": kind, "quarter": label}
marks = {"illustrative": view.illustrative, "provisional": view.provisional}
ask = Asker(viewer, view, "feedback")

closed = read(closure, viewer, **this)
medians = read(durations.medians, viewer, **this)
within = read(durations.closed_within, viewer, **this)
with heading:
    st.title(charts.page_title(closed, kind=kind), anchor=False)
boxes = charts.boxes(closed, medians, within, kind=kind)
ask_about(viewer, view, [f"{box[0]}: {box[1]}" for box in boxes], "feedback")
headlines([Headline(*box) for box in boxes], key="closed")

by_unit = read(closure_by_unit, viewer, **of_kind)
show(
    charts.unit_chart(by_unit, parts="services" if view.unit else "directorates", **words, **marks),
    table=charts.unit_table(by_unit, **words),
    key="by_unit",
    ask=ask,
    definition=definition("closure"),
)
line = read(trend_line, viewer, **this, measure=f"closure_{kind}")
name = f"{charts.KIND[kind]} on time"
show(
    trend_chart(line, name=name, unit="%", illustrative=view.illustrative),
    table=trend_table(line, name=name, unit="%"),
    key="trend",
    ask=ask,
    definition=definition("trend"),
)
curve = read(durations.closing_curve, viewer, **of_kind)
show(
    charts.curve_chart(curve, medians, **words, **marks),
    table=charts.curve_table(within, medians, quarter=label),
    key="curve",
    ask=ask,
    definition=definition("time_to_close"),
)
late = read(overdue.overdue, viewer, **this)
show(
    listed.overdue_chart(late, **words, **marks),
    table=listed.overdue_table(late, **words),
    key="overdue",
    ask=ask,
    definition=definition("overdue"),
)
late_items = read(overdue.overdue_items, viewer, **of_kind)
late_count = read(overdue.listed_overdue, viewer, **of_kind)
with st.expander("Overdue items one by one", key="overdue_list"):
    show_table(listed.overdue_list(late_items, count=late_count, **words), key="overdue_items")

# Limits are the county's whichever unit is shown, but for the published record.
whole = view.unit if read(service_funnel.published, viewer, **view.unit) else {}
whole = {**whole, "quarter": view.quarter, "kind": kind}
shown = view.service or view.directorate
points = read(service_funnel.closure_funnel, viewer, **whole, within=shown)
limits = read(service_funnel.closure_limits, viewer, **whole)
show(
    listed.funnel_chart(points, limits, **words, **marks),
    table=listed.funnel_table(points, **words),
    key="funnel",
    ask=ask,
    definition=definition("funnel"),
)

recorded = read(stories.recorded, viewer, **this)
answered = read(stories.stories, viewer, **this)
show_table(listed.heard_table(recorded, answered, quarter=label), key="heard")
told = read(stories.tellings, viewer, **this)
told_count = read(stories.tellings_count, viewer, **this)
show_table(listed.told_table(told, count=told_count, quarter=label), key="told")
