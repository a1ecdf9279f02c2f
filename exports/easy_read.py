"""Easy Read, as Word and as PDF: one idea a sentence, a picture on the left of each."""

import io

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from exports.description import EasySentence, Pack
from exports.pdf import page_data
from exports.pictograms import CREDIT, PICTURES, png, svg
from exports.plain_text import breakable, shortened, spoken
from exports.same_bytes import same_bytes
from exports.typesetting import tagged_pdf
from exports.word_parts import content, keep_whole, name_table, new_document

WIDTHS_CM = (3.4, 13.6)  # picture, words
WORDS_HEADING = "What the hard words mean"
NOTHING = EasySentence("Nothing is recorded for these 3 months.", "paper")


def write_word(pack: Pack) -> bytes:
    """The Easy Read as a .docx file, 18 point."""
    document = new_document(pack, f"Easy Read: {pack.full_title}", 18)
    document.add_paragraph(_title(pack), style="Title")
    for text in _opening(pack):
        document.add_paragraph(text)
    for heading, sentences in _groups(pack):
        if heading:
            document.add_heading(heading, 1)
        _add_sentences(document, sentences, heading or "About this paper")
    if pack.easy_words:
        document.add_heading(WORDS_HEADING, 1)
    for word, meaning in pack.easy_words:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{word}: ").bold = True
        paragraph.add_run(meaning)
    document.add_paragraph().add_run(CREDIT).font.size = Pt(11)
    return same_bytes(content(document), pack.moment)


def write_pdf(pack: Pack) -> bytes:
    """The Easy Read as a tagged PDF, 18 point."""
    data = {
        **page_data(pack),
        "title": _said(_title(pack)),
        "opening": [_said(text) for text in _opening(pack)],
        "sentences": [
            {
                "heading": _said(s.heading),
                "text": _said(s.text),
                "svg": svg(s.picture).decode(),
                "alt": PICTURES[s.picture][1],
            }
            for s in _sentences(pack)
        ],
        "words_heading": WORDS_HEADING,
        "words": [[_said(word), _said(meaning)] for word, meaning in pack.easy_words],
        "credit": CREDIT,
    }
    return tagged_pdf("easy_read.typ", data, pack.moment)


def _title(pack: Pack) -> str:
    return shortened(f"Easy Read: {pack.title}", 200)


def _opening(pack: Pack) -> list[str]:
    return [shortened(f"{pack.unit_name}, {pack.quarter_label}", 300)]


def _sentences(pack: Pack) -> tuple[EasySentence, ...]:
    return pack.easy_read or (NOTHING,)


def _groups(pack: Pack) -> list[tuple[str, list[EasySentence]]]:
    groups: list[tuple[str, list[EasySentence]]] = []
    for sentence in _sentences(pack):
        if sentence.heading or not groups:
            groups.append((sentence.heading, []))
        groups[-1][1].append(sentence)
    return groups


def _add_sentences(document, sentences: list[EasySentence], title: str) -> None:
    grid = document.add_table(rows=0, cols=2)
    grid.autofit, grid.alignment = False, WD_TABLE_ALIGNMENT.LEFT
    for column, width in zip(grid.columns, WIDTHS_CM, strict=True):
        column.width = Cm(width)
    header = grid.add_row()
    for cell, name, width in zip(header.cells, ("Picture", "Words"), WIDTHS_CM, strict=True):
        cell.width = Cm(width)
        cell.paragraphs[0].add_run(name).font.size = Pt(11)
    keep_whole(header, header=True)
    for sentence in sentences:
        row = grid.add_row()
        left, right = row.cells
        left.width, right.width = (Cm(width) for width in WIDTHS_CM)
        _add_picture(left.paragraphs[0], sentence.picture)
        right.paragraphs[0].add_run(sentence.text)
        right.vertical_alignment = 1
        keep_whole(row, header=False)
    name_table(grid, title)


def _add_picture(paragraph, name: str) -> None:
    paragraph.paragraph_format.space_after = Pt(4)
    drawn = paragraph.add_run().add_picture(io.BytesIO(png(name)), height=Cm(2.5))
    drawn._inline.docPr.set("descr", PICTURES[name][1])
    for described in drawn._inline.iter(qn("pic:cNvPr")):
        described.set("descr", PICTURES[name][1])


def _said(text: str) -> str:
    return breakable(spoken(text))
