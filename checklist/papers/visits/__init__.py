"""Visits and what hangs on them on paper."""
