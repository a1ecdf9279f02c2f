"""The pack as a tagged PDF (being written)."""
