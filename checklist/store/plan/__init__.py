"""The year plan as it is stored."""
