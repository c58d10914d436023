"""Assessments and their ratings as they are stored."""
