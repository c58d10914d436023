"""Hospitals, their filings and partners on paper."""
