"""Activity records as they are stored."""
