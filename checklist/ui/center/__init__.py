"""The support centre on the screen."""
