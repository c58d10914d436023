"""Visits and what hangs on them on the screen."""
