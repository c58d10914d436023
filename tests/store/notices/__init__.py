"""Notices and mails as they are stored."""
