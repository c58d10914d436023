"""Notices as they are stored."""
