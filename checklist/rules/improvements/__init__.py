"""Findings followed up and improvement plans as pure rules."""
