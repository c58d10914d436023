"""Visits and what hangs on them as they are stored."""
