"""Fields of a record's form: drawn from the kind's description, kept as a draft while typing."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from widgets.plain import plain
from widgets.turns import keyed, start_anew


class RecordForm:
    """One form. Every field keeps its text, and each change saves the draft.

    columns   what the fields are: objects with name, label, type, says, required, longest
    draft     what had been typed before, by column
    save      called with all fields after each change
    """

    def __init__(self, name: str, columns, draft: dict[str, str], save: Callable[[dict], None]):
        # As it was when the form was opened: a default that moves would redraw the fields.
        self.draft = st.session_state.setdefault(f"{name}_began", draft)
        self.name, self.save = name, save
        self.columns = {column.name: column for column in columns}
        self.values: dict[str, str] = {}
        self.asked: dict[str, str] = {}

    def key(self, name: str) -> str:
        """The key of a field. Each form has new ones: the browser keeps what an old one held."""
        return keyed(self.name, f"{self.name}_{name}")

    def field(self, name: str, *, options: dict[str, str] | None = None, label: str = "") -> str:
        """Draw one field; its value as text, "" where it is blank."""
        column = self.columns[name]
        label = label or (column.label if column.required else f"{column.label} (optional)")
        self.asked[name] = label.removesuffix(" (optional)")
        drawn = self._drawn(column, label, options)
        self.values[name] = drawn
        return drawn

    def _drawn(self, column, label: str, options: dict[str, str] | None) -> str:
        more = {"key": self.key(column.name), "help": column.says, "on_change": self._changed}
        held = self.draft.get(column.name, "")
        if options is not None or column.choices:
            named = options if options is not None else {c: c for c in column.choices}
            codes = list(named)
            if held in codes and not column.required:  # a list with a start cannot be cleared
                codes, named = ["", *codes], {"": "(blank)", **named}
            place = codes.index(held) if held in codes and held else None
            return (
                st.selectbox(
                    label, codes, place, format_func=named.get, placeholder="Choose one", **more
                )
                or ""
            )
        if column.type == "day":
            day = st.date_input(label, _day(held), format="DD/MM/YYYY", **more)
            return day.isoformat() if day else ""
        if column.type == "yes or no":
            place = ("yes", "no").index(held) if held in ("yes", "no") else None
            return st.radio(label, ("yes", "no"), place, horizontal=True, **more) or ""
        if column.longest > 200:
            return st.text_area(label, held, max_chars=column.longest, height=90, **more) or ""
        return st.text_input(label, held, max_chars=column.longest or None, **more) or ""

    def several(self, name: str, options: dict[str, str]) -> str:
        """Draw a field of several values; their codes separated by semicolons."""
        column = self.columns[name]
        self.asked[name] = column.label
        held = [code for code in self.draft.get(name, "").split(";") if code in options]
        chosen = st.multiselect(
            f"{column.label} (optional)", list(options), held, format_func=options.get,
            key=self.key(name), help=column.says, on_change=self._changed,
        )  # fmt: skip
        self.values[name] = ";".join(chosen)
        return self.values[name]

    def _changed(self) -> None:
        fields = dict(self.draft)
        for name in self.columns:
            if self.key(name) in st.session_state:
                fields[name] = _text(st.session_state[self.key(name)])
        self.save(fields)

    def same_as(self, record: dict[str, str]) -> bool:
        """Whether every field says what a record says already."""
        return all(value == record.get(name, "") for name, value in self.values.items())

    def clear(self) -> None:
        """Forget what was typed, so that the next run draws an empty form."""
        st.session_state.pop(f"{self.name}_began", None)
        start_anew(self.name)


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def show_problems(problems: list[tuple[str, str]], asked: dict[str, str]) -> None:
    """What is wrong, one sentence each, with the question it is about, in the form's order.

    asked   column to the form's own question, in the order in which they are drawn
    """
    order = list(asked)
    for column, said in sorted(
        problems, key=lambda p: order.index(p[0]) if p[0] in order else len(order)
    ):
        words = plain(_own_words(said[:1].upper() + said[1:], asked))
        st.error(f"**{plain(_ended(asked[column]))}** {words}" if column in asked else words)


def _ended(question: str) -> str:
    return question if question[-1] in "?.)" else f"{question}:"


def _own_words(said: str, asked: dict[str, str]) -> str:
    """A sentence with the form's questions in place of the names of columns."""
    for column, question in asked.items():
        said = said.replace(f"“{column}”", f"“{question}”")
    return said


def ask(questions, key: str, asked: dict[str, str]) -> dict[str, str]:
    """Draw what a form is asked; the options chosen, by code."""
    chosen = {}
    for place, question in enumerate(questions):
        labels = dict(question.options)
        picked = st.radio(
            plain(_own_words(question.text, asked)), list(labels), None, key=f"{key}_{place}",
            format_func=lambda code, labels=labels: plain(labels[code]),
        )  # fmt: skip
        if picked:
            chosen[question.code] = picked
    return chosen


def show_stale(stale, asked: dict[str, str]) -> None:
    """Both versions of a record that someone else changed meanwhile."""
    st.warning("Someone else changed this record while you were writing. Nothing was written.")
    st.dataframe(
        [
            {
                "Field": asked.get(c, c),
                "In the store now": _shown(was),
                "What you wrote": _shown(new),
            }
            for c, was, new in stale
        ],
        hide_index=True,
    )


def _shown(value) -> str:
    return "(blank)" if value in (None, "") else str(value)
