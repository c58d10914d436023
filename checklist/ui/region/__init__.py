"""The settings of the region on the screen."""
