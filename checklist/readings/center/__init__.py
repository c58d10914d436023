"""What the screens of the support centre read."""
