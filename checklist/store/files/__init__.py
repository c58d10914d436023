"""Stored files: where they lie, what may be stored, and what a picture becomes."""
