"""The record kinds that files and forms bring in; `all.KINDS` has them by name."""
