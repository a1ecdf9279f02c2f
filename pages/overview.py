"""Overview: one answer to each of the four questions, and what most needs a conversation."""

import streamlit as st

from access.guard import require
from access.reading import read
from access.viewer import Role
from charts.ladder import mix_chart, mix_table
from charts.overview import page_title, side_by_side_table, signals_title
from charts.principles import score_heatmap, score_table
from charts.reach import rates_chart, rates_table
from charts.trends import trend_chart, trend_table
from measures.definitions import definition
from measures.ladder import rung_mix
from measures.overview import (
    feedback_answer,
    ladder_answer,
    principles_answer,
    reach_answer,
    side_by_side,
)
from measures.principles import scores
from measures.reach import district_tiles, place_rates
from measures.signals import signals
from measures.trends import trend_line
from widgets.ask_about import Asker, ask_about
from widgets.headlines import Headline, headlines
from widgets.pickers import pick
from widgets.show import show, show_table
from widgets.signals import signal_lines, signals_link

viewer = require(Role.OVERSIGHT, Role.LEAD, Role.SERVICE_MANAGER)
heading = st.container(key="heading")
view = pick(viewer)
this = {**view.unit, "quarter": view.quarter}
label = f"{view.label}, {view.quarter.label}"
marks = {"illustrative": view.illustrative, "provisional": view.provisional}
ask = Asker(viewer, view, "overview")

questions = (principles_answer, ladder_answer, feedback_answer, reach_answer)
answers = [read(question, viewer, **this) for question in questions]
with heading:
    st.title(page_title(answers[:3]), anchor=False)
ask_about(viewer, view, [f"{a['question']} {a['answer']}" for a in answers], "overview")
headlines(
    [
        Headline(a["question"], a["answer"], (*a["details"], *filter(None, [a["target"]])))
        for a in answers
    ],
    key="four",
)

found = read(scores, viewer, **this)
show(
    score_heatmap(found, voice="people", quarter=label, **marks),
    table=score_table(found, voice="people", quarter=label),
    key="scores",
    ask=ask,
    definition=definition("principles"),
)
left, right = st.columns(2)
with left:
    mix = read(rung_mix, viewer, **this)
    show(
        mix_chart(mix, part="ended", quarter=label, **marks),
        table=mix_table(mix, part="ended", quarter=label),
        key="mix",
        ask=ask,
        definition=definition("ladder"),
        compact=True,
    )
with right:
    name = "Replies to people closed on time"
    line = read(trend_line, viewer, **this, measure="closure_individual")
    show(
        trend_chart(line, name=name, unit="%", illustrative=view.illustrative),
        table=trend_table(line, name=name, unit="%"),
        key="closure",
        ask=ask,
        definition=definition("closure"),
        compact=True,
    )

rates = read(place_rates, viewer, quarter=view.quarter, of="disabled")
show(
    rates_chart(rates, read(district_tiles, viewer), of="disabled", illustrative=view.illustrative),
    table=rates_table(rates, of="disabled"),
    key="reach",
    ask=ask,
    definition=definition("reach"),
)
beside = read(side_by_side, viewer, **this)
show_table(side_by_side_table(beside, quarter=label), key="side_by_side")

needed = read(signals, viewer, **this)
st.header(signals_title(needed), anchor=False)
signal_lines(needed, quarter=view.quarter, at_most=3)
signals_link(len(needed), view)
