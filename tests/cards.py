"""What the cards of a page that a test opened say: their words, tables and files."""

import json

from streamlit.testing.v1 import AppTest


def cards(app: AppTest) -> list[dict]:
    """Every card's parts, as widgets/card.py sends them, in their order on the page."""
    found = [e for block in app._tree.children.values() for e in _walk(block)]
    return [_parts(e) for e in found if e.type == "bidi_component"]


def card_words(app: AppTest) -> str:
    """All that the cards say and list, a line each."""
    said = []
    for card in cards(app):
        said += [card.get(name, "") for name in ("title", "marks", "words", "definition", "alt")]
        said += card.get("notes", [])
        said += ["\t".join(row) for table in _tables(card) for row in _rows(table)]
    return "\n".join(filter(None, said))


def tables(app: AppTest) -> list[dict]:
    """The tables of the cards: title, columns and rows."""
    return [table for card in cards(app) for table in _tables(card)]


def _tables(card: dict) -> list[dict]:
    return [card["table"]] if "table" in card else []


def _rows(table: dict) -> list[list[str]]:
    return [[table["title"]], table["columns"], *table["rows"], table["notes"]]


def _walk(element):
    yield element
    for child in getattr(element, "children", {}).values():
        yield from _walk(child)


def _parts(element) -> dict:
    proto = element.proto
    sent = proto.mixed.json if proto.HasField("mixed") else proto.json
    return json.loads(json.loads(sent)["card"])
