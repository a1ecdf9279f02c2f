"""The pack as a spreadsheet, XLSX and ODS, with one table a sheet (being written)."""
