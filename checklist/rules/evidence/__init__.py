"""Evidence documents as pure rules."""
