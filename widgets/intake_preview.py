"""What a file would do, before anything is written: counts, problems, questions, differences."""

import streamlit as st

from widgets.plain import plain

_MOST = 500
_TALL = 90  # pixels: Streamlit wraps words in rows over four times the size of its type


def show_progress(job) -> None:
    """How far the work is, and a way to stop it; draws anew each second until it is done."""

    @st.fragment(run_every=1.0)
    def progress() -> None:
        if not job.busy:
            st.rerun()
        st.progress(job.share, f"{job.step}…")
        if st.button("Stop", key="stop"):
            job.cancel()

    progress()


def show_problems(preview) -> None:
    """What is wrong with the whole file as sentences; the rest by sheet, rows and column.

    Columns that are missing are asked for where columns are matched.
    """
    for problem in preview.problems:
        if not len(problem.rows) and problem.code != "missing column":
            st.error(plain(problem.sentence))
    found = [p for p in preview.problems if len(p.rows)]
    if not found:
        return
    st.header("Problems", anchor=False)
    if len(found) > _MOST:
        st.write(f"These are the first {_MOST} of {len(found):,}.")
    several = any(problem.sheet for problem in found)
    st.dataframe(
        [_row(preview, problem, several) for problem in found[:_MOST]],
        hide_index=True,
        row_height=_TALL,
        key="problems",
        column_config={
            "": st.column_config.TextColumn(width=80),
            "Rows": st.column_config.TextColumn(width=130),
            "Column": st.column_config.TextColumn(width=120),
            "Found": st.column_config.TextColumn(width=300),
            "What to do": st.column_config.TextColumn(width=300),
        },
    )


def _row(preview, problem, several: bool) -> dict[str, str]:
    return {
        "": preview.weight_in_words(problem),
        **({"Sheet": problem.sheet} if several else {}),
        "Rows": _rows(problem),
        "Column": problem.column,
        "Found": f"{problem.found[:1].upper()}{problem.found[1:]}",
        "What to do": problem.expected,
    }


def _rows(problem) -> str:
    named = ", ".join(str(row) for row in problem.rows[:3])
    rest = len(problem.rows) - 3
    return f"{named} and {rest:,} more" if rest > 0 else named


def ask(open_questions) -> dict[str, str] | None:
    """Draw questions in a form of their own; the answers once they are sent, else None."""
    if not open_questions:
        return None
    with st.form("questions", border=False):
        answers = questions(open_questions)
        sent = st.form_submit_button("Answer", type="primary")
    return answers if sent else None


def questions(open_questions) -> dict[str, str]:
    """Draw questions inside a form; the options chosen so far, by code."""
    answers = {}
    if open_questions:
        st.header("Questions", anchor=False)
    for place, question in enumerate(open_questions):
        labels = dict(question.options)
        codes = list(labels)
        start = codes.index(question.suggested) if question.suggested in codes else None
        picked = _pick(question, codes, start, labels, place)
        if picked:
            answers[question.code] = picked
    return answers


def _pick(question, codes, start, labels, place):
    text, key = plain(question.text), f"question_{place}"
    if len(codes) <= 5:
        return st.radio(text, codes, start, format_func=lambda c: plain(labels[c]), key=key)
    return st.selectbox(text, codes, start, format_func=labels.get, key=key)


def ways_on(preview) -> dict[str, str] | None:
    """Buttons that let what is good in without mending; what the pressed one sets, else None."""
    count = preview.can_leave_out
    with st.container(horizontal=True):
        if preview.repeats and st.button(
            "Keep the first row of each identifier", key="keep_first"
        ):  # fmt: skip
            return {"repeats": "keep first"}
        rows = "row that is" if count == 1 else "rows that are"
        if 0 < count < preview.total and st.button(
            f"Leave out the {count:,} {rows} refused", key="leave_refused"
        ):
            return {"refused_rows": "leave out"}
    return None


def show_differences(preview, words, labels: dict[str, str]) -> None:
    """Changed values, old → new. `words` gives a value as people read it, `labels` a column."""
    if not preview.differences:
        return
    st.header("What would change", anchor=False)
    if preview.changes > len({d.id for d in preview.differences}):
        st.write("These are the first of them.")
    st.dataframe(
        [
            {
                "Row": found.row,
                "Identifier": found.id,
                "Column": labels.get(found.column, found.column),
                "Now": words(found.was),
                "Would be": words(found.new),
            }
            for found in preview.differences[:_MOST]
        ],
        hide_index=True,
        key="differences",
    )


def show_first_rows(preview, words, labels: dict[str, str]) -> None:
    """The first rows as they were read."""
    if preview.first_rows and len(preview.first_rows[0]) > 1:
        st.header("The first rows, as they are read", anchor=False)
        rows = [
            {labels.get(name, name.capitalize()): words(value) for name, value in row.items()}
            for row in preview.first_rows
        ]
        st.dataframe(rows, hide_index=True, key="first_rows")
