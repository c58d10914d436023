"""Papers about the records of a hospital."""
