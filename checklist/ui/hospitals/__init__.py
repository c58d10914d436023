"""Hospitals, their filings and partners on the screen."""
