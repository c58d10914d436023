"""The closing meeting and its sealed report on the screen."""
