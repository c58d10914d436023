"""Documents of the region."""
