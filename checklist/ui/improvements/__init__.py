"""Findings followed up and improvement plans on the screen."""
