"""Tidy frames: the same columns and types whether or not there are rows."""

from collections.abc import Iterable, Mapping

import pandas as pd


def tidy(rows: Iterable[tuple], kinds: Mapping[str, str]) -> pd.DataFrame:
    """A frame of the columns and types named, in their order.

    None becomes NaN in a column of floats; days go into a column of objects.
    """
    made = pd.DataFrame([tuple(row) for row in rows], columns=list(kinds))
    return made.astype(dict(kinds))
