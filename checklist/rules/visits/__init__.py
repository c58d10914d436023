"""Visits and what hangs on them as pure rules."""
