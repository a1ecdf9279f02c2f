"""Answers in boxes, two by two, so that none is cut on a projector."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st


@dataclass(frozen=True)
class Headline:
    """One box.

    label    the question in a few words
    answer   the answer, with its base: "62%, 18 of 29 items"
    details  lines under it
    mark     a word that must stay visible: "provisional", "not met"; may be empty
    """

    label: str
    answer: str
    details: tuple[str, ...] = ()
    mark: str = ""


def headlines(items: Sequence[Headline], *, key: str) -> None:
    """The boxes in the order given, two to a row: one element, since each costs the browser."""
    with st.container(key=f"headlines_{key}"):
        st.html(f'<div class="headlines">{"".join(map(_box, items))}</div>')


def _box(item: Headline) -> str:
    label = f"{item.label} ({item.mark})" if item.mark else item.label
    details = "".join(f"<p>{escape(line)}</p>" for line in item.details)
    return f"<div><p>{escape(label)}</p><h2>{escape(item.answer)}</h2>{details}</div>"
