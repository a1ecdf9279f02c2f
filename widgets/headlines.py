"""Answers in boxes, two by two, so that none is cut on a projector."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from widgets.plain import plain


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
    """The boxes in the order given, two to a row."""
    with st.container(key=f"headlines_{key}"):
        for start in range(0, len(items), 2):
            columns = st.columns(2)
            for column, item in zip(columns, items[start : start + 2], strict=False):
                with column:
                    _box(item)


def _box(item: Headline) -> None:
    with st.container(border=True, height="stretch"):
        mark = f" ({plain(item.mark)})" if item.mark else ""
        st.markdown(f"{plain(item.label)}{mark}")
        st.markdown(f"## {plain(item.answer)}")
        if item.details:
            st.markdown("  \n".join(plain(line) for line in item.details))
