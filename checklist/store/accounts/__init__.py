"""Accounts as they are stored."""
