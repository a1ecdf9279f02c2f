"""Overview: one answer to each of the four questions, and what most needs a conversation."""

import streamlit as st

from access.guard import require
from access.reading import read
from access.viewer import Role
from charts.overview import page_title
from measures.definitions import definition
from measures.overview import (
    feedback_answer,
    ladder_answer,
    principles_answer,
    reach_answer,
)
from widgets.ask_about import Asker, ask_about
from widgets.headlines import Headline, headlines
from widgets.overview import beside_table, mix_card, reach_card, replies_card, scores_card
from widgets.pickers import pick
from widgets.show import show_read, show_table
from widgets.signals import few_signals, signals_link

viewer = require(Role.OVERSIGHT, Role.LEAD, Role.SERVICE_MANAGER)
heading = st.container(key="heading")
view = pick(viewer)
this = {**view.unit, "quarter": view.quarter}
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

about = {"quarter": view.quarter}
show_read(
    scores_card, viewer, unit=view.unit, choices=about,
    key="scores", ask=ask, definition=definition("principles"),
)  # fmt: skip
left, right = st.columns(2)
with left:
    show_read(
        mix_card, viewer, unit=view.unit, choices=about,
        key="mix", ask=ask, definition=definition("ladder"), compact=True,
    )  # fmt: skip
with right:
    show_read(
        replies_card, viewer, unit=view.unit, choices=about,
        key="closure", ask=ask, definition=definition("closure"), compact=True,
    )  # fmt: skip
show_read(
    reach_card, viewer, unit={}, choices=about,
    key="reach", ask=ask, definition=definition("reach"), by_unit=False,
)  # fmt: skip
show_table(*read(beside_table, viewer, **this), key="side_by_side")

title, lines, count = read(few_signals, viewer, **this)
st.header(title, anchor=False)
st.html(lines + signals_link(count, view.quarter, view.unit))
