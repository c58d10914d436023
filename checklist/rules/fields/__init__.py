"""The fields of simple nouns as pure rules."""
