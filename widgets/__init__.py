"""Controls and displays that more than one page shows.

Displays of figures (every `key` is unique on its page and stays the same between runs):

    from widgets.show import show, show_table
    from widgets.headlines import Headline, headlines
    from widgets.plain import plain

    show(chart, *, table: Table | None, key: str, definition: str | None = None,
         download_name: str = "", heading: bool = True, meeting: bool = False,
         compact: bool = False)
        One chart as a card: its title as a heading, the drawing with its text alternative,
        the marks "illustrative" and "provisional" in words, its notes, "Table" (with CSV)
        and "How this is measured". `definition` is a text of ours in which ** stands around
        what is bold. `heading=False` where the page's own title says the finding already. `meeting` draws larger type; `compact`
        draws lower, for two charts side by side.

    show_table(table: Table, *, key: str, download_name: str = "", heading: bool = True,
               download: bool = True)
        One table alone, with its notes and CSV. An empty one says so in a sentence.

    headlines(items: Sequence[Headline], *, key: str)
        Answers in boxes, two by two.
        Headline(label, answer, details=(), mark="")   `mark` is a word such as "provisional"

    plain(text) -> str
        A text of people's own, safe inside any Streamlit markdown.

CSV is written by `charts.csv_text.csv_bytes(table)`.
"""
