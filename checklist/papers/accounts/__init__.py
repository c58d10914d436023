"""Papers about accounts."""
