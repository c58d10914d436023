"""Evidence documents as they are stored."""
