"""Activity records on the screen."""
