"""Files in: sheets, hospitals and records from Excel and CSV, every fault in one pass."""
