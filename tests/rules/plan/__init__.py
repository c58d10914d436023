"""Duties and the planner."""
