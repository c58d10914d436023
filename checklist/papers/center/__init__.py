"""Documents of the support centre."""
