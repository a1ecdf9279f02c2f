"""A chart of the pack drawn as SVG, for the PDF and Word (being written)."""
