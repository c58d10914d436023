"""Assessments and their ratings as pure rules."""
