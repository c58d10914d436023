"""Rules about hospitals and their filings."""
