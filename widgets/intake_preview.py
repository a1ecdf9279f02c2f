"""What a file would do, before anything is written: counts, problems, questions, differences."""

import streamlit as st

_MOST = 500


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
    """Every problem by sheet, rows and column."""
    if not preview.problems:
        return
    rows = [
        {
            "": problem.weight.value.capitalize(),
            "Sheet": problem.sheet or "",
            "Rows": _rows(problem),
            "Column": problem.column,
            "Found": problem.found,
            "What to do": problem.expected,
        }
        for problem in preview.problems[:_MOST]
    ]
    st.header("Problems", anchor=False)
    st.dataframe(rows, hide_index=True, key="problems")


def _rows(problem) -> str:
    named = ", ".join(str(row) for row in problem.rows[:8])
    rest = len(problem.rows) - 8
    return f"{named} and {rest:,} more" if rest > 0 else named


def ask(preview) -> dict[str, str] | None:
    """Draw the open questions; the answers once they are sent, else None."""
    questions = preview.open_questions + preview.stopped
    if not questions:
        return None
    st.header("Questions", anchor=False)
    answers = {}
    with st.form("questions"):
        for place, question in enumerate(questions):
            labels = dict(question.options)
            codes = list(labels)
            start = codes.index(question.suggested) if question.suggested in codes else None
            picked = _pick(question, codes, start, labels, place)
            if picked:
                answers[question.code] = picked
        sent = st.form_submit_button("Answer")
    return answers if sent else None


def _pick(question, codes, start, labels, place):
    draw = st.radio if len(codes) <= 5 else st.selectbox
    return draw(question.text, codes, start, format_func=labels.get, key=f"question_{place}")


def show_differences(preview, words) -> None:
    """Changed values, old → new. `words` gives a value as people read it."""
    if not preview.differences:
        return
    st.header("What would change", anchor=False)
    st.dataframe(
        [
            {
                "Row": found.row,
                "Identifier": found.id,
                "Column": found.column,
                "Now": words(found.was),
                "Would be": words(found.new),
            }
            for found in preview.differences[:_MOST]
        ],
        hide_index=True,
        key="differences",
    )


def show_first_rows(preview, words) -> None:
    """The first rows as they were read."""
    if preview.first_rows:
        st.header("The first rows, as they are read", anchor=False)
        rows = [{name: words(value) for name, value in row.items()} for row in preview.first_rows]
        st.dataframe(rows, hide_index=True, key="first_rows")
