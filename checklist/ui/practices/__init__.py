"""Screens of the library of 好事例."""
