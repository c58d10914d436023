"""The year plan on its page."""
