"""Accounts as pure rules."""
