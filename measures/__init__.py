"""Every figure of the product. No number on any screen is reckoned anywhere else."""

import pandas as pd

# Frames here are short and read row by row: Arrow's strings cost a fifth more of a page's time.
pd.set_option("mode.string_storage", "python")
