"""Our own 16:9 template: master, four layouts, colours and fonts, made in code."""

import io
from functools import cache

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from charts.palette import HEAT, colour
from exports.native_charts import speak_english

OPENING, LIST, SECTION, FIGURE = range(4)  # the layouts, by place
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.6)
INNER = Emu(WIDTH - 2 * MARGIN)
TITLE_TOP, TITLE_HEIGHT = Inches(0.35), Inches(1.15)
BODY_TOP, BODY_HEIGHT = Inches(1.6), Inches(5.2)
FOOT_TOP, FOOT_HEIGHT = Inches(6.95), Inches(0.4)

_KEPT = {
    "Title Slide": "Opening",
    "Title and Content": "List",
    "Section Header": "Section",
    "Title Only": "Figure",
}
_COLOURS = {
    "dk1": "#0B0C0C",
    "dk2": HEAT[4],
    "lt2": "#F2F2F2",
    **{f"accent{n}": colour(str(n)) for n in range(1, 7)},
}


def new_presentation():
    """An empty presentation on our template."""
    return Presentation(io.BytesIO(_template()))


@cache
def _template() -> bytes:
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    for layout in list(deck.slide_layouts):
        if layout.name not in _KEPT:
            deck.slide_layouts.remove(layout)
        else:
            layout.name = _KEPT[layout.name]
    _set_theme(deck)
    _set_master(deck.slide_master)
    for layout in deck.slide_layouts:
        _set_layout(layout)
    package = deck.part.package
    for rid, rel in list(package._rels.items()):
        if rel.reltype.endswith("/thumbnail"):
            package.drop_rel(rid)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _set_theme(deck) -> None:
    part = next(
        rel.target_part
        for rel in deck.slide_master.part.rels.values()
        if rel.reltype.endswith("/theme")
    )
    from lxml import etree

    theme = etree.fromstring(part.blob)
    theme.set("name", "Collaboration Oversight")
    for name, value in _COLOURS.items():
        for slot in theme.iter(qn(f"a:{name}")):
            for old in list(slot):
                slot.remove(old)
            etree.SubElement(slot, qn("a:srgbClr")).set("val", value[1:])
    for face in theme.iter(qn("a:latin")):
        face.set("typeface", "Arial")
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_master(master) -> None:
    for style, size in (("titleStyle", 2800), ("bodyStyle", 2000)):
        properties = master._element.find(f".//{qn('p:' + style)}")
        for level in properties:
            level.set("algn", "l")
            face = level.find(qn("a:defRPr"))
            if face is not None:
                face.set("sz", str(size))
                face.attrib.pop("cap", None)
                if style == "titleStyle":
                    face.set("b", "1")
    for shape in master.placeholders:
        _place(shape)
        if shape.placeholder_format.type == 1:
            shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    speak_english(master._element)


def _set_layout(layout) -> None:
    for shape in list(layout.placeholders):
        kind = shape.placeholder_format.type
        if kind == 16:  # no date: the footer says the quarter
            shape._element.getparent().remove(shape._element)
        else:
            _place(shape)
    tall = {"Opening": (Inches(2.0), Inches(1.8)), "Section": (Inches(0.9), Inches(1.5))}
    if layout.name in tall:
        top, height = tall[layout.name]
        title, text = (p for p in layout.placeholders if p.placeholder_format.idx in (0, 1))
        title.top, title.height = top, height
        text.left, text.width = MARGIN, INNER
        text.top, text.height = Emu(top + height + Inches(0.1)), Inches(3.0)
        text.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    for grey in layout._element.iter(qn("a:schemeClr")):
        for tint in list(grey):
            grey.remove(tint)
    for capitals in layout._element.iter(qn("a:defRPr")):
        capitals.attrib.pop("cap", None)
    for level in layout._element.iter():
        if "algn" in level.attrib and level.tag.endswith("pPr"):
            level.set("algn", "l")
    speak_english(layout._element)


def _place(shape) -> None:
    kind = shape.placeholder_format.type
    shape.left, shape.width = MARGIN, INNER
    if kind in (1, 3):  # title
        shape.top, shape.height = TITLE_TOP, TITLE_HEIGHT
    elif kind == 15:  # footer
        shape.top, shape.height = FOOT_TOP, FOOT_HEIGHT
        shape.width = Emu(INNER - Inches(1.0))
        _small(shape, PP_ALIGN.LEFT)
    elif kind == 13:  # slide number
        shape.top, shape.height = FOOT_TOP, FOOT_HEIGHT
        shape.left, shape.width = Emu(WIDTH - MARGIN - Inches(0.9)), Inches(0.9)
        _small(shape, PP_ALIGN.RIGHT)
    else:
        shape.top, shape.height = BODY_TOP, BODY_HEIGHT


def _small(shape, align) -> None:
    for paragraph in shape.text_frame.paragraphs:
        paragraph.alignment = align
        for run in paragraph.runs:
            run.font.size = Pt(12)
