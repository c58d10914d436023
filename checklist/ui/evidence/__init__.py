"""Evidence documents on the screen."""
