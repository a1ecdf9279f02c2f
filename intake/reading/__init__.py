"""Files as they come: what they are by their first bytes, and their cells as text."""
