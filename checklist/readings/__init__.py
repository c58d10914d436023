"""One typed reading for each screen."""
