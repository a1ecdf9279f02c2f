"""The pack as Word: real headings, contents, tables, and charts that are not pictures."""

from exports.description import Pack, Part
from exports.layout import remarks
from exports.native_charts import drawable
from exports.plain_text import shortened
from exports.same_bytes import same_bytes
from exports.word_parts import (
    add_chart,
    add_contents,
    add_heading,
    add_table,
    content,
    lies_across,
    new_document,
    turn_page,
)

_HEADING_MOST = 300
NOTHING = "Nothing is recorded here for this quarter."


def write(pack: Pack) -> bytes:
    """The pack as a .docx file."""
    document = new_document(pack, pack.full_title, 12)
    document.add_paragraph(shortened(f"{pack.title}: {pack.unit_name}", 400), style="Title")
    for text in (pack.quarter_label, pack.standing, *pack.marks):
        document.add_paragraph(text)
    outline = _outline(pack)
    document.add_paragraph("Contents", style="Subtitle")
    add_contents(document, [(level, text, name) for level, text, name, _ in outline])
    document.add_page_break()
    charts = 0
    for level, text, name, item in outline:
        add_heading(document, text, level, name)
        if isinstance(item, Part):
            charts += _add_part(document, item, charts + 1)
        else:
            for sentence in item:
                document.add_paragraph(sentence)
    return same_bytes(content(document), pack.moment)


def _outline(pack: Pack) -> list[tuple[int, str, str, Part | tuple[str, ...]]]:
    found: list[tuple[int, str, Part | tuple[str, ...]]] = []
    if pack.summary:
        found.append((1, "The main points", pack.summary))
    for section in pack.sections:
        found.append((1, section.heading, section.intro))
        found += [(2, part.finding, part) for part in section.parts]
    version = f"Definitions: version {pack.definitions_version}."
    found.append((1, "About these figures", (pack.standing, version, *pack.notes)))
    return [
        (level, shortened(text, _HEADING_MOST), f"_Toc{n:06d}", item)
        for n, (level, text, item) in enumerate(found, 1)
    ]


def _add_part(document, part: Part, number: int) -> int:
    drawn = part.chart is not None and drawable(part.chart)
    if drawn:
        add_chart(document, part.chart, number)
    elif part.chart and part.chart.alt:
        document.add_paragraph(part.chart.alt)
    for text in remarks(part):
        document.add_paragraph(text)
    across = bool(part.table.rows) and lies_across(part.table)
    if across:
        turn_page(document, across=True)
    if part.table.columns and part.table.rows:
        title = document.add_paragraph()
        title.add_run(part.table.title).bold = True
        title.paragraph_format.keep_with_next = True
        add_table(document, part.table)
        document.add_paragraph()
    else:
        document.add_paragraph(NOTHING)
    if part.base:
        document.add_paragraph(f"Base: {part.base}")
    if part.definition:
        document.add_paragraph(f"How it is measured: {part.definition}")
    if across:
        turn_page(document, across=False)
    return int(drawn)
