"""How each kind of chart becomes traces and a layout: plain dictionaries in plotly's words.

Dictionaries rather than plotly's own objects, because the screen needs only their JSON:
the library is then imported by nobody who does not ask for a Figure.
"""
