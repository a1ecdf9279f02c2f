"""The steps of a challenge as lines, oldest first."""

import pandas as pd
import streamlit as st

from widgets.plain import plain

_SAID = {
    "asked": "The Group asked",
    "asked again": "The Group asked again",
    "replied": "The officer replied",
    "accepted": "The Group accepted the reply",
}


def step_lines(challenge, steps: pd.DataFrame) -> None:
    """What was asked about, as it was shown, then each step with its day and words.

    challenge   a row of `measures.challenges.challenge_log`
    steps       as `measures.challenges.challenge_steps` returns them
    """
    if challenge.illustrative:
        st.markdown("**Illustrative:** made-up records that show how this works.")
    about = f"{challenge.about}, as shown: {challenge.figure}"
    st.markdown(f"{plain(about)}  \nTo be answered by: {plain(challenge.officer)}")
    for step in steps.itertuples():
        words = f": {step.words}" if step.words else ""
        lines = [f"**{plain(step.on)}.** {_SAID[step.kind]}{plain(words)}"]
        if step.reply_by:
            lines.append(f"Reply by {plain(step.reply_by)}")
        if step.change_by:
            lines.append(f"To change by {plain(step.change_by)}")
        if step.evidence:
            lines.append(f"Evidence: {plain(step.evidence)}")
        st.markdown("  \n".join(lines))
