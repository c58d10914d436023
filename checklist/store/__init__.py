"""The only floor that speaks SQL: one module per noun over one SQLite file."""
