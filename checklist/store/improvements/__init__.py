"""Findings followed up and improvement plans as they are stored."""
