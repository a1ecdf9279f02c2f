"""Are the principles kept? Scores by voice, the gates, the gap, down to single activities."""

import streamlit as st

from access.guard import require
from access.reading import read
from access.viewer import Role
from charts import principles as charts
from charts.coverage import coverage_chart, coverage_table
from charts.single_scores import activity_table, funnel_chart, funnel_table
from charts.survey import survey_chart, survey_table
from charts.trends import trend_chart, trend_table
from measures.definitions import definition
from measures.principles import VOICES, gaps, gates, scores
from measures.service_funnel import published
from measures.single_scores import activity_scores, service_funnel
from measures.survey import survey_waves
from measures.trends import trend_line
from widgets.ask_about import Asker, ask_about
from widgets.pickers import pick
from widgets.show import show, show_table

viewer = require(Role.OVERSIGHT, Role.LEAD, Role.SERVICE_MANAGER)
heading = st.container(key="heading")
view = pick(viewer)
this = {**view.unit, "quarter": view.quarter}
label = f"{view.label}, {view.quarter.label}"
marks = {"illustrative": view.illustrative, "provisional": view.provisional}
ask = Asker(viewer, view, "principles")

stands = read(gates, viewer, **this)
found = read(scores, viewer, **this)
with heading:
    st.title(charts.page_title(stands, parts="services" if view.unit else "directorates"))
ask_about(viewer, view, charts.gate_sentences(stands), "principles")

for voice in VOICES:
    show(
        charts.score_heatmap(found, voice=voice, quarter=label, **marks),
        table=charts.score_table(found, voice=voice, quarter=label),
        key=f"scores_{voice}",
        ask=ask,
        definition=definition("principles"),
    )
    if voice == VOICES[0]:
        show_table(charts.gate_table(stands, quarter=label), key="gates")

between = read(gaps, viewer, **this)
show(
    charts.voices_chart(found, between, quarter=label, **marks),
    table=charts.gap_table(between, quarter=label),
    key="voices",
    ask=ask,
    definition=definition("gap"),
)
show(
    coverage_chart(found, quarter=label, **marks),
    table=coverage_table(found, quarter=label),
    key="coverage",
    ask=ask,
    definition=definition("coverage"),
)


def one_principle(code: str, name: str, voice: str) -> None:
    """One voice on one principle: over time, and by service."""
    whose = f"{charts.VOICE[voice]}, “{name}”"
    line = read(trend_line, viewer, **this, measure=f"{voice}_{code}")
    show(
        trend_chart(line, name=whose, unit="score 1 to 5", illustrative=view.illustrative),
        table=trend_table(line, name=whose, unit="score 1 to 5"),
        key=f"trend_{voice}",
        ask=ask,
        definition=definition("trend"),
        compact=True,
    )
    # Limits come from every service; the published record stays by itself.
    whole = view.unit if read(published, viewer, **view.unit) else {}
    about = {"quarter": view.quarter, "principle": code, "voice": voice}
    funnel = read(service_funnel, viewer, **whole, **about)
    show(
        funnel_chart(funnel, principle=name, voice=voice, **marks),
        table=funnel_table(funnel, principle=name),
        key=f"funnel_{voice}",
        ask=ask,
        definition=definition("funnel"),
        compact=True,
    )


names = dict(zip(found["principle_code"], found["principle"], strict=True))
if names:
    st.header("One principle over time and by service", anchor=False)
    chosen = st.selectbox("Principle", list(names), format_func=names.get, key="principle")
    for voice, column in zip(VOICES, st.columns(2), strict=True):
        with column:
            one_principle(chosen, names[chosen], voice)

st.header("Single activities", anchor=False)
if view.unit:
    each = activity_table(read(activity_scores, viewer, **this), quarter=label)
    show_table(each, key="activities", heading=False)
else:
    st.write("Choose a directorate to see its single activities.")

waves = read(survey_waves, viewer, **this)
show(
    survey_chart(waves),
    table=survey_table(waves),
    key="survey",
    ask=ask,
    definition=definition("survey"),
)
