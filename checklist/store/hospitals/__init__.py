"""Hospitals, their filings and partners as they are stored."""
