"""Assessments and their ratings on the screen."""
