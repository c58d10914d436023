"""Documents of the region as a whole."""
