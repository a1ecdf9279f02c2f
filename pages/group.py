"""The Group itself: its end and what it needs by then, seats, papers and replies."""

import streamlit as st

from access.guard import require
from access.viewer import Role
from charts.group import (
    commitments_table,
    life_chart,
    life_figures,
    life_title,
    marks_of,
    papers_table,
    replies_table,
    seats_table,
)
from measures.challenges import reply_record
from measures.commitments import commitments
from measures.definitions import definition
from measures.group import group_life, papers, seats_filled
from models.state import today
from models.store import reading
from widgets.headlines import Headline, headlines
from widgets.show import show, show_table

viewer = require(Role.OVERSIGHT, Role.LEAD, Role.SERVICE_MANAGER)
with reading() as session:
    day = today(session)
    life = group_life(session, on=day)
    promised = commitments(session, on=day)
    seats = seats_filled(session)
    sent = papers(session)
    replies = reply_record(session, on=day)
st.title(life_title(life), anchor=False)
st.write("The Group is temporary. It asks, and officers answer. It decides nothing.")
headlines([Headline(what, figure) for figure, what in life_figures(life)], key="life")
needed = promised[promised["before_end"]]
show(
    life_chart(life, **marks_of(needed)),
    table=commitments_table(needed, title="What must be in place when the Group ends"),
    key="needed",
    definition=definition("group"),
    heading=False,
)
show_table(seats_table(seats), key="seats")
show_table(papers_table(sent), key="papers")
show_table(replies_table(replies), key="replies")
