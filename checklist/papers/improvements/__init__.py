"""Findings followed up and improvement plans on paper."""
