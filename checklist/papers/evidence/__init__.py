"""Evidence documents on paper."""
