"""The pack as CSV files in a zip, with a data package and a data dictionary (being written)."""
